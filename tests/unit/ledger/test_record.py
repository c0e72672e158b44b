"""The record: every byte of every file counts."""

import os

import pytest

from sekisho.ledger.log import Act, append
from sekisho.ledger.notes import VerifierKey
from sekisho.ledger.verify import verify_record


class KeyInHand:
    def __init__(self) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.private = Ed25519PrivateKey.generate()

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(name="sekisho/test", public=self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


class RecordInHand:
    """A record, its store and its vault as one dict."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.bodies: list[bytes] = []

    def checkpoint(self) -> bytes | None:
        return self.files.get("checkpoint")

    def publish(self, files: dict[str, bytes], checkpoint: bytes) -> None:
        self.files.update({**files, "checkpoint": checkpoint})

    def keep(self, bodies: list[bytes]) -> None:
        self.bodies += bodies

    def paths(self) -> list[str]:
        return list(self.files)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]


def record_of(*appends: int) -> tuple[RecordInHand, KeyInHand]:
    record, signer = RecordInHand(), KeyInHand()
    for count in appends:
        acts = [Act(kind="paper", claims={"place": place, "amount": "700"}) for place in range(count)]
        append(record, record, acts, signer=signer, salt=lambda: os.urandom(16))
    return record, signer


@pytest.mark.parametrize("appends", [(1,), (3, 2), (254,), (255,), (256, 300)])
def test_a_record_holds_and_grows(appends: tuple[int, ...]) -> None:
    record, signer = record_of(*appends)
    answer = verify_record(record, key=signer.key)
    assert answer.holds, answer.faults
    assert answer.size == sum(appends) + 1
    assert answer.signer_proven
    assert not verify_record(record).signer_proven


@pytest.mark.parametrize("pinned", [True, False])
@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_every_flipped_byte_is_found_and_its_file_named(mask: int, pinned: bool) -> None:
    record, signer = record_of(3, 2)
    assert len([path for path in record.files if "/entries/" in path]) == 2, "the earlier partial bundle stays behind"
    for path, octets in list(record.files.items()):
        for place in range(len(octets)):
            changed = bytearray(octets)
            changed[place] ^= mask
            record.files[path] = bytes(changed)
            answer = verify_record(record, key=signer.key if pinned else None)
            assert not answer.holds, (path, place)
            assert path in {one.file for one in answer.faults}, (path, place, answer.faults)
        record.files[path] = octets


def test_a_flip_names_the_entry_its_byte_belongs_to() -> None:
    record, signer = record_of(6)
    path = "tile/entries/000.p/7"
    octets, spans, offset = record.files[path], [], 0
    for entry in range(7):
        length = int.from_bytes(octets[offset : offset + 2], "big") + 2
        spans.append((entry, offset, offset + length))
        offset += length
    for entry, start, end in spans:
        for place in range(start, end):
            changed = bytearray(octets)
            changed[place] ^= 0x02
            record.files[path] = bytes(changed)
            answer = verify_record(record, key=signer.key)
            assert (path, entry) in {(one.file, one.entry) for one in answer.faults}, (place, entry, answer.faults)


def test_a_flipped_tile_hash_names_the_entry_it_covers() -> None:
    record, signer = record_of(6)
    path = "tile/0/000.p/7"
    changed = bytearray(record.files[path])
    changed[32 * 4 + 5] ^= 1
    record.files[path] = bytes(changed)
    assert [(one.file, one.entry) for one in verify_record(record, key=signer.key).faults] == [(path, 4)]


def test_a_lost_a_foreign_and_a_missing_file_are_named() -> None:
    record, signer = record_of(6)
    record.files["notes.txt"] = b"x"
    record.files["tile/0/001.p/1"] = b"0" * 32
    del record.files["tile/0/000.p/7"]
    named = {one.file for one in verify_record(record, key=signer.key).faults}
    assert named == {"notes.txt", "tile/0/001.p/1", "tile/0/000.p/7"}


def test_another_key_does_not_prove_the_signer() -> None:
    record, _ = record_of(2)
    answer = verify_record(record, key=KeyInHand().key)
    assert not answer.holds
    assert answer.faults[0].file == "checkpoint"


def test_a_kept_checkpoint_shows_a_rewritten_history() -> None:
    record, signer = record_of(3)
    kept = record.files["checkpoint"]
    append(record, record, [Act(kind="paper", claims={"place": "later"})], signer=signer, salt=lambda: os.urandom(16))
    assert verify_record(record, key=signer.key, kept=kept).holds
    rewritten = RecordInHand()
    append(rewritten, rewritten, [Act(kind="paper", claims={"place": at}) for at in range(9)], signer=signer, salt=lambda: os.urandom(16))
    assert not verify_record(rewritten, key=signer.key, kept=kept).holds
    shorter = RecordInHand()
    append(shorter, shorter, [Act(kind="paper", claims={"place": 0})], signer=signer, salt=lambda: os.urandom(16))
    assert "lost entries" in verify_record(shorter, key=signer.key, kept=kept).faults[0].why


def test_a_leaf_shows_neither_price_nor_name() -> None:
    record, signer = record_of(1)
    append(record, record, [Act(kind="evaluated", claims={"price": "472000000", "bidder": "乙社"})], signer=signer, salt=lambda: os.urandom(16))
    logged = b"".join(record.files.values())
    assert b"472000000" not in logged
    assert "乙社".encode() not in logged


@pytest.mark.parametrize("claims", [{}, {"case": "T-1"}, {"case": "例", "verdict": "clear", "price": None}])
def test_an_envelope_is_the_canonical_json_of_its_own_reading(claims: dict[str, object]) -> None:
    from sekisho.canonical import canonical_json
    from sekisho.ledger.envelope import TYPES, read_envelope, seal

    for seq in (1, 10, 10**9):
        for kind in set(TYPES) - {"open", "key"}:
            entry = seal(Act(kind=kind, claims=claims), seq, lambda: os.urandom(16), {"recorded_at": "2026-04-01T00:00:00Z"}).entry
            assert canonical_json(read_envelope(entry, seq)) == entry
