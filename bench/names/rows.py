"""The rows of the scorecard, T1 to T11, each a function of a plan: what is measured, on how much, against which target."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import damage, datasets, measures, notices, peers, screening, sources, speed, subject, variants
from .datasets import PairSet
from .sources import letters

CALIBRATED_ON = ("latin", "ja-en", "ja-kana", "kana-en", "zh-en", "zh-short", "notice")
"""The sets that calibration is measured on: half of the pairs are true (the prior), a quarter hard, a quarter random."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured; the defaults are the scorecard's, smaller ones are for trying it out."""

    pairs: int = datasets.MOST_TRUE
    per_kind: int = screening.PER_KIND
    latin_queries: int = speed.LATIN_QUERIES
    cjk_queries: int = speed.CJK_QUERIES
    variants: int = variants.MOST_CASES
    register: int = screening.REGISTER
    large_register: int = speed.LARGE_REGISTER
    with_peers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside its target; `met` is None where nothing is asked (shown) or nothing could be measured (`value` is None)."""

    row: str
    what: str
    value: float | None
    target: str
    met: bool | None
    unit: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    peers: Mapping[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "not measured"
        return "shown" if self.met is None else "met" if self.met else "SHORT"


def at_least(row: str, what: str, value: float | None, floor: float, **more: Any) -> Row:
    return Row(row=row, what=what, value=value, target=f"≥ {floor:,g}", met=None if value is None else value >= floor, **more)


def at_most(row: str, what: str, value: float | None, ceiling: float, **more: Any) -> Row:
    return Row(row=row, what=what, value=value, target=f"≤ {ceiling:,g}", met=None if value is None else value <= ceiling, **more)


def shown(row: str, what: str, value: float | None, **more: Any) -> Row:
    return Row(row=row, what=what, value=value, target="shown", met=None, **more)


def at_five(row: str, what: str, ours: screening.Screened) -> Row:
    """What raising the alert alone would give."""
    recall, score = ours.at_five
    return shown(row, f"{what}: recall if ≤ 5 false per 1,000", recall, detail={"the alert would stand above": round(score, 4)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A pair set judged by Sekisho: its counts, and for each pair the score, the score of the left name with itself, and whether it is true."""

    counts: measures.Counts
    scored: tuple[tuple[float, bool], ...]
    tied: tuple[tuple[float, float, bool], ...]
    false_affiliates: int
    wrong: tuple[str, ...]
    peers: Mapping[str, float]


def marked(pairs: PairSet, *, with_peers: bool) -> Marked:
    prepared = [(subject.prepare(pair.left), subject.prepare(pair.right)) for pair in pairs.pairs]
    judged = [subject.judge(left, right) for left, right in prepared]
    both = list(zip(pairs.pairs, judged, strict=True))
    own = [subject.judge(left, left).score if pair.same else 1.0 for pair, (left, _) in zip(pairs.pairs, prepared, strict=True)]
    return Marked(
        counts=measures.count((pair.same, found.alert) for pair, found in both),
        scored=tuple((found.score, pair.same) for pair, found in both),
        tied=tuple((found.score, self, letters(p.left) == letters(p.right)) for (p, found), self in zip(both, own, strict=True) if p.same),
        false_affiliates=sum(found.alert and not pair.same and found.relation == "affiliate" for pair, found in both),
        wrong=tuple(f"{pair.kind}: {pair.left} | {pair.right} | {found.score:.3f}" for pair, found in both if pair.same != found.alert)[:60],
        peers=_peer_f1(pairs) if with_peers else {},
    )


def _peer_f1(pairs: PairSet) -> dict[str, float]:
    return {
        scorer.name: measures.count((pair.same, scorer.score(pair.left, pair.right) >= scorer.alert) for pair in pairs.pairs).f1
        for scorer in peers.scorers()
    }


