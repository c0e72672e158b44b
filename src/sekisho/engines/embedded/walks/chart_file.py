"""A compiled chart in its file: the same answers as `sekisho.ownership.walk`, from arrays that no question has to load.

Certainty and shares come from the arrays; the words of an answer (paths, gaps, sources) from the plain walk itself, which climbs here through views
that read a holding when it is stepped on.
"""

import json
from abc import abstractmethod
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any, overload

import numpy as np

from ....faults import SekishoError, refuse
from ....ownership.holdings import Holding, Holdings, controls_on, stated_on
from ....ownership.model import Chart, Control, Held, Holder, HolderKind, Stake, StatedGap
from ....ownership.paths import Routes
from ....ownership.walk import Bar, Cascade, answer, check_threshold
from ....terms import Identifier, Period, Share
from .. import index_file
from ..mapped import CompiledFile
from .chart_build import KIND, SELF_HELD, UNLISTED, VERSION, Say, compiled, name_word, words_of
from .chart_day import COLUMNS, ChartDay, Weight
from .chart_rows import ALWAYS_FROM, ALWAYS_TO, KINDS, ChartRows, control_of, gap_of, rows_of, source_of
from .csr import Flags, Ints, of_groups
from .texts import Lookup, Texts


class CompiledChart:
    """An ownership chart compiled to arrays."""

    def __init__(self, about: Mapping[str, Any], arrays: dict[str, Ints]) -> None:
        self.about, self.arrays = about, arrays
        self.scale: int = about["scale"]
        self.ids, self.more = Texts.held(arrays, "ids"), Texts.held(arrays, "more")
        self.controls, self.gaps = Texts.held(arrays, "controls"), Texts.held(arrays, "gaps")
        self.words = Lookup.held(arrays, "words")
        self._places: dict[str, int | None] = {}

    @classmethod
    def of(cls, chart: Chart, label: str = "chart") -> "CompiledChart":
        """Compiled in memory. InputRefused `chart.too-fine` where shares are too fine for whole numbers."""
        return cls(*compiled(rows_of(chart, label)))

    @classmethod
    def open(cls, file: Path | CompiledFile) -> "CompiledChart":
        """From a file that `build` wrote. InputRefused `compiled.broken` or `compiled.other` where it does not hold or is something else."""
        about, arrays = index_file.opened(file, broken)
        if about.get("kind") != KIND or about.get("version") != VERSION:
            raise other(str(file.path if isinstance(file, CompiledFile) else file))
        return cls(about, arrays)

    def __len__(self) -> int:
        """Stakes, as they were read."""
        count: int = self.about["stakes"]
        return count

    def place(self, holder: str) -> int | None:
        """The place of a holder by its id."""
        if holder not in self._places:
            self._places[holder] = self.ids.find(holder)
        return self._places[holder]

    def id_at(self, place: int) -> str:
        holder = self.ids[place]
        self._places[holder] = place
        return holder

    def holder(self, place: int) -> Holder:
        """All that the chart says of one holder."""
        id, text = self.id_at(place), self.more[place]
        more = json.loads(text) if text else {}
        numbers = tuple(Identifier(scheme=scheme, value=value) for scheme, value in more.get("identifiers", ()))
        return Holder(id=id, name=more.get("name", id), kind=self.kind(place), country=more.get("country", ""), identifiers=numbers)

    def kind(self, place: int) -> HolderKind:
        return KINDS[int(self.arrays["flags"][place]) & 3]

    def holder_of(self, entity: str) -> str:
        """The chart's id for the entity as the user wrote it: an id, a number, or a name with the same key; else what was written."""
        return next(iter(self.holders(entity)), entity)

    def holders(self, word: str) -> list[str]:
        """Every holder that a word may mean: the one of that id, else those of that number, else those of a name with the same key."""
        at = self.place(word)
        if at is not None and not self.arrays["flags"][at] & UNLISTED:
            return [word]
        numbers = self._found(f"number:{word}")
        return sorted(numbers) if numbers else self._found(name_word(word)) if self.about["named"] else []

    def _found(self, word: str) -> list[str]:
        places = self.words[word]
        return [self.id_at(at) for at in places if word in words_of(self.ids[at], self.more[at], names=self.about["named"])]

    def day(self, as_of: date) -> ChartDay:
        """The chart on a day, to be kept where several questions are asked of it."""
        return ChartDay(self.arrays, self.scale, as_of)

    def above(self, entities: Iterable[str], day: ChartDay) -> list[Holder]:
        """The entities and every holder that stands above one of them that day: no other can matter to an answer about them."""
        places = [at for at in map(self.place, entities) if at is not None]
        return [self.holder(at) for at in day.above(np.array(sorted(set(places)), dtype=np.int64)).tolist()]

    def held_all(
        self,
        entities: Iterable[str],
        designated: frozenset[str],
        *,
        possibly_designated: frozenset[str] = frozenset(),
        day: ChartDay,
        bar: Bar,
    ) -> dict[str, Held]:
        """As `sekisho.ownership.walk.held_all`."""
        cascade = self.cascade(designated, possibly_designated, day=day, bar=bar)
        return {entity: answer(entity, cascade) for entity in dict.fromkeys(entities)}

    def cascade(self, designated: frozenset[str], possible: frozenset[str], *, day: ChartDay, bar: Bar) -> Cascade:
        """Both fixpoints. The ways that evidence climbs are worked out when a path is asked for."""
        check_threshold(bar.threshold)
        least = bar.threshold * self.scale
        needed = floor(least) + 1 if bar.strictly else ceil(least)
        sure_seeds = day.known(self._places_of(designated))
        unnamed = np.flatnonzero((self.arrays["flags"] & 3) == KINDS.index("unknown"))
        maybe_seeds = np.union1d(sure_seeds, day.known(np.union1d(self._places_of(possible), unnamed)))
        surely = day.over(sure_seeds, needed, "low", alone=bar.alone)
        possibly = day.over(np.union1d(maybe_seeds, np.flatnonzero(surely)), needed, "capped", alone=bar.alone)
        return Cascade(
            holdings=self._holdings(day),
            designated=designated,
            possible=possible,
            threshold=bar.threshold,
            strictly=bar.strictly,
            alone=bar.alone,
            surely=Members(self, surely),
            possibly=Members(self, possibly),
            sure_ways=Routes(upward=_Upward(self, day, sure_seeds, surely, "low"), weight=_low),
            possible_ways=Routes(upward=_Upward(self, day, maybe_seeds, possibly, "high"), weight=_high),
        )

    def _places_of(self, holders: Iterable[str]) -> Ints:
        return np.array(sorted(at for at in map(self.place, holders) if at is not None), dtype=np.int64)

    def _holdings(self, day: ChartDay) -> Holdings:
        owners = self.arrays["owners"]
        return Holdings(
            scale=self.scale,
            owners_of=_Owners(self, day),
            owned_by=_OwnedBy(self, day),
            ever_owned=Members(self, owners[1:] > owners[:-1]),
            self_held=Members(self, (self.arrays["flags"] & SELF_HELD) > 0),
            kinds=_Kinds(self),
            controls=_Controls(self, day),
            stated=_Stated(self, day),
            states=bool(((self.arrays["flags"] & 3) == KINDS.index("state")).any()),
        )

    def stakes(self, holding: int, day: ChartDay) -> tuple[Stake, ...]:
        """The rows of a holding that are in force, each distinct one once."""
        arrays = self.arrays
        owner, owned = (self.id_at(int(arrays[side][holding])) for side in ("owner", "owned"))
        places = range(int(arrays["rows"][holding]), int(arrays["rows"][holding + 1]))
        return tuple(
            Stake(
                owner=owner,
                owned=owned,
                share=Share(minimum=Fraction(int(arrays["low"][at]), self.scale), maximum=Fraction(int(arrays["high"][at]), self.scale)),
                period=self._period(int(arrays["period"][at])),
                source=source_of(self.about["origins"][int(arrays["origin"][at])], int(arrays["line"][at])),
            )
            for at in places
            if day.in_force[arrays["period"][at]]
        )

    def controls_of(self, entity: str) -> tuple[Control, ...]:
        """Every control of the entity that the chart states, at any date."""
        return tuple(control_of(self.controls[at]) for at in self._said_of(entity, "controlled"))

    def stated_gaps_of(self, holder: str) -> tuple[StatedGap, ...]:
        """What sources say is not known of the holder, at any date."""
        return tuple(gap_of(self.gaps[at]) for at in self._said_of(holder, "gapped"))

    def _said_of(self, holder: str, places: str) -> range:
        at = self.place(holder)
        return range(0) if at is None else range(int(self.arrays[places][at]), int(self.arrays[places][at + 1]))

    def _period(self, at: int) -> Period:
        start, end = int(self.arrays["starts"][at]), int(self.arrays["ends"][at])
        return Period(start=date.fromordinal(start) if start != ALWAYS_FROM else None, end=date.fromordinal(end) if end != ALWAYS_TO else None)


