"""What `sekisho owners` does with a compiled chart. What reads other files is imported only where it is needed: a question should not wait for it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ....feeds.id_list import ids_in
from ....ownership.model import Chart, Held, Holder
from ....ownership.walk import Bar, answer
from ..mapped import CompiledFile
from .chart_file import CompiledChart

if TYPE_CHECKING:
    from ....register.lookup import Lookup


class CompiledCharts:
    """A compiled chart on a day with one cascade over all of it, to be asked about any number of entities.

    With an edition, only those who stand above the asked are looked up: no others can matter to the answers.
    """

    def __init__(
        self, file: CompiledFile, designated: Path, open_register: "Callable[[Path], Lookup]", as_of: date, bar: Bar, words: Sequence[str]
    ) -> None:
        """`words` are what will be asked about. InputRefused where the file is broken."""
        self.chart = CompiledChart.open(file)
        self.read = tuple((str(file.path), str(digest)) for digest in self.chart.about["digests"])
        day = self.chart.day(as_of)
        ids = ids_in(designated)
        if ids:
            listed, maybe = ids | frozenset(map(self.chart.holder_of, ids)), frozenset[str]()
        else:
            from ....feeds.owners_query import designated_holders

            asked = dict.fromkeys(holder for word in words for holder in self.chart.holders(word))
            above = Chart(holders=tuple(self.chart.above(asked, day)), stakes=())
            listed, maybe = designated_holders(above, designated, open_register, as_of)
        self.cascade = self.chart.cascade(listed, maybe, day=day, bar=bar)

    def holders(self, word: str, country: str = "") -> Sequence[str]:
        found = self.chart.holders(word)
        return [one for one in found if not country or self._holder(one).country in ("", country)] if len(found) > 1 or country else found

    def name(self, holder: str) -> str:
        return self._holder(holder).name

    def answer(self, holder: str) -> Held:
        return answer(holder, self.cascade)

    def _holder(self, holder: str) -> Holder:
        place = self.chart.place(holder)
        return self.chart.holder(place) if place is not None else Holder(id=holder, name=holder)
