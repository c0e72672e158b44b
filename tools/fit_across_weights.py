"""Fit the weights of Japanese names beside English ones (families ja_latin and kana_latin of thresholds.yaml) on hard cases.

Every English name of the tune part is screened against a register of other Japanese companies; the likest wrong ones are what the weights must
tell apart. The sum is then scaled so that it is a chance on balanced pairs (half true, a quarter hard, a quarter random), and `alert` is set where
at most so many names in a thousand alert wrongly. One name in five is never read: the scorecard measures on it.
"""

import functools
import heapq
import os
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from fit_name_weights import keep
from name_tables.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("SEKISHO_CORPUS", str(ROOT.parent / "shared/data"))
from bench.names import datasets, notices, sources  # noqa: E402

from sekisho.names.across_facts import ACROSS, SIDELESS  # noqa: E402
from sekisho.names.facts import FACTS, facts_of, family_of  # noqa: E402
from sekisho.names.prepared import Prepared, prepare  # noqa: E402
from sekisho.names.weights import score_of  # noqa: E402

FAMILIES = ("ja_latin", "kana_latin")
FOR = frozenset({"brand", "term", "generic", "place", "whole", "full", "as_spelled", "lettered"})
FIXED = {"equal": 6.0, "number_clash": -9.0, "person": -14.0, "negation": -12.0, "country_clash": -1.2, "acronym": 0.5}
"""What the lists cannot teach."""
LEARNED = tuple(name for name in FACTS if name not in FIXED and name not in SIDELESS)
AT_MOST = {"native_brand": -0.06, "latin_brand": -0.08, "native_over": -0.1, "latin_over": -0.1, "no_brand_over": -1.5, "odd_reading": -0.1}
"""What a part that nothing answers to takes away at least: the lists have few companies of one place and trade whose brand alone tells them apart."""
QUERIES, REGISTER, LIKEST = 1_500, 1_500, 14
HARDER = 5.0
MOST_FALSE = 6.5
"""Names in a thousand that may alert wrongly: five as is asked, and one that is the same company under another number."""
Facts = dict[str, float]
Case = tuple[str, Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An English name with its own Japanese names and the likest wrong ones, as (family, facts); `native` are the wrong ones in the
    writing of the register."""

    true: tuple[Case, ...]
    wrong: tuple[Case, ...]
    native: tuple[Case, ...] = ()


def case(p: Prepared, q: Prepared) -> Case:
    return family_of(p, q), facts_of(p, q)


def likest(query: Prepared, register: Sequence[tuple[sources.Company, Prepared]], own: str) -> list[sources.Company]:
    """The wrong companies that the weights of today, or the bits that are shared, hold the likest."""
    told = []
    for place, (company, native) in enumerate(register):
        if company.id != own:
            family, facts = case(query, native)
            shared = sum(facts.get(name, 0.0) for name in ("brand", "term", "generic", "place"))
            if shared:
                told.append((today(family, facts), shared, place))
    best = {place for _, _, place in (*heapq.nlargest(LIKEST, told), *heapq.nlargest(LIKEST, told, key=lambda one: one[1]))}
    return [register[place][0] for place in sorted(best)]


def today(family: str, facts: Facts) -> float:
    table = weights_today().get(family, {})
    return sum(table.get(name, 0.0) * value for name, value in facts.items())


@functools.cache
def weights_today() -> dict[str, dict[str, float]]:
    held = yaml.safe_load((TABLES / "thresholds.yaml").read_text(encoding="utf-8"))
    return {family: {name: float(value) for name, value in table.items()} for family, table in held["families"].items()}


def asked() -> list[Asked]:
    """The mined questions of the tune part."""
    dice = random.Random(5)
    companies = [one for one in sources.japanese() if datasets.part_of(one.native) == "tune"]
    english = [one for one in companies if one.english]
    dice.shuffle(english)
    register = [(one, prepare(one.native)) for one in dice.sample(companies, min(REGISTER, len(companies)))]
    found = []
    for one in english[:QUERIES]:
        query = prepare(one.english)
        wrong = likest(query, register, one.id)
        true = [name for name in (one.native, one.kana) if name]
        kana = [other.kana for other in wrong if other.kana]
        found.append(
            Asked(
                true=tuple(case(query, prepare(name)) for name in true),
                native=tuple(native := [case(query, prepare(other.native)) for other in wrong]),
                wrong=(*native, *(case(query, prepare(name)) for name in kana)),
            )
        )
    return [*found, *noticed(dice)]


def noticed(dice: random.Random) -> list[Asked]:
    """Foreign names as the notices write them, each beside its own and ten others."""
    entries = [one for one in notices.entries() if datasets.part_of(one.japanese, datasets.NOTICE_ONE_IN) == "tune"]
    found = []
    for one in entries:
        query = prepare(one.english)
        others = [other for other in dice.sample(entries, min(12, len(entries))) if other.id != one.id]
        wrong = tuple(case(query, prepare(other.japanese)) for other in others)
        found.append(Asked(true=(case(query, prepare(one.japanese)),), wrong=wrong))
    return found


def table_of(cases: Iterable[Case], family: str) -> np.ndarray:
    rows = [[facts.get(name, 0.0) for name in LEARNED] for held, facts in cases if held == family]
    return np.array(rows).reshape(-1, len(LEARNED))


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Log-odds weights, each held to the side that its fact argues for."""
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    x = x / scale
    low = np.array([-np.inf if name not in FOR else 0.0 for name in LEARNED])
    high = np.array([np.inf if name in FOR or name == "prior" else AT_MOST.get(name, 0.0) * at for name, at in zip(LEARNED, scale, strict=True)])
    w, moment, square = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for step in range(1, 1500):
        chance = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ ((chance - y) * weight) / weight.sum() + 1e-5 * w
        moment, square = 0.9 * moment + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        w = np.clip(w - 0.05 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9), low, high)
    return w / scale


