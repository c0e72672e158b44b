"""A sighting, as one export tells of one device, and a device, as its sightings together do."""

from dataclasses import dataclass, field
from datetime import date

from ..terms import Mark

FACTS = (
    "site", "place", "address", "hostname", "serial", "asset_tag", "imei", "maker", "model", "name", "os", "kind",
    "function", "consequence", "redundancy", "purpose", "role", "origin", "within", "vendor", "status", "remarks",
)  # fmt: skip
"""What a sighting may tell of a device, as text; "" = not told.

`within` names the device of which this one is a part; `vendor` is a maker that a scanner or monitor inferred, which never makes the maker known.
"""

CONFLICTING = ("maker", "model", "serial", "imei", "kind", "site", "asset_tag")
"""Facts of which one device has one: two different ones are a conflict, kept and shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One row or host of one export. `where` is `sheet!A12`, `line 12` or a key path; `seen_at` the day it was seen, None = not told.

    `consequence` is what happens where the device fails or is turned against its owner (停止時の影響), `redundancy` whether another stands in.
    """

    file: str
    where: str
    format: str
    seen_at: date | None = None
    site: str = ""
    place: str = ""
    address: str = ""
    hostname: str = ""
    serial: str = ""
    asset_tag: str = ""
    imei: str = ""
    maker: str = ""
    model: str = ""
    name: str = ""
    os: str = ""
    kind: str = ""
    function: str = ""
    consequence: str = ""
    redundancy: str = ""
    purpose: str = ""
    role: str = ""
    origin: str = ""
    within: str = ""
    vendor: str = ""
    status: str = ""
    remarks: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Sightings of one device that tell different things of it, each as it was written, sorted."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device (機器): its sightings, the keys that hold them together (`mac=…`, `serial=MAKER/…`), and what they disagree on."""

    id: str
    sightings: tuple[Sighting, ...]
    keys: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=())

    def told(self, fact: str) -> tuple[str, ...]:
        """What the sightings tell of a fact, without repetition, sorted."""
        return tuple(sorted({value for one in self.sightings if (value := getattr(one, fact))}))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all sightings, without repetition, sorted."""
        return tuple(sorted({mark for one in self.sightings for mark in one.marks}, key=lambda mark: (mark.family, mark.value)))
