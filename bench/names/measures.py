"""What is counted: precision, recall and F1 at a fixed threshold, false alerts per 1,000 names, calibration, ties at the maximum."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Alerts on pairs that are one company's (`hits`), that are not (`false`), and pairs of one company without an alert (`missed`)."""

    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits else 0.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.false + self.missed) if self.hits else 0.0


def count(judged: Iterable[tuple[bool, bool]]) -> Counts:
    """From (is one company's, was alerted) to counts."""
    hits = false = missed = 0
    for same, alert in judged:
        hits += same and alert
        false += alert and not same
        missed += same and not alert
    return Counts(hits=hits, false=false, missed=missed)


def share(truths: Iterable[bool]) -> float:
    """The share that is true; 0 of nothing."""
    found = list(truths)
    return sum(found) / len(found) if found else 0.0


def share_by_kind(found: Iterable[tuple[str, bool]]) -> Mapping[str, float]:
    """From (kind of damage, was found) to recall by kind."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for kind, hit in found:
        kinds[kind].append(hit)
    return {kind: share(hits) for kind, hits in kinds.items()}


def per_thousand(alerted: Sequence[bool]) -> float:
    """Names with at least one alert per 1,000 names."""
    return 1000 * share(alerted)


def recall_at(true: Sequence[float], negative: Sequence[float], most_per_thousand: float) -> tuple[float, float]:
    """(recall, score): what would be found if the alert stood just above the score at which so many negatives per 1,000 still alert."""
    allowed = int(most_per_thousand * len(negative) / 1000)
    floor = sorted(negative, reverse=True)[allowed] if len(negative) > allowed else 0.0
    return share(score > floor for score in true), floor


def calibration_error(scored: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Expected calibration error: over equal bins of the score, the distance of its mean from the share that is true, weighted by pairs."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, same in scored:
        held[min(int(score * bins), bins - 1)].append((score, same))
    gaps = (abs(sum(score for score, _ in group) - sum(same for _, same in group)) for group in held.values())
    return sum(gaps) / len(scored) if scored else 0.0


def tied_at_maximum(scored: Iterable[tuple[float, float, bool]]) -> float:
    """From (score, score of the name with itself, are equal letter by letter): the share of *unequal* names that score as equal ones do."""
    return share(score >= own for score, own, equal in scored if not equal)
