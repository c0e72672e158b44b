"""Fit the line `zh_latin` of src/sekisho/names/tables/thresholds.yaml on the list of the Shenzhen exchange.

A name is never judged by tables that its own company is counted in: the list is cut in four, and each quarter meets tables learned from the rest.
What is hard is mined as screening would meet it: the other companies of the whole list that share most with an English name. The weights are then
brought to the prior of balanced pairs (half true, a quarter hard, a quarter drawn) by one slope and one shift. `fit` writes, `measure` prints.
"""

import hashlib
import heapq
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from fit_name_weights import CORPUS, FIXED, keep
from name_tables import chinese as learner
from name_tables.tables import TABLES

from sekisho.names import chinese, chinese_facts
from sekisho.names.chinese_facts import CHINESE_FACTS
from sekisho.names.prepared import Prepared

QUARTERS, HARD, DRAWN, MET = 4, 28, 3, 160
TRUE_WEIGHT, KEPT_HARD, ROUNDS = 0.2, 6, 3
LIKE_HARD = 8
"""Which of the likest others is as hard as the hard pairs of the scorecard."""
AGAINST = {
    "prior", "brand_over", "not_coined", "brand_clash", "pinyin_over", "pinyin_alone", "han_brand_over", "latin_brand_over", "word_over", "term_over",
    "term_clash", "place_over_han", "place_over_latin", "place_clash", "thin", "no_han_brand", "number_extra", "form_clash",
}  # fmt: skip
FIXED_HERE = {"acronym": 0.0, "place_clash": -6.0, "trade_clash": -3.0, "sector_alone": -2.6}
"""What the list cannot teach, because its strangers are other companies and not namesakes elsewhere or in another trade."""
EITHER = {"prior", "coined_over", "english_over", "country_over", "brand_part", "latin_whole"}
Facts = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """An English name: the facts of its own company, of the hardest others, and of others drawn."""

    name: str
    own: Facts
    hard: tuple[Facts, ...]
    drawn: tuple[Facts, ...]


def facts_of(p: Prepared, q: Prepared) -> Facts:
    return chinese_facts.chinese_facts(p, q)[1]


def install(learned: learner.Learned) -> None:
    learner.install(learned)
    chinese_facts.chinese_left_out = lambda: learned.left_out  # type: ignore[assignment]
    chinese_facts.chinese_meanings = lambda: learned.meanings  # type: ignore[assignment]
    chinese_facts.english_shares = lambda: learned.english  # type: ignore[assignment]
    chinese_facts._meant.cache_clear()
    chinese_facts._general.cache_clear()


def quarter(name: str) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % QUARTERS


def screened() -> list[Screened]:
    pairs = learner.prepared(learner.listed(CORPUS))
    register = [p for p, _ in pairs]
    dice = random.Random(1)
    found: list[Screened] = []
    for number in range(QUARTERS):
        install(learner.learn([(p, q) for p, q in pairs if quarter(p.name) != number]))
        found += _mined([(p, q) for p, q in pairs if quarter(p.name) == number], register, dice)
    return found


def _mined(queries: Sequence[tuple[Prepared, Prepared]], register: Sequence[Prepared], dice: random.Random) -> list[Screened]:
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, p in enumerate(register):
        han, best = chinese.han_side(p), defaultdict[str, float](float)
        for table in (han.translated, han.read, han.initials):
            for word, links in table.items():
                best[word] = max(best[word], max(link[0] for link in links))
        for word, gain in best.items():
            postings[word].append((number, gain))
    found = []
    for p, q in queries:
        votes: dict[int, float] = defaultdict(float)
        side = chinese.latin_side(q)
        for word in {*side.words, *(run[2] for run in (*side.joined, *side.phrases))}:
            for number, gain in postings.get(word, ()):
                votes[number] += gain
        met = [register[number] for number in heapq.nlargest(MET, votes, key=votes.__getitem__) if register[number].text != p.text]
        told = sorted((facts_of(other, q) for other in met), key=_roughly, reverse=True)
        drawn = [other for other in dice.sample(register, DRAWN) if other.text != p.text]
        hard = tuple(told[:HARD])
        found.append(Screened(name=p.name, own=facts_of(p, q), hard=hard, drawn=tuple(facts_of(other, q) for other in drawn)))
    return found


