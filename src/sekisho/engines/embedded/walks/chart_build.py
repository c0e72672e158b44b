"""From the columns of a chart to the arrays of its file.

Stakes are laid by owned, then owner: those of one pair are a *holding* and lie together, distinct rows only, in the order in which the plain walk
sorts them. `held` turns the other way, from an owner to its holdings. Nothing is merged or capped here: that depends on the day that is asked for.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .chart_rows import ChartRows, HolderColumns, days_of, hundred, told_control, told_gap
from .csr import Ints, least_whole, starts_of
from .texts import Lookup, Texts, mark_of

KIND = "chart"
VERSION = 1
SELF_HELD = 0x80
UNLISTED = 0x40
Say = Callable[[int, int], None]


def compiled(rows: ChartRows, *, names: bool = True, progress: Say | None = None) -> tuple[dict[str, Any], dict[str, Ints]]:
    """What the file says of itself, and its arrays. `progress` is told (holders done, holders in all) while names are indexed.

    Without `names`, holders are found by their ids and numbers alone, which spares reading every name aloud.
    """
    order, kept = _sorted(rows)
    owner, owned = rows.owner[order], rows.owned[order]
    holding = np.concatenate(([True], (owner[1:] != owner[:-1]) | (owned[1:] != owned[:-1]))) if len(order) else np.zeros(0, np.bool_)
    first = np.flatnonzero(holding)
    count = len(rows.holders.ids)
    stakes = np.append(first, len(order))
    amounts = np.uint32 if hundred(rows.scale) < 2**32 else np.int64
    periods, period = _periods(rows.start[order], rows.end[order])
    about = {
        "kind": KIND,
        "version": VERSION,
        "scale": rows.scale,
        "digests": sorted(set(rows.digests)),
        "origins": list(rows.origins),
        "holders": int(rows.holders.listed.sum()),
        "stakes": len(rows.owner),
        "named": names,
    }
    return about, {
        **rows.holders.ids.arrays("ids"),
        **rows.holders.more.arrays("more"),
        **_words(rows.holders, names=names, progress=progress).arrays("words"),
        "flags": _flags(rows, kept),
        "owner": owner[first].astype(np.uint32),
        "owned": owned[first].astype(np.uint32),
        "owners": starts_of(owned[first], count),
        "holdings": np.argsort(owner[first], kind="stable").astype(np.uint32),
        "held": starts_of(owner[first], count),
        "rows": stakes.astype(np.uint32 if len(order) < 2**32 else np.uint64),
        "low": rows.low[order].astype(amounts),
        "high": rows.high[order].astype(amounts),
        "period": period,
        "starts": periods[:, 0].copy(),
        "ends": periods[:, 1].copy(),
        "origin": rows.origin[order].astype(least_whole(len(rows.origins).bit_length())),
        "line": rows.line[order].astype(np.uint32),
        **_beside(rows),
    }


def _beside(rows: ChartRows) -> dict[str, Ints]:
    """Control and stated gaps by the holder that they are said of, in the order of their words."""
    place = {id: at for at, id in _placed(rows)}
    count = len(rows.holders.ids)
    over = [one for one in rows.controls if one.holder != one.entity]
    controls = sorted((place[one.entity], told_control(one), place[one.holder], *days_of(one.period)) for one in over)
    gaps = sorted((place[one.holder], told_gap(one)) for one in rows.stated_gaps)
    return {
        **Texts.of(one[1] for one in controls).arrays("controls"),
        "controlled": starts_of(np.array([one[0] for one in controls], dtype=np.int64), count),
        "controllers": np.array([one[2] for one in controls], dtype=np.uint32),
        "control_starts": np.array([one[3] for one in controls], dtype=np.int32),
        "control_ends": np.array([one[4] for one in controls], dtype=np.int32),
        **Texts.of(told for _, told in gaps).arrays("gaps"),
        "gapped": starts_of(np.array([at for at, _ in gaps], dtype=np.int64), count),
    }


def _placed(rows: ChartRows) -> Iterator[tuple[int, str]]:
    """The places of the holders that evidence beside the stakes names."""
    named = {name for one in rows.controls for name in (one.holder, one.entity)} | {one.holder for one in rows.stated_gaps}
    for name in named:
        at = rows.holders.ids.find(name)
        if at is not None:
            yield at, name


def _sorted(rows: ChartRows) -> tuple[Ints, Ints]:
    """The places of the stakes as they are laid, each saying once, and those that say that a holder holds itself."""
    own = rows.owner == rows.owned
    kept = np.flatnonzero(~own)
    rank = _ranks(rows.origins)[rows.origin[kept]]
    digits = np.char.str_len(rows.line[kept].astype("U10")) if kept.size and rows.line.any() else np.ones(kept.size, dtype=np.int64)
    padded = rows.line[kept].astype(np.int64) * 10 ** (10 - digits)
    keys = (digits, padded, rank, rows.end[kept], rows.start[kept], rows.high[kept], rows.low[kept], rows.owner[kept], rows.owned[kept])
    order = kept[np.lexsort(keys)]
    same = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for column in (rows.owner, rows.owned, rows.low, rows.high, rows.start, rows.end):
        same &= column[order[1:]] == column[order[:-1]]
    return order[np.concatenate(([True], ~same))] if len(order) else order, np.flatnonzero(own)


def _ranks(origins: tuple[str, ...]) -> Ints:
    """Where each origin comes among them by the text of the source before its line number: the order that the plain walk breaks ties by."""
    ranks = np.zeros(max(len(origins), 1), dtype=np.int64)
    for rank, at in enumerate(sorted(range(len(origins)), key=lambda at: _sort_key(origins[at]))):
        ranks[at] = rank
    return ranks


def _sort_key(origin: str) -> tuple[str, str, str]:
    before, _, _, _, _, url, sha256 = json.loads(origin)
    return before, sha256, url


def _periods(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The distinct periods, and which of them each stake has."""
    both = (start.astype(np.int64) << 32) | end.astype(np.int64)
    known, which = np.unique(both, return_inverse=True)
    periods = np.stack((known >> 32, known & 0xFFFFFFFF), axis=1).astype(np.int32)
    return periods, which.astype(least_whole(len(known).bit_length()))


