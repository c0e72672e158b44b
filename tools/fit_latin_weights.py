"""Fit the latin line of src/sekisho/names/tables/thresholds.yaml: weights, calibration, and the scores from which a name is shown.

`fit` writes the line, `measure` prints what it gives on the fifth of the lists that was kept apart.
Negatives are companies that the register does not have beside the likest names that it has, mined again with the weights of each round.
"""

import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import yaml
from fit_name_weights import AGAINST, CORPUS, keep
from name_tables.latin import Case, Cases, cases
from name_tables.tables import TABLES

from sekisho.names.latin_facts import LATIN_FACTS
from sekisho.names.weights import log_odds, score_of

AGAINST_HERE = AGAINST | {"reworded", "slips", "slip_first", "slip_alone", "loss", "loss_more", "loss_much", "strange_words"}
ABSOLUTE = {"equal": 6.0, "number_clash": -9.0, "person": -14.0, "negation": -12.0, "country_clash": -1.2, "acronym": 1.6}
"""Rules of law and sense that no list of names can teach; held as they are."""
TRADES = {"trade_clash": -4.2, "sector_alone": -5.2, "whole_brand": 3.0, "place_clash": -3.0, "no_brand": -2.5, "form_clash": -0.5}
"""What the lists teach badly, because few of their companies are namesakes in another trade; scaled with the learned weights."""
MOST_FALSE = {"alert": 4.5, "bulk": 4.5}
"""Names of nobody in the register, of a thousand, that may still be shown: where one pair is asked about, and in a match of thousands."""
ROUNDS = 3
Weights = dict[str, float]


def matrix(found: Sequence[Case]) -> np.ndarray:
    """(case, fact) -> how much of the fact."""
    return np.array([[case.facts.get(name, 0.0) for name in LATIN_FACTS] for case in found])


def vector(weights: Weights) -> np.ndarray:
    return np.array([weights.get(name, 0.0) for name in LATIN_FACTS])


def likest(near: Sequence[Case], sums: np.ndarray, most: int) -> list[int]:
    """Where the cases stand that score highest among those of the same asked name."""
    asked: dict[str, list[int]] = defaultdict(list)
    for at, case in enumerate(near):
        asked[case.asked].append(at)
    return [at for group in asked.values() for at in sorted(group, key=lambda at: -sums[at])[:most]]


def logistic(x: np.ndarray, y: np.ndarray, importance: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Log-odds weights by descent, each held to the side that its fact argues for."""
    scale = np.maximum(x.std(axis=0), 1e-3)
    scale[LATIN_FACTS.index("prior")] = 1.0
    held = np.array([name in ABSOLUTE or name in TRADES for name in LATIN_FACTS])
    free = np.array([name == "prior" for name in LATIN_FACTS])
    low = np.where(free | np.array([name in AGAINST_HERE for name in LATIN_FACTS]), -np.inf, 0.0)
    high = np.where(~free & np.array([name in AGAINST_HERE for name in LATIN_FACTS]), 0.0, np.inf)
    x, w, share = x / scale, start * scale, importance / importance.sum()
    moment, square = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, 1500):
        chance = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = np.where(held, 0.0, x.T @ ((chance - y) * share) + 2e-4 * w * ~free)
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        w = w - 0.03 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
        w = np.where(held, w, np.clip(w, low, high))
    return w / scale


def learned(found: Cases) -> np.ndarray:
    """Weights that part spoilt names and aliases from the likest of the others; aliases count twice, they are few."""
    w = vector({**ABSOLUTE, **TRADES, "prior": -3.0, "brand": 0.3, "term": 0.1, "brand_clash": -0.3, "brand_extra": -0.2})
    near = matrix(found.near)
    fixed = matrix([*found.spoilt, *found.balanced])
    truth = np.array([case.same for case in (*found.spoilt, *found.balanced)], dtype=float)
    importance = np.array([1.0] * len(found.spoilt) + [4.0] * len(found.balanced))
    for _ in range(ROUNDS):
        mined = near[likest(found.near, near @ w, 3)]
        x, y = np.vstack([fixed, mined]), np.concatenate([truth, np.zeros(len(mined))])
        w = logistic(x, y, np.concatenate([importance, np.full(len(mined), 2.0)]), w)
    return w


def calibrated(w: np.ndarray, balanced: Sequence[Case]) -> np.ndarray:
    """Scaled and moved, so that of balanced pairs with a score of .8 four in five are true."""
    truth = np.array([case.same for case in balanced], dtype=float)
    sums = np.clip(matrix(balanced) @ w, -12, 12)
    slope, move = 1.0, 0.0
    for _ in range(6000):
        wrong = 1 / (1 + np.exp(-(slope * sums + move))) - truth
        slope, move = slope - 0.05 * float((wrong * sums).mean()), move - 0.2 * float(wrong.mean())
    told = dict(zip(LATIN_FACTS, w * slope, strict=True)) | ABSOLUTE
    told["prior"] += move
    return vector(told)


def shown(w: np.ndarray, near: Sequence[Case], most: float) -> float:
    """The sum of log-odds above which at most so many names of a thousand find somebody else's."""
    sums = matrix(near) @ w
    best = sorted((sums[at] for at in likest(near, sums, 1)), reverse=True)
    return float(best[int(most * len(best) / 1000)])


def fit() -> None:
    target = TABLES / "thresholds.yaml"
    held = yaml.safe_load(target.read_text(encoding="utf-8"))
    found = cases(CORPUS, False, random.Random(7), 1500)
    w = calibrated(learned(found), found.balanced)
    line = {name: f"{value:.4f}" for name, value in zip(LATIN_FACTS, w, strict=True)}
    print(line)
    for bound, most in MOST_FALSE.items():
        held[bound]["latin"] = f"{math.ceil(200 * score_of([shown(w, found.near, most)])) / 200:.3f}"
    head = [text for text in target.read_text(encoding="utf-8").splitlines() if text.startswith("#")]
    keep(target, head, {**held, "families": {**held["families"], "latin": line}})


def measure() -> None:
    held = yaml.safe_load((TABLES / "thresholds.yaml").read_text(encoding="utf-8"))
    w = vector({name: float(value) for name, value in held["families"]["latin"].items()})
    found = cases(CORPUS, True, random.Random(11), 900)
    spoilt, near, balanced = (matrix(part) @ w for part in (found.spoilt, found.near, found.balanced))
    best, true = likest(found.near, near, 1), np.array([case.same for case in found.balanced])
    for bound in MOST_FALSE:
        limit = log_odds(float(held[bound]["latin"]))
        told = balanced >= limit
        print(f"{bound} {held[bound]['latin']}: spoilt names found {np.mean(spoilt >= limit):.3f}", end="; ")
        print(f"false-alert names {1000 * np.mean([near[at] >= limit for at in best]):.1f} per 1,000 of {len(best)}", end="; ")
        print(f"aliases F1 {2 * (told & true).sum() / (told.sum() + true.sum()):.3f}")


if __name__ == "__main__":
    begun = time.time()
    fit() if sys.argv[1] == "fit" else measure()
    print(f"{time.time() - begun:.0f} s")
