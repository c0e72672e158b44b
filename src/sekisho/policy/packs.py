"""Packs from `packs/*.yaml` into values. A fault in one of our own files is our fault, and stops."""

import functools
from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import resources
from ..canonical import sha256_hex
from ..faults import OurFault, refuse
from ..findings import Verdict
from ..terms import Period, Source, Text
from .model import (
    CERTAINTIES,
    FACTS,
    ISSUERS,
    TRIGGERS,
    Attestable,
    ExceptionRule,
    Kind,
    ListedBody,
    MethodGuard,
    Pack,
    Representation,
    Requirement,
    VerdictRow,
    Viewpoint,
    WordList,
)
from .reading import plain_word
from .regimes import regimes

FOLDER = "policy/packs"


@functools.cache
def packs() -> Mapping[str, Pack]:
    """Every pack by its id."""
    found = [read_pack(path) for path in resources.names_under(FOLDER, ".yaml")]
    return {pack.id: pack for pack in found}


def pack_for(policy: str, notice_date: date) -> Pack:
    """The pack `policy` names, or, where it names none, the one pack in force on the notice date; InputRefused otherwise."""
    if policy:
        if policy not in packs():
            raise refuse(
                "policy",
                "policy.unknown",
                what=("この調達方針はない", "there is no such policy pack"),
                remedy=(f"次から選ぶ: {', '.join(packs())}", f"choose one of: {', '.join(packs())}"),
                shown=policy,
            )
        return packs()[policy]
    in_force = [pack for pack in packs().values() if pack.period.holds(notice_date)]
    if len(in_force) == 1:
        return in_force[0]
    named = ", ".join(pack.id for pack in in_force) or "-"
    raise refuse(
        "policy",
        "policy.not-chosen",
        what=(f"公告日に有効な調達方針が一つに定まらない({named})", f"not exactly one policy pack is in force on the notice date ({named})"),
        remedy=("tender.policy か --policy で指定する(審査しないなら none)", "name it in tender.policy or with --policy (none: evaluate only)"),
    )


def read_pack(path: str) -> Pack:
    """One pack file; OurFault names what is missing in it."""
    try:
        return _pack(resources.read_yaml(path), resources.digests()[path])
    except (KeyError, ValueError, TypeError) as error:
        raise OurFault(f"pack {path}: {error!r}") from error


def pack_from(octets: bytes) -> Pack:
    """A pack from the bytes of its file, as a record sealed them; ValueError where this version cannot read it."""
    try:
        return _pack(resources.yaml_from(octets), sha256_hex(octets))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a pack of another form: {error!r}") from error


def _pack(raw: Mapping[str, Any], digest: str) -> Pack:
    sources = {key: _source(value) for key, value in raw["sources"].items()}
    return Pack(
        id=raw["id"],
        version=raw["version"],
        title=_text(raw["title"]),
        instrument=_text(raw["instrument"]),
        period=Period(start=date.fromisoformat(raw["effective_from"]), end=_day(raw.get("effective_to"))),
        adopted_at=date.fromisoformat(raw["adopted_at"]),
        revised_at=tuple(date.fromisoformat(day) for day in raw["revised_at"]),
        digest=digest,
        sources=tuple(sources.values()),
        viewpoints=tuple(Viewpoint(id=one["id"], text=_text(one), source=sources[one["source"]]) for one in raw["viewpoints"]),
        bodies=tuple(body for one in raw["bodies"] for body in _bodies(one, sources)),
        kinds=tuple(_kind(one, sources) for one in raw["kinds"]),
        roles=tuple(_words(one) for one in raw["roles"]),
        purposes=tuple(_words(one) for one in raw["purposes"]),
        requirements=tuple(_requirement(one, sources) for one in raw["requires"]),
        authorities={plain_word(word): group for group, words in raw["authorities"].items() for word in words},
        verdicts=_verdicts(raw, sources),
        exceptions=tuple(_exception(one, sources) for one in raw["exceptions"]),
        representations=tuple(
            Representation(id=one["id"], text=_text(one), ask=_text(one["ask"]), source=sources[one["source"]]) for one in raw["representations"]
        ),
        method_guard=_guard(raw.get("method_guard"), sources),
        regime=regimes()[raw["ownership"]["regime"]],
        default_affiliates=raw["ownership"]["affiliates"],
        rehearsal=Period(start=date.fromisoformat(raw["rehearsal"]["from"]), end=date.fromisoformat(raw["rehearsal"]["to"])),
        rehearsal_text=_text(raw["rehearsal"]),
        out_of_scope_columns=tuple(raw["out_of_scope_columns"]),
        attestations=tuple(_attestable(one, sources) for one in raw["attestations"]),
        unverified=tuple(_text(one) for one in raw["unverified"]),
    )


