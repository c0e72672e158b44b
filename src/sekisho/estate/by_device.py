"""What the sightings of each device tell together, column by column: the first text, all of them as a set, the marks of a family."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .merge import Devices, Numbers
from .sightings import Coded, Codes, coded

SEPARATOR = ";"
MOST_MARKS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of each device the number of a set; `sets[n]` holds texts, sorted, () where nothing was told."""

    which: Codes
    sets: tuple[tuple[str, ...], ...]


def nothing() -> Any:
    """A column of no devices."""
    return pa.array([], pa.string())


def first_told(devices: Devices, fact: str) -> Any:
    """Of each device one text of a fact, the first in the order of the alphabet, as an Arrow array; "" where none is told."""
    texts = devices.sightings.texts(fact)
    if len(devices) == len(devices.sightings):
        return _whole(texts)
    column = coded(texts)
    words = pa.array([*column.values, ""], pa.string())
    ranks = pc.rank(words, tiebreaker="dense").to_numpy().astype(np.int64)
    none = int(ranks.max()) + 1
    by_row = np.where(ranks == ranks[-1], none, ranks)[column.codes]
    least = np.minimum.reduceat(by_row[devices.order], devices.starts[:-1])
    place = np.full(none + 1, len(words) - 1, np.int64)
    place[ranks] = np.arange(len(words))
    place[none] = len(words) - 1
    return words.take(pa.array(place[least]))


def all_told(devices: Devices, fact: str) -> Told:
    """Of each device every text of a fact."""
    return sets_of(devices, devices.sightings.coded(fact))


def sets_of(devices: Devices, column: Coded) -> Told:
    """Of each device the set of a column's texts that are not blank."""
    size = len(column.values)
    if len(devices) == len(devices.sightings):
        return Told(which=column.codes, sets=tuple((value,) if value else () for value in column.values))
    blank = np.array([not value for value in column.values] or [True])
    rows = np.flatnonzero(~blank[column.codes]) if size and len(column.codes) else np.zeros(0, np.int64)
    pairs = np.unique(devices.of_row[rows].astype(np.int64) * max(size, 1) + column.codes[rows])
    owner, code = pairs // max(size, 1), pairs % max(size, 1)
    which = np.full(len(devices), size, np.int32)
    which[owner] = code
    counts = np.bincount(owner, minlength=len(devices))
    sets: list[tuple[str, ...]] = [(value,) for value in column.values] + [()]
    known: dict[tuple[int, ...], int] = {}
    starts = np.concatenate([[0], np.cumsum(counts)])
    for device in np.flatnonzero(counts > 1):
        held = tuple(int(one) for one in code[starts[device] : starts[device + 1]])
        if held not in known:
            known[held] = len(sets)
            sets.append(tuple(sorted({column.values[one] for one in held})))
        which[device] = known[held]
    return Told(which=which, sets=tuple(sets))


def marks_told(devices: Devices, family: str) -> Any:
    """Of each device its marks of a family as one text, several parted by semicolons in the order of the alphabet, as an Arrow array."""
    rows, values = devices.sightings.marks(family)
    if not len(rows):
        return pa.array([""] * len(devices), pa.string())
    owner = devices.of_row[rows].astype(np.int64)
    counts = np.bincount(owner, minlength=len(devices))
    place = np.full(len(devices), len(values), np.int64)
    place[owner] = np.arange(len(rows))
    single = pa.concat_arrays([_whole(values), pa.array([""], pa.string())]).take(pa.array(place))
    several = np.flatnonzero(counts > 1)
    if not len(several):
        return single
    told = single.to_pylist()
    texts = _grouped(owner, values, counts)
    for device in several:
        told[device] = SEPARATOR.join(sorted(set(texts[int(device)]))[:MOST_MARKS])
    return pa.array(told, pa.string())


def seen_in(devices: Devices) -> Any:
    """File and place of each device's first sighting."""
    first = pa.array(devices.order[devices.starts[:-1]])
    return pc.binary_join_element_wise(*(_whole(devices.sightings.texts(name).take(first)) for name in ("file", "where")), " ")


def labels(devices: Devices) -> Any:
    """What each device is called, as `Device.id` has it, but for devices seen in several places without any number: the first of the rows counts."""
    if not len(devices):
        return pa.array([], pa.string())
    where = seen_in(devices)
    macs = pc.list_element(pc.split_pattern(marks_told(devices, "mac"), SEPARATOR), 0)
    named = where
    for head, told in (
        ("MAC ", macs),
        ("IMEI ", first_told(devices, "imei")),
        ("S/N ", first_told(devices, "serial")),
        ("", first_told(devices, "asset_tag")),
    ):
        named = pc.if_else(pc.equal(pc.binary_length(told), 0), named, pc.binary_join_element_wise(head, told, ""))
    return named


def _grouped(owner: Numbers, values: Any, counts: Numbers) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    many = np.flatnonzero(counts[owner] > 1)
    for device, value in zip(owner[many], values.take(pa.array(many)).to_pylist(), strict=True):
        found.setdefault(int(device), []).append(value)
    return found


def _whole(array: Any) -> Any:
    held = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return pa.concat_arrays(held.chunks) if isinstance(held, pa.ChunkedArray) else held


def together(columns: list[Codes]) -> tuple[Codes, Numbers]:
    """Devices that agree in every column: the group of each, and one device of each group."""
    size = len(columns[0]) if columns else 0
    group: Numbers = np.zeros(size, np.int64)
    first: Numbers = np.zeros(min(size, 1), np.int64)
    for codes in columns:
        spread = int(codes.max(initial=0)) + 1
        group = pa.array(group * spread + codes).dictionary_encode().indices.to_numpy().astype(np.int64)
        first = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
        first[group[::-1]] = np.arange(size - 1, -1, -1)
    return group.astype(np.int32), first.astype(np.int64)
