"""Sightings into devices: by strong keys, never by weak ones, and the same whatever the order of the files.

1. A globally administered MAC address, a serial number with its maker or model, an IMEI, an asset tag within one file: rows that share one are one
   device, and so are rows that share different ones with a third.
2. A key that one file gives to several asset tags is shared by several devices (a template's serial, a borrowed adapter): it joins nothing.
3. An address joins on one day and site alone, and only where at most one of the devices it would join has a MAC address and at most one a serial.
A host name, a model or an address alone joins nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..names.normalise import name_key
from .keys import NO_SERIALS, OWN_MAC, SHARED_MAC, address_key, imei_key, is_own_mac, mac_text, serial_key
from .model import CONFLICTING, Conflict, Device, Sighting
from .sightings import Coded, Codes, Sightings, coded

Numbers = np.ndarray[Any, np.dtype[np.int64]]
_ALIKE = "0123456789abcdefghijklmnopqrstuvwxyz"
Pairs = tuple[Numbers, Numbers]
"""Rows, and the key of each; a row may stand there several times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """The devices of an estate: `of_row` gives each sighting's device; devices are numbered by their first sighting."""

    sightings: Sightings
    of_row: Codes
    order: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rows(self, device: int) -> Numbers:
        """The rows of a device's sightings, in order."""
        return self.order[self.starts[device] : self.starts[device + 1]]

    def several(self, devices: Sequence[int]) -> list[Device]:
        """Devices as values, in the order asked for."""
        rows = [[int(row) for row in self.rows(device)] for device in devices]
        told = iter(self.sightings.several([row for some in rows for row in some]))
        return [device_of([next(told) for _ in some]) for some in rows]


def merge(sightings: Sightings) -> Devices:
    """The devices that sightings are of."""
    rows = len(sightings)
    assets, tags = _assets(sightings)
    files = sightings.coded("file").codes.astype(np.int64)
    macs, serials = _macs(sightings), _serials(sightings)
    joined = [assets, *(_unshared(pairs, tags, files) for pairs in (macs, serials, _imeis(sightings)))]
    group = _joined(rows, joined)
    near = _addresses(sightings, group, (macs[0], serials[0]))
    group = _joined(rows, [*joined, near]) if len(near[0]) else group
    order = np.argsort(group, kind="stable")
    firsts = np.flatnonzero(np.diff(group[order], prepend=-1))
    return Devices(sightings=sightings, of_row=group.astype(np.int32), order=order, starts=np.append(firsts, rows))


def device_of(seen: Sequence[Sighting]) -> Device:
    """The device that these sightings are of, whatever their order."""
    ordered = tuple(seen) if len(seen) == 1 else tuple(sorted(seen, key=lambda one: (one.file, len(one.where), one.where, repr(one))))
    keys = tuple(sorted({key for one in ordered for key in keys_of(one)}))
    return Device(id=_id(ordered), sightings=ordered, keys=keys, conflicts=tuple(_conflicts(ordered)))


KEYED = ("serial", "maker", "model", "imei", "asset_tag")
"""The facts that `keys_of` asks for, beside the marks."""


def keys_of(seen: Sighting) -> Iterator[str]:
    """What identifies the device of a sighting, as text: what merges sightings, and by what a removal plan finds its device again."""
    for mark in seen.marks:
        if mark.family == "mac" and is_own_mac(mac := mac_text(mark.value)):
            yield f"mac={mac}"
    if serial := serial_key(seen.serial):
        maker = name_key(seen.maker).key if seen.maker else ""
        yield from (f"serial={owner}/{serial}" for owner in (maker, model_key(seen.model)) if owner)
    if imei := imei_key(seen.imei):
        yield f"imei={imei}"
    if seen.asset_tag:
        yield f"asset={seen.file}/{seen.asset_tag}"


def _id(ordered: Sequence[Sighting]) -> str:
    """What a device is called, as `by_device.labels` has it: asset tag, else serial number, IMEI or MAC address, else where it was seen."""
    for fact, head in (("asset_tag", ""), ("serial", "S/N "), ("imei", "IMEI ")):
        told = min((value for one in ordered if (value := getattr(one, fact))), default="")
        if told:
            return head + told
    mac = min((mark.value for one in ordered for mark in one.marks if mark.family == "mac"), default="")
    return f"MAC {mac}" if mac else f"{ordered[0].file} {ordered[0].where}"