def _text(raw: Mapping[str, str]) -> Text:
    return Text(ja=raw["ja"], en=raw["en"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(raw: Mapping[str, str]) -> Source:
    return Source(
        name=raw["name"], retrieved_at=date.fromisoformat(raw["retrieved_at"]), verified=raw["verified"] == "true", clause=raw.get("clause", "")
    )


def _bodies(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> list[ListedBody]:
    period = Period(start=date.fromisoformat(raw["from"]), end=_day(raw.get("to")))
    return [ListedBody(name=name, period=period, open_slot=raw.get("open_slot") == "true", source=sources[raw["source"]]) for name in raw["names"]]


def _kind(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Kind:
    return Kind(
        id=raw["id"], text=_text(raw), nature=raw["nature"], groups=tuple(raw["groups"]), words=tuple(raw["words"]), source=sources[raw["source"]]
    )


def _words(raw: Mapping[str, Any]) -> WordList:
    return WordList(id=raw["id"], text=_text(raw), words=tuple(raw["words"]))


def _requirement(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Requirement:
    unknown = set(raw["facts"]) - set(FACTS)
    if unknown or set(raw["facts"]) != set(raw["ask"]):
        raise ValueError(f"requirement {raw['facts']}: unknown facts {unknown} or questions that do not fit")
    return Requirement(
        facts=tuple(raw["facts"]),
        kinds=tuple(raw.get("kinds", ())),
        natures=tuple(raw.get("natures", ())),
        roles=tuple(raw.get("roles", ())),
        bom_depth=int(raw.get("bom_depth", "0")),
        ask={fact: _text(text) for fact, text in raw["ask"].items()},
        source=sources[raw["source"]],
    )


def _verdicts(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> tuple[VerdictRow, ...]:
    return tuple(_verdict(one, sources) for one in raw["verdicts"])


def _verdict(one: Mapping[str, str], sources: Mapping[str, Source]) -> VerdictRow:
    if one["trigger"] not in (*TRIGGERS, "*") or one["certainty"] not in (*CERTAINTIES, "*"):
        raise ValueError(f"verdict row {one['trigger']} × {one['certainty']} uses an unknown word")
    return VerdictRow(
        trigger=one["trigger"],
        certainty=one["certainty"],
        authority=one["authority"],
        verdict=Verdict.parse(one["verdict"]),
        because=_text(one),
        source=sources[one["source"]],
    )


def _attestable(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Attestable:
    unknown = (set(raw["facts"]) - set(FACTS)) | (set(raw["issuers"]) - set(ISSUERS))
    if unknown:
        raise ValueError(f"attestations: unknown words {unknown}")
    return Attestable(facts=tuple(raw["facts"]), issuers=tuple(raw["issuers"]), because=_text(raw), source=sources[raw["source"]])


def _exception(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> ExceptionRule:
    return ExceptionRule(id=raw["id"], text=_text(raw), clause=raw["clause"], ask=_text(raw["ask"]), source=sources[raw["source"]])


def _guard(raw: Mapping[str, Any] | None, sources: Mapping[str, Source]) -> MethodGuard | None:
    return MethodGuard(refused=tuple(raw["refused"]), because=_text(raw), source=sources[raw["source"]]) if raw else None
