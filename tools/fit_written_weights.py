"""Fit the weights of two names in the writing of the Far East of which one has kana (family han_kana of thresholds.yaml).

True pairs are the names of EDINET's tune part beside their kana and beside themselves as they are spoilt on the way into a list; the others are the
likest strangers that the index of the same list finds for each name, as a screening meets them. One name in five is never read.
"""

import os
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import yaml
from fit_name_weights import AGAINST, FIXED, FIXED_IN, keep, score_with
from name_tables.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("SEKISHO_CORPUS", str(ROOT.parent / "shared/data"))
from bench.names import damage, datasets, sources, subject  # noqa: E402

from sekisho.engines.embedded.name_index import NameIndex  # noqa: E402
from sekisho.names.facts import FACTS, facts_of, family_of  # noqa: E402
from sekisho.names.namesakes import CODES  # noqa: E402
from sekisho.names.prepared import prepare  # noqa: E402

FAMILIES = ("han_kana",)
NAMES, LIKEST, DRAWN = 2_500, 4, 2
AT_MOST = {"brand_clash": -0.12, "brand_extra": -0.1, "place_clash": -1.5, "place_extra": -0.5, "line_clash": -0.1, "no_brand": -1.5}
"""What a difference takes away at least: the strangers of one list differ in few ways."""
AT_LEAST = {"place_clash": -2.5, "place_extra": -1.0, "form_clash": -1.2}
"""And at the most: affiliates of a house, whose names differ so, are few in the list, and are to be found."""
Case = tuple[bool, dict[str, float]]


def cases() -> dict[str, list[Case]]:
    """Family -> (one company's or not, facts)."""
    dice = random.Random(3)
    companies = [one for one in sources.japanese() if datasets.part_of(one.native) == "tune"]
    index = NameIndex.build(subject.edition((one.id, one.native) for one in companies))
    chosen = dice.sample(companies, min(NAMES, len(companies)))
    found: dict[str, list[Case]] = defaultdict(list)
    weights = today()
    asked = [(one, name) for one in chosen for name in (one.native, one.kana) if name]
    for (one, name), met in zip(asked, index.candidates([name for _, name in asked]), strict=True):
        p = prepare(name)
        told = []
        for other in met:
            if other not in (one.native, one.kana):
                q = prepare(other)
                family, facts = family_of(p, q), facts_of(p, q)
                if family in FAMILIES and not any(code in facts for code in CODES):
                    told.append((score_with(weights, family, facts), len(told), family, facts))
        told.sort(reverse=True, key=lambda row: row[:2])
        for _, _, family, facts in [*told[:LIKEST], *dice.sample(told[LIKEST:], min(DRAWN, len(told[LIKEST:])))]:
            found[family].append((False, facts))
    for one in chosen:
        spoilt = [changed for act in damage.CJK.values() if (changed := act(one.native, dice)) is not None]
        for name in (one.kana, *dice.sample(spoilt, min(2, len(spoilt)))):
            p, q = prepare(one.native), prepare(name)
            if name and family_of(p, q) in FAMILIES and "equal" not in (facts := facts_of(p, q)):
                found[family_of(p, q)].append((True, facts))
    return found


def today() -> dict[str, dict[str, float]]:
    held = yaml.safe_load((TABLES / "thresholds.yaml").read_text(encoding="utf-8"))
    tables = {**held["families"], "default": held["default"]}
    return {family: {name: float(value) for name, value in table.items()} for family, table in tables.items()}


def fitted(rows: list[Case], family: str) -> dict[str, float]:
    """Log-odds weights, each held to the side that its fact argues for; both kinds of pairs count for as much."""
    held = {**FIXED, **FIXED_IN.get(family, {})}
    learned = [name for name in FACTS if name not in held and any(name in facts for _, facts in rows)]
    x = np.array([[facts.get(name, 0.0) for name in learned] for _, facts in rows])
    known = np.array([sum(held.get(name, 0.0) * value for name, value in facts.items()) for _, facts in rows])
    y = np.array([float(true) for true, _ in rows])
    share = np.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    low = np.array([AT_LEAST.get(name, -np.inf) if name in AGAINST else 0.0 for name in learned]) * scale
    high = np.array([np.inf if name not in AGAINST or name == "prior" else AT_MOST.get(name, 0.0) for name in learned]) * scale
    w, moment, square = np.zeros(len(learned)), np.zeros(len(learned)), np.zeros(len(learned))
    for step in range(1, 1500):
        chance = 1 / (1 + np.exp(-np.clip((x / scale) @ w + known, -30, 30)))
        gradient = (x / scale).T @ (share * (chance - y)) + 1e-4 * w
        moment, square = 0.9 * moment + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        w = np.clip(w - 0.05 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9), low, high)
    return {**dict(zip(learned, map(float, w / scale), strict=True)), **held}


def scaled(weights: dict[str, float], family: str) -> dict[str, float]:
    """Stretch and shift the sum until it is a chance on balanced pairs: names of the tune part beside their kana."""
    sums, same = [], []
    for pair in datasets.labelled("ja-kana", part="tune", most=1_200).pairs:
        p, q = prepare(pair.left), prepare(pair.right)
        facts = facts_of(p, q)
        if family_of(p, q) == family and not any(facts.get(name) for name in ("equal", "number_clash", "person", "negation", *CODES)):
            sums.append(sum(weights.get(name, 0.0) * value for name, value in facts.items()))
            same.append(float(pair.same))
    s, y = np.array(sums), np.array(same)
    stretch, shift = 1.0, 0.0
    for _ in range(6_000):
        gap = 1 / (1 + np.exp(-(stretch * s + shift))) - y
        stretch -= 0.05 * float((gap * s).mean()) / max(1.0, float((s * s).mean()))
        shift -= 0.2 * float(gap.mean())
    out = {name: value if name in FIXED else stretch * value for name, value in weights.items()}
    return {**out, "prior": out["prior"] + shift}


def main() -> None:
    found = cases()
    target = TABLES / "thresholds.yaml"
    held = yaml.safe_load(target.read_text(encoding="utf-8"))
    for family in FAMILIES:
        weights = scaled(fitted(found[family], family), family)
        print(family, len(found[family]), sum(true for true, _ in found[family]), {name: round(value, 2) for name, value in weights.items() if value})
        held["families"][family] = {name: f"{value:.4f}" for name, value in weights.items()}
    head = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    keep(target, head, held)


if __name__ == "__main__":
    begun = time.time()
    main()
    print(f"{time.time() - begun:.0f} s")
