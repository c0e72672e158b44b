"""Verifying a record from its bytes alone. The steps carry the numbers of *Verifying, in order* in `docs/reference/record.md`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .envelope import KEY, OPEN, EnvelopeRefused, read_envelope
from .merkle import leaf_hash, root_of
from .notes import NoteRefused, SignedCheckpoint, VerifierKey, cosigned_at, read_checkpoint, read_cosigned
from .succession import successor
from .tiles import TILE_WIDTH, TileName, read_bundle
from .verify_tiles import Broken, Files, RecordBytes, bundle_of, first_foreign, hash_faults

KEPT = "--checkpoint"
"""Stands for the kept checkpoint in the `file` of a fault, which is no file of the record."""


def _none() -> Iterator[dict[str, Any]]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer: what holds, under whose key, and every fault found. `signer_proven` needs a pinned key, `witnessed_at` a witness's key."""

    size: int | None
    root: bytes | None
    origin: str
    signer_proven: bool
    faults: tuple[Broken, ...]
    key: VerifierKey | None = None
    witnessed_at: int | None = None
    leaves: Sequence[bytes] = ()
    disclosures: int = 0
    read_again: Callable[[], Iterator[dict[str, Any]]] = _none

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def envelopes(self) -> Iterator[dict[str, Any]]:
        """Every envelope in order, read once more."""
        return self.read_again()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The log's keys in turn: each with the entry that names it. It signs checkpoints of a size beyond that entry, until the next one."""

    keys: tuple[tuple[int, VerifierKey], ...]
    faults: tuple[Broken, ...] = ()

    def at(self, size: int) -> VerifierKey | None:
        """The key in force at a size."""
        return next((key for since, key in reversed(self.keys) if since < size), None)

    def holds(self, key: VerifierKey) -> bool:
        return any(key.line == one.line for _, one in self.keys)


@dataclass(slots=True, kw_only=True)
class _Entries:
    leaves: list[bytes]
    keys: list[dict[str, Any]]
    faults: list[Broken]
    digests: int = 0


def verify_record(
    record: RecordBytes, *, key: VerifierKey | None = None, kept: bytes | None = None, witness: VerifierKey | None = None
) -> Verification:
    """Verify a record. `key` pins the signer, `kept` is a checkpoint kept from earlier or by somebody else, whom `witness` pins."""
    paths = sorted(record.paths())
    try:  # 1
        signed = read_checkpoint(record.read("checkpoint"))
    except (NoteRefused, OSError) as error:
        return _broken([Broken(file="checkpoint", why=str(error) if isinstance(error, NoteRefused) else "it cannot be read")])
    checkpoint = signed.checkpoint
    if checkpoint.size == 0 or checkpoint.size > TILE_WIDTH * max(1, len(paths)):
        return _broken([Broken(file="checkpoint", why=f"{len(paths)} files cannot hold {checkpoint.size} entries")])
    files = Files.listed(record, paths, checkpoint.size)  # 3
    entries = _read_entries(files, checkpoint.size)  # 5
    faults: list[Broken] = []
    if len(entries.leaves) == checkpoint.size:
        faults += hash_faults(files, entries.leaves, checkpoint.root)  # 4
    known = {one.entry for one in faults}
    faults += files.faults
    faults += [one for one in entries.faults if one.entry not in known]
    chain = _chain(entries.keys, checkpoint.size)  # 2
    faults += chain.faults
    unsigned = _signature(signed, chain, key)
    doubted = any(one.entry is not None and "/entries/" in one.file for one in faults)
    if unsigned and not doubted and key is not None:
        return _broken(unsigned)
    faults += [] if doubted else unsigned
    witnessed = None
    if kept is not None and len(entries.leaves) == checkpoint.size:
        witnessed, apart = _prefix(kept, entries.leaves, signed, chain, witness)  # 6
        faults += apart
    return Verification(
        size=checkpoint.size,
        root=checkpoint.root,
        origin=checkpoint.origin,
        signer_proven=key is not None and not faults,
        faults=_distinct(faults),
        key=chain.at(checkpoint.size),
        witnessed_at=witnessed,
        leaves=entries.leaves,
        disclosures=entries.digests,
        read_again=lambda: _envelopes(files, checkpoint.size),
    )


def _broken(faults: list[Broken]) -> Verification:
    return Verification(size=None, root=None, origin="", signer_proven=False, faults=_distinct(faults))


def _distinct(faults: Iterable[Broken]) -> tuple[Broken, ...]:
    seen = {(one.file, one.entry): one for one in reversed(list(faults))}
    return tuple(sorted(seen.values(), key=lambda one: (one.file, -1 if one.entry is None else one.entry)))


