"""Designation dossiers from YAML: every key is known or a fault, since what two keyholders sign must say what it seems to say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from ..faults import Fault, InputRefused
from ..register.dossier import ACTS, Act, Criterion, Dossier, Evidence, Weighing
from ..register.provenance import caveats, levels
from .fields import Fields
from .raw.jail import RawFile, RawJob, read_raw

_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_dossiers(paths: Sequence[Path]) -> tuple[Dossier, ...]:
    """The dossiers in these files; InputRefused lists every fault of all of them."""
    files = read_raw([RawJob(kind="yaml", path=path, label=path.name) for path in paths])
    read = [_dossier(raw) for raw in files]
    faults = [one for _, found in read for one in found]
    if faults:
        raise InputRefused([replace(one, warning=False) for one in faults])
    return tuple(dossier for dossier, _ in read)


def _dossier(raw: RawFile) -> tuple[Dossier, list[Fault]]:
    faults = list(raw.faults)
    value = raw.value["value"] if raw.value else {}
    top = Fields(file=raw.label, value=value if isinstance(value, dict) else {}, lines=raw.value["lines"] if raw.value else {}, faults=faults)
    inner = top.under("dossier")
    if inner is None:
        if raw.value:
            top.wrong("dossier", "missing", ("dossier がない", "there is no dossier in it"), ("dossier: の下に書く", "write it under dossier:"))
        inner = Fields(file=raw.label, value={}, lines={}, faults=[])
    found = Dossier(
        id=inner.text("id", required=True),
        act=cast("Act", inner.choice("act", ACTS, default="designate")),
        entities=inner.texts("entities") or (),
        authorities=inner.texts("authorities") or (),
        criteria=tuple(_criterion(one) for one in inner.each("criteria") or ()),
        evidence=tuple(_evidence(one) for one in inner.each("evidence") or ()),
        weighing=_weighing(inner),
        review_by=inner.day("review_by", required=True) or date.min,
        digest=raw.digest,
    )
    _check_whole(inner, found)
    inner.unknown(())
    top.unknown(("dossier",))
    return found, faults


def _criterion(one: Fields) -> Criterion:
    met = one.yes("met")
    if met is None:
        one.wrong("met", "missing", ("満たすか否かがない", "whether it is met is not said"), ("met: true か false", "write met: true or false"))
    found = Criterion(criterion=one.text("criterion", required=True), met=bool(met), because=one.text("because", required=True))
    one.unknown(())
    return found


def _evidence(one: Fields) -> Evidence:
    found = Evidence(
        id=one.text("id", required=True),
        what=one.text("what", required=True),
        said_by=one.text("said_by", required=True),
        said_at=one.day("said_at", required=True) or date.min,
        source=one.text("source", required=True),
        speaks="against" if one.choice("speaks", ("for", "against"), default="for") == "against" else "for",
        level=one.choice("level", ("", *levels()), default=""),
        caveat=one.choice("caveat", ("", *caveats()), default=""),
        sha256=one.text("sha256").lower(),
    )
    if found.level and not levels()[found.level].held:
        one.wrong(
            "level",
            "level-not-held",
            ("この区分の情報は登録簿に載せられない", "information of this level may not be entered here"),
            ("その情報を扱える仕組みに置く", "keep it where such information may be kept"),
            found.level,
        )
    if found.sha256 and not _SHA256.fullmatch(found.sha256):
        one.wrong("sha256", "sha256", ("SHA-256 ではない", "this is no SHA-256"), ("16進数64桁を書く", "write 64 hexadecimal digits"), found.sha256)
    one.unknown(())
    return found


def _weighing(inner: Fields) -> Weighing:
    one = inner.under("weighing")
    if one is None:
        inner.wrong("weighing", "missing", ("比較衡量がない", "there is no weighing"), ("weighing: の下に書く", "write it under weighing:"))
        return Weighing(speaks_for="", speaks_against="", conclusion="", by="", at=date.min)
    found = Weighing(
        speaks_for=one.text("for", required=True),
        speaks_against=one.text("against", required=True),
        conclusion=one.text("conclusion", required=True),
        by=one.text("by", required=True),
        at=one.day("at", required=True) or date.min,
    )
    one.unknown(())
    return found


def _check_whole(inner: Fields, found: Dossier) -> None:
    """A dossier names whom it is about, a criterion that is met, evidence, and a review after the weighing."""
    if found.act == "take-over":
        if not found.authorities:
            inner.wrong(
                "authorities", "missing", ("引き継ぐ一覧がない", "no list is named that is taken over"), ("authorities を書く", "add authorities")
            )
    elif not found.entities or found.authorities:
        inner.wrong(
            "entities",
            "dossier-about",
            ("対象の者がないか、一覧の引継ぎと混ざっている", "it names no entity, or mixes entities with lists that are taken over"),
            (
                "entities に版の id を書く。一覧の引継ぎは act: take-over とする",
                "write ids of the edition; lists go into a dossier of act: take-over",
            ),
        )
    if not found.criteria or (found.act in ("designate", "take-over") and not any(one.met for one in found.criteria)):
        inner.wrong(
            "criteria",
            "dossier-criteria",
            ("満たす基準がない", "no criterion is met"),
            ("基準と理由を書く", "write the criteria, each with its reason"),
        )
    if not found.evidence:
        inner.wrong(
            "evidence", "dossier-evidence", ("証拠がない", "there is no evidence"), ("証拠と由来を書く", "write the evidence with its provenance")
        )
    if len({one.id for one in found.evidence}) != len(found.evidence):
        inner.wrong(
            "evidence",
            "dossier-evidence-twice",
            ("証拠の id が重複している", "two pieces of evidence have one id"),
            ("別の id にする", "give each its own"),
        )
    if found.review_by != date.min and found.review_by <= found.weighing.at:
        inner.wrong(
            "review_by",
            "dossier-review",
            ("見直しの日が比較衡量より前である", "the review is not after the weighing"),
            ("見直しの日を書き直す", "write a later day"),
            found.review_by.isoformat(),
        )
