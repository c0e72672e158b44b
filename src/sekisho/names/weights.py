"""From counted facts to a score, by weights that are data, and back: a stored sum replays to the same score."""

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import resources

SOFT = 14.0
PLACES = 8
WEIGHT_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Log-odds per unit of each fact, by family of scripts; scores from which a name is shown (`alert`, by family), is possible, is the same.

    From `certain` likeness alone stands for an equal name in screening; below it the name is asked about.
    """

    families: Mapping[str, Mapping[str, float]]
    alerts: Mapping[str, float]
    bulk: Mapping[str, float]
    possible: float
    same: float
    certain: float

    def alert(self, family: str) -> float:
        """The score from which screening shows a pair of this family of scripts."""
        return self.alerts.get(family, self.alerts[""])

    def stands_out_from(self, family: str) -> float:
        """The score from which a pair stands out among the thousands of names of a bulk match, of which some are like any name by chance."""
        return max(self.alert(family), self.bulk.get(family, self.bulk[""]))

    def stands_out(self, family: str, score: float) -> bool:
        """Whether a score stands out in bulk."""
        return score >= self.stands_out_from(family)


@functools.cache
def weights() -> Weights:
    table = resources.read_yaml("names/tables/thresholds.yaml")
    default = {name: float(value) for name, value in table["default"].items()}
    families = {family: {name: float(value) for name, value in held.items()} for family, held in table["families"].items()}
    alerts, bulk = (
        {"" if family == "default" else family: float(value) for family, value in table[bound].items()} for bound in ("alert", "bulk")
    )
    bounds = {name: float(table[name]) for name in ("possible", "same", "certain")}
    return Weights(families={"": default, **families}, alerts=alerts, bulk=bulk, **bounds)


def likelihoods(family: str, facts: Mapping[str, float]) -> dict[str, float]:
    """Fact -> the natural log-odds that it adds."""
    table = weights().families.get(family) or weights().families[""]
    return {name: round(table.get(name, 0.0) * value, WEIGHT_PLACES) for name, value in facts.items()}


def score_of(likelihood: Iterable[float]) -> float:
    """Log-odds, summed and softly bounded, as a chance between 0 and 1: never quite either, so that no two sums tie by a clamp."""
    soft = SOFT * math.tanh(math.fsum(likelihood) / SOFT)
    return round(1 / (1 + math.exp(-soft)), PLACES)


def log_odds(score: float) -> float:
    """The sum of log-odds that gives a score."""
    return SOFT * math.atanh(math.log(score / (1 - score)) / SOFT)
