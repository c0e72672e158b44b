"""Names by the batch: `match_batch` takes an Arrow batch of names and gives an Arrow batch of hits. The runner here calls it, and a cluster would.

    from sekisho.engines.embedded.bulk import HITS, NAMES, match_batch
    hits = match_batch(batch, NameIndex.open(path))       # batch has NAMES' columns, hits have HITS'

It reads nothing but its two arguments and keeps the order of the names, so batches can be matched anywhere and their hits joined in order.
"""

import functools
import sys
from collections.abc import Sequence

import pyarrow as pa

from ... import names as names_room
from ...feeds.csv_out import csv_octets
from ...feeds.name_list import NAMES
from ...feeds.name_pairs import score_text
from .name_index import Hit, NameIndex

__all__ = ["HITS", "NAMES", "as_batch", "forget", "found_in", "hits_csv", "match_batch"]

HITS = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("entity", pa.string()),
        ("matched_name", pa.string()),
        ("score", pa.float64()),
        ("class", pa.string()),
        ("alert", pa.bool_()),
        ("why", pa.string()),
    ]
)
"""A hit: the row's `id` and `name`, the entity of the register and the name of it that scores best, and what the comparison found."""


def match_batch(batch: pa.RecordBatch, index: NameIndex) -> pa.RecordBatch:
    """The hits of a batch, in the order of its names and the best first. Only `name` is needed of its columns; blank names have no hit."""
    return as_batch(batch, found_in(batch, index))


def found_in(batch: pa.RecordBatch, index: NameIndex) -> list[tuple[int, list[Hit]]]:
    """(row, its hits) of each name that has any."""
    names, countries = _texts(batch, "name"), _texts(batch, "country")
    asked = [at for at, name in enumerate(names) if name]
    found = index.match([names[at] for at in asked], [countries[at] for at in asked])
    return [(at, hits) for at, hits in zip(asked, found, strict=True) if hits]


def as_batch(batch: pa.RecordBatch, found: Sequence[tuple[int, Sequence[Hit]]]) -> pa.RecordBatch:
    """The hits found in a batch as HITS."""
    names, ids = _texts(batch, "name"), _texts(batch, "id")
    rows = [(ids[at], names[at], hit) for at, hits in found for hit in hits]
    columns = (
        [one for one, _, _ in rows],
        [name for _, name, _ in rows],
        [hit.entity for _, _, hit in rows],
        [hit.alias for _, _, hit in rows],
        [hit.score for _, _, hit in rows],
        [hit.relation for _, _, hit in rows],
        [hit.alert for _, _, hit in rows],
        [hit.comparison.why for _, _, hit in rows],
    )
    return pa.record_batch([pa.array(column, field.type) for column, field in zip(columns, HITS, strict=True)], schema=HITS)


def _texts(batch: pa.RecordBatch, column: str) -> list[str]:
    """A column as text, blank where it is null or not there."""
    if column not in batch.schema.names:
        return [""] * batch.num_rows
    return [value or "" for value in batch.column(column).to_pylist()]


def hits_csv(hits: pa.RecordBatch) -> bytes:
    """Hits as lines of CSV without their header; scores have four places."""
    rows = zip(*(hits.column(at).to_pylist() for at in range(hits.num_columns)), strict=True)
    return csv_octets((*row[:4], score_text(row[4]), row[5], "true" if row[6] else "false", row[7]) for row in rows)


def forget() -> None:
    """Let go of what the `names` room kept of the last batch: the next one has other names, and memory stays what it is. Tables stay."""
    for name, module in list(sys.modules.items()):
        if name.startswith(names_room.__name__):
            for kept in vars(module).values():
                if isinstance(kept, functools._lru_cache_wrapper) and kept.cache_parameters()["maxsize"]:
                    kept.cache_clear()
