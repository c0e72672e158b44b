"""Merkle tree hashing and proofs with SHA-256 (RFC 6962 §2.1, RFC 9162 §2.1). Hashes are 32 bytes; sizes and indexes are non-negative integers."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class ProofRefused(ValueError):
    """A proof that does not hold; the message says at which step."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in order; keeps one hash for each level, so any number of leaves streams through."""
    peaks: list[bytes | None] = []
    for leaf in leaves:
        carried = leaf
        for level, peak in enumerate(peaks):
            if peak is None:
                peaks[level] = carried
                break
            carried = node_hash(peak, carried)
            peaks[level] = None
        else:
            peaks.append(carried)
    root: bytes | None = None
    for peak in peaks:
        if peak is not None:
            root = peak if root is None else node_hash(peak, root)
    return EMPTY_ROOT if root is None else root


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def peaks_of(hashes: Sequence[bytes]) -> Iterator[bytes]:
    """The roots of the perfect subtrees that `hashes` consist of, the widest first."""
    start = 0
    for bit in range(len(hashes).bit_length() - 1, -1, -1):
        if len(hashes) >> bit & 1:
            yield perfect_root(hashes[start : start + (1 << bit)])
            start += 1 << bit


def join_peaks(peaks: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that stand in a row, the widest first (RFC 9162 §2.1.1)."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree over `leaves` (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"leaf {index} is not in a tree of size {len(leaves)}")
    proof: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            proof.append(root_of(leaves[split:end]))
            end = split
        else:
            proof.append(root_of(leaves[start:split]))
            start = split
    return tuple(reversed(proof))


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofRefused unless `proof` leads from `leaf` at `index` to `root` of a tree of `size` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != HASH_SIZE or len(root) != HASH_SIZE:
        raise ProofRefused(f"leaf {index} is not in a tree of size {size}, or a hash is no hash")
    place, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0 or len(sibling) != HASH_SIZE:
            raise ProofRefused("the proof is too long or holds something that is no hash")
        if place & 1 or place == last:
            computed = node_hash(sibling, computed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofRefused("the proof is too short")
    if computed != root:
        raise ProofRefused("the proof leads to another root")


def consistency_proof(leaves: Sequence[bytes], size: int) -> tuple[bytes, ...]:
    """The proof that the tree over the first `size` leaves is a prefix of the tree over all (RFC 9162 §2.1.4.1)."""
    if not 0 < size <= len(leaves):
        raise ValueError(f"no consistency proof from size {size} to {len(leaves)}")
    proof: list[bytes] = []
    start, end, wanted, whole = 0, len(leaves), size, True
    while wanted != end - start:
        split = _split(end - start)
        if wanted <= split:
            proof.append(root_of(leaves[start + split : end]))
            end = start + split
        else:
            proof.append(root_of(leaves[start : start + split]))
            start, wanted, whole = start + split, wanted - split, False
    if not whole:
        proof.append(root_of(leaves[start:end]))
    return tuple(reversed(proof))


def check_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Raise ProofRefused unless `proof` shows that the tree of `size1` is a prefix of the one of `size2` (RFC 9162 §2.1.4.2)."""
    if not 0 < size1 <= size2:
        raise ProofRefused(f"sizes {size1} and {size2} admit no proof")
    if size1 == size2:
        if proof or root1 != root2:
            raise ProofRefused("equal sizes need equal roots and an empty proof")
        return
    if not proof or any(len(node) != HASH_SIZE for node in proof):
        raise ProofRefused("the proof is empty or holds something that is no hash")
    path = list(proof) if size1 & (size1 - 1) else [root1, *proof]
    place, last = size1 - 1, size2 - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for node in path[1:]:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if place & 1 or place == last:
            first, second = node_hash(node, first), node_hash(node, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, node)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofRefused("the proof is too short")
    if first != root1 or second != root2:
        raise ProofRefused("the proof leads to other roots")


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)
