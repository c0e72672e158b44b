"""What other rooms put to the test of chaos, as rows of the scorecard: certificates that were changed, feeds that were corrupted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bench.inside.card import Plan, Row, equal

from . import certificates as of_certificates
from . import feeds as of_feeds

CERTIFICATES = 100_000


class Section:
    """Rows of {"name", "figure", "goal", "holds"}, told as the other sections tell theirs: 0 where it holds."""

    def __init__(self, measure: Callable[[int], Iterable[Mapping[str, Any]]], count: int) -> None:
        self.measure, self.count = measure, count

    def rows(self, plan: Plan) -> Iterator[Row]:
        for row in self.measure(plan.size(self.count)):
            yield equal(f"{row['name']}: {row['figure']}", 0 if row["holds"] else 1, 0, detail=dict(row))


certificates = Section(of_certificates.rows, CERTIFICATES)
feeds = Section(of_feeds.rows, of_feeds.FEEDS)