def _flags(rows: ChartRows, self_held: Ints) -> Ints:
    """The kind of each holder, and whether it holds itself, and whether stakes alone name it."""
    flags = rows.holders.kinds.copy()
    flags[rows.owned[self_held]] |= SELF_HELD
    flags[~rows.holders.listed] |= UNLISTED
    return flags


def _words(holders: HolderColumns, *, names: bool, progress: Say | None) -> Lookup:
    """What holders are found by beyond their ids: the numbers that name them, and the keys of their names."""
    found = list(_entries(holders, names, progress))
    return Lookup.of(found, len(found))


def _entries(holders: HolderColumns, names: bool, progress: Say | None) -> Iterator[tuple[int, int]]:
    total = len(holders.ids)
    for done, at in enumerate(np.argsort(holders.order, kind="stable").tolist()):
        if progress and not done % 10_000:
            progress(done, total)
        if holders.listed[at] and (names or len(holders.more.raw(at))):
            for word in words_of(holders.ids[at], holders.more[at], names=names):
                yield mark_of(word), at


def words_of(id: str, more: str, *, names: bool = True) -> Iterator[str]:
    """The words by which a holder is found: its numbers and, with `names`, its name."""
    told = json.loads(more) if more else {}
    yield from dict.fromkeys(f"number:{value}" for _, value in told.get("identifiers", ()))
    if names:
        yield name_word(told.get("name", id))


def name_word(name: str) -> str:
    """The word for a name: its key, or the name itself where nothing of it is left to compare."""
    from ....names.normalise import name_key

    key = name_key(name).key
    return f"key:{key}" if key else f"name:{name}"