def _conflicts(ordered: Sequence[Sighting]) -> Iterator[Conflict]:
    for fact in CONFLICTING:
        spelled: dict[str, str] = {}
        for one in ordered:
            value = getattr(one, fact)
            if value:
                spelled.setdefault(fact_key(fact, value), value)
        if len(spelled) > 1:
            yield Conflict(fact=fact, values=tuple(sorted(spelled.values())))


def model_key(model: str) -> str:
    """A model as serial numbers are told by it; "" where it is too short to tell anything."""
    plain = "".join(char for char in model.casefold() if char.isalnum())
    return plain if len(plain) > 2 else ""


def fact_key(fact: str, value: str) -> str:
    """A fact as two tellings of it are compared."""
    if fact == "maker":
        return name_key(value).key or value
    return (serial_key(value) if fact == "serial" else imei_key(value) if fact == "imei" else "") or "".join(value.casefold().split())


def _macs(sightings: Sightings) -> Pairs:
    """Rows with MAC addresses that name one device; most are told in bulk, the odd spellings one by one."""
    rows, values = sightings.marks("mac")
    if not len(rows):
        return rows.astype(np.int64), rows.astype(np.int64)
    plain = pc.replace_substring_regex(pc.utf8_lower(values), "[:.-]", "")
    odd = np.flatnonzero(~pc.match_substring_regex(plain, "^[0-9a-f]{12}$").to_numpy(zero_copy_only=False))
    if len(odd):
        told = plain.to_pylist()
        for place in odd:
            told[place] = mac_text(values[int(place)].as_py())
        plain = pa.array(told, pa.string())
    own = pc.and_(pc.match_substring_regex(plain, OWN_MAC), pc.invert(pc.match_substring_regex(plain, SHARED_MAC))).to_numpy(zero_copy_only=False)
    kept = np.flatnonzero(own)
    return rows[kept].astype(np.int64), coded(plain.take(pa.array(kept))).codes.astype(np.int64)


def _serials(sightings: Sightings) -> Pairs:
    """Rows by serial number with maker, and by serial number with model: a capture tells no maker."""
    own = _serial_codes(sightings)
    rows, keys, spread = [], [], 0
    for fact, key in (("maker", lambda text: name_key(text).key), ("model", model_key)):
        by = _recoded(sightings.coded(fact), key)
        held = np.flatnonzero((by.codes >= 0) & (own.codes >= 0))
        rows.append(held)
        keys.append((by.codes[held].astype(np.int64) + spread) * (len(own.values) + 1) + own.codes[held])
        spread += len(by.values) + 1
    return np.concatenate(rows), np.concatenate(keys)


def _serial_codes(sightings: Sightings) -> Coded:
    """Serial numbers as they are compared: letters and digits of ASCII in bulk, the others one by one."""
    texts = sightings.texts("serial")
    plain = pc.replace_substring_regex(pc.ascii_lower(texts), r"[^0-9a-z]+", "")
    odd = np.flatnonzero(~pc.string_is_ascii(texts).to_numpy())
    if len(odd):
        told = plain.to_pylist()
        for place in odd:
            told[place] = serial_key(texts[int(place)].as_py())
        plain = pa.array(told, pa.string())
    known = coded(plain)
    values = pa.array(known.values, pa.string())
    sound = pc.and_(
        pc.greater_equal(pc.binary_length(values), 4),
        pc.invert(pc.match_substring_regex(values, "^(?:" + "|".join(f"{char}+" for char in _ALIKE) + ")$")),
    )
    sound = pc.and_(sound, pc.invert(pc.is_in(values, value_set=pa.array(NO_SERIALS, pa.string())))).to_numpy(zero_copy_only=False)
    return Coded(codes=np.where(sound[known.codes] if len(known.codes) else np.zeros(0, bool), known.codes, -1).astype(np.int32), values=known.values)


def _imeis(sightings: Sightings) -> Pairs:
    own = _recoded(sightings.coded("imei"), imei_key)
    rows = np.flatnonzero(own.codes >= 0)
    return rows, own.codes[rows].astype(np.int64)


