"""Steps of procedure that a law wants, as dated data: whom to hear before the criteria of a comprehensive evaluation are set."""

import functools
from dataclasses import dataclass
from datetime import date

from .. import resources
from ..terms import Source
from .shape import Body

FILE = "tenders/procedure.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Experts (学識経験者) are heard: at least so many, by which bodies, under which clause."""

    least: int
    clause: str
    body: Body
    source: Source


@functools.cache
def hearing() -> Hearing:
    """The step that municipalities take before their criteria are set, and again before the award where the experts held so."""
    raw = resources.read_yaml(FILE)
    told, source = raw["experts"], raw["sources"][raw["experts"]["source"]]
    return Hearing(
        least=int(told["least"]),
        clause=told["clause"],
        body=told["body"],
        source=Source(
            name=source["name"], retrieved_at=date.fromisoformat(source["retrieved_at"]), verified=source["verified"] == "true", clause=told["clause"]
        ),
    )