def _roughly(facts: Facts) -> float:
    """A rough order, before any weight is known."""
    agrees = 0.4 * (facts.get("brand", 0) + facts.get("coined", 0)) + 0.2 * sum(
        facts.get(name, 0) for name in ("place", "term", "meaning", "character")
    )
    return agrees - 0.3 * (facts.get("word_over", 0) + facts.get("term_over", 0)) - 3 * facts.get("place_clash", 0)


def _array(rows: Sequence[Facts]) -> np.ndarray:
    return np.array([[facts.get(name, 0.0) for name in CHINESE_FACTS] for facts in rows]).reshape(len(rows), len(CHINESE_FACTS))


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Log-odds weights, each held to the side that its fact argues for."""
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    x, weight = x / scale, weight / weight.sum()
    low = np.array([-np.inf if name in AGAINST | EITHER else 0.0 for name in CHINESE_FACTS])
    high = np.array([0.0 if name in AGAINST - EITHER else np.inf for name in CHINESE_FACTS])
    w = np.zeros(x.shape[1])
    moment, square = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, 2000):
        chance = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weight * (chance - y)) + 1e-5 * w
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        w = np.clip(w - 0.1 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9), low, high)
    return w / scale


def weights_from(found: Sequence[Screened]) -> np.ndarray:
    own = _array([one.own for one in found])
    others = [_array([*one.hard, *one.drawn]) for one in found]
    w = np.zeros(len(CHINESE_FACTS))
    for number in range(ROUNDS):
        hard = np.vstack([rows[np.argsort(-(rows @ w))[:KEPT_HARD]] if number else rows for rows in others])
        x, y = np.vstack([own, hard]), np.array([1.0] * len(own) + [0.0] * len(hard))
        w = logistic(x, y, np.where(y > 0, TRUE_WEIGHT, 1.0))
    return w


def balanced(found: Sequence[Screened], w: np.ndarray) -> np.ndarray:
    """One slope and one shift, so that a score is the chance among balanced pairs; a hard one stands for the list's own likest other name."""
    true = _array([one.own for one in found]) @ w
    hard = np.array([np.sort(_array(one.hard) @ w)[-LIKE_HARD] if len(one.hard) >= LIKE_HARD else -9.0 for one in found])
    drawn = np.concatenate([_array(one.drawn) @ w for one in found])
    x, y = np.concatenate([true, hard, drawn]), np.concatenate([np.ones(len(true)), np.zeros(len(hard) + len(drawn))])
    weight = np.concatenate([np.full(len(true), 2.0), np.full(len(hard), 1.0), np.full(len(drawn), len(hard) / len(drawn))])
    slope, shift = 1.0, 0.0
    for _ in range(4000):
        gap = weight * (1 / (1 + np.exp(-np.clip(slope * x + shift, -30, 30))) - y) / weight.sum()
        slope, shift = slope - 0.05 * float(gap @ x), shift - 0.2 * float(gap.sum())
    out = slope * w
    out[CHINESE_FACTS.index("prior")] += shift
    return out


def told(found: Sequence[Screened], w: np.ndarray) -> None:
    own = _array([one.own for one in found]) @ w
    likest = np.sort([max((_array([*one.hard, *one.drawn]) @ w).tolist()) for one in found])[::-1]
    for allowed in (2, 5, 10, 20, 50):
        floor = likest[int(allowed * len(found) / 1000)]
        score = 1 / (1 + np.exp(-14 * np.tanh(floor / 14)))
        print(f"{allowed:3} false per 1,000: recall {np.mean(own > floor):.3f} above a score of {score:.4f}")


def apart(found: Sequence[Screened]) -> None:
    """Weights of two thirds on the other third."""
    for number in range(3):
        mine = [one for one in found if int(hashlib.md5(("x" + one.name).encode(), usedforsecurity=False).hexdigest(), 16) % 3 == number]
        told(mine, balanced(found, weights_from([one for one in found if one not in mine])))


def fit() -> None:
    found = screened()
    w = balanced(found, weights_from(found))
    told(found, w)
    target = TABLES / "thresholds.yaml"
    held = yaml.safe_load(target.read_text(encoding="utf-8"))
    head = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    fitted = {**dict(zip(CHINESE_FACTS, w.tolist(), strict=True)), **FIXED, **FIXED_HERE}
    held["families"]["zh_latin"] = {name: f"{value:.4f}" for name, value in fitted.items()}
    keep(target, head, held)


if __name__ == "__main__":
    apart(screened()) if sys.argv[1:] == ["measure"] else fit()