def fitted(questions: Sequence[Asked], family: str) -> np.ndarray:
    """Twice: the second time the wrong ones that look right count for more."""
    true = table_of((one for question in questions for one in question.true), family)
    wrong = table_of((one for question in questions for one in question.wrong), family)
    x, y = np.vstack([true, wrong]), np.array([1.0] * len(true) + [0.0] * len(wrong))
    w = logistic(x, y, np.ones(len(y)))
    harder = 1 + HARDER / (1 + np.exp(-(x @ w - 1))) * (y == 0)
    return logistic(x, y, harder)


def scaled(w: np.ndarray, family: str) -> np.ndarray:
    """Stretch and shift the sum until it is a chance on balanced pairs of the tune part."""
    sums, same = [], []
    for name in ("ja-en", "kana-en", "notice"):
        for pair in datasets.labelled(name, part="tune", most=1500).pairs:
            held, facts = case(prepare(pair.left), prepare(pair.right))
            if held == family:
                sums.append(sum(facts.get(fact, 0.0) * value for fact, value in zip(LEARNED, w, strict=True)))
                same.append(float(pair.same))
    s, y = np.array(sums), np.array(same)
    stretch, shift = 1.0, 0.0
    for _ in range(4000):
        chance = 1 / (1 + np.exp(-(stretch * s + shift)))
        stretch -= 0.05 * float(((chance - y) * s).mean()) / max(1.0, float((s * s).mean()))
        shift -= 0.2 * float((chance - y).mean())
    print(f"{family}: {len(y)} balanced pairs, stretch {stretch:.3f}, shift {shift:.3f}")
    out = w * stretch
    out[LEARNED.index("prior")] += shift
    return out


def alerts(questions: Sequence[Asked], weights: dict[str, dict[str, float]]) -> float:
    """The sum above which so many names in a thousand alert wrongly, over both families."""

    def total(one: Case) -> float:
        return sum(weights[one[0]].get(name, 0.0) * value for name, value in one[1].items()) if one[0] in weights else -99.0

    worst = sorted((max(map(total, question.native), default=-99.0) for question in questions if question.native), reverse=True)
    floor = worst[int(MOST_FALSE * len(worst) / 1000)]
    true = [total(question.true[0]) for question in questions if question.true[0][0] in weights]
    print(f"alert above {floor:.2f}: recall of these families {np.mean([one > floor for one in true]):.3f} of {len(true)}")
    return floor


def main() -> None:
    questions = asked()
    target = TABLES / "thresholds.yaml"
    weights = {}
    for family in FAMILIES:
        learned = dict(zip(LEARNED, map(float, scaled(fitted(questions, family), family)), strict=True))
        weights[family] = {**learned, **FIXED}
        print(family, {name: round(value, 2) for name, value in weights[family].items() if value})
    floor = alerts(questions, weights)
    held = yaml.safe_load(target.read_text(encoding="utf-8"))
    for family in FAMILIES:
        held["families"][family] = {name: f"{value:.4f}" for name, value in weights[family].items() if name not in ACROSS or value}
        held["bulk"][family] = f"{score_of([floor + 0.01]):.4f}"
    head = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    keep(target, head, held)


if __name__ == "__main__":
    begun = time.time()
    main()
    print(f"{time.time() - begun:.0f} s")
