"""Fit src/sekisho/names/tables/thresholds.yaml on the public lists, and measure on the fifth of them that was kept apart.

`fit [FAMILY…]` writes the weights, `measure` prints pairs, precision, recall and F1 for each pair of scripts.
Negatives are other companies of the same list: some at random, and the likest of a few hundred.
"""

import os
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from name_tables.pairs import damages, true_pairs
from name_tables.tables import TABLES, kept_apart

from sekisho.names.facts import FACTS, facts_of, family_of
from sekisho.names.prepared import prepare
from sekisho.names.weights import log_odds

CORPUS = Path(os.environ.get("SEKISHO_CORPUS", Path(__file__).resolve().parent.parent.parent / "shared/data"))
AGAINST = {
    "prior", "brand_clash", "brand_extra", "no_brand", "line_clash", "line_extra", "sector_extra", "generic_extra", "place_clash",
    "place_extra", "number_clash", "number_extra", "form_clash", "person", "negation",
    "country_clash", "trade_clash", "sector_alone", "thin", "formal_clash", "formal_over"}  # fmt: skip
FIXED = {"equal": 6.0, "number_clash": -9.0, "person": -14.0, "negation": -12.0, "country_clash": -1.2, "acronym": 1.6}
FIXED_IN = {
    "latin": {"trade_clash": -3.6, "sector_alone": -3.4, "thin": -0.3, "no_brand": -2.5},
    "kana": {"trade_clash": -3.6},
    "han": {"trade_clash": -5.0, "sector_alone": 0.0, "formal_clash": -6.0, "formal_over": -0.25},
    "mixed": {"trade_clash": -3.6, "sector_alone": -3.4},
    "zh_latin": {"trade_clash": -2.6, "sector_alone": -2.6},
    "ja_latin": {"trade_clash": -2.6, "sector_alone": -2.6},
    "kana_latin": {"sector_alone": -2.6},
}
"""What the lists cannot teach, because their negatives are other companies and not namesakes in another trade."""
FAMILIES = ("han", "kana", "han_kana", "kana_latin", "ja_latin", "mixed")
"""zh_latin has facts of its own: tools/fit_chinese_weights.py."""


def score_with(weights: dict[str, dict[str, float]], family: str, facts: dict[str, float]) -> float:
    table = weights.get(family) or weights["default"]
    return sum(table.get(name, 0.0) * value for name, value in facts.items())


Case = tuple[int, float, str, dict[str, float]]


def cases(apart: bool, dice: random.Random, weights: dict[str, dict[str, float]], most: int, mined: int) -> dict[str, list[Case]]:
    """Set -> (true or not, weight, family, facts)."""
    found: dict[str, list[Case]] = defaultdict(list)
    for name, pairs in true_pairs(CORPUS).items():
        pairs = [pair for pair in pairs if kept_apart(pair[0]) == apart]
        if name == "tw-en" and not apart:
            continue
        dice.shuffle(pairs)
        rights = list(pairs)
        for left, right in pairs[:most]:
            p = prepare(left)
            truths = [right] if name != "latin" else [worse for _, worse in damages(left, dice)]
            for truth in truths:
                q = prepare(truth)
                found[name].append((1, 1.0, family_of(p, q), facts_of(p, q)))
            others = [other for owner, other in dice.sample(rights, min(mined, len(rights))) if owner != left and other != right]
            told = []
            for other in others:
                q = prepare(other)
                if name == "latin" and q.text == p.text:
                    continue
                facts = facts_of(p, q)
                family = family_of(p, q)
                told.append((score_with(weights, family, facts), family, facts))
            told.sort(key=lambda one: -one[0])
            for _, family, facts in [*told[:4], *dice.sample(told[4:], min(8, len(told[4:])))]:
                found[name].append((0, 1.0, family, facts))
    return found