def _assets(sightings: Sightings) -> tuple[Pairs, Numbers]:
    """Rows by file and asset tag, and of every row that code, -1 where it has no tag."""
    files, own = sightings.coded("file"), sightings.coded("asset_tag")
    blank = own.values.index("") if "" in own.values else -1
    rows = np.flatnonzero(own.codes != blank)
    keys = files.codes[rows].astype(np.int64) * (len(own.values) + 1) + own.codes[rows]
    tags = np.full(len(sightings), -1, np.int64)
    tags[rows] = keys
    return (rows, keys), tags


def _addresses(sightings: Sightings, group: Numbers, identified: tuple[Numbers, Numbers]) -> Pairs:
    """Rows by site, day and address, where joining them joins no two devices with MAC addresses and no two with serials."""
    sites, days = sightings.coded("site"), sightings.coded("seen_at")
    told = [np.array([bool(text) for text in column.values] or [False])[column.codes] for column in (sites, days)]
    rows = np.flatnonzero(told[0] & told[1]) if len(sightings) else np.zeros(0, np.int64)
    own = _recoded(coded(sightings.texts("address").take(pa.array(rows))), address_key)
    held = np.flatnonzero(own.codes >= 0)
    rows = rows[held]
    if not len(rows):
        return rows, rows
    spans = (len(days.values) + 1) * (len(own.values) + 1)
    keys = sites.codes[rows].astype(np.int64) * spans + days.codes[rows].astype(np.int64) * (len(own.values) + 1) + own.codes[held]
    keys = _dense(keys)
    sure = np.ones(int(keys.max()) + 1, bool)
    for marked in identified:
        has = np.zeros(int(group.max()) + 1, bool)
        has[group[marked]] = True
        with_one = has[group[rows]]
        spread = int(group.max()) + 1
        pairs = np.unique(keys[with_one] * spread + group[rows][with_one])
        sure &= np.bincount(pairs // spread, minlength=len(sure)) <= 1
    kept = sure[keys]
    return rows[kept], keys[kept]


def _unshared(pairs: Pairs, tags: Numbers, files: Numbers) -> Pairs:
    """The pairs whose key no single file gives to two asset tags."""
    rows, keys = pairs
    tagged = tags[rows] >= 0
    if not tagged.any():
        return pairs
    keys = _dense(keys)
    by_file = _dense(keys[tagged] * (int(files.max()) + 1) + files[rows][tagged])
    if int(by_file.max()) + 1 == len(by_file):
        return pairs
    own = _dense(tags[rows][tagged])
    told = np.unique(by_file * (int(own.max()) + 1) + own) // (int(own.max()) + 1)
    several = np.bincount(told) > 1
    shared = np.zeros(int(keys.max()) + 1, bool)
    shared[keys[tagged][several[by_file]]] = True
    kept = ~shared[keys]
    return rows[kept], keys[kept]


def _dense(keys: Numbers) -> Numbers:
    """The same keys as small numbers."""
    found: Numbers = pa.array(keys).dictionary_encode().indices.to_numpy().astype(np.int64)
    return found


def _joined(rows: int, joins: Sequence[Pairs]) -> Numbers:
    """The group of every row: rows that share a key, directly or through others. A group is numbered by the place of its first row among groups."""
    label = np.arange(rows, dtype=np.int64)
    edges = [_edges(pairs) for pairs in joins if len(pairs[0])]
    if edges:
        one, other = np.concatenate([edge[0] for edge in edges]), np.concatenate([edge[1] for edge in edges])
        while True:
            least = np.minimum(label[one], label[other])
            before = label.copy()
            np.minimum.at(label, label[one], least)
            np.minimum.at(label, label[other], least)
            np.minimum.at(label, one, least)
            np.minimum.at(label, other, least)
            label = label[label]
            if np.array_equal(before, label):
                break
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def _edges(pairs: Pairs) -> Pairs:
    """Each row with the first row of its key."""
    rows, keys = pairs[0].astype(np.int64), _dense(pairs[1])
    leader = np.full(int(keys.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(leader, keys, rows)
    apart = leader[keys] != rows
    return rows[apart], leader[keys][apart]


def _recoded(column: Coded, key: Any) -> Coded:
    """A column by what its values are compared by; -1 where that is nothing."""
    found: dict[str, int] = {}
    codes = np.array([found.setdefault(value, len(found)) if (value := key(text)) else -1 for text in column.values] or [-1], np.int32)
    return Coded(codes=codes[column.codes] if len(column.codes) else column.codes, values=tuple(found))
