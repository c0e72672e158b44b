"""Ownership: a chart of 3,000,000 entities and 5,000,000 stakes, compiled; 2,000 designated; the cascade at 50 % as of a day.

*Cold* is `sekisho owners ENTITY --chart FILE --designated SEEDS.txt --json` from the start of the process to its end, the middle one of five: the
file mapped and its checksum proven, both fixpoints, paths and gaps. *Warm* are both fixpoints alone, in a process that has the file open; nothing is
kept between questions. The peers load the same chart from Parquet, merged, without dates and ranges, and work out the fixpoint on minima.
"""

from collections.abc import Iterator

from . import cold, made_chart
from .card import Plan, Row, at_least, at_most, equal, shown
from .places import MADE

GIGA = 10**9
PEERS = ("networkx", "rustworkx", "duckdb")


def rows(plan: Plan) -> Iterator[Row]:
    stakes = plan.size(made_chart.STAKES)
    inputs = made_chart.chart(stakes)
    compiled = MADE / f"chart-{stakes}.compiled"
    built = cold.sekisho("chart", "build", inputs["csv"], "-o", compiled, "--ids-only")
    asked = cold.module("ask_chart", compiled, inputs["seeds"], inputs["edges"]).json
    question = ("owners", asked["asked"], "--chart", compiled, "--designated", inputs["seeds"], "--as-of", made_chart.AS_OF, "--json")
    answered = cold.middle(5, *question)
    peers = {name: ran for name in PEERS if plan.with_peers and (ran := cold.peer("cascade", name, inputs["edges"], inputs["seeds"]))}
    found = {name: ran.json for name, ran in peers.items()}
    yield at_most(
        "cold: chart opened, cascade of 2,000 seeds, one entity told",
        answered.seconds,
        0.6,
        unit="s",
        peers={name: ran.seconds for name, ran in peers.items()},
        detail={"designated": answered.json["designated"], "paths": len(answered.json["paths"]), "open": asked["open"], "cpu": answered.cpu},
    )
    yield at_most(
        "warm: the cascade, surely and possibly", asked["cascade"], 0.1, unit="s", peers={name: one["cascade"] for name, one in found.items()}
    )
    yield at_most(
        "peak memory of the cold command", answered.peak / GIGA, 0.8, unit="GB", peers={name: ran.peak / GIGA for name, ran in peers.items()}
    )
    yield at_least("entities that the aggregate finds and the single-edge rule misses", asked["surely"] - asked["single"], 1, detail=asked)
    if found:
        counts = {name: one["surely"] for name, one in found.items()}
        yield equal(
            "entities found surely, less those that each peer finds", max(abs(asked["surely"] - one) for one in counts.values()), 0, peers=counts
        )
    yield shown("chart build --ids-only from CSV", built.seconds, unit="s", detail={"peak GB": built.peak / GIGA, "octets": compiled.stat().st_size})
    yield shown("peak memory of chart build", built.peak / GIGA, unit="GB")
    yield shown("size of the compiled file", compiled.stat().st_size / GIGA, unit="GB")
