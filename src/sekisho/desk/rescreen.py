"""What a new edition, policy, ownership chart or table of marks does to cases that were screened before: only what it can reach is screened again.

1. Find what the change can reach (`screening.reach`, `screening.reach_inputs`): another policy reaches everything in scope.
2. Screen the reached bids by both, as of one day.
3. Tell what differs, finding by finding, each once: new, changed, cleared, or unverifiable.

Nothing is cleared by a source that has gone missing: where the list that named an entity is no longer in the edition, or is stale, where the later
chart does not name the party at all, or where a table that was asked is not there any more, what it said can be neither upheld nor cleared, and is
unverifiable.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from ..findings import Finding, Verdict
from ..marks.model import Tables
from ..policy.model import Pack
from ..policy.reading import scope_of
from ..register.diff import diff
from ..register.lookup import Lookup
from ..register.model import Edition
from ..screening.facts import Basis, gather, label, parties_of
from ..screening.model import ScreenedBid
from ..screening.reach import Matching, Reach
from ..screening.reach_inputs import charts_reach, tables_reach
from ..screening.screen import STALE, screen
from ..tenders.model import Bid, Submission
from .alerts import Decided
from .rescreen_inputs import Change, OtherTables, is_only_elsewhere, is_silent

Kind = Literal["new", "changed", "cleared", "unverifiable"]
KINDS: tuple[Kind, ...] = ("new", "changed", "cleared", "unverifiable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A case to be screened again: what was handed in, the policy it is judged by before and after, what two people decided on its alerts.

    `was` is the case with the earlier ownership charts, and `charts` says which these are; None = the same charts on both sides.
    """

    submission: Submission
    before: Pack
    after: Pack
    decided: Decided | None = None
    was: Submission | None = None
    charts: Change | None = None

    @property
    def earlier(self) -> Submission:
        return self.was or self.submission

    @property
    def is_awarded(self) -> bool:
        return self.submission.publication.award is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """What cases are judged by, before and after the change; `common` holds what did not change (the pack in it is of no account).

    `tables` are other tables of marks on either side; None = those of `common` on both.
    """

    before: Lookup
    after: Lookup
    common: Basis
    tables: OtherTables | None = None

    def earlier(self, one: Subject) -> Basis:
        return self.basis(one.before, self.before, self.tables.before if self.tables else self.common.tables, one.decided)

    def later(self, one: Subject) -> Basis:
        return self.basis(one.after, self.after, self.tables.after if self.tables else self.common.tables, one.decided)

    def basis(self, pack: Pack, lookup: Lookup, tables: Tables | None, decided: Decided | None = None) -> Basis:
        plain = replace(self.common, pack=pack, lookup=lookup, tables=tables)
        return plain if decided is None else replace(plain, **decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One finding that the change brings, alters or takes away. `was` is as it stood before, `finding` as it stands after; one may be None.

    `changes` are the inputs that changed and reach the bid.
    """

    kind: Kind
    case: str
    is_awarded: bool
    bid: str
    was: Finding | None
    finding: Finding | None
    changes: tuple[Change, ...] = ()

    @property
    def line(self) -> str:
        return self._shown.subject.get("line", "")

    @property
    def _shown(self) -> Finding:
        found = self.finding or self.was
        assert found is not None
        return found

    def as_json(self) -> dict[str, Any]:
        shown = self._shown
        verdicts = {side: one.standing.word if one else None for side, one in (("from", self.was), ("to", self.finding))}
        ids = {"was": self.was.id if self.was else None, "finding": self.finding.id if self.finding else None}
        place = {"kind": self.kind, "case": self.case, "awarded": self.is_awarded, "bid": self.bid, "line": self.line or None}
        told = {"rule": shown.rule, "verdict": verdicts, **ids, "because": shown.because.as_json()}
        changes = [one.as_json() for one in self.changes]
        return {**place, **told, "evidence": [link.as_json() for link in shown.evidence], "changes": changes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescreened:
    """The delta, with how much there was and how much the change could reach."""

    before: Edition
    after: Edition
    as_of: date
    cases: int
    bids: int
    subjects: int
    touched_bids: int
    touched_subjects: int
    delta: tuple[Difference, ...] = field(default=())

    @property
    def is_stale(self) -> bool:
        """Whether the later edition is past its time: then nothing is clear."""
        return bool(self.after.stale_cards(self.as_of))

    def counts(self) -> dict[str, int]:
        found = Counter(one.kind for one in self.delta)
        return {kind: found[kind] for kind in KINDS}

    def as_json(self) -> dict[str, Any]:
        """`rescreen --json`."""
        return {
            "from": self.before.digest,
            "to": self.after.digest,
            "facts_as_of": self.as_of.isoformat(),
            "stale": self.is_stale,
            "cases": self.cases,
            "bids": self.bids,
            "subjects": self.subjects,
            "touched": {"bids": self.touched_bids, "subjects": self.touched_subjects},
            "counts": self.counts(),
            "delta": [one.as_json() for one in self.delta],
        }


def rescreen(subjects: Sequence[Subject], worlds: Worlds, matching: Matching, *, as_of: date) -> Rescreened:
    """What the change from one world to the other does to these cases, as of one day."""
    before, after = worlds.before.edition, worlds.after.edition
    reach = Reach(before, after, matching)
    faded = faded_labels(before, after, as_of)
    _ask_once(reach, subjects)
    delta: list[Difference] = []
    touched: list[Bid] = []
    for one in subjects:
        reached = _reached(one, reach, worlds, as_of)
        touched += (bid for bid, _ in reached)
        delta += _delta_of(one, reached, worlds, faded, as_of) if reached else ()
    every = [bid for one in subjects for bid in one.submission.bids]
    return Rescreened(
        before=before, after=after, as_of=as_of, cases=len(subjects), bids=len(every), subjects=sum(map(_size, every)),
        touched_bids=len(touched), touched_subjects=sum(map(_size, touched)), delta=tuple(delta),
    )  # fmt: skip


def _size(bid: Bid) -> int:
    """Lines, and the bid itself."""
    return 1 + (len(bid.list.items) if bid.list else 0)


def _ask_once(reach: Reach, subjects: Sequence[Subject]) -> None:
    """Every party of every case in one look-up; what marks point to follows case by case."""
    cases = [case for one in subjects for case in (one.submission, one.was) if case is not None]
    reach.lookup.lookup([party for case in cases for bid in case.bids for party in parties_of(bid, {})])


Reached = tuple[Bid, tuple[Change, ...]]
"""A bid that something can reach, and what."""


def _reached(one: Subject, reach: Reach, worlds: Worlds, as_of: date) -> list[Reached]:
    """The bids of a case that the change can reach, each with the inputs that do."""
    submission = one.submission
    if all(scope_of(pack, submission.tender.viewpoints).answer == "out" for pack in (one.before, one.after)):
        return []
    policy = [Change(input="policy", before=(one.before.digest,), after=(one.after.digest,))] if one.before.digest != one.after.digest else []
    if not (policy or reach.entities or one.was or worlds.tables):
        return []
    found: dict[str, dict[Change, None]] = {bid.id: dict.fromkeys(policy) for bid in submission.bids}
    for name, change in _others(one, reach, worlds, as_of):
        found[name][change] = None
    return [(bid, tuple(found[bid.id])) for bid in submission.bids if found[bid.id]]


def _others(one: Subject, reach: Reach, worlds: Worlds, as_of: date) -> Iterator[tuple[str, Change]]:
    """Bids by id with an input other than the policy that reaches them, under any version of their lists."""
    tables = worlds.tables
    now = gather(one.submission, worlds.basis(one.after, reach.lookup, tables.after if tables else worlds.common.tables), as_of=as_of)
    other = one.was is not None or tables is not None
    earlier = worlds.basis(one.after, reach.lookup, tables.before if tables else worlds.common.tables)
    was = gather(one.earlier, earlier, as_of=as_of) if other else now
    edition = Change(input="edition", before=(worlds.before.edition.digest,), after=(worlds.after.edition.digest,))
    public = "public" in (worlds.before.edition.layer, worlds.after.edition.layer)
    for then, each in zip(was, now, strict=True):
        if reach.entities and (reach.reaches(each) or (other and reach.reaches(then))):
            yield each.bid.id, edition
        if one.charts is not None and charts_reach(then, each, public=public):
            yield each.bid.id, one.charts
        if tables is not None and tables_reach(tables.all_before, tables.all_after, each):
            yield each.bid.id, tables.change


def _delta_of(one: Subject, reached: Sequence[Reached], worlds: Worlds, faded: frozenset[str], as_of: date) -> Iterator[Difference]:
    changes = {bid.id: what for bid, what in reached}
    then = screen(_alone(one.earlier, changes), worlds.earlier(one), as_of=as_of)
    now = screen(_alone(one.submission, changes), worlds.later(one), as_of=as_of)
    for (bid, what), was, found in zip(reached, then.bids, now.bids, strict=True):
        charted = one.charts in what
        for earlier, later in differing(was, found):
            if charted and is_only_elsewhere(earlier, later):
                continue
            silent = earlier is not None and is_silent(earlier, bid, charted=charted, tables=worlds.tables)
            kind = kind_of_change(earlier, later, faded, stale=now.stale or silent)
            yield Difference(
                kind=kind, case=one.submission.tender.id, is_awarded=one.is_awarded, bid=found.bid, was=earlier, finding=later, changes=what
            )


def _alone(submission: Submission, wanted: Container[str]) -> Submission:
    return replace(submission, bids=tuple(bid for bid in submission.bids if bid.id in wanted))


def differing(was: ScreenedBid, found: ScreenedBid) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Findings of a bid that are not the same before and after."""
    return pairs_of(was.all_findings(), found.all_findings())


def pairs_of(was: Iterable[Finding], found: Iterable[Finding]) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Findings that are not the same before and after, put together where they are about the same thing; each stands in one pair."""
    earlier, later = _by_name(was), _by_name(found)
    gone = [one for name, one in earlier.items() if name not in later]
    come = [one for name, one in later.items() if name not in earlier]
    for about in (_about_entity, _about):
        pairs, gone, come = _paired(gone, come, about)
        yield from pairs
    yield from ((one, None) for one in gone)
    yield from ((None, one) for one in come)


def _by_name(findings: Iterable[Finding]) -> dict[tuple[str, Verdict], Finding]:
    """By what names them and what they stand at; that an edition is stale is told once for all."""
    return {(one.id, one.standing): one for one in findings if one.rule != STALE}


def _paired(gone: list[Finding], come: list[Finding], about: Any) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    left: dict[Any, list[Finding]] = {}
    for one in gone:
        left.setdefault(about(one), []).append(one)
    pairs, alone = [], []
    for one in come:
        fitting = left.get(about(one))
        if fitting:
            pairs.append((fitting.pop(0), one))
        else:
            alone.append(one)
    return pairs, [one for some in left.values() for one in some], alone


def _about(one: Finding) -> Any:
    return one.rule, tuple(sorted(one.subject.items()))


def _about_entity(one: Finding) -> Any:
    return _about(one), _named(one)


def _named(one: Finding) -> frozenset[str]:
    """The entities that the evidence names."""
    named = {link.target for link in one.evidence if link.relation in ("same-as", "possibly-same-as", "affiliate-of")}
    return frozenset(named | {link.subject for link in one.evidence if link.relation == "designated-by"})


def faded_labels(before: Edition, after: Edition, as_of: date) -> frozenset[str]:
    """Labels of entities of which the later edition can tell nothing any more."""
    lost = diff(before, after, as_of=as_of).unverifiable
    return frozenset(label(before.entities[name]) for name in lost if name in before.entities)


def kind_of_change(was: Finding | None, found: Finding | None, faded: frozenset[str], *, stale: bool) -> Kind:
    """Which of the four kinds a pair is; `faded` are labels of entities of which the later edition can tell nothing any more."""
    if was is None:
        return "new"
    lighter = found is None or found.standing < was.standing
    if lighter and (stale or _named(was) & faded):
        return "unverifiable"
    return "cleared" if found is None else "changed"
