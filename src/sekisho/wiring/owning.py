"""Who owns whom: ownership charts, compiled or plain, by a threshold or a regime."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .registers import open_register
from .surroundings import Say, quiet, today

if TYPE_CHECKING:
    from ..engines.embedded.mapped import CompiledFile
    from ..feeds.owners_bulk import Charted
    from ..feeds.owners_bulk import Told as OwnersTold
    from ..ownership.model import Held
    from ..ownership.walk import Bar
    from ..policy.regime import Regime, StandingOn, StatedStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnersAsked:
    """By what `owners` answers: charts, the designated, a day (today if none is given), a threshold or a regime, what officers state of regimes."""

    charts: tuple[Path, ...]
    designated: Path
    as_of: date | None = None
    threshold: Any = 50
    regime: str = ""
    regime_status: Path | None = None

    @property
    def day(self) -> date:
        return self.as_of or today()


def regime_on(asked: OwnersAsked) -> "StandingOn | None":
    """The regime that was asked for, as it stands on the day; None where a bare threshold was asked for."""
    stated: tuple[StatedStatus, ...] = ()
    if asked.regime_status:
        from ..feeds.regime_words import read_statuses

        stated = read_statuses(asked.regime_status)
    from ..policy.regime import standing_on
    from ..policy.regimes import regimes

    return standing_on(regimes()[asked.regime], asked.day, stated) if asked.regime else None


def regimes() -> "tuple[Regime, ...]":
    """Every regime."""
    from ..policy.regimes import regimes as known

    return tuple(known().values())


def owners(entity: str, asked: OwnersAsked) -> "tuple[Held, StandingOn | None]":
    """How surely designated owners hold `entity`, by the charts, as of a day; with a regime, by its rule, and whether that is in force."""
    charts = _begun(asked.charts)
    on = regime_on(asked)
    charted = _charted(charts, asked, _bar(asked, on), [entity])
    from ..ownership.several import one_of

    return one_of([charted.answer(holder) for holder in charted.holders(entity, "") or [entity]]), on


def owners_in_bulk(
    entities: Path, out: Path, asked: OwnersAsked, *, say: Say = quiet, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> "OwnersTold":
    """`owners` for each row of a list, from one cascade; nothing is written where anything is refused."""
    from ..feeds.owners_bulk import answer_list
    from ..feeds.owners_list import read_asked

    charts = _begun(asked.charts)
    on = regime_on(asked)
    listed = read_asked(entities)
    say("資本関係図を読み込み、たどっています", "reading the charts and walking them")
    charted = _charted(charts, asked, _bar(asked, on), list(dict.fromkeys(word for row in listed.rows for word in row.words)))
    say("回答を書き出しています", "writing the answers")
    designated = ("designated", str(asked.designated), _designated_digest(asked.designated, asked.as_of))
    return answer_list(entities, listed, charted, out, designated=designated, day=asked.day, on=on, progress=progress)


def _designated_digest(path: Path, day: date | None) -> str:
    """SHA-256 of a list of ids, or the digest that names an edition."""
    from ..canonical import sha256_hex
    from ..feeds.id_list import ids_in

    return sha256_hex(path.read_bytes()) if ids_in(path) else open_register(path, as_of=day).edition.digest


def _begun(charts: Sequence[Path]) -> "CompiledFile | None":
    """The compiled chart among the charts, whose checksum is reckoned from here on while the rest is imported and read."""
    from ..engines.embedded.mapped import compiled_among

    return compiled_among(charts)


def _charted(compiled: "CompiledFile | None", asked: OwnersAsked, bar: "Bar", words: Sequence[str]) -> "Charted":
    """The charts, compiled or plain, with one cascade of the day."""
    if compiled is not None:
        from ..engines.embedded.walks.chart_verbs import CompiledCharts

        return CompiledCharts(compiled, asked.designated, partial(open_register, as_of=asked.day), asked.day, bar, words)
    from ..feeds.owners_query import PlainCharts

    return PlainCharts(asked.charts, asked.designated, partial(open_register, as_of=asked.day), asked.day, bar)


def _bar(asked: OwnersAsked, on: "StandingOn | None") -> "Bar":
    """By what share somebody is held: the regime's rule, else the threshold that was asked for."""
    from ..ownership.walk import Bar

    if on is None:
        return Bar(threshold=asked.threshold)
    return Bar(threshold=on.regime.threshold, strictly=not on.regime.inclusive, alone=on.regime.counting == "single")


def build_chart(
    charts: Sequence[Path], out: Path, *, names: bool = True, say: Say = quiet, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Compile ownership charts into one file that `owners` answers from; what it holds, as JSON."""
    from ..engines.embedded.walks.chart_reading import build_chart as build

    return build(charts, out, names=names, say=say, progress=progress)
