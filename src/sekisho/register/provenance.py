"""On whose word a row stands, and what that does to its layer: levels of classification and handling caveats, as data (`provenance.yaml`)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import resources
from ..terms import Text

PATH = "register/provenance.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of classification: the layer it puts a row in, and whether this software may hold it at all."""

    id: str
    layer: str
    held: bool
    title: Text
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat:
    """How a row must be handled; `protects`: it stands in the protected layer whatever its level."""

    id: str
    protects: bool
    title: Text
    verified: bool


@functools.cache
def levels() -> Mapping[str, Level]:
    """Every level by its id."""
    return {
        row["id"]: Level(id=row["id"], layer=row["layer"], held=row["held"] == "yes", title=Text(**row["title"]), verified=_verified(row["source"]))
        for row in _data()["levels"]
    }


@functools.cache
def caveats() -> Mapping[str, Caveat]:
    """Every handling caveat by its id."""
    return {
        row["id"]: Caveat(id=row["id"], protects=row["protects"] == "yes", title=Text(**row["title"]), verified=_verified(row["source"]))
        for row in _data()["caveats"]
    }


def layer_of(*, classification: str, level: str, caveat: str) -> str:
    """`public` or `protected`: the strictest of what is stated; what is not known here is protected."""
    if classification != "public":
        return "protected"
    if level and (level not in levels() or levels()[level].layer != "public"):
        return "protected"
    if caveat and (caveat not in caveats() or caveats()[caveat].protects):
        return "protected"
    return "public"


def _verified(source: str) -> bool:
    verified: str = _data()["sources"][source]["verified"]
    return verified == "true"


def _data() -> dict[str, Any]:
    found: dict[str, Any] = resources.read_yaml(PATH)
    return found
