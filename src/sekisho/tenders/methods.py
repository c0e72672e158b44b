"""Methods of procurement (契約の方法) as data, each with its clause. 総合評価 is how bids are compared and no method."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from .. import resources
from ..terms import Source, Text

FILE = "tenders/methods.yaml"
MethodId = Literal["", "open", "designated", "planning", "discretionary"]
EndsIn = Literal["award", "negotiation", "contract"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method with its clause. `ranked`: bids are compared; `ends_in`: what the best is given: the award, negotiations (交渉権), or a contract."""

    id: MethodId
    text: Text
    clause: str
    ocds: str
    ranked: bool
    ends_in: EndsIn
    source: Source


@functools.cache
def methods() -> Mapping[str, Method]:
    """Every method by its id."""
    raw = resources.read_yaml(FILE)
    sources = {key: _source(one) for key, one in raw["sources"].items()}
    return {one["id"]: _method(one, sources) for one in raw["methods"]}


def ends_in(method: MethodId) -> EndsIn:
    """What a tender of this method ends in; where none is stated, an award."""
    known = methods().get(method)
    return known.ends_in if known else "award"


def _method(raw: Mapping[str, str], sources: Mapping[str, Source]) -> Method:
    return Method(
        id=cast("MethodId", raw["id"]),
        text=Text(ja=raw["ja"], en=raw["en"]),
        clause=raw["clause"],
        ocds=raw["ocds"],
        ranked=raw["ranked"] == "true",
        ends_in=cast("EndsIn", raw["ends_in"]),
        source=sources[raw["source"]],
    )


def _source(raw: Mapping[str, Any]) -> Source:
    return Source(name=raw["name"], retrieved_at=date.fromisoformat(raw["retrieved_at"]), verified=raw["verified"] == "true")
