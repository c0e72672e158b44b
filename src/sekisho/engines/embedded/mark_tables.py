"""Tables of marks as sorted arrays in one mapped file: a mark is found by halving, a column of a million by one call.

`keys.KIND` are sorted (numbers, or octets where keys are text), `at.KIND` the maker of each as a number; makers' names stand once, end to end, in
`makers` with their ends in `ends`. OUI prefixes stand by length, since the longest that fits wins.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ...canonical import digest_of
from ...feeds.tables.model import TableRead
from ...marks.model import Attribution, TableCard
from ...marks.observed import look_up_observed, observed
from ...marks.reading import WORDS, Read, SaysNothing, read_mark
from ...marks.rules import rules
from ...marks.words import runs
from ...terms import Mark
from . import index_file

FORMAT = 2
HEX = {"oui6", "oui7", "oui9", "pci", "usb"}
DECIMAL = {"enterprise", "bluetooth"}
OUI = (("oui9", 12), ("oui7", 20), ("oui6", 24))
"""Kind of key and the bits of an address that it leaves out, the longest first."""
WORDS_NAME = "words (makers named in the tables)"
FAMILIES: Mapping[str, str] = {
    "mac": "oui", "sysobjectid": "enterprise", "pci": "pci", "usb": "usb", "bluetooth": "bluetooth", "pnp": "pnp", "tac": "tac", "part": "fcc",
}  # fmt: skip
_FCC = re.compile(r"FCC[\s_-]*(?:ID)?[\s:_-]*([0-9][A-Z0-9]{4}|[A-Z][A-Z0-9]{2})[A-Z0-9-]")
"""An FCC ID as a part number: its grantee has five characters where it begins with a digit, else three."""
Array = np.ndarray[Any, Any]


def compiled(tables: Sequence[TableRead], signature: str) -> tuple[dict[str, Any], dict[str, Array]]:
    """What an index file of some tables holds: the facts about them, and the arrays."""
    from .mark_brands import brands_of

    brands = brands_of(tables)
    return _about(tables, signature, len(brands)), _arrays(tables, brands)


def _arrays(tables: Sequence[TableRead], brands: Mapping[str, str]) -> dict[str, Array]:
    """The arrays of some tables and brands; of two tables of a kind, the first that has a key counts."""
    makers: dict[str, int] = {}
    arrays: dict[str, Array] = {}
    for kind, rows in _by_kind(tables).items():
        numbered = sorted((_number(kind, key), makers.setdefault(maker, len(makers))) for key, maker in rows.items())
        arrays[f"keys.{kind}"] = np.array([key for key, _ in numbered], dtype=_type(kind, rows))
        arrays[f"at.{kind}"] = np.array([at for _, at in numbered], dtype="<i4")
    said = sorted((_hashed(brand), makers.setdefault(maker, len(makers))) for brand, maker in brands.items())
    arrays["keys.words"] = np.array([key for key, _ in said], dtype="<u8")
    arrays["at.words"] = np.array([at for _, at in said], dtype="<i4")
    names = [maker.encode("utf-8") for maker in makers]
    arrays["ends"] = np.cumsum([0, *map(len, names)], dtype="<u4")
    arrays["makers"] = np.frombuffer(b"".join(names), dtype="u1")
    return arrays


def _by_kind(tables: Iterable[TableRead]) -> dict[str, dict[str, str]]:
    held: dict[str, dict[str, str]] = {}
    for table in tables:
        for key, maker in table.rows.items():
            kind = f"oui{len(key)}" if table.source.kind == "oui" else table.source.kind
            held.setdefault(kind, {}).setdefault(key, maker)
    return held


def _hashed(brand: str) -> int:
    return int.from_bytes(hashlib.blake2b(brand.encode("utf-8"), digest_size=8).digest(), "little")


def _number(kind: str, key: str) -> Any:
    return int(key, 16) if kind in HEX else int(key) if kind in DECIMAL else key.encode("ascii")


def _type(kind: str, rows: Mapping[str, str]) -> str:
    return "<u8" if kind in HEX or kind in DECIMAL else f"S{max(map(len, rows))}"


def _about(tables: Sequence[TableRead], signature: str, brands: int) -> dict[str, Any]:
    """What the file says of its tables."""
    cards = [
        {
            "kind": one.source.kind,
            "name": one.source.name,
            "date": one.dated.isoformat() if one.dated else "",
            "digest": one.digest,
            "rows": len(one.rows),
        }
        for one in tables
    ]
    words = {"kind": "words", "name": WORDS_NAME, "date": max((str(one["date"]) for one in cards), default=""), "digest": digest_of(cards)}
    return {"format": FORMAT, "signature": signature, "tables": [*cards, {**words, "rows": brands}]}


class MarkTables:
    """Compiled tables and the observed one: what `identify` asks."""

    def __init__(self, about: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        self._tables = tuple(
            TableCard(
                kind=one["kind"],
                name=one["name"],
                dated=date.fromisoformat(one["date"]) if one["date"] else None,
                digest=one["digest"],
                rows=int(one["rows"]),
            )
            for one in about["tables"]
        )
        self._by_kind = {card.kind: card for card in reversed(self._tables)}
        self._blob = arrays["makers"].tobytes()

    @classmethod
    def open(cls, path: Path) -> "MarkTables":
        """From a mapped file; RegisterRefused where its checksum does not hold."""
        return cls(*index_file.opened(path))

    @property
    def cards(self) -> Sequence[TableCard]:
        """The tables that answer, the observed one last."""
        return (*self._tables, observed().card)

    def look_up(self, mark: Mark) -> Sequence[Attribution]:
        """What the tables say of one mark, registries first."""
        read = read_mark(mark)
        if read is None or isinstance(read, SaysNothing):
            return ()
        return (*self._registered(mark, read), *look_up_observed(mark, read))

    def maker(self, at: int) -> str:
        """A maker's name by its number."""
        ends = self._arrays["ends"]
        return self._blob[int(ends[at]) : int(ends[at + 1])].decode("utf-8")

    def _registered(self, mark: Mark, read: Read) -> list[Attribution]:
        found = []
        if mark.family == "sysobjectid":
            found += self._told(mark, "sysobject", self._longest("sysobject", ".".join((read.key, *filter(None, read.rest)))))
        for kind, key in asked(mark, read):
            if kind == "words":
                found += self._said(mark, key)
            elif kind == "oui":
                found += self._told(mark, "oui", self._owner(int(key, 16)))
            else:
                cites = "" if kind != "pci" else f"vendor {key}" if key == read.key else f"subsystem vendor {key}"
                found += self._told(mark, kind, self._at(kind, _number(kind, key)), cites)
        return found

    def _said(self, mark: Mark, text: str) -> list[Attribution]:
        """The makers that a device's own words begin with, or that a copyright in them names."""
        told: dict[int, str] = {}
        for place in runs(text):
            keys = np.fromiter((_hashed(run) for run in place), dtype="<u8", count=len(place))
            hits = np.flatnonzero((makers := self.numbers("words", keys)) >= 0)
            if len(hits):
                told.setdefault(int(makers[hits[0]]), place[hits[0]])
        return [one for at, run in told.items() for one in self._told(mark, "words", at, f"says {run}")]

    def _told(self, mark: Mark, kind: str, at: int, cites: str = "") -> list[Attribution]:
        card = self._by_kind.get(kind)
        if at < 0 or card is None:
            return []
        return [
            Attribution(
                family=mark.family,
                value=mark.value,
                maker=self.maker(at),
                table=card.name,
                table_date=card.dated,
                weight=rules().weight(mark.family, kind),
                cites=cites,
                seen=kind == "sysobject",
            )
        ]

    def _at(self, kind: str, key: Any) -> int:
        known = self._arrays.get(f"keys.{kind}")
        place = 0 if known is None else bisect_left(known, key)
        return int(self._arrays[f"at.{kind}"][place]) if known is not None and place < len(known) and known[place] == key else -1

    def _owner(self, address: int) -> int:
        """As `oui`, of one address."""
        return next((at for kind, bits in OUI if (at := self._at(kind, address >> bits)) >= 0), -1)

    def _longest(self, kind: str, oid: str) -> int:
        """The maker of the longest OID of the table that is this one or stands above it."""
        parts = oid.split(".")
        for many in range(len(parts), 0, -1):
            at = self._at(kind, ".".join(parts[:many]).encode("ascii"))
            if at >= 0:
                return at
        return -1

    def keys(self, kind: str) -> Array:
        """The sorted keys of a kind, none where there is no such table; of OUI `oui6`, `oui7` and `oui9`."""
        return self._arrays.get(f"keys.{kind}", np.zeros(0, dtype="<u8"))

    def numbers(self, kind: str, keys: Array) -> Array:
        """The makers' numbers of a column of keys; -1 where the table has none."""
        known = self._arrays.get(f"keys.{kind}")
        if known is None or not len(known):
            return np.full(len(keys), -1, dtype="<i4")
        places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[places] == keys, self._arrays[f"at.{kind}"][places], -1)

    def oui(self, addresses: Array) -> Array:
        """The makers' numbers of 48-bit addresses, by the longest prefix; -1 where none fits."""
        found = np.full(len(addresses), -1, dtype="<i4")
        for kind, bits in OUI:
            open_ = found < 0
            found[open_] = self.numbers(kind, addresses[open_] >> np.uint64(bits))
        return found


def asked(mark: Mark, read: Read) -> list[tuple[str, str]]:
    """What registries are asked: (kind of table, key) for each id of a mark that names a maker; of PCI ids the vendor and the subsystem vendor."""
    kind = FAMILIES.get(mark.family)
    if mark.family in WORDS:
        return [("words", read.key)]
    if mark.family == "pci":
        return [("pci", one) for one in dict.fromkeys((read.key, read.rest[1])) if one and one not in ("0000", "ffff")]
    if mark.family == "part":
        grantee = _FCC.match(read.key.upper())
        return [("fcc", grantee[1])] if grantee else []
    return [(kind, read.key)] if kind else []
