"""Does price alone decide? By what the notice reckons, not by the preset's name."""

from fractions import Fraction

from .check import preset_of
from .language import names_in
from .model import Terms
from .presets import Preset

QUALITY = frozenset({"technical", "best_technical"})
PRICE = frozenset({"bid", "lowest_bid", "highest_bid"})


def decides_by_price_alone(terms: Terms, *, file: str) -> bool:
    """Whether no score for quality can change who wins: ranked by price, no technical part in the total, or no points to give for it."""
    chosen = preset_of(terms, file=file)
    return chosen.formulas.by_price or not _behind_total(chosen) & QUALITY or not _can_score(terms, chosen)


def looks_at_price(terms: Terms, *, file: str) -> bool:
    """Whether the price of a bid can change its rank."""
    chosen = preset_of(terms, file=file)
    return chosen.formulas.by_price or bool(_behind_total(chosen) & PRICE)


def _behind_total(chosen: Preset) -> frozenset[str]:
    """Every name that the total rests on, through the scores before it."""
    found: set[str] = set()
    wanted = ["total"]
    for part in wanted:
        formula = chosen.formulas.of.get(part)
        for name in names_in(formula) if formula is not None else ():
            found.add(name)
            earlier = name.removesuffix("_score")
            if earlier != name and earlier not in wanted:
                wanted.append(earlier)
    return frozenset(found)


def _can_score(terms: Terms, chosen: Preset) -> bool:
    """Whether evaluators have any points to give."""
    if terms.criteria is not None:
        return terms.criteria.points > 0
    points = chosen.technical_points if terms.technical_points is None else terms.technical_points
    return points != Fraction(0) or terms.technical_points is None