def marks(plan: Plan) -> dict[str, Marked]:
    """Every pair set judged once; the rows below read from it."""
    return {name: marked(datasets.labelled(name, most=plan.pairs), with_peers=plan.with_peers) for name in datasets.SETS}


F1_ROWS: tuple[tuple[str, str, float | None], ...] = (
    ("T3", "latin", 0.92),
    ("T3", "latin-related", None),
    ("T4", "ja-en", 0.90),
    ("T4", "ja-kana", 0.96),
    ("T4", "kana-en", 0.88),
    ("T4", "zh-en", 0.88),
    ("T5", "zh-short", 0.97),
    ("T5", "tw-short", 0.97),
    ("T5", "zh-abbreviation", 0.75),
    ("T6", "notice", 0.85),
)


def pair_rows(found: Mapping[str, Marked]) -> Iterator[Row]:
    """T3 to T6: F1 at the shipped threshold."""
    for row, name, floor in F1_ROWS:
        one = found[name]
        counts = one.counts
        detail = {
            "pairs": datasets.SETS[name][0],
            "true": counts.hits + counts.missed,
            "different": len(one.scored) - counts.hits - counts.missed,
            "precision": round(counts.precision, 4),
            "recall": round(counts.recall, 4),
            "false alerts that were classed affiliate": one.false_affiliates,
            "calibration error of this set": round(measures.calibration_error(one.scored), 4),
            "wrong": one.wrong,
        }
        if floor is None:
            yield shown(row, f"F1 {name}", counts.f1, detail=detail, peers=one.peers)
        else:
            yield at_least(row, f"F1 {name}", counts.f1, floor, detail=detail, peers=one.peers)


def three_letter_row(plan: Plan) -> Row:
    """T5: full names beside abbreviations of three letters or fewer, on which Sekisho should abstain."""
    pairs = datasets.three_letters(plan.pairs)
    alerts = [subject.judge(subject.prepare(pair.left), subject.prepare(pair.right)).alert for pair in pairs]
    return at_most("T5", "alerts on abbreviations of ≤ 3 letters", measures.share(alerts), 0, detail={"pairs": len(pairs)})


def notice_row() -> Row:
    """T6: entries of which Sekisho's own reader takes the Japanese and the English name, against a reading of its own here."""
    taken = [subject.notice_names(sources.corpus() / "meti" / name) for name in notices.FILES]
    read = {letters(name) for names in taken for name in names}
    there = notices.entries()
    missed = tuple(f"{one.japanese} | {one.english}" for one in there if not {letters(one.japanese), letters(one.english)} <= read)
    value = 1 - len(missed) / max(len(there), 1)
    return at_least("T6", "entries of the notices parsed, both names", value, 0.98, detail={"entries": len(there), "missed": missed})


def calibration_rows(found: Mapping[str, Marked]) -> Iterator[Row]:
    """T10, with the pairs and the prior it is measured on."""
    scored = [pair for name in CALIBRATED_ON for pair in found[name].scored]
    tied = [pair for name in CALIBRATED_ON for pair in found[name].tied]
    prior = measures.share(same for _, same in scored)
    detail = {"sets": CALIBRATED_ON, "pairs": len(scored), "prior": round(prior, 3), "bins": measures.BINS}
    yield at_most("T10", "expected calibration error", measures.calibration_error(scored), 0.03, detail=detail)
    yield at_most("T10", "true pairs, unequal, that score as equal names do", measures.tied_at_maximum(tied), 0, detail={"pairs": len(tied)})


