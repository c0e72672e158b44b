"""Appending to the log: entries in, tiles and a new checkpoint out. Values only; a TileStore keeps the bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .envelope import Sealed, seal
from .merkle import leaf_hash, root_of
from .notes import Checkpoint, Signer
from .tiles import TILE_WIDTH, TileName, bundle_octets, hash_levels, tile_names, tile_octets


class TileStore(Protocol):
    """Keeps a record's files by path (`checkpoint`, `tile/…`). `publish` makes them durable, the checkpoint last, or raises."""

    def entries(self) -> Sequence[bytes]: ...

    def publish(self, files: Mapping[str, bytes]) -> None: ...


class Vault(Protocol):
    """Keeps bodies by the SHA-256 of their bytes; `keep` is durable when it returns."""

    def keep(self, bodies: Sequence[bytes]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing to record: its type, and its claims by name (JSON values; files as {"kind", "path", "sha256"})."""

    kind: str
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What an append came to: the checkpoint, and the index of the first new entry."""

    checkpoint: Checkpoint
    first: int


def append(store: TileStore, vault: Vault, acts: Sequence[Act], *, signer: Signer, salt: Callable[[], bytes]) -> Appended:
    """Seal `acts` after the entries that `store` holds. The vault keeps the disclosures before the log shows their digests."""
    held = list(store.entries())
    opening = [] if held else [Act(kind="open", claims={"origin": signer.key.name})]
    sealed = [seal(act.kind, len(held) + place, act.claims, salt, log_key=signer.key.line) for place, act in enumerate([*opening, *acts])]
    vault.keep([shown for one in sealed for shown in one.disclosures])
    entries = held + [one.entry for one in sealed]
    files, root = record_files(entries, already=len(held))
    checkpoint = Checkpoint(origin=signer.key.name, size=len(entries), root=root)
    store.publish({**files, "checkpoint": checkpoint.signed_by(signer)})
    return Appended(checkpoint=checkpoint, first=len(held) + len(opening))


def record_files(entries: Sequence[bytes], *, already: int = 0) -> tuple[dict[str, bytes], bytes]:
    """The tiles and bundles of a log of `entries` that a log of its first `already` did not have, and the root."""
    leaves = [leaf_hash(entry) for entry in entries]
    levels = hash_levels(leaves)
    before = set(tile_names(already))
    files: dict[str, bytes] = {}
    for name in tile_names(len(entries)):
        if name not in before:
            files[name.path] = _octets(name, entries, levels)
    return files, root_of(leaves)


def _octets(name: TileName, entries: Sequence[bytes], levels: Sequence[Sequence[bytes]]) -> bytes:
    if name.level < 0:
        start = name.index * TILE_WIDTH
        return bundle_octets(entries[start : start + name.width])
    held = tile_octets(levels, name)
    if held is None:
        raise ValueError(f"{name.path} is beyond the log")
    return held


__all__ = ["Act", "Appended", "Sealed", "TileStore", "Vault", "append", "record_files"]
