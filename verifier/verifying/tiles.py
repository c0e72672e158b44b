"""Tiles, bundles and the tree over them (C2SP tlog-tiles, RFC 6962 §2.1)."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

BUNDLE = -1  # the "level" of entry bundles; hash tiles have levels 0, 1, …
FULL, HASH = 256, 32  # hashes in a full tile, bytes in a hash
LONGEST_BUNDLE = FULL * (2 + 0xFFFF)
TILE = re.compile(r"record/tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class Tile(NamedTuple):
    """One tile or bundle file: level (BUNDLE for entry bundles), number, width 1..256 (256: full, no `.p`)."""

    level: int
    number: int
    width: int

    def path(self) -> str:
        """Path below record/, as tlog-tiles names it."""
        rest, name = self.number // 1000, f"{self.number % 1000:03d}"
        while rest:
            rest, name = rest // 1000, f"x{rest % 1000:03d}/{name}"
        kind = "entries" if self.level == BUNDLE else str(self.level)
        return f"tile/{kind}/{name}" + (f".p/{self.width}" if self.width < FULL else "")

    def entry(self, position: int) -> int:
        """Index of the first entry that the hash at `position` covers."""
        return (FULL * self.number + position) << (8 * max(self.level, 0))


Expects = Callable[[Tile, int | None], bytes]  # the hash that belongs at a position of a tile (None: all of them); b"" where nothing is known


def parse_tile(path: str) -> Tile | None:
    """The tile that `path` names, or None where no tile has that path."""
    if not (match := TILE.fullmatch(path)):
        return None
    level = BUNDLE if match[1] == "entries" else int(match[1])
    tile = Tile(level, int(re.sub("[x/]", "", match[2])), int(match[3] or FULL))
    return tile if f"record/{tile.path()}" == path else None


def count_at(size: int, level: int) -> int:
    """How many hashes (or entries) a log of `size` entries has at `level`."""
    return size >> (8 * max(level, 0))


def held(size: int, tile: Tile) -> int:
    """How many hashes the tile of this level and number holds in a log of `size` entries, whatever the file's own width."""
    return max(0, min(FULL, count_at(size, tile.level) - FULL * tile.number))


def needed_tiles(size: int) -> Iterator[Tile]:
    """Every tile that the size needs, lazily: a hostile size costs nothing."""
    level = BUNDLE
    while count := count_at(size, level):
        for number in range(-(-count // FULL)):
            yield Tile(level, number, min(FULL, count - FULL * number))
        level += 1


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 leaf hash."""
    return hashlib.sha256(b"\x00" + entry).digest()


def merkle_root(hashes: bytes) -> bytes:
    """RFC 6962 §2.1 root of joined 32-byte hashes: pairs are joined row by row, an odd last one moves up unchanged."""
    row = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    while len(row) > 1:
        joined = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]
        row = joined + row[2 * len(joined) :]
    return row[0]


def frame(octets: bytes, width: int) -> tuple[list[bytes], bool]:
    """The first `width` entries of a bundle, as far as they can be told apart, and whether they use up exactly all its bytes."""
    entries: list[bytes] = []
    at = 0
    while len(entries) < width:
        end = at + 2 + int.from_bytes(octets[at : at + 2], "big")
        if end > len(octets):
            return entries, False
        entries.append(octets[at + 2 : end])
        at = end
    return entries, at == len(octets)


def hashes_of(tile: Tile, octets: bytes) -> tuple[bytes, bool]:
    """The joined hashes that a tile holds, or that a bundle's entries have, and whether the file has exactly its width."""
    if tile.level == BUNDLE:
        entries, whole = frame(octets, tile.width)
        return b"".join(map(leaf_hash, entries)), whole
    return octets[: min(len(octets) // HASH, tile.width) * HASH], len(octets) == tile.width * HASH


def tree_over(blocks: dict[int, bytes]) -> Expects:
    """What the tiles of all levels must hold above these level-0 blocks (joined hashes by tile number); gaps stay unknown."""
    rows = [{number: merkle_root(block) for number, block in blocks.items() if len(block) == FULL * HASH}]
    while len(below := rows[-1]) >= FULL:
        full = [number for number, count in Counter(index // FULL for index in below).items() if count == FULL]
        rows.append({number: merkle_root(b"".join(below[FULL * number + at] for at in range(FULL))) for number in full})

    def expects(tile: Tile, position: int | None) -> bytes:
        if tile.level <= 0:
            block = blocks.get(tile.number, b"")
            return block[: HASH * tile.width] if position is None else block[HASH * position : HASH * (position + 1)]
        row = rows[tile.level - 1] if tile.level <= len(rows) else {}
        places = range(tile.width) if position is None else (position,)
        return b"".join(row.get(FULL * tile.number + place, b"") for place in places)

    return expects