def damage_rows(plan: Plan) -> Iterator[Row]:
    """T2: the register of 9,130 OFAC names."""
    case = screening.damaged(damage.CORE, per_kind=plan.per_kind)
    ours = screening.screened(case, subject.screener)
    theirs = {name: screening.screened(case, build) for name, build in peers.screeners().items()} if plan.with_peers else {}
    detail = {"by kind": dict(ours.by_kind), "queries": ours.true_queries, "register": len(case.register), "missed": ours.missed}
    recall = {name: one.recall for name, one in theirs.items()}
    yield at_least("T2", "recall on damaged names", ours.recall, 0.97, detail=detail, peers=recall)
    for kind, floor in (("reordered", 0.97), ("two typos", 0.90)):
        yield at_least(
            "T2", f"recall: {kind}", ours.by_kind.get(kind), floor, peers={name: one.by_kind.get(kind, 0.0) for name, one in theirs.items()}
        )
    false = {name: one.false_per_thousand for name, one in theirs.items()}
    yield at_most(
        "T2", "false-alert names per 1,000", ours.false_per_thousand, 5, detail={"negatives": ours.negatives, "wrong": ours.wrong}, peers=false
    )
    yield at_five("T2", "damaged names", ours)
    for kind, value in ours.by_kind.items():
        if kind not in ("reordered", "two typos"):
            yield shown("T2", f"recall: {kind}", value, peers={name: one.by_kind.get(kind, 0.0) for name, one in theirs.items()})


def spoof_rows(plan: Plan) -> Iterator[Row]:
    """Beyond T2: truncation, width and spoofing, in Latin and in native script."""
    cases = (
        screening.damaged(damage.BEYOND, "Latin", plan.per_kind),
        screening.damaged_native("Japanese", sources.japanese(), plan.per_kind, plan.register),
        screening.damaged_native("Chinese", (*sources.chinese(), *sources.taiwanese()), plan.per_kind, plan.register),
    )
    for case in cases:
        ours = screening.screened(case, subject.screener)
        detail = {"by kind": dict(ours.by_kind), "register": len(case.register), "missed": ours.missed}
        yield shown("spoof", f"{case.name}: recall on width, variants, spoofing", ours.recall, detail=detail)
        affiliates = {"negatives": ours.negatives, "of these affiliates only": ours.false_affiliates_per_thousand, "wrong": ours.wrong}
        yield shown("spoof", f"{case.name}: false-alert names per 1,000", ours.false_per_thousand, detail=affiliates)


def across_rows(plan: Plan) -> Iterator[Row]:
    """Screening across scripts: a register in its own script, queries in English."""
    for name, companies, floor in (("Japanese", sources.japanese(), 0.90), ("Chinese", sources.chinese(), 0.85)):
        case = screening.across(name, companies, plan.register)
        ours = screening.screened(case, subject.screener)
        detail = {"queries": ours.true_queries, "register": len(case.register), "missed": ours.missed}
        yield at_least("across", f"{name} register, English names: recall", ours.recall, floor, detail=detail)
        affiliates = {"negatives": ours.negatives, "of these affiliates only": ours.false_affiliates_per_thousand, "wrong": ours.wrong}
        yield at_five("across", f"{name} register", ours)
        yield at_most("across", f"{name} register: false-alert names per 1,000", ours.false_per_thousand, 5, detail=affiliates)


def variant_rows(plan: Plan) -> Iterator[Row]:
    """T7."""
    found = [(one, subject.judge(subject.prepare(one.left), subject.prepare(one.right))) for one in variants.spellings(plan.variants)]
    by_kind = measures.share_by_kind((one.kind, judged.relation == "same") for one, judged in found)
    missed = tuple(f"{one.kind}: {one.left} | {one.right}" for one, judged in found if judged.relation != "same")[:40]
    value = measures.share(judged.relation == "same" for _, judged in found)
    yield at_least(
        "T7", "spellings of one name that are the same", value, 1, detail={"cases": len(found), "by kind": dict(by_kind), "missed": missed}
    )
    near = variants.neighbours()
    merged = [pair for pair in near.pairs if subject.judge(subject.prepare(pair[0]), subject.prepare(pair[1])).relation == "same"]
    detail = {"pairs": len(near.pairs), "pairs that no name tells apart, left out": near.indistinct, "merged": merged[:40]}
    yield at_most("T7", "different listed companies merged", len(merged), 0, detail=detail)


