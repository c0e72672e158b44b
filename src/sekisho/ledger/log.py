"""Appending to the log: acts in, tiles and a new checkpoint out. Values only; a TileStore keeps the bytes, a Vault what must be erasable."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .envelope import OPEN, Act, Sealed, seal
from .merkle import leaf_hash
from .notes import Checkpoint, Signer, read_checkpoint
from .tree import Edge, TileTree

MOST_READS = 64


class TileStore(Protocol):
    """Keeps a record's files by path (`checkpoint`, `tile/…`): a folder, a database."""

    def checkpoint(self) -> bytes | None:
        """The signed checkpoint, or None where there is no log yet."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file; OSError where there is none."""
        ...

    def publish(self, files: Mapping[str, bytes], checkpoint: bytes) -> None:
        """Make `files` durable, then the checkpoint, or raise: whoever reads meanwhile finds the log before or after."""
        ...


class Vault(Protocol):
    """Keeps bodies by the SHA-256 of their bytes; `keep` is durable when it returns."""

    def keep(self, bodies: Sequence[bytes]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What an append came to: the checkpoint, the index of the first new entry, and the log's new right edge."""

    checkpoint: Checkpoint
    first: int
    edge: Edge


def edge_of(store: TileStore) -> Edge:
    """The right edge of the log that the store's checkpoint stands for; an empty one where there is no log."""
    held = store.checkpoint()
    return Edge() if held is None else TileTree(read=store.read, size=read_checkpoint(held).checkpoint.size).edge()


def append(
    store: TileStore,
    vault: Vault,
    acts: Sequence[Act],
    *,
    signer: Signer,
    salt: Callable[[], bytes],
    edge: Edge | None = None,
    recorded_at: str = "",
) -> Appended:
    """Seal `acts` after the log in `store`, whose `edge` may be known. The vault keeps the disclosures before the log shows their digests."""
    before = edge_of(store) if edge is None else edge
    opening = [] if before.size else [opening_act(signer)]
    sealed = list(_sealed(store, before, [*opening, *acts], salt, recorded_at))
    vault.keep([shown for one in sealed for shown in one.disclosures])
    after, files = before.grown([one.entry for one in sealed])
    checkpoint = Checkpoint(origin=signer.key.name, size=after.size, root=after.root)
    store.publish({name.path: octets for name, octets in files.items()}, checkpoint.signed_by(signer))
    return Appended(checkpoint=checkpoint, first=before.size + len(opening), edge=after)


def opening_act(signer: Signer) -> Act:
    """The act of entry 0: the log's name, and the key under which it opens."""
    return Act(kind=OPEN, claims={"origin": signer.key.name}, shown={"log_key": signer.key.line})


def _sealed(store: TileStore, before: Edge, acts: Sequence[Act], salt: Callable[[], bytes], recorded_at: str) -> Iterator[Sealed]:
    """Each act sealed in turn: when it was recorded, and by index and hash the earlier entries that it stands on."""
    tree = TileTree(read=store.read, size=before.size)
    fresh: list[bytes] = []
    for place, act in enumerate(acts):
        seq = before.size + place
        reads = [entry if entry >= 0 else seq + entry for entry in act.reads]
        if len(reads) > MOST_READS or any(not 0 <= entry < seq for entry in reads):
            raise ValueError(f"entry {seq} can stand on at most {MOST_READS} earlier entries")
        leaves = {entry: fresh[entry - before.size] if entry >= before.size else tree.leaf(entry) for entry in reads}
        stands = {f"reads/{at}": {"entry": entry, "leaf": leaf.hex()} for at, (entry, leaf) in enumerate(leaves.items())}
        when = {"recorded_at": recorded_at} if recorded_at else {}
        one = seal(act, seq, salt, {**stands, **when})
        fresh.append(leaf_hash(one.entry))
        yield one


__all__ = ["Act", "Appended", "Sealed", "TileStore", "Vault", "append", "edge_of"]
