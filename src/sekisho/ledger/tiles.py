"""C2SP tlog-tiles: where a tile lies, what it holds, and entry bundles. Paths are relative to the record and use `/`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .merkle import HASH_SIZE, join_peaks, peaks_of, perfect_root

TILE_WIDTH = 256
MAX_ENTRY = 65_535
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,7}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TileName:
    """One tile: `level` −1 stands for entry bundles; `width` 1 to 256, where 256 is a full tile."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.append(f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level < 0 else str(self.level)
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"

    @classmethod
    def parse(cls, path: str) -> "TileName | None":
        """None where `path` is not exactly the path of a tile."""
        match = _PATH.fullmatch(path)
        if not match:
            return None
        level = -1 if match[1] == "entries" else int(match[1])
        index = int(match[2].replace("x", "").replace("/", ""))
        named = cls(level=level, index=index, width=int(match[3]) if match[3] else TILE_WIDTH)
        return named if named.path == path else None


def tile_names(size: int) -> Iterator[TileName]:
    """The tiles that a log of `size` entries consists of, entry bundles included."""
    for index in range(-(-size // TILE_WIDTH)):
        yield TileName(level=-1, index=index, width=min(TILE_WIDTH, size - index * TILE_WIDTH))
    level, count = 0, size
    while count:
        for index in range(-(-count // TILE_WIDTH)):
            yield TileName(level=level, index=index, width=min(TILE_WIDTH, count - index * TILE_WIDTH))
        level, count = level + 1, count // TILE_WIDTH


def hash_levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Per level, every hash that a tile of it may hold; level L+1 holds the roots of the full tiles of level L."""
    levels = [list(leaves)]
    while len(levels[-1]) >= TILE_WIDTH:
        below = levels[-1]
        full = len(below) // TILE_WIDTH
        levels.append([perfect_root(below[at * TILE_WIDTH : (at + 1) * TILE_WIDTH]) for at in range(full)])
    return levels


def root_of_levels(levels: Sequence[Sequence[bytes]]) -> bytes:
    """The root over the leaves of `hash_levels`, each of whose levels ends in a partial tile or none."""
    partial = [held[len(held) // TILE_WIDTH * TILE_WIDTH :] for held in levels]
    return join_peaks([peak for held in reversed(partial) for peak in peaks_of(held)])


def tile_octets(levels: Sequence[Sequence[bytes]], name: TileName) -> bytes | None:
    """What the tile must hold, or None where the log has no such tile (level ≥ 0)."""
    if name.level >= len(levels):
        return None
    start = name.index * TILE_WIDTH
    held = levels[name.level][start : start + name.width]
    return b"".join(held) if len(held) == name.width else None


def bundle_octets(entries: Sequence[bytes]) -> bytes:
    """An entry bundle: each entry after its length as a 16-bit big-endian integer."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is longer than {MAX_ENTRY}")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def read_bundle(octets: bytes, count: int) -> tuple[list[bytes], int | None]:
    """The entries of a bundle, and the position at which the framing breaks (None where it holds for exactly `count` entries)."""
    entries: list[bytes] = []
    offset = 0
    while len(entries) < count:
        length = int.from_bytes(octets[offset : offset + 2], "big")
        end = offset + 2 + length
        if offset + 2 > len(octets) or end > len(octets):
            return entries, len(entries)
        entries.append(octets[offset + 2 : end])
        offset = end
    return entries, None if offset == len(octets) else count - 1


def split_hashes(octets: bytes) -> list[bytes]:
    """The 32-byte hashes of a tile; a ragged end is kept as a short last member."""
    return [octets[at : at + HASH_SIZE] for at in range(0, len(octets), HASH_SIZE)]
