"""A second implementation of every published preset, with integers only: closed forms as above and below a line, compared by cross-multiplication.

Written from the published formulas, not from the package's presets: points, rounding and tie rules stand here once more. Prices and technical scores
are whole numbers; nothing is divided but where a notice rounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

Ratio = tuple[int, int]
"""Above and below the line; below is positive."""


@dataclass(frozen=True)
class Published:
    """One preset as it was published. `technical` and `price` name the forms below, `rounds` the parts that are rounded."""

    technical: str
    price: str
    points: tuple[int, int]
    mode: str = "none"
    places: int = 0
    rounds: tuple[str, ...] = ()
    least: int = 0
    higher_technical: bool = False


ADD_1 = Published("raw", "ceiling", (200, 100), "down", 0, ("technical", "price"))
ADD_2 = Published("raw", "lowest", (100, 100), "half-up", 2, ("price",))
ADD_3 = Published("scaled", "kink", (20, 80), "half-up", 4, ("technical", "price"))
QCBS = Published("scaled", "lowest", (70, 30))
PUBLISHED: Mapping[str, Published] = {
    "add-1": ADD_1,
    "add-1b": replace(ADD_1, points=(100, 100)),
    "add-1c": replace(ADD_1, points=(100, 50)),
    "add-1d": replace(ADD_1, points=(1400, 700)),
    "add-1e": replace(ADD_1, points=(900, 450)),
    "add-2": ADD_2,
    "add-2b": replace(ADD_2, points=(100, 80)),
    "add-2c": replace(ADD_2, mode="down", higher_technical=True),
    "add-3": ADD_3,
    "add-3b": replace(ADD_3, points=(15, 85)),
    "add-3c": replace(ADD_3, points=(10, 90)),
    "add-4": Published("raw", "base", (40, 60)),
    "add-6": Published("raw", "ceiling", (100, 100), "half-up", 0, ("price",)),
    "div-1": Published("base", "division", (200, 0)),
    "div-1b": Published("base", "division", (200, 0)),
    "qcbs": QCBS,
    "qcbs-adb": replace(QCBS, points=(80, 20), least=750),
    "qcbs-pass-70": replace(QCBS, least=70),
    "relative": Published("best", "lowest", (50, 50)),
    "meat": Published("scaled", "straight", (60, 40)),
    "quality": Published("raw", "unscored", (100, 0)),
    "gate-lowest": Published("raw", "alone", (100, 0)),
    "lowest-price": Published("raw", "alone", (0, 0)),
}
STATED = {"raw_points": 1000, "base_price": 7, "low_price_line": 12, "base_points": 3}
"""The further numbers that the tests' notices state."""


@dataclass(frozen=True)
class Reckoned:
    """What a bid came to: its scores and the rank."""

    technical: Ratio
    price: Ratio | None
    total: Ratio | None
    rank: int


def reckoned(preset: str, bids: Mapping[str, tuple[int, int, bool]], ceiling: int) -> dict[str, Reckoned]:
    """Bid -> what it came to, for the bids (price, technical score, mandatory items met) that pass the gates: mandatory, ceiling, least score."""
    told = PUBLISHED[preset]
    kept = {name: (price, score) for name, (price, score, met) in bids.items() if met and price <= ceiling and score >= told.least}
    if not kept:
        return {}
    lowest, best = min(price for price, _ in kept.values()), max(score for _, score in kept.values())
    parts = {name: _parts(told, price, score, ceiling, lowest, best) for name, (price, score) in kept.items()}
    keys = {name: _key(told, kept[name][0], *parts[name]) for name in kept}
    return {name: Reckoned(*parts[name], rank=1 + sum(_above(keys[other], keys[name]) for other in keys)) for name in kept}


def _parts(told: Published, price: int, score: int, ceiling: int, lowest: int, best: int) -> tuple[Ratio, Ratio | None, Ratio | None]:
    technical = _rounded(_technical(told, score, best), told, "technical")
    if told.price == "alone":
        return technical, None, None
    if told.price == "unscored":
        return technical, None, technical
    if told.price == "division":
        return technical, None, (technical[0], technical[1] * price)
    points = _rounded(_price(told, price, ceiling, lowest), told, "price")
    return technical, points, (technical[0] * points[1] + points[0] * technical[1], technical[1] * points[1])


def _technical(told: Published, score: int, best: int) -> Ratio:
    if told.technical == "scaled":
        return told.points[0] * score, STATED["raw_points"]
    if told.technical == "best":
        return told.points[0] * score, best
    return (score + STATED["base_points"], 1) if told.technical == "base" else (score, 1)


def _price(told: Published, price: int, ceiling: int, lowest: int) -> Ratio:
    most, line, base = told.points[1], STATED["low_price_line"], STATED["base_price"]
    if told.price == "lowest":
        return most * lowest, price
    if told.price == "straight":
        return most * max(0, 2 * lowest - price), lowest
    if told.price == "base":
        return (most, 1) if price < base else (most * (ceiling - price), ceiling - base)
    if told.price == "kink" and price < line:
        return most * (2 * (ceiling - line) + line - price), 2 * ceiling
    return most * (ceiling - price), ceiling


def _rounded(ratio: Ratio, told: Published, part: str) -> Ratio:
    if part not in told.rounds:
        return ratio
    above, below, unit = ratio[0], ratio[1], 10**told.places
    return (above * unit // below if told.mode == "down" else (2 * above * unit + below) // (2 * below)), unit


def _key(told: Published, price: int, technical: Ratio, _points: Ratio | None, total: Ratio | None) -> tuple[Ratio, Ratio]:
    return total or (-price, 1), technical if told.higher_technical else (0, 1)


def _above(one: tuple[Ratio, Ratio], other: tuple[Ratio, Ratio]) -> bool:
    for (above, below), (others, under) in zip(one, other, strict=True):
        if above * under != others * below:
            return above * under > others * below
    return False
