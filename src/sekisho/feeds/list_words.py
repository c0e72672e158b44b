"""From `lists` of `bid.yaml` to the versions of a bid's list (機器等リストの版); the plain `list` is version 1."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..composition.model import Bom
from ..tenders.attestation import Attestation
from ..tenders.list_versions import HandedIn, next_version, under
from ..tenders.model import Bid, EquipmentList, ListVersion
from ..tenders.rounds import AskedFact
from ..terms import Mark
from .case_words import exceptions_from, marks_from
from .fields import Fields

FIRST = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a version's files are opened: a list by its path and its mapping's, a bill of materials by its path; None where it has faults.

    `rounds` are the ids that a version may name.
    """

    rounds: tuple[str, ...]
    list: Callable[[str, str], EquipmentList | None]
    bom: Callable[[str], Bom | None]


def files_of_versions(fields: Fields) -> Iterator[tuple[str, str]]:
    """(path, key) of every file that `lists` names; the key of a bill of materials starts with `boms.`."""
    for at, one in enumerate(fields.each("lists") or ()):
        yield from ((one.text(key), f"lists[{at}].{key}") for key in ("file", "mapping") if one.text(key))
        yield from ((path, f"boms.lists[{at}].{line}") for line, path in one.pairs("boms").items() if path)


def with_versions(fields: Fields, bid: Bid, opening: Opening) -> Bid:
    """The bid with every version of its list, the last of which counts; faults are collected in `fields`."""
    submitted = fields.day("list_submitted_at")
    entries = list(fields.each("lists") or ())
    if not entries:
        return bid
    if bid.list is None:
        if not fields.text("list"):
            fields.wrong(
                "lists",
                "lists-without-first",
                ("第1版(list)がない", "there is no version 1, which is the plain list"),
                ("list に最初の一覧を書く", "name the first list as list"),
            )
        return bid
    later = [(one, found) for one in entries if (found := _handed_in(one, opening)) is not None]
    days = [found.submitted_at or date.max for _, found in later]
    first = ListVersion(version=FIRST, list=bid.list, submitted_at=submitted, boms=bid.boms, marks=bid.marks, exceptions=bid.exceptions)
    versions = [replace(first, questions=_asked_between(bid, date.min, *days[:1]), attestations=_attested_for(bid, FIRST))]
    for at, (one, handed_in) in enumerate(later):
        _check_order(one, versions, handed_in)
        asked = _asked_between(bid, days[at], *days[at + 1 : at + 2])
        attested = _attested_for(bid, handed_in.version)
        versions.append(next_version(versions[-1], replace(handed_in, questions=asked, attestations=attested)))
    return replace(under(bid, versions[-1]), versions=tuple(versions) if len(versions) > 1 else ())


def _handed_in(one: Fields, opening: Opening) -> HandedIn | None:
    version, file = one.text("version", required=True), one.text("file", required=True)
    submitted_at, reason, round_id = one.day("submitted_at", required=True), one.text("reason", required=True), one.text("round")
    if round_id and round_id not in opening.rounds:
        one.wrong(
            "round",
            "version-round",
            ("tender.yaml の rounds にない回である", "rounds of tender.yaml has no such round"),
            ("回の番号を確かめる", "check its id"),
            round_id,
        )
    listed = opening.list(file, one.text("mapping")) if file else None
    boms = {line: bom for line, path in one.pairs("boms").items() if (bom := opening.bom(path)) is not None}
    marks, claims = marks_from(one), exceptions_from(one)
    one.unknown(())
    if listed is None or submitted_at is None:
        return None
    for key, lines in (("boms", set(boms)), ("marks", set(marks)), ("exceptions", {claim.line for claim in claims})):
        _check_lines(one, key, lines - {item.line for item in listed.items})
    return HandedIn(
        version=version, list=listed, submitted_at=submitted_at, reason=reason, round=round_id, boms=boms, marks=_of(marks), exceptions=claims
    )


def _asked_between(bid: Bid, start: date, end: date = date.max) -> tuple[AskedFact, ...]:
    """The questions that were about this version of the list: asked from the day it came in until the next one did."""
    return tuple(one for one in bid.questions if start <= one.asked_at < end)


def _attested_for(bid: Bid, version: str) -> tuple[Attestation, ...]:
    """The attestations whose lines are numbered as in this version."""
    return tuple(one for one in bid.attestations if one.version == version)


def _of(marks: dict[str, tuple[Mark, ...]]) -> dict[str, tuple[Mark, ...]]:
    return {line: found for line, found in marks.items() if found}


def _check_lines(one: Fields, key: str, strangers: set[str]) -> None:
    for line in sorted(strangers):
        one.wrong(
            f"{key}.{line}",
            "version-line",
            ("この版の機器等リストにこの番号の行がない", "this version of the list has no line of this number"),
            ("番号を確かめる", "check the number"),
            line,
        )


def _check_order(one: Fields, versions: list[ListVersion], found: HandedIn) -> None:
    """Versions are counted from the plain list, which is 1, and come one after the other."""
    wanted = str(len(versions) + 1)
    if found.version != wanted:
        one.wrong(
            "version",
            "version-number",
            (f"この位置の版は{wanted}である(list が第1版)", f"the version in this place is {wanted}: the plain list is version 1"),
            ("版の番号と順序を直す", "mend the numbers or the order"),
            found.version,
        )
    earlier = versions[-1].submitted_at
    if earlier is not None and (found.submitted_at or date.min) < earlier:
        one.wrong(
            "submitted_at",
            "version-order",
            ("前の版より前の日付である", "it is dated before the version that it follows"),
            ("日付を確かめる", "check the dates"),
            str(found.submitted_at),
        )
