"""The closed set of reasons for a decision on an alert, from `policy/alert_reasons.yaml`, and whether the facts that a reason needs are there."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from .. import resources
from ..countries import country_code
from ..faults import OurFault
from ..findings import Verdict
from ..terms import CorporateNumber, Source, Text, parse_number

PATH = "policy/alert_reasons.yaml"
Form = Literal["text", "digest", "identifier", "country", "day", "share"]
About = Literal["present", "gone"]
MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNeeded:
    """A fact that a reason needs, and the form in which it is written."""

    id: str
    form: Form
    title: Text

    def fits(self, value: str) -> bool:
        """Whether the value is in its form; nothing blank ever is."""
        return bool(value.strip()) and _FITS[self.form](value.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason: what it leads to, for how many days at most, whether the alert still stands, the facts it needs."""

    id: str
    title: Text
    verdict: Verdict
    days: int
    about: About
    facts: tuple[FactNeeded, ...]

    def lacks(self, given: Mapping[str, str]) -> Iterator[FactNeeded]:
        """The facts that are not there or not in their form."""
        return (one for one in self.facts if not one.fits(given.get(one.id, "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The data file."""

    version: str
    source: Source
    by_id: Mapping[str, Reason]


@functools.cache
def reasons() -> Reasons:
    """Every reason; a fault in our own file stops."""
    try:
        raw = resources.read_yaml(PATH)
        most = int(raw["most_days"])
        found = {one["id"]: _reason(one) for one in raw["reasons"]}
        if most > MOST_DAYS or any(one.days > most for one in found.values()):
            raise ValueError("a reason holds too long")
        said = raw["source"]
        source = Source(name=said["name"], retrieved_at=date.fromisoformat(said["retrieved_at"]), verified=said["verified"] == "true")
    except (KeyError, ValueError, TypeError) as error:
        raise OurFault(f"{PATH}: {error!r}") from error
    return Reasons(version=raw["version"], source=source, by_id=found)


def _reason(raw: Mapping[str, Any]) -> Reason:
    if raw["about"] not in get_args(About) or raw["verdict"] not in ("clear", "bar"):
        raise ValueError(f"reason {raw['id']}")
    return Reason(
        id=raw["id"],
        title=Text(ja=raw["ja"], en=raw["en"]),
        verdict=Verdict.parse(raw["verdict"]),
        days=int(raw["days"]),
        about=raw["about"],
        facts=tuple(_fact(one) for one in raw["facts"]),
    )


def _fact(raw: Mapping[str, str]) -> FactNeeded:
    if raw["form"] not in get_args(Form):
        raise ValueError(f"form {raw['form']}")
    return FactNeeded(id=raw["id"], form=raw["form"], title=Text(ja=raw["ja"], en=raw["en"]))  # type: ignore[arg-type]


def _is_identifier(value: str) -> bool:
    scheme, colon, number = value.partition(":")
    if not (colon and scheme.strip() and number.strip()):
        return False
    return scheme.strip() != "JP-HOUJIN" or _parses(CorporateNumber.parse, number)


def _parses(parse: Any, value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


_FITS: Mapping[str, Any] = {
    "text": lambda value: len(value) >= 2,
    "digest": lambda value: re.fullmatch(r"[0-9a-f]{64}", value) is not None,
    "identifier": _is_identifier,
    "country": lambda value: country_code(value) is not None,
    "day": lambda value: _parses(date.fromisoformat, value),
    "share": lambda value: _parses(parse_number, value) and 0 <= parse_number(value) <= 100,
}