def _read_entries(files: Files, size: int) -> _Entries:
    """The leaf hash of every entry, as far as the bundles' framing holds, the envelopes that name keys, and every entry that is no envelope."""
    found = _Entries(leaves=[], keys=[], faults=[])
    for index in range(-(-size // TILE_WIDTH)):
        name = TileName(level=-1, index=index, width=min(TILE_WIDTH, size - index * TILE_WIDTH))
        octets = files.read(name)
        if octets is None:
            continue
        held, stopped = read_bundle(octets, name.width)
        if stopped is not None:
            entry = name.index * TILE_WIDTH + first_foreign(held, stopped, files, name)
            found.faults.append(Broken(file=name.path, entry=entry, why="the bundle's framing breaks"))
            return found
        _take_in(found, held, name)
    return found


def _take_in(found: _Entries, held: Sequence[bytes], name: TileName) -> None:
    for place, entry in enumerate(held):
        seq = name.index * TILE_WIDTH + place
        found.leaves.append(leaf_hash(entry))
        try:
            envelope = read_envelope(entry, seq)
        except EnvelopeRefused as error:
            found.faults.append(Broken(file=name.path, entry=seq, why=str(error)))
            continue
        found.digests += len(envelope["_sd"])
        if envelope["type"] in (OPEN, KEY):
            found.keys.append(envelope)


def _envelopes(files: Files, size: int) -> Iterator[dict[str, Any]]:
    for index in range(-(-size // TILE_WIDTH)):
        name = TileName(level=-1, index=index, width=min(TILE_WIDTH, size - index * TILE_WIDTH))
        for place, entry in enumerate(read_bundle(files.read(name) or b"", name.width)[0]):
            try:
                yield read_envelope(entry, index * TILE_WIDTH + place)
            except EnvelopeRefused:
                continue


def _chain(envelopes: Sequence[dict[str, Any]], size: int) -> Chain:
    """The keys that the entries name, each but the first under the signature of the one before; it ends where one does not hold."""
    keys: list[tuple[int, VerifierKey]] = []
    for envelope in envelopes:
        seq = envelope["seq"]
        try:
            if seq and not keys:
                return Chain(keys=())
            keys.append((seq, successor(keys[-1][1], envelope) if seq else _opening_key(envelope)))
        except NoteRefused as error:
            return Chain(keys=tuple(keys), faults=(Broken(file=bundle_of(seq, size), entry=seq, why=str(error)),))
    return Chain(keys=tuple(keys))


def _opening_key(envelope: dict[str, Any]) -> VerifierKey:
    key = VerifierKey.parse(envelope["log_key"])
    if key.line != envelope["log_key"]:
        raise NoteRefused("the record's own key is not written canonically")
    return key


def _signature(signed: SignedCheckpoint, chain: Chain, pinned: VerifierKey | None) -> list[Broken]:
    """Step 2: the key in force signed the checkpoint, and the pinned key is one of the chain."""
    size, signer = signed.checkpoint.size, chain.at(signed.checkpoint.size)
    if pinned is not None and signer is not None and not chain.holds(pinned):
        foreign = Broken(file="checkpoint", why=f"not signed by the pinned key `{pinned.name}+{pinned.key_id.hex()}` or a successor of it")
        return [foreign, Broken(file=bundle_of(0, size), entry=0, why="not opened under the pinned key, and no succession leads to it")]
    key = signer or pinned
    if key is None:
        return [Broken(file="checkpoint", why="the record names no key to verify it with")]
    try:
        signed.verify(key)
    except NoteRefused as error:
        return [Broken(file="checkpoint", why=str(error))]
    return []


def _prefix(
    kept: bytes, leaves: Sequence[bytes], signed: SignedCheckpoint, chain: Chain, witness: VerifierKey | None
) -> tuple[int | None, list[Broken]]:
    """Step 6: when the witness cosigned the kept checkpoint, and what speaks against the record's being its continuation."""
    at = None
    try:
        earlier = read_cosigned(kept)
        checkpoint = earlier.checkpoint
        if checkpoint.origin != signed.checkpoint.origin:
            raise NoteRefused("it is another log's")
        if checkpoint.size == 0 or checkpoint.size > len(leaves):
            raise NoteRefused(f"the record has lost entries: it once held {checkpoint.size}")
        signer = chain.at(checkpoint.size)
        if signer is None:
            raise NoteRefused("the record names no key to verify it with")
        earlier.verify(signer)
        at = cosigned_at(earlier, witness) if witness else None
        if root_of(leaves[place] for place in range(checkpoint.size)) != checkpoint.root:
            raise NoteRefused("the record is not a continuation of the kept checkpoint")
    except NoteRefused as error:
        return None, [Broken(file=KEPT, why=str(error))]
    return at, []


__all__ = ["KEPT", "Broken", "RecordBytes", "Verification", "verify_record"]
