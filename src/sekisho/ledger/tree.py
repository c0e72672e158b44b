"""The tree over a log's tiles: growing it at its right edge, and proofs read from a handful of tiles (C2SP tlog-tiles, RFC 9162 §2.1)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from .merkle import HASH_SIZE, join_peaks, leaf_hash, peaks_of, perfect_root
from .tiles import TILE_WIDTH, TileName, bundle_octets, read_bundle, split_hashes

HEIGHT = 8


class TilesBroken(ValueError):
    """A tile that is missing or is not as long as its width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The right edge of a log: its size, the hashes of the partial tile of each level, and the entries of the partial bundle."""

    size: int = 0
    partial: tuple[tuple[bytes, ...], ...] = ((),)
    pending: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        return join_peaks([peak for hashes in reversed(self.partial) for peak in peaks_of(hashes)])

    def grown(self, entries: Sequence[bytes]) -> "tuple[Edge, dict[TileName, bytes]]":
        """The edge with `entries` after it, and the tiles and bundles that are new: each full one, and the partial ones of the new size."""
        files: dict[TileName, bytes] = {}
        pending = [*self.pending, *entries]
        hashes = [leaf_hash(entry) for entry in entries]
        _place_bundles(files, self.size // TILE_WIDTH, pending)
        partial: list[tuple[bytes, ...]] = []
        level, size = 0, self.size
        while hashes or level < len(self.partial):
            held = [*(self.partial[level] if level < len(self.partial) else ()), *hashes]
            hashes = _place_hashes(files, level, (size >> HEIGHT * level) // TILE_WIDTH, held, grew=bool(hashes))
            partial.append(tuple(held[len(held) // TILE_WIDTH * TILE_WIDTH :]))
            level += 1
        kept = pending[len(pending) // TILE_WIDTH * TILE_WIDTH :]
        return Edge(size=self.size + len(entries), partial=tuple(partial), pending=tuple(kept)), files


def _place_bundles(files: dict[TileName, bytes], first: int, pending: Sequence[bytes]) -> None:
    for number, at in enumerate(range(0, len(pending), TILE_WIDTH)):
        held = pending[at : at + TILE_WIDTH]
        files[TileName(level=-1, index=first + number, width=len(held))] = bundle_octets(held)


def _place_hashes(files: dict[TileName, bytes], level: int, first: int, held: Sequence[bytes], *, grew: bool) -> list[bytes]:
    """Put the tiles of one level; the roots of its full tiles."""
    roots = []
    for number, at in enumerate(range(0, len(held), TILE_WIDTH)):
        here = held[at : at + TILE_WIDTH]
        if grew:
            files[TileName(level=level, index=first + number, width=len(here))] = b"".join(here)
        if len(here) == TILE_WIDTH:
            roots.append(perfect_root(here))
    return roots


@dataclass(frozen=True, slots=True, kw_only=True)
class TileTree:
    """A tree of `size` leaves that reads the tiles it needs, and keeps them. `read(path)` gives a file's bytes or raises OSError."""

    read: Callable[[str], bytes]
    size: int
    _held: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def edge(self) -> Edge:
        """The right edge, from which the log goes on."""
        partial: list[tuple[bytes, ...]] = []
        level = 0
        while not level or self.size >> HEIGHT * level:
            count = self.size >> HEIGHT * level
            partial.append(tuple(self._hashes(level, count // TILE_WIDTH)) if count % TILE_WIDTH else ())
            level += 1
        return Edge(size=self.size, partial=tuple(partial), pending=tuple(self.bundle(self.size // TILE_WIDTH)))

    def bundle(self, index: int) -> list[bytes]:
        """The entries of one bundle; [] beyond the log."""
        width = min(TILE_WIDTH, self.size - index * TILE_WIDTH)
        if width <= 0:
            return []
        name = TileName(level=-1, index=index, width=width)
        octets, held = self._octets(name)
        entries, broken = read_bundle(octets, held)
        if broken is not None:
            raise TilesBroken(f"{name.path} is not framed as a bundle")
        return entries[:width]

    def leaf(self, index: int) -> bytes:
        """The hash of the entry at `index`."""
        return self._hashes(0, index // TILE_WIDTH)[index % TILE_WIDTH]

    def root(self) -> bytes:
        return self.root_between(0, self.size)

    def root_between(self, start: int, end: int) -> bytes:
        """The root over leaves `start` to `end`, where the range is one that RFC 9162's recursion comes by."""
        peaks: list[bytes] = []
        while start < end:
            height = (end - start).bit_length() - 1
            peaks.append(self._perfect(start, height))
            start += 1 << height
        return join_peaks(peaks)

    def _perfect(self, start: int, height: int) -> bytes:
        """The root over 2**height leaves from `start` on, which it divides."""
        level = height // HEIGHT
        index = start >> HEIGHT * level
        hashes = self._hashes(level, index // TILE_WIDTH)
        count = 1 << (height - HEIGHT * level)
        return perfect_root(hashes[index % TILE_WIDTH : index % TILE_WIDTH + count])

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """The audit path of leaf `index` (RFC 9162 §2.1.3.1)."""
        if not 0 <= index < self.size:
            raise ValueError(f"entry {index} is not in a log of size {self.size}")
        proof: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            split = start + _split(end - start)
            if index < split:
                proof.append(self.root_between(split, end))
                end = split
            else:
                proof.append(self.root_between(start, split))
                start = split
        return tuple(reversed(proof))

    def consistency(self, size: int) -> tuple[bytes, ...]:
        """The proof that the log of the first `size` entries is the beginning of this one (RFC 9162 §2.1.4.1)."""
        if not 0 < size <= self.size:
            raise ValueError(f"no consistency proof from size {size} to {self.size}")
        proof: list[bytes] = []
        start, end, wanted, whole = 0, self.size, size, True
        while wanted != end - start:
            split = _split(end - start)
            if wanted <= split:
                proof.append(self.root_between(start + split, end))
                end = start + split
            else:
                proof.append(self.root_between(start, start + split))
                start, wanted, whole = start + split, wanted - split, False
        if not whole:
            proof.append(self.root_between(start, end))
        return tuple(reversed(proof))

    def _hashes(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._held:
            width = min(TILE_WIDTH, (self.size >> HEIGHT * level) - index * TILE_WIDTH)
            name = TileName(level=level, index=index, width=max(width, 1))
            octets, held = self._octets(name)
            if width < 1 or len(octets) != HASH_SIZE * held:
                raise TilesBroken(f"{name.path} does not hold {held} hashes")
            self._held[level, index] = split_hashes(octets)[:width]
        return self._held[level, index]

    def _octets(self, name: TileName) -> tuple[bytes, int]:
        """A tile's bytes and their width: those of the full tile, where a growing log has dropped the partial one since."""
        for one in (name, replace(name, width=TILE_WIDTH)):
            with suppress(OSError):
                return self.read(one.path), one.width
        raise TilesBroken(f"{name.path} cannot be read")


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
