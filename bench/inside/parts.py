"""Parts: a database of 10,000,000 uses over eight levels, compiled; 500 parts asked for, 100 products exploded with their pieces.

*Together* is the question which of the 20,000 products hold any of the 500 parts, in a process that has the file open; *apart* is each part's own
answer. *Cold* is `sekisho bom where-used --list` for 20 of them with quantities and ways, from the start of the process to its end. The peers
explode ten of the products, and their seconds are told times ten; what each finds is held to ours.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import cold, made_parts
from .card import Plan, Row, at_most, equal, shown
from .places import MADE

GIGA = 10**9
PEERS = ("networkx", "rustworkx", "duckdb")
FEW = 20


def rows(plan: Plan) -> Iterator[Row]:
    scale = plan.size(made_parts.USES)
    inputs = made_parts.uses(scale)
    compiled = MADE / f"parts-{scale}.compiled"
    built = cold.sekisho("bom", "build", inputs["csv"], "-o", compiled, "--json")
    asking = cold.module("ask_parts", compiled, inputs["asked"], inputs["products"])
    asked = asking.json
    peers = {
        name: ran for name in PEERS if plan.with_peers and (ran := cold.peer("parts", name, inputs["edges"], inputs["asked"], inputs["products"]))
    }
    found: Mapping[str, Any] = {name: ran.json for name, ran in peers.items()}
    used = {name: one["together"] for name, one in found.items()}
    explode = {name: one["explode"] for name, one in found.items()}
    peak = {name: ran.peak / GIGA for name, ran in peers.items()}
    yield at_most("where-used of 500 parts together", asked["together"], 0.5, unit="s", peers=used, detail=asked)
    yield shown("where-used of 500 parts apart", asked["separately"], unit="s", detail={"pairs of part and product": asked["pairs"]})
    yield _ratio("100 products exploded with pieces, of rustworkx", asked["explode"], explode.get("rustworkx"), 0.1)
    yield shown("100 products exploded with pieces", asked["explode"], unit="s", peers=explode, detail={"lines": asked["lines"]})
    yield _ratio("peak memory of all that is asked, of networkx", asking.peak / GIGA, peak.get("networkx"), 0.25)
    yield shown("peak memory of all that is asked", asking.peak / GIGA, unit="GB", peers=peak)
    if found:
        counts = {name: one["hit"] for name, one in found.items()}
        yield equal(
            "products that hold one of the parts, less what each peer finds", max(abs(asked["hit"] - one) for one in counts.values()), 0, peers=counts
        )
        same = sum([one["lines"], one["pieces"]] == asked["first"] for one in found.values())
        yield equal("peers that find the same lines and pieces in 10 products", same, len(found), detail={"lines": asked["first"][0]})
    yield _cold(compiled, inputs["asked"])
    yield shown("bom build from CSV", built.seconds, unit="s", detail={**built.json, "peak GB": built.peak / GIGA})
    yield shown("peak memory of bom build", built.peak / GIGA, unit="GB")
    yield shown("size of the compiled file", compiled.stat().st_size / GIGA, unit="GB")


def _ratio(what: str, ours: float, theirs: float | None, most: float) -> Row:
    return at_most(what, ours / theirs if theirs else None, most, detail={"ours": ours, "theirs": theirs})


def _cold(compiled: Path, asked: Path) -> Row:
    listed, out = MADE / "asked.csv", MADE / "used.csv"
    listed.write_text("part\n" + "\n".join(asked.read_text(encoding="utf-8").split()[:FEW]) + "\n", encoding="utf-8")
    ran = cold.middle(3, "bom", "where-used", "--list", listed, "--products", compiled, "-o", out)
    return shown(f"cold: where-used of {FEW} parts as CSV, with quantities and ways", ran.seconds, unit="s", detail={"octets": out.stat().st_size})
