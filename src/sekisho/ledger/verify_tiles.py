"""Which of a record's files belong to it, and whether its tiles are the tree over its entries (steps 3 and 4 of `docs/reference/record.md`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .merkle import HASH_SIZE, leaf_hash, root_of
from .tiles import TILE_WIDTH, TileName, hash_levels, read_bundle, root_of_levels, split_hashes, tile_names, tile_octets


class RecordBytes(Protocol):
    """A record's files. `paths` are relative to it with `/`, everything that lies there included; `read` gives a regular file's bytes or OSError."""

    def paths(self) -> Iterable[str]: ...

    def read(self, path: str) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One thing that does not hold: the file (relative to the record), the entry where the byte belongs to one, and why."""

    file: str
    why: str
    entry: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "entry": self.entry, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The tiles that a record of some size may hold and does, read when they are asked for; `faults` grows with what is not as it must be."""

    record: RecordBytes
    needed: tuple[TileName, ...]
    held: Mapping[TileName, str]
    faults: list[Broken]

    @classmethod
    def listed(cls, record: RecordBytes, paths: Iterable[str], size: int) -> "Files":
        """Step 3: every file is one that the size allows, and every one that it needs is there."""
        needed = tuple(tile_names(size))
        spans = {(name.level, name.index): name.width for name in needed}
        held: dict[TileName, str] = {}
        faults: list[Broken] = []
        for path in paths:
            name = TileName.parse(path)
            if name is not None and name.width <= spans.get((name.level, name.index), 0):
                held[name] = path
            elif path != "checkpoint":
                faults.append(Broken(file=path, why="nothing of this name belongs to a record of this size"))
        faults += [Broken(file=name.path, why="the record needs it and it is missing") for name in needed if name not in held]
        return cls(record=record, needed=needed, held=held, faults=faults)

    def read(self, name: TileName) -> bytes | None:
        """A tile's bytes; None where it is missing or, which is then a fault, cannot be read."""
        if name not in self.held:
            return None
        try:
            return self.record.read(self.held[name])
        except OSError:
            self.faults.append(Broken(file=name.path, why="it cannot be read"))
            return None


def bundle_of(place: int, size: int) -> str:
    """The path of the bundle that holds an entry of a log of `size`."""
    index = place // TILE_WIDTH
    return TileName(level=-1, index=index, width=min(TILE_WIDTH, size - index * TILE_WIDTH)).path


def first_foreign(held: Sequence[bytes], stopped: int, files: Files, name: TileName) -> int:
    """Broken framing shows late; the entry whose hash the level-0 tile does not know is where it began."""
    known = split_hashes(files.read(TileName(level=0, index=name.index, width=name.width)) or b"")
    for place, (entry, expected) in enumerate(zip(held, known, strict=False)):
        if leaf_hash(entry) != expected:
            return place
    return stopped


def hash_faults(files: Files, leaves: Sequence[bytes], root: bytes) -> list[Broken]:
    """Step 4: tiles and root are those of the entries; where not, which side the checkpoint bears out, and the entries that differ."""
    levels = hash_levels(leaves)
    tiles = list(_tile_faults(files, levels))
    bundles = list(_stale_bundles(files))
    if root_of_levels(levels) == root:
        return tiles + bundles
    shown = _shown(files)
    differing = [place for place, (mine, theirs) in enumerate(zip(leaves, shown, strict=False)) if mine != theirs]
    if len(shown) == len(leaves) and all(len(one) == HASH_SIZE for one in shown) and root_of(shown) == root:
        return [_changed(place, len(leaves)) for place in differing] + list(_tile_faults(files, hash_levels(shown)))
    if not tiles:
        return [Broken(file="checkpoint", why="entries and tiles agree on another root")]
    return [_changed(place, len(leaves)) for place in differing[:1]] + tiles + bundles


def _shown(files: Files) -> list[bytes]:
    """The leaf hashes that the level-0 tiles say."""
    return [one for name in files.needed if name.level == 0 for one in split_hashes(files.read(name) or b"")]


def _changed(place: int, size: int) -> Broken:
    return Broken(file=bundle_of(place, size), entry=place, why="the entry's bytes are not what was recorded")


def _tile_faults(files: Files, levels: list[list[bytes]]) -> Iterator[Broken]:
    for name in files.held:
        octets = files.read(name) if name.level >= 0 else None
        if octets is None or octets == tile_octets(levels, name):
            continue
        wanted = split_hashes(tile_octets(levels, name) or b"")
        differing = (at for at, (mine, theirs) in enumerate(zip(split_hashes(octets), wanted, strict=False)) if mine != theirs)
        place = next(differing, min(name.width, len(wanted)) - 1)
        entry = (name.index * TILE_WIDTH + max(place, 0)) * TILE_WIDTH**name.level
        yield Broken(file=name.path, entry=entry, why="a hash is not the hash of what it covers")


def _stale_bundles(files: Files) -> Iterator[Broken]:
    """Narrower bundles that an earlier size left behind hold a prefix of what the wider one holds."""
    whole = {name.index: name for name in files.needed if name.level < 0}
    for name in files.held:
        if name.level >= 0 or name == whole[name.index]:
            continue
        octets, grown = files.read(name), files.read(whole[name.index])
        if octets is None or grown is None:
            continue
        mine, stopped = read_bundle(octets, name.width)
        expected = read_bundle(grown, whole[name.index].width)[0][: name.width]
        if stopped is None and mine == expected:
            continue
        place = next((at for at, (a, b) in enumerate(zip(mine, expected, strict=False)) if a != b), stopped or 0)
        yield Broken(file=name.path, entry=name.index * TILE_WIDTH + place, why="an earlier bundle differs from the grown one")
