"""The asset manager's verb: audit what is installed.

1. Merge sightings into devices.
2. Ask the marks of all devices at once whose they are.
3. Put devices that are alike together, judge each group once, and give every device its group's findings.

A million devices are a few thousand groups; nothing here grows with the devices but columns of numbers and texts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np

from .. import __version__
from ..canonical import digest_of
from ..estate.by_device import Told, all_told, first_told, labels, marks_told, nothing, seen_in, sets_of, together
from ..estate.merge import Devices, merge
from ..estate.sightings import Coded, Codes, Sightings, coded
from ..findings import Finding, Verdict, standing
from ..marks.model import DECLARED, Identified, TableCard, Tables
from ..marks.rules import rules
from ..names.normalise import name_key
from ..policy.model import Pack
from ..policy.reading import kind_of, purpose_of, role_of
from ..register.model import Edition
from ..screening.facts import Basis
from ..screening.installed import Installed, judge_installed
from ..screening.model import ReadInput
from ..terms import Text

ENGINE = f"sekisho/{__version__}"
ASKED_FAMILIES = ("mac", "sysobjectid", "sysdescr", "banner", "title", "cpe", "rtsp", "pci", "usb", "bluetooth")
TAC_DIGITS = 8
SHOWN = (
    "site", "place", "address", "hostname", "serial", "asset_tag", "imei", "maker", "model", "name", "os", "kind",
    "function", "consequence", "redundancy", "purpose", "role", "within", "vendor", "status",
)  # fmt: skip
"""Facts that the report shows of each device."""


class ManyFound(Protocol):
    """What was found of many devices: `outcomes[which[i]]` of device i."""

    @property
    def outcomes(self) -> Sequence[Identified]: ...
    @property
    def which(self) -> Any: ...


class Makers(Protocol):
    """Says whose devices are, by columns of marks: family -> text a device, several parted by semicolons, and `declared`."""

    def identify(self, columns: Mapping[str, Any]) -> ManyFound: ...
    @property
    def tables(self) -> Tables: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Devices that are alike, with what was found of them; `devices` says how many they are."""

    about: Installed
    findings: tuple[Finding, ...]
    devices: int

    @property
    def verdict(self) -> Verdict:
        return standing(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateAudit:
    """An audit: every device by number, its group in `group_of`, and what the outcome rests on."""

    devices: Devices
    group_of: Codes
    groups: tuple[Group, ...]
    facts: Mapping[str, Any]
    """Of each device what it is shown by: fact -> Arrow array of texts."""
    pack: Pack
    edition: Edition
    facts_as_of: date
    cards: tuple[TableCard, ...]
    old_cards: tuple[TableCard, ...]
    read: tuple[ReadInput, ...]
    stale: bool
    notices: tuple[Text, ...] = ()
    engine: str = ENGINE
    digest: str = field(default="")

    def verdicts(self) -> Any:
        """The verdict of each device as a number (0 clear, 1 refer, 2 bar)."""
        of_group = np.array([int(one.verdict) for one in self.groups] or [0], np.uint8)
        return of_group[self.group_of] if len(self.group_of) else np.zeros(0, np.uint8)

    def counts(self) -> Counter[Verdict]:
        """How many devices each verdict has."""
        found: Counter[Verdict] = Counter()
        for one in self.groups:
            found[one.verdict] += one.devices
        return found

    def with_maker(self) -> int:
        """Of how many devices the maker is known."""
        return sum(one.devices for one in self.groups if one.about.known_maker)


def audit_estate(sightings: Sightings, basis: Basis, makers: Makers | None, *, as_of: date, read: Sequence[ReadInput] = ()) -> EstateAudit:
    """Audit sightings by a pack, an edition and tables of marks; `read` are the inputs by digest."""
    devices = merge(sightings)
    facts = _facts(devices)
    about, group_of = _groups(devices, facts, basis, makers)
    findings = judge_installed(about, basis, as_of=as_of)
    sizes = np.bincount(group_of, minlength=len(about))
    groups = tuple(Group(about=one, findings=found, devices=int(size)) for one, found, size in zip(about, findings, sizes, strict=True))
    cards = tuple(makers.tables.cards) if makers else ()
    inputs = (*_inputs(basis, cards), *read)
    return EstateAudit(
        devices=devices,
        group_of=group_of,
        groups=groups,
        facts=facts,
        pack=basis.pack,
        edition=basis.edition,
        facts_as_of=as_of,
        cards=cards,
        old_cards=tuple(card for card in cards if rules().is_old(card.kind, card.dated, as_of)),
        read=inputs,
        stale=bool(basis.edition.stale_cards(as_of)),
        digest=_digest(groups, inputs, as_of),
    )


def _facts(devices: Devices) -> dict[str, Any]:
    """What devices are shown by: SHOWN, the marks that most have, `device` (what it is called) and `seen_in`, its first sighting."""
    if not len(devices):
        return {name: nothing() for name in (*SHOWN, "mac", "sysobjectid", "device", "seen_in")}
    marks = {family: marks_told(devices, family) for family in ("mac", "sysobjectid")}
    return {**{fact: first_told(devices, fact) for fact in SHOWN}, **marks, "device": labels(devices), "seen_in": seen_in(devices)}


def _inputs(basis: Basis, cards: Sequence[TableCard]) -> list[ReadInput]:
    own = [("policy", basis.pack.id, basis.pack.digest), ("register", "--register", basis.edition.digest), ("names", "tables", basis.tables_digest)]
    return [ReadInput(kind=kind, id=name, digest=digest) for kind, name, digest in own] + [
        ReadInput(kind="marks", id=card.name, digest=card.digest) for card in cards
    ]


def _digest(groups: Sequence[Group], inputs: Sequence[ReadInput], as_of: date) -> str:
    told = sorted((one.verdict.word, one.devices, sorted(found.id for found in one.findings)) for one in groups)
    return digest_of({"groups": [list(one) for one in told], "read": [one.as_json() for one in inputs], "as_of": as_of.isoformat(), "engine": ENGINE})


def _groups(devices: Devices, facts: Mapping[str, Any], basis: Basis, makers: Makers | None) -> tuple[list[Installed], Codes]:
    """The distinct things to judge, and which of them each device is."""
    if not len(devices):
        return [], np.zeros(0, np.int32)
    pack, told = basis.pack, {fact: all_told(devices, fact) for fact in ("maker", "vendor", "model", "origin")}
    kind = _coarser(coded(facts["kind"]), lambda text: found.id if (found := kind_of(pack, text)) else "")
    purpose = _coarser(coded(facts["purpose"]), lambda text: purpose_of(pack, text))
    role = _coarser(coded(facts["role"]), lambda text: role_of(pack, text))
    named = _designated_names(devices, basis)
    found = _identified(devices, facts, told["maker"], makers)
    columns = [*(one.which for one in told.values()), kind.codes, purpose.codes, role.codes, named.which]
    group_of, first = together([*columns, found.which] if found else columns)
    about = [
        Installed(
            makers=told["maker"].sets[told["maker"].which[at]],
            vendors=told["vendor"].sets[told["vendor"].which[at]],
            models=told["model"].sets[told["model"].which[at]],
            named=(*named.sets[named.which[at]], "")[0],
            kind=kind.values[kind.codes[at]],
            purpose=purpose.values[purpose.codes[at]],
            role=role.values[role.codes[at]],
            origin="/".join(told["origin"].sets[told["origin"].which[at]]),
            identified=found.outcomes[int(found.which[at])] if found else None,
        )
        for at in first
    ]
    return about, group_of


def _coarser(column: Coded, meaning: Any) -> Coded:
    """A column by what the pack takes its words to mean, "" where it knows none of them."""
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(meaning(text) if text else "", len(known)) for text in column.values], np.int32)
    return Coded(codes=codes[column.codes], values=tuple(known))


