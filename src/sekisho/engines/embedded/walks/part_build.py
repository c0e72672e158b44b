"""From the columns of joined bills to the arrays of a file of products."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from ....composition.joined import folded, words_of
from .chart_build import Say
from .csr import Ints, least_whole, starts_of
from .part_rows import PartRows, component_of
from .texts import Lookup, Texts, mark_of

KIND = "products"
VERSION = 1


def compiled(rows: PartRows, progress: Say | None = None) -> tuple[dict[str, Any], dict[str, Ints]]:
    """What the file says of itself, and its arrays. `progress` is told (parts done, parts in all) while words are indexed."""
    count = len(rows.refs)
    down = np.argsort(rows.parent, kind="stable")
    up = np.argsort(rows.child, kind="stable")
    instead = np.argsort(rows.primary, kind="stable")
    back = np.argsort(rows.alternate, kind="stable")
    amounts = least_whole(max(len(rows.quantities), 1).bit_length())
    about = {
        "kind": KIND,
        "version": VERSION,
        "digests": sorted(set(rows.digests)),
        "quantities": [str(quantity) for quantity in rows.quantities],
        "parts": count,
        "uses": len(rows.parent),
        "alternates": len(rows.primary),
        "makers": int(rows.makers.sum()),
    }
    entries = list(_entries(rows, progress))
    return about, {
        **rows.refs.arrays("refs"),
        **rows.more.arrays("more"),
        **Lookup.of(entries, len(entries)).arrays("words"),
        **Texts.of(json.dumps([one.file, one.digest, one.completeness], ensure_ascii=False) for one in rows.products).arrays("products"),
        "roots": rows.roots.astype(np.uint32),
        "makers": rows.makers.astype(np.uint8),
        "below": starts_of(rows.parent[down], count),
        "child": rows.child[down].astype(np.uint32),
        "child_amount": rows.amount[down].astype(amounts),
        "above": starts_of(rows.child[up], count),
        "parent": rows.parent[up].astype(np.uint32),
        "parent_amount": rows.amount[up].astype(amounts),
        "instead": starts_of(rows.primary[instead], count),
        "alternate": rows.alternate[instead].astype(np.uint32),
        "stands_for": starts_of(rows.alternate[back], count),
        "primary": rows.primary[back].astype(np.uint32),
    }


def _entries(rows: PartRows, progress: Say | None) -> Iterator[tuple[int, int]]:
    """The marks of every word by which a part is asked for."""
    total = len(rows.refs)
    for at in range(total):
        if progress and not at % 10_000:
            progress(at, total)
        ref, more = rows.refs[at], rows.more[at]
        for word in words_of(component_of(ref, more), ref.partition("#")[2]) if more or "#" in ref else (folded(ref),):
            yield mark_of(word), at