def latin_speed_rows(plan: Plan) -> Iterator[Row]:
    """T1 and, from the same run, the overhead of T11."""
    register = screening.ofac_register()
    queries = speed.latin_queries(plan.latin_queries)
    theirs = speed.peer_rates(register, queries) if plan.with_peers else {}
    ours = speed.rate(subject.screener(register), queries)
    large = speed.rate(subject.screener(sources.all_ofac()), speed.latin_queries(plan.latin_queries, "kept"))
    cost = {"prepare, µs a name": round(speed.prepare_cost(speed.fresh(queries)), 1), "names": ours.names, "stretch": 60_000}
    yield at_least("T1", "Latin names a second and core, 9k register", ours.a_second, 20_000, unit="names/s", detail=cost, peers=theirs)
    yield at_least("T1", "the same, 21k register", large.a_second, 20_000, unit="names/s", detail={"names": large.names})
    stored = {"bytes of evidence": ours.evidence_bytes}
    value = ours.overhead if ours.evidence_bytes else None
    yield at_most("T11", "overhead of storing evidence, of T1", value, 0.20, detail=stored)


def cjk_speed_row(plan: Plan) -> Row:
    """T8."""
    queries = speed.cjk_queries(plan.cjk_queries)
    register = speed.cjk_register()
    ours = speed.rate(subject.screener(register), queries)
    detail = {"prepare, µs a name": round(speed.prepare_cost(speed.fresh(queries)), 1), "names": ours.names, "register": len(register)}
    return at_least("T8", "CJK names a second and core", ours.a_second, 15_000, unit="names/s", detail=detail)


def start_rows(plan: Plan) -> Iterator[Row]:
    """T9."""
    ours = speed.first_answer(speed.large_register(plan.large_register))
    theirs = speed.peer_first_answer() if plan.with_peers else None
    peer = {"logic-v2 (no register)": theirs} if theirs else {}
    detail = {"how": ours.how if ours else "the new process failed"}
    seconds = {name: one.seconds for name, one in peer.items()}
    memory = {name: one.mebibytes for name, one in peer.items()}
    size = f"{plan.large_register:,}-name register"
    yield at_most("T9", f"first answer, {size}", ours.seconds if ours else None, 1, unit="s", detail=detail, peers=seconds)
    yield at_most("T9", f"peak memory, {size}", ours.mebibytes if ours else None, 400, unit="MiB", detail=detail, peers=memory)


def replay_row(plan: Plan) -> Row:
    """T11: stored evidence replays to the same score."""
    sets = [datasets.labelled(name, most=max(20, plan.pairs // 6)) for name in CALIBRATED_ON]
    found = [subject.compare(pair.left, pair.right) for one in sets for pair in one.pairs]
    again = [(one.score, subject.replayed(one.evidence)) for one in found]
    value = measures.share(first == second for first, second in again)
    return at_least("T11", "evidence that replays to the same score", value, 1, detail={"pieces": len(found)})


def sections(plan: Plan) -> Iterable[tuple[str, Callable[[], Iterable[Row]]]]:
    """The measurements in order, each with what it is called while it runs. Speed comes first, while no name has been seen."""

    def pairs() -> Iterator[Row]:
        found = marks(plan)
        yield from pair_rows(found)
        yield three_letter_row(plan)
        yield notice_row()
        yield from calibration_rows(found)

    return (
        ("Latin speed", lambda: latin_speed_rows(plan)),
        ("CJK speed", lambda: (cjk_speed_row(plan),)),
        ("damaged names", lambda: damage_rows(plan)),
        ("labelled pairs", pairs),
        ("spellings", lambda: variant_rows(plan)),
        ("first answer", lambda: start_rows(plan)),
        ("replay", lambda: (replay_row(plan),)),
        ("across scripts", lambda: across_rows(plan)),
        ("spoofing", lambda: spoof_rows(plan)),
    )