def build(rows: ChartRows, path: Path, *, names: bool = True, progress: Say | None = None) -> None:
    """Compile a chart's columns and write its file."""
    about, arrays = compiled(rows, names=names, progress=progress)
    index_file.write(path, about, arrays)


class Members(Container[str]):
    """A set of holders by their places."""

    def __init__(self, chart: CompiledChart, flags: Flags) -> None:
        self.chart, self.flags = chart, flags

    def __contains__(self, holder: object) -> bool:
        at = self.chart.place(holder) if isinstance(holder, str) else None
        return at is not None and bool(self.flags[at])


class _View(Mapping[str, Any]):
    """What a chart says of a holder by its id, made when it is asked for."""

    def __init__(self, chart: CompiledChart, day: ChartDay) -> None:
        self.chart, self.day = chart, day
        self._kept: dict[int, Any] = {}

    @abstractmethod
    def _at(self, place: int) -> Any:
        """None where nothing is said."""

    def __getitem__(self, holder: str) -> Any:
        place = self.chart.place(holder)
        if place is None:
            raise KeyError(holder)
        if place not in self._kept:
            self._kept[place] = self._at(place)
        if not self._kept[place]:
            raise KeyError(holder)
        return self._kept[place]

    def __iter__(self) -> Iterator[str]:
        return (self.chart.id_at(at) for at in range(len(self.chart.ids)) if self._at(at))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Owners(_View):
    """owned -> owner -> holding."""

    def _at(self, place: int) -> dict[str, Holding]:
        self.day.settle(np.array([place]))
        holdings = of_groups(self.chart.arrays["owners"], np.array([place]))
        active = holdings[self.day.active(holdings)].tolist()
        return {self.chart.id_at(int(self.chart.arrays["owner"][at])): _holding(self.chart, self.day, at) for at in active}