def _designated_names(devices: Devices, basis: Basis) -> Told:
    """Of each device the designated product that its name is, where it is one."""
    designated = {name_key(model).key for _, one in basis.product_designations for model in one.models} - {""}
    names = devices.sightings.coded("name")
    kept = tuple(text if designated and text and name_key(text).key in designated else "" for text in names.values)
    return sets_of(devices, Coded(codes=names.codes, values=kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    outcomes: Sequence[Identified]
    which: Codes


def _identified(devices: Devices, facts: Mapping[str, Any], declared: Told, makers: Makers | None) -> _Found | None:
    """What the marks of each device say, as one question for all of them; outcomes that say the same of other devices are one."""
    if makers is None:
        return None
    import pyarrow as pa

    told = {family: facts[family] if family in facts else marks_told(devices, family) for family in ASKED_FAMILIES}
    columns = {family: texts for family, texts in told.items() if not _is_blank(texts)}
    columns["part"] = _parts(devices)
    columns["tac"] = _type_codes(devices)
    first = pa.array([(*one, "")[0] for one in declared.sets], pa.string())
    columns[DECLARED] = first.take(pa.array(declared.which))
    many = makers.identify({name: texts for name, texts in columns.items() if name == DECLARED or not _is_blank(texts)})
    return _alike(many.outcomes, np.asarray(many.which, np.int32))


def _alike(outcomes: Sequence[Identified], which: Codes) -> _Found:
    """Outcomes that name the same makers as surely, on the word of the same tables, are one: the one whose marks come first in the alphabet."""
    best: dict[Any, Identified] = {}
    keys = [_what_is_said(one) for one in outcomes]
    for key, one in zip(keys, outcomes, strict=True):
        if key not in best or _marks_of(one) < _marks_of(best[key]):
            best[key] = one
    numbers = {key: number for number, key in enumerate(best)}
    return _Found(outcomes=tuple(best.values()), which=np.array([numbers[key] for key in keys] or [0], np.int32)[which])


def _what_is_said(one: Identified) -> Any:
    return tuple(
        (
            made.maker,
            made.certainty,
            tuple((said.family, said.table, said.cites) for said in made.evidence),
            tuple(said.maker for said in made.against),
        )
        for made in one.makers
    )


def _marks_of(one: Identified) -> list[str]:
    return [said.value for made in one.makers for said in (*made.evidence, *made.against)]


def _is_blank(texts: Any) -> bool:
    import pyarrow.compute as pc

    return len(texts) == 0 or int(pc.max(pc.binary_length(texts)).as_py() or 0) == 0


def _parts(devices: Devices) -> Any:
    """Part numbers that are marks, else the model, which often is one."""
    import pyarrow.compute as pc

    parts, models = marks_told(devices, "part"), first_told(devices, "model")
    return pc.if_else(pc.equal(pc.binary_length(parts), 0), models, parts)


def _type_codes(devices: Devices) -> Any:
    """The type allocation code of each device's IMEI."""
    import pyarrow.compute as pc

    digits = pc.replace_substring_regex(first_told(devices, "imei"), r"[^0-9]", "")
    return pc.if_else(pc.greater_equal(pc.binary_length(digits), 14), pc.utf8_slice_codeunits(digits, 0, TAC_DIGITS), "")
