"""A designation that nobody made, tried on 1,000,000 items: 1,000 tenders of ten bids with 99 lines, compiled once and opened.

The file is opened, and each question is put to it in turn: a maker's name, a maker and a kind, a kind, a place of production, a model. The peer looks
at every distinct party by the register's look-up, and then at every item; what it reaches is held to ours.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.inside.card import Plan, Row, at_most, equal, shown
from bench.inside.places import MADE

from sekisho.desk.stock import Holding, StockItem, Supposed, holdings_of
from sekisho.engines.embedded import stock_file
from sekisho.policy.packs import packs

from . import made


def rows(plan: Plan) -> Iterator[Row]:
    """The section's rows."""
    names = made.makers(plan.size(20_000))
    pack = packs()["jp-2018"]
    held = [one for case in made.cases(plan.size(1_000), names) for one in holdings_of(case, pack)]
    MADE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MADE) as folder:
        path = Path(folder) / "stock"
        began = time.perf_counter()
        about = stock_file.write(path, held, ())
        built = time.perf_counter() - began
        began = time.perf_counter()
        stock = stock_file.opened(path)
        opening = time.perf_counter() - began
        took = {what: _asked(stock, supposed) for what, supposed in _questions(names).items()}
        peers, differing = _plainly(held, names[7], stock) if plan.with_peers else ({}, None)
        slowest = max(took, key=lambda what: took[what])
        detail = {what: round(seconds, 4) for what, seconds in took.items()}
        yield at_most(f"a designation tried on {about['items']:,} items: {slowest}", took[slowest], 1, unit="s", detail=detail, peers=peers)
        if differing is not None:
            yield equal("items that are not those of looking at every one", differing, 0)
        yield shown("opening the file", opening, unit="s", detail={"octets": path.stat().st_size})
        yield shown("compiling it", built, unit="s")


def _questions(names: list[str]) -> Mapping[str, Supposed]:
    return {
        "a maker, the first question": Supposed(names=(names[7],)),
        "another maker, spelt otherwise": Supposed(names=(names[11].upper().replace("KOGYO", "K.K."),)),
        "a maker's network devices": Supposed(names=(names[13],), kind="telecom"),
        "a kind": Supposed(kind="telecom"),
        "a place of production": Supposed(origin="CN"),
        "a model": Supposed(product="M-77"),
    }


def _asked(stock: stock_file.Stock, supposed: Supposed) -> float:
    began = time.perf_counter()
    stock.ask(supposed)
    return time.perf_counter() - began


def _plainly(held: list[tuple[Holding, tuple[StockItem, ...]]], name: str, stock: stock_file.Stock) -> tuple[dict[str, float], int]:
    """Every party by the look-up, every item by its party; items that only one of the two ways reaches."""
    began = time.perf_counter()
    parties = list({one.party for _, items in held for one in items if one.party})
    met = {party for party, found in zip(parties, stock_file.supposed_register((name,)).lookup(parties), strict=True) if found.hits}
    wanted = sum(one.party in met for _, items in held for one in items)
    seconds = time.perf_counter() - began
    found = stock.ask(Supposed(names=(name,)))
    return {"every item": seconds}, abs(found.surely + found.possibly - wanted)