class _OwnedBy(_View):
    """owner -> (owned, holding)."""

    def _at(self, place: int) -> tuple[tuple[str, Holding], ...]:
        holdings, owned = self.day.downward(np.array([place]))
        live = self.day.active(holdings)
        pairs = zip(holdings[live].tolist(), owned[live].tolist(), strict=True)
        return tuple((self.chart.id_at(under), _holding(self.chart, self.day, at)) for at, under in pairs)


class _Controls(_View):
    """entity -> control that is over it that day."""

    def _at(self, place: int) -> tuple[Control, ...]:
        entity = self.chart.id_at(place)
        said = Chart(holders=(), stakes=(), controls=self.chart.controls_of(entity))
        return controls_on(said, self.day.as_of).get(entity, ())

    def __iter__(self) -> Iterator[str]:
        said = np.flatnonzero(np.diff(self.chart.arrays["controlled"]))
        return (self.chart.id_at(at) for at in said.tolist() if self._at(at))

    def __bool__(self) -> bool:
        day = self.day.as_of.toordinal()
        return bool(((self.chart.arrays["control_starts"] <= day) & (day <= self.chart.arrays["control_ends"])).any())


class _Stated(_View):
    """holder -> codes of the gaps that sources state on the day."""

    def _at(self, place: int) -> tuple[str, ...]:
        holder = self.chart.id_at(place)
        said = Chart(holders=(), stakes=(), stated_gaps=self.chart.stated_gaps_of(holder))
        return stated_on(said, self.day.as_of).get(holder, ())