def logistic(rows: list[Case], family: str) -> dict[str, float]:
    """Log-odds weights, each held to the side that its fact argues for."""
    x = np.array([[row[3].get(name, 0.0) for name in FACTS] for row in rows])
    y = np.array([row[0] for row in rows], dtype=float)
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    x = x / scale
    held = {**FIXED, **FIXED_IN.get(family, {})}
    fixed = np.array([name in held for name in FACTS])
    w = np.zeros(len(FACTS))
    w[fixed] = [held[name] * scale[at] if scale[at] > 1e-6 else 0.0 for at, name in enumerate(FACTS) if name in held]
    low = np.array([-np.inf if name in AGAINST else 0.0 for name in FACTS])
    high = np.array([(np.inf if name == "prior" else 0.0) if name in AGAINST else np.inf for name in FACTS])
    moment, square = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, 2500):
        chance = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (chance - y) / len(y) + 2e-5 * w * (np.array(FACTS) != "prior")
        gradient[fixed] = 0
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        w = w - 0.05 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
        w = np.where(fixed, w, np.clip(w, low, high))
    out = {name: float(value / scale[at]) if scale[at] > 1e-6 else 0.0 for at, (name, value) in enumerate(zip(FACTS, w, strict=True))}
    return {**out, **held}


def fit(families: tuple[str, ...] = FAMILIES) -> None:
    """Fit the weights of these families of scripts; the others stay as they are."""
    dice = random.Random(7)
    target = TABLES / "thresholds.yaml"
    held = yaml.safe_load(target.read_text(encoding="utf-8"))
    weights = {family: {name: float(value) for name, value in table.items()} for family, table in held["families"].items()}
    weights["default"] = {name: float(value) for name, value in held["default"].items()}
    for rnd in range(2):
        found = cases(False, dice, weights, 400 if rnd else 150, 110)
        by_family: dict[str, list] = defaultdict(list)
        for rows in found.values():
            for row in rows:
                by_family[row[2]].append(row)
        for family in families:
            rows = by_family[family]
            if sum(row[0] for row in rows) >= 40:
                weights[family] = logistic(rows, family)
                print(rnd, family, len(rows), {name: round(value, 2) for name, value in weights[family].items() if value})
    head = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    fitted = {family: {name: f"{value:.4f}" for name, value in weights[family].items()} for family in families if family in weights}
    keep(target, head, {**held, "families": {**held["families"], **fitted}})


def keep(target: Path, head: list[str], table: dict[str, Any]) -> None:
    """Write the table with one line a family, so that a change of one family changes one line."""
    dump = {"sort_keys": False, "width": 100_000, "allow_unicode": True}
    plain = {key: value for key, value in table.items() if key != "families" and key != "default" and key != "alert"}
    parts = ["\n".join(head), yaml.safe_dump(plain, **dump).rstrip(), yaml.safe_dump({"alert": table["alert"]}, **dump).rstrip()]
    parts.append("default: " + yaml.safe_dump(table["default"], default_flow_style=True, **dump).rstrip())
    parts.append("families:")
    parts += [f"  {family}: " + yaml.safe_dump(held, default_flow_style=True, **dump).rstrip() for family, held in table["families"].items()]
    target.write_text("\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def measure() -> None:
    dice = random.Random(11)
    held = yaml.safe_load((TABLES / "thresholds.yaml").read_text(encoding="utf-8"))
    weights = {"default": {name: float(value) for name, value in held["default"].items()}}
    weights |= {family: {name: float(value) for name, value in table.items()} for family, table in held["families"].items()}
    alerts = {family: log_odds(float(alert)) for family, alert in held["alert"].items()}
    for name, rows in cases(True, dice, weights, 400, 150).items():
        tp = sum(1 for true, _, family, facts in rows if true and score_with(weights, family, facts) >= alerts.get(family, alerts["default"]))
        fp = sum(1 for true, _, family, facts in rows if not true and score_with(weights, family, facts) >= alerts.get(family, alerts["default"]))
        n, m = sum(row[0] for row in rows), sum(1 - row[0] for row in rows)
        precision, recall, both = tp / max(1, tp + fp), tp / max(1, n), 2 * tp / max(1, n + tp + fp)
        print(f"{name:9} true {n:5} false {m:6}  precision {precision:.3f} recall {recall:.3f} F1 {both:.3f}")


if __name__ == "__main__":
    begun = time.time()
    if sys.argv[1] == "fit":
        fit(tuple(sys.argv[2:]) or FAMILIES)
    else:
        measure()
    print(f"{time.time() - begun:.0f} s")
