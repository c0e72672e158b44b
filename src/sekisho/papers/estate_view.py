"""The audit of an estate as plain strings, ready for HTML and XLSX: outcome first, then where, why, what to do, what is unknown, what it rests on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..desk.audit_estate import EstateAudit, Group
from ..desk.removal_plan import FILLED, GONE, PlanRow, concerns
from ..faults import Fault
from ..feeds.estate.reading import EstateFile, Unread
from ..feeds.estate.words import WORDS as FEED_WORDS
from ..findings import Finding, Verdict
from ..register.model import SourceCard
from ..terms import Lang
from .dates import day_text
from .estate_sums import Sum, bars, by_fact, by_rule, shortened
from .estate_words import word, words
from .texts import breakable, cut, each_text, name_text, visible
from .view_findings import View, finding_view, rule_text
from .view_sources import signed_text

MOST_FINDINGS = 60
MOST_DEVICES = 40
MOST_PLANNED = 200
MOST_CONFLICTS = 60
MOST_UNREAD = 60
SHORT = 16
DIMENSIONS = ("site", "kind", "consequence", "function", "maker")
DEVICE_COLUMNS = ("site", "place", "address", "maker", "model", "consequence", "seen_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstatePaper:
    """All that the report is made of."""

    audit: EstateAudit
    plan: tuple[PlanRow, ...]
    files: tuple[EstateFile, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[Fault, ...] = ()


def estate_view(paper: EstatePaper, lang: Lang) -> View:
    """The whole report in one language."""
    audit = paper.audit
    counts = audit.counts()
    view = {
        "lang": lang,
        "w": dict(words(lang)),
        "title": word(lang, "title"),
        "digest": audit.digest[:SHORT],
        "banners": list(_banners(audit, lang)),
        "headline": _headline(audit, lang),
        "counts": [
            {"verdict": one.word, "name": word(lang, one.word), "count": f"{counts[one]:,}"} for one in (Verdict.BAR, Verdict.REFER, Verdict.CLEAR)
        ],
        "summary": _summary(paper, lang),
        "sums": [sums for sums in _sums(audit, lang) if sums["rows"]],
        "findings": _findings(audit, lang),
        "more_findings": "",
        "plan": _plan(paper, lang),
        "questions": _questions(audit, lang),
        "conflicts": _conflicts(audit, lang),
        "unread": _unread(paper, lang),
        "sources": _sources(paper, lang),
    }
    more = len(standing_findings(audit)) - len(view["findings"])
    view["more_findings"] = word(lang, "more_findings", count=f"{more:,}") if more > 0 else ""
    shown: View = each_text(view, lambda text: cut(visible(text), lang))
    return shown


def _banners(audit: EstateAudit, lang: Lang) -> Iterable[str]:
    if audit.edition.demo:
        yield word(lang, "banner_demo")
    if audit.stale:
        yield word(lang, "banner_stale")
    if audit.old_cards:
        yield word(lang, "banner_tables", names=", ".join(f"{card.name} ({card.dated})" for card in audit.old_cards))


def _headline(audit: EstateAudit, lang: Lang) -> str:
    counts = audit.counts()
    told = {"devices": f"{len(audit.devices):,}", "bar": f"{counts[Verdict.BAR]:,}", "refer": f"{counts[Verdict.REFER]:,}"}
    if not len(audit.devices):
        return word(lang, "headline_none")
    return word(lang, "headline" if counts[Verdict.BAR] or counts[Verdict.REFER] else "headline_clear", **told)


def _summary(paper: EstatePaper, lang: Lang) -> list[list[str]]:
    audit = paper.audit
    size = len(audit.devices)
    known = audit.with_maker()
    filled = sum(bool(row.filled.get("by_when")) for row in paper.plan if row.verdict != GONE)
    planned = sum(row.verdict != GONE for row in paper.plan)
    return [
        [word(lang, "devices"), word(lang, "merged", devices=f"{size:,}", sightings=f"{len(audit.devices.sightings):,}")],
        [word(lang, "with_maker"), word(lang, "of", count=f"{known:,}", share=f"{100 * known / size:.1f}" if size else "0")],
        [word(lang, "sec.plan")[3:], f"{word(lang, 'planned')}: {word(lang, 'planned_of', count=f'{filled:,}', total=f'{planned:,}')}"],
        [word(lang, "facts_as_of"), day_text(audit.facts_as_of, lang)],
        [word(lang, "policy"), f"{audit.pack.title.pick(lang)} [{audit.pack.id} {audit.pack.version}]"],
    ]


def _sums(audit: EstateAudit, lang: Lang) -> Iterable[View]:
    for name in DIMENSIONS:
        yield _sum_view(name, by_fact(audit, name), lang)
    yield _sum_view("rule", by_rule(audit), lang)


def _sum_view(name: str, sums: Sequence[Sum], lang: Lang) -> View:
    first, rest, count = shortened(sums)
    rows = [(_label(name, one.text, lang), one) for one in first] + ([(word(lang, "others", count=count), rest)] if rest else [])
    title = word(lang, f"by.{name}")
    return {
        "name": name,
        "title": title,
        "alt": word(lang, "chart_alt", title=title),
        "chart": bars([(_short(text), one) for text, one in rows]),
        "rows": [[text, f"{one.bar:,}", f"{one.refer:,}", f"{one.clear:,}", f"{one.total:,}"] for text, one in rows],
    }


def _label(name: str, text: str, lang: Lang) -> str:
    return rule_text(text, lang) if name == "rule" else name_text(text) or word(lang, "not_told")


def _short(text: str) -> str:
    """A label as long as the chart has room for: wide characters count double."""
    room, kept = 24, ""
    for char in text:
        room -= 2 if ord(char) > 0x2E7F else 1
        if room < 0:
            return kept + "…"
        kept += char
    return kept


def standing_findings(audit: EstateAudit) -> list[tuple[Finding, list[int]]]:
    """Each finding of concern with the groups that it stands on, the gravest and widest first."""
    held: dict[str, tuple[Finding, list[int]]] = {}
    for number, group in enumerate(audit.groups):
        for one in concerns(group):
            held.setdefault(one.id, (one, []))[1].append(number)
    size = {id_: sum(audit.groups[number].devices for number in numbers) for id_, (_, numbers) in held.items()}
    return sorted(held.values(), key=lambda pair: (-pair[0].standing, -size[pair[0].id], pair[0].id))


def _findings(audit: EstateAudit, lang: Lang) -> list[View]:
    found = []
    for place, (one, numbers) in enumerate(standing_findings(audit)[:MOST_FINDINGS], 1):
        held = np.zeros(len(audit.groups), bool)
        held[numbers] = True
        devices = np.flatnonzero(held[audit.group_of])
        view = finding_view(one, str(place), {}, lang)
        about = audit.groups[numbers[0]].about
        view["place"] = " / ".join(
            part for part in (name_text(about.known_maker or word(lang, "unknown")), name_text(", ".join(about.models))) if part
        )
        view["count"] = word(lang, "concerns", count=f"{len(devices):,}")
        shown = devices[:MOST_DEVICES]
        columns = told_columns(audit, shown, DEVICE_COLUMNS)
        view["heads"] = [word(lang, name) for name in ("device", *columns)]
        view["devices"] = device_rows(audit, shown, columns)
        view["more"] = word(lang, "more_devices", count=f"{len(devices) - MOST_DEVICES:,}") if len(devices) > MOST_DEVICES else ""
        found.append(view)
    return found


def device_rows(audit: EstateAudit, devices: Any, columns: Sequence[str]) -> list[list[str]]:
    """What devices are called, and some facts of them."""
    if not len(devices):
        return []
    told = [audit.facts[name].take(pa.array(devices)).to_pylist() for name in ("device", *columns)]
    return [[name_text(cell) for cell in row] for row in zip(*told, strict=True)]


def told_columns(audit: EstateAudit, devices: Any, columns: Sequence[str]) -> list[str]:
    """The facts that any of these devices tells."""
    return [name for name in columns if len(devices) and any(audit.facts[name].take(pa.array(devices)).to_pylist())]


def _plan(paper: EstatePaper, lang: Lang) -> View:
    rows = [_plan_row(row, lang) for row in paper.plan[:MOST_PLANNED]]
    more = len(paper.plan) - len(rows)
    return {
        "rows": rows,
        "more": word(lang, "plan_more", count=f"{more:,}") if more > 0 else "",
        "heads": [word(lang, f"plan.{name}") for name in FILLED],
    }


def _plan_row(row: PlanRow, lang: Lang) -> View:
    sign = word(lang, "plan.gone") if row.verdict == GONE else word(lang, f"sign.{row.verdict}")
    where = " / ".join(part for part in (row.site, row.place) if part)
    what = " ".join(part for part in (row.maker, row.model) if part)
    return {
        "verdict": row.verdict,
        "sign": sign,
        "device": name_text(row.device),
        "where": name_text(where),
        "what": name_text(what),
        "filled": [name_text(row.filled.get(name, "")) for name in FILLED],
    }


def _questions(audit: EstateAudit, lang: Lang) -> list[View]:
    """What is to be asked, of how many devices, with one of them for an instance."""
    counts: Counter[tuple[str, str]] = Counter()
    instance: dict[tuple[str, str], int] = {}
    for number, group in enumerate(audit.groups):
        for fact, text in {(one.ask.fact, one.ask.text.pick(lang)) for one in group.findings if one.ask and one.standing is not Verdict.CLEAR}:
            if fact != "removal":
                counts[fact, text] += group.devices
                instance.setdefault((fact, text), number)
    return [
        {"text": text, "count": f"{count:,}", "example": _instance(audit, instance[fact, text])}
        for (fact, text), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _instance(audit: EstateAudit, group: int) -> str:
    row = device_rows(audit, np.flatnonzero(audit.group_of == group)[:1], ("site", "address", "model"))[0]
    return " / ".join(part for part in row if part)


def _conflicts(audit: EstateAudit, lang: Lang) -> list[View]:
    """Devices of several sightings that disagree on who made them or which one it is."""
    several = np.flatnonzero(np.diff(audit.devices.starts) > 1)
    verdicts = audit.verdicts()
    gravest = several[np.argsort(-verdicts[several].astype(np.int64), kind="stable")][: MOST_CONFLICTS * 20]
    found = []
    for device in audit.devices.several([int(one) for one in gravest]):
        told = [one for one in device.conflicts if one.fact in ("maker", "serial", "imei", "kind", "model")]
        for one in told:
            found.append({"device": name_text(device.id), "fact": word(lang, one.fact), "values": name_text(" ≠ ".join(one.values))})
    return found[:MOST_CONFLICTS]


def _unread(paper: EstatePaper, lang: Lang) -> View:
    rows = [[name_text(one.file), one.where, FEED_WORDS[one.rule].what[0 if lang == "ja" else 1]] for one in paper.unread[:MOST_UNREAD]]
    return {"rows": rows, "note": word(lang, "unread_note", count=f"{len(paper.unread):,}")}


def _sources(paper: EstatePaper, lang: Lang) -> View:
    audit = paper.audit
    old = {card.name for card in audit.old_cards}
    return {
        "files": [[name_text(one.path), one.format, f"{one.sightings:,}", f"{one.unread:,}", one.digest[:SHORT]] for one in paper.files],
        "tables": [
            [name_text(card.name), card.dated.isoformat() if card.dated else word(lang, "unknown"), f"{card.rows:,}",
             word(lang, "table_old" if card.name in old else "table_fresh")]
            for card in audit.cards
        ],
        "register": [_card(card, audit, lang) for card in audit.edition.cards],
        "versions": [
            [word(lang, "outcome_digest"), audit.digest], [word(lang, "engine"), audit.engine], [word(lang, "edition"), audit.edition.digest],
            [word(lang, "edition_signed"), signed_text(audit.edition, lang)],
            [word(lang, "pack_digest"), audit.pack.digest],
        ],
        "unverified": [text.pick(lang) for text in audit.pack.unverified],
        "reading": [name_text(one.line(lang)) for one in paper.warnings[:MOST_UNREAD]],
    }  # fmt: skip


def _card(card: SourceCard, audit: EstateAudit, lang: Lang) -> list[str]:
    state = word(lang, "state.stale" if card.stale_on(audit.facts_as_of) else "state.fresh")
    return [name_text(card.title or card.path), name_text(card.authority), card.retrieved_at.isoformat(), str(card.good_for_days), state]


def narrow(view: View) -> View:
    """The view with long unbroken runs made breakable, for narrow columns."""
    shown: View = breakable(view)
    return shown


def group_rules(group: Group) -> str:
    """The rules that found something of a group, by id."""
    return " ".join(sorted({one.rule for one in group.findings if one.standing is not Verdict.CLEAR}))