class _Kinds(Mapping[str, HolderKind]):
    def __init__(self, chart: CompiledChart) -> None:
        self.chart = chart

    def __getitem__(self, holder: str) -> HolderKind:
        place = self.chart.place(holder)
        if place is None:
            raise KeyError(holder)
        return self.chart.kind(place)

    def __iter__(self) -> Iterator[str]:
        return (self.chart.id_at(at) for at in range(len(self)))

    def __len__(self) -> int:
        return len(self.chart.ids)


class _Upward(Mapping[str, str | None]):
    """The owner to climb to on a shortest way to a seed (None for a seed): as `sekisho.ownership.paths.routes`, worked out at the first question."""

    def __init__(self, chart: CompiledChart, day: ChartDay, seeds: Ints, over: Flags, weight: Weight) -> None:
        self.chart, self.day, self.seeds, self.over, self.weight = chart, day, seeds, over, weight
        self._levels: Ints | None = None

    def _level(self, holder: str) -> int:
        place = self.chart.place(holder)
        if self._levels is None:
            self._levels = self.day.levels(self.seeds, self.over, self.weight)
        return -1 if place is None else int(self._levels[place])

    def __getitem__(self, holder: str) -> str | None:
        level = self._level(holder)
        if level < 0:
            raise KeyError(holder)
        return self._above(self.chart.place(holder) or 0, level) if level else None

    def _above(self, place: int, level: int) -> str:
        """Among the owners one step nearer, the one whose id sorts first, which is the one whose place comes first."""
        assert self._levels is not None
        self.day.settle(np.array([place]))
        holdings = of_groups(self.chart.arrays["owners"], np.array([place]))
        holdings = holdings[self.day.weight(self.weight, holdings) > 0]
        owners = self.chart.arrays["owner"][holdings]
        return self.chart.id_at(int(owners[self._levels[owners] == level - 1].min()))

    def __iter__(self) -> Iterator[str]:
        return (holder for holder in map(self.chart.id_at, range(len(self.chart.ids))) if self._level(holder) >= 0)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Rows(Sequence[Stake]):
    """The rows of a holding, read when one is looked at."""

    def __init__(self, chart: CompiledChart, day: ChartDay, holding: int) -> None:
        self._where = chart, day, holding
        self._read: tuple[Stake, ...] | None = None

    def _rows(self) -> tuple[Stake, ...]:
        if self._read is None:
            chart, day, holding = self._where
            self._read = chart.stakes(holding, day)
        return self._read

    @overload
    def __getitem__(self, at: int) -> Stake: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Stake]: ...
    def __getitem__(self, at: int | slice) -> Stake | Sequence[Stake]:
        return self._rows()[at]

    def __len__(self) -> int:
        return len(self._rows())


def _holding(chart: CompiledChart, day: ChartDay, at: int) -> Holding:
    low, high, capped = (int(day.weight(name, np.array([at]))[0]) for name in COLUMNS)
    return Holding(low, high, capped, _Rows(chart, day, at))


def _low(holding: Holding) -> Any:
    return holding.low


def _high(holding: Holding) -> Any:
    return holding.high


def broken(label: str) -> SekishoError:
    """The refusal of a compiled file that does not hold together."""
    return refuse(
        label,
        "compiled.broken",
        what=("編成済みのファイルが途中で切れているか、書き換えられている", "the compiled file is truncated or altered"),
        remedy=("元の資料から作り直す", "build it again from its sources"),
    )


def other(label: str) -> SekishoError:
    """The refusal of a compiled file of another kind or version."""
    return refuse(
        label,
        "compiled.other",
        what=("この命令が読む種類・版のファイルではない", "this is not a compiled file of the kind and version that is read here"),
        remedy=("chart build か bom build で作り直す", "build it again with `chart build` or `bom build`"),
    )
