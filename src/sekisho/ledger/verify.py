"""Verifying a record from its bytes alone. The steps carry the numbers of *Verifying, in order* in `docs/reference/record.md`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..canonical import sha256_hex
from .envelope import EnvelopeRefused, read_envelope, vault_name
from .merkle import HASH_SIZE, leaf_hash, root_of
from .notes import Checkpoint, NoteRefused, SignedCheckpoint, VerifierKey, read_checkpoint
from .tiles import TILE_WIDTH, TileName, hash_levels, read_bundle, split_hashes, tile_names, tile_octets


class RecordBytes(Protocol):
    """A record's files. `paths` are relative to it with `/`, everything that lies there included; `read` gives a regular file's bytes."""

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
class Verification:
    """The answer: what holds, under whose key, and every fault found. `signer_proven` needs a pinned key."""

    size: int | None
    root: bytes | None
    origin: str
    signer_proven: bool
    faults: tuple[Broken, ...]
    envelopes: tuple[dict[str, Any], ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults

    def digests(self) -> tuple[str, ...]:
        """Hexadecimal digests of every disclosure that the record stands on."""
        return tuple(vault_name(one) for envelope in self.envelopes for one in envelope["_sd"])


def verify_record(record: RecordBytes, *, key: VerifierKey | None = None, kept: bytes | None = None) -> Verification:
    """Verify a record; `key` pins the signer, `kept` is a checkpoint kept from earlier or by somebody else."""
    faults: list[Broken] = []
    paths = sorted(record.paths())
    try:  # 1
        signed = read_checkpoint(record.read("checkpoint"))
    except (NoteRefused, OSError) as error:
        return _broken([Broken(file="checkpoint", why=str(error) if isinstance(error, NoteRefused) else "it cannot be read")])
    checkpoint = signed.checkpoint
    if checkpoint.size == 0 or checkpoint.size > TILE_WIDTH * max(1, len(paths)):
        return _broken([Broken(file="checkpoint", why=f"{len(paths)} files cannot hold {checkpoint.size} entries")])
    octets, allowed = _read_files(record, paths, checkpoint.size, faults)  # 3
    entries, framing = _entries(octets, checkpoint.size)
    faults += framing
    if len(entries) == checkpoint.size:
        faults += _hashes(octets, allowed, entries, checkpoint)  # 4
    envelopes, torn = _envelopes(entries, checkpoint.size)  # 5
    faults += [one for one in torn if all(one.entry != known.entry for known in faults)]
    unsigned = _signature(signed, envelopes, key)  # 2
    if unsigned and key is not None:
        return _broken(unsigned)
    if not any(one.entry is not None and "/entries/" in one.file for one in faults):
        faults += unsigned or _opened_under(envelopes, key, checkpoint.size)
    if kept is not None and len(entries) == checkpoint.size:
        faults += _prefix(kept, entries, signed, envelopes, key)  # 6
    return Verification(
        size=checkpoint.size,
        root=checkpoint.root,
        origin=checkpoint.origin,
        signer_proven=key is not None and not faults,
        faults=_distinct(faults),
        envelopes=tuple(envelopes),
    )


def _broken(faults: list[Broken]) -> Verification:
    return Verification(size=None, root=None, origin="", signer_proven=False, faults=tuple(faults))


def _distinct(faults: Iterable[Broken]) -> tuple[Broken, ...]:
    seen = {(one.file, one.entry): one for one in reversed(list(faults))}
    return tuple(sorted(seen.values(), key=lambda one: (one.file, -1 if one.entry is None else one.entry)))


def _read_files(record: RecordBytes, paths: Iterable[str], size: int, faults: list[Broken]) -> tuple[dict[TileName, bytes], tuple[TileName, ...]]:
    needed = tuple(tile_names(size))
    spans = {(name.level, name.index): name.width for name in needed}
    octets: dict[TileName, bytes] = {}
    for path in paths:
        if path == "checkpoint":
            continue
        name = TileName.parse(path)
        if name is None or name.width > spans.get((name.level, name.index), 0):
            faults.append(Broken(file=path, why="nothing of this name belongs to a record of this size"))
            continue
        try:
            octets[name] = record.read(path)
        except OSError:
            faults.append(Broken(file=path, why="it cannot be read"))
    faults += [Broken(file=name.path, why="the record needs it and it is missing") for name in needed if name not in octets]
    return octets, needed


def _entries(octets: Mapping[TileName, bytes], size: int) -> tuple[list[bytes], list[Broken]]:
    entries: list[bytes] = []
    for name in tile_names(size):
        if name.level >= 0 or name not in octets:
            continue
        held, stopped = read_bundle(octets[name], name.width)
        if stopped is not None:
            entry = name.index * TILE_WIDTH + _first_foreign(held, stopped, octets, name)
            return entries, [Broken(file=name.path, entry=entry, why="the bundle's framing breaks")]
        entries += held
    return entries, []


def _first_foreign(held: list[bytes], stopped: int, octets: Mapping[TileName, bytes], name: TileName) -> int:
    """Broken framing shows late; the entry whose hash the level-0 tile does not know is where it began."""
    known = split_hashes(octets.get(TileName(level=0, index=name.index, width=name.width), b""))
    for place, (entry, expected) in enumerate(zip(held, known, strict=False)):
        if leaf_hash(entry) != expected:
            return place
    return stopped


def _hashes(octets: Mapping[TileName, bytes], needed: tuple[TileName, ...], entries: list[bytes], checkpoint: Checkpoint) -> list[Broken]:
    leaves = [leaf_hash(entry) for entry in entries]
    levels = hash_levels(leaves)
    tiles = _tile_faults(octets, levels)
    bundles = _stale_bundles(octets, entries)
    if root_of(leaves) == checkpoint.root:
        return tiles + bundles
    shown = [one for name in needed if name.level == 0 for one in split_hashes(octets.get(name, b""))]
    if len(shown) == len(leaves) and all(len(one) == HASH_SIZE for one in shown) and root_of(shown) == checkpoint.root:
        changed = [place for place, (mine, theirs) in enumerate(zip(leaves, shown, strict=True)) if mine != theirs]
        upper = _tile_faults(octets, hash_levels(shown))
        return [_bundle_fault(place, len(leaves)) for place in changed] + upper
    if not tiles:
        return [Broken(file="checkpoint", why="entries and tiles agree on another root")]
    changed = [place for place, (mine, theirs) in enumerate(zip(leaves, shown, strict=False)) if mine != theirs]
    return [_bundle_fault(place, len(leaves)) for place in changed[:1]] + tiles + bundles


def _bundle_of(place: int, size: int) -> str:
    index = place // TILE_WIDTH
    return TileName(level=-1, index=index, width=min(TILE_WIDTH, size - index * TILE_WIDTH)).path


def _bundle_fault(place: int, size: int) -> Broken:
    return Broken(file=_bundle_of(place, size), entry=place, why="the entry's bytes are not what was recorded")


def _tile_faults(octets: Mapping[TileName, bytes], levels: list[list[bytes]]) -> list[Broken]:
    faults = []
    for name, held in octets.items():
        expected = tile_octets(levels, name) if name.level >= 0 else held
        if held == expected:
            continue
        wanted = split_hashes(expected or b"")
        place = next((at for at, (a, b) in enumerate(zip(split_hashes(held), wanted, strict=False)) if a != b), min(name.width, len(wanted)) - 1)
        entry = (name.index * TILE_WIDTH + max(place, 0)) * TILE_WIDTH**name.level
        faults.append(Broken(file=name.path, entry=entry, why="a hash is not the hash of what it covers"))
    return faults


def _stale_bundles(octets: Mapping[TileName, bytes], entries: list[bytes]) -> list[Broken]:
    """Narrower bundles that an earlier size left behind hold a prefix of what the wider one holds."""
    faults = []
    for name, held in octets.items():
        if name.level >= 0:
            continue
        start = name.index * TILE_WIDTH
        expected = entries[start : start + name.width]
        mine, stopped = read_bundle(held, name.width)
        if stopped is None and mine == expected:
            continue
        place = next((at for at, (a, b) in enumerate(zip(mine, expected, strict=False)) if a != b), stopped or 0)
        faults.append(Broken(file=name.path, entry=start + place, why="an earlier bundle differs from the grown one"))
    return faults


def _envelopes(entries: list[bytes], size: int) -> tuple[list[dict[str, Any]], list[Broken]]:
    envelopes, torn = [], []
    for place, entry in enumerate(entries):
        try:
            envelopes.append(read_envelope(entry, place))
        except EnvelopeRefused as error:
            torn.append(Broken(file=_bundle_of(place, size), entry=place, why=str(error)))
    return envelopes, torn


def _signature(signed: SignedCheckpoint, envelopes: list[dict[str, Any]], key: VerifierKey | None) -> list[Broken]:
    try:
        signer = key if key is not None else VerifierKey.parse(_own_key(envelopes))
        if key is None and signer.line != _own_key(envelopes):
            raise NoteRefused("the record's own key is not written canonically")
        signed.verify(signer)
    except NoteRefused as error:
        return [Broken(file="checkpoint", why=str(error))]
    return []


def _own_key(envelopes: list[dict[str, Any]]) -> str:
    return str(envelopes[0]["log_key"]) if envelopes and envelopes[0]["seq"] == 0 else ""


def _opened_under(envelopes: list[dict[str, Any]], key: VerifierKey | None, size: int) -> list[Broken]:
    if key is None or _own_key(envelopes) == key.line:
        return []
    return [Broken(file=_bundle_of(0, size), entry=0, why="the record was opened under another key than the pinned one")]


def _prefix(kept: bytes, entries: list[bytes], signed: SignedCheckpoint, envelopes: list[dict[str, Any]], key: VerifierKey | None) -> list[Broken]:
    try:
        earlier = read_checkpoint(kept)
        earlier.verify(key if key is not None else VerifierKey.parse(_own_key(envelopes)))
    except NoteRefused as error:
        return [Broken(file="checkpoint", why=f"the kept checkpoint: {error}")]
    if earlier.checkpoint.origin != signed.checkpoint.origin:
        return [Broken(file="checkpoint", why="the kept checkpoint is another log's")]
    if earlier.checkpoint.size > len(entries):
        return [Broken(file="checkpoint", why=f"the record has lost entries: it once held {earlier.checkpoint.size}")]
    if root_of(leaf_hash(entry) for entry in entries[: earlier.checkpoint.size]) != earlier.checkpoint.root:
        return [Broken(file="checkpoint", why="the record is not a continuation of the kept checkpoint")]
    return []


def vault_faults(bodies: Iterable[tuple[str, bytes]]) -> tuple[Broken, ...]:
    """Step 7: every body must have the digest of its name; `bodies` gives (path, bytes)."""
    return tuple(
        Broken(file=path, why="the body's bytes are not what its name says")
        for path, octets in bodies
        if path.split("/")[-1] != sha256_hex(octets) or path.split("/")[-2:-1] != [path.split("/")[-1][:2]]
    )
