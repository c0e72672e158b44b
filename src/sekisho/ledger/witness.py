"""A witness: it remembers the largest checkpoint of a log that it has cosigned, and cosigns another only where the log has merely grown.

Values only. The steps are numbered as in `docs/guides/witness-a-log.md`; cosignatures are those of C2SP tlog-cosignature.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .envelope import KEY, EnvelopeRefused, read_envelope
from .merkle import ProofRefused, check_consistency, check_inclusion, leaf_hash
from .notes import Checkpoint, NoteRefused, Signer, VerifierKey, cosignature, read_checkpoint, with_signatures
from .succession import successor
from .tiles import TILE_WIDTH
from .tree import TilesBroken, TileTree


class CosignatureRefused(ValueError):
    """The log has not merely grown; the message says what a witness saw instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a witness remembers of a log: its last checkpoint, the key in force there, and when it cosigned (POSIX seconds)."""

    checkpoint: Checkpoint
    key: VerifierKey
    at: int


def cosign(octets: bytes, tree: TileTree, seen: Seen, *, witness: Signer, at: int) -> tuple[bytes, Seen]:
    """The checkpoint `octets` with the witness's cosignature, and what to remember before handing it out; CosignatureRefused otherwise."""
    try:
        signed = read_checkpoint(octets)  # 1
        fresh = signed.checkpoint
        if fresh.origin != seen.checkpoint.origin:
            raise NoteRefused(f"this is the log `{fresh.origin}`, not `{seen.checkpoint.origin}`")
        if fresh.size < seen.checkpoint.size:
            raise NoteRefused(f"the log has been rolled back: it once held {seen.checkpoint.size} entries and now holds {fresh.size}")
        if at < seen.at:
            raise NoteRefused("this machine's clock stands before the last cosignature")
        key = _key_in_force(tree, fresh, seen)  # 2
        signed.verify(key)  # 3
        proof = tree.consistency(seen.checkpoint.size)
        check_consistency(seen.checkpoint.size, fresh.size, seen.checkpoint.root, fresh.root, proof)  # 4
    except (NoteRefused, ProofRefused, TilesBroken, EnvelopeRefused) as error:
        raise CosignatureRefused(str(error)) from error
    return with_signatures(octets, [cosignature(witness, fresh, at)]), Seen(checkpoint=fresh, key=key, at=at)  # 5


def first_seen(octets: bytes, key: VerifierKey, *, witness: Signer, at: int) -> tuple[bytes, Seen]:
    """The same for a log that the witness has just verified whole, under `key`."""
    fresh = read_checkpoint(octets).checkpoint
    return with_signatures(octets, [cosignature(witness, fresh, at)]), Seen(checkpoint=fresh, key=key, at=at)


def _key_in_force(tree: TileTree, fresh: Checkpoint, seen: Seen) -> VerifierKey:
    """Follow the successions among the new entries, each proved to be in the tree."""
    key = seen.key
    for index, entry in _fresh_entries(tree, seen.checkpoint.size):
        if not entry.endswith(f'"type":"{KEY}"}}'.encode()):
            continue
        check_inclusion(leaf_hash(entry), index, fresh.size, tree.inclusion(index), fresh.root)
        key = successor(key, read_envelope(entry, index))
    return key


def _fresh_entries(tree: TileTree, since: int) -> Iterator[tuple[int, bytes]]:
    for number in range(since // TILE_WIDTH, -(-tree.size // TILE_WIDTH)):
        for place, entry in enumerate(tree.bundle(number)):
            if number * TILE_WIDTH + place >= since:
                yield number * TILE_WIDTH + place, entry
