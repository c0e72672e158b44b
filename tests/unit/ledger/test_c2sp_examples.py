"""Examples printed in the C2SP texts, as facts: signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-witness (c2sp.org, 2026-11-22).

Of the checkpoint and cosignature examples C2SP prints no public keys, so that their form, times and key ids are held here and not their signatures;
the example of signed-note comes with its key. Both verifiers' readers are held to each.
"""

import base64
import hashlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "verifier"))
from sekisho.ledger.notes import COSIGNATURE, NoteRefused, VerifierKey, cosigned_message, read_checkpoint, read_cosigned, read_note
from sekisho.ledger.tiles import TileName, tile_names
from verifying import notes as second
from verifying import tiles as second_tiles

POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
NOTE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
COSIGNED = CHECKPOINT + (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
COSIGNED_TEXT = (
    "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
PROOF = """PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0="""


def test_a_note_may_hold_empty_lines_and_ends_in_its_signatures() -> None:
    note = read_note(POEM.encode())
    assert note.text.endswith("di sole:\n\ned è subito sera.\n")
    own = note.signatures[0]
    assert (own.name, own.key_id.hex(), len(own.octets)) == ("quasimodo.example/salvatore", "367ba04b", 64)


def test_the_example_of_signed_note_verifies_under_its_printed_key() -> None:
    key = VerifierKey.parse(NOTE_KEY)
    assert key.line == NOTE_KEY
    read_note(NOTE.encode()).verify(key)
    with pytest.raises(NoteRefused):
        read_note(NOTE.replace("example message", "Example message").encode()).verify(key)
    told = second.parse_key(NOTE_KEY)
    name, text = second.LINE.findall(NOTE)[0]
    key_id, signature = second.split_signature(text, 68)
    assert (name, key_id) == (told.name, told.key_id)
    assert second.signed_by(told.public, b"This is an example message.\n", signature)


def test_the_example_of_tlog_checkpoint_is_read_by_both() -> None:
    ours, theirs = read_checkpoint(CHECKPOINT.encode()), second.parse_note(CHECKPOINT.encode())
    assert (ours.checkpoint.origin, ours.checkpoint.size) == (theirs.origin, theirs.size) == ("example.com/behind-the-sofa", 20852163)
    assert ours.checkpoint.root == theirs.root
    assert ours.checkpoint.body == theirs.text == CHECKPOINT.partition("\n\n")[0].encode() + b"\n"
    assert ours.signature.line.encode() == CHECKPOINT.encode()[len(ours.checkpoint.body) + 1 :]


def test_the_example_of_tlog_cosignature_is_of_its_printed_time_and_text() -> None:
    ours, theirs = read_cosigned(COSIGNED.encode()), second.parse_note(COSIGNED.encode(), alone=False)
    witness = ours.note.signatures[1]
    assert (witness.name, witness.key_id) == theirs.signatures[1][:2] == ("witness.example.com/w1", bytes.fromhex("8d66cf3f"))
    at = int.from_bytes(witness.octets[:8], "big")
    assert (at, len(witness.octets)) == (1679315147, 72)
    assert cosigned_message(ours.checkpoint.body, at) == COSIGNED_TEXT.encode()
    with pytest.raises(NoteRefused):
        read_checkpoint(COSIGNED.encode())
    with pytest.raises(second.Broken):
        second.parse_note(COSIGNED.encode())


def test_a_witness_key_has_type_4_and_its_own_id() -> None:
    public = bytes(range(32))
    key = VerifierKey(name="witness.example.com/w1", public=public, kind=COSIGNATURE)
    assert key.key_id == hashlib.sha256(b"witness.example.com/w1\n\x04" + public).digest()[:4]
    assert VerifierKey.parse(key.line, COSIGNATURE) == key
    assert second.parse_key(key.line, second.WITNESS)[1:] == (key.name, key.key_id, public)
    for wrong in (key.line, NOTE_KEY):
        with pytest.raises(NoteRefused):
            VerifierKey.parse(wrong, COSIGNATURE if wrong == NOTE_KEY else b"\x01")


@pytest.mark.parametrize(("index", "path"), [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")])
def test_tiles_lie_where_tlog_tiles_says(index: int, path: str) -> None:
    name = TileName(level=0, index=index, width=256)
    assert name.path == f"tile/0/{path}"
    assert TileName.parse(name.path) == name
    assert second_tiles.Tile(0, index, 256).path() == name.path


def test_a_log_of_70000_and_one_of_256_consist_of_the_printed_tiles() -> None:
    of_70000 = [name for name in tile_names(70_000) if name.level >= 0]
    told = {level: [name.width for name in of_70000 if name.level == level] for level in range(3)}
    assert told == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}
    assert [(name.level, name.width) for name in tile_names(256)] == [(-1, 256), (0, 256), (1, 1)]
    for size in (256, 70_000):
        assert list(tile_names(size)) == [TileName(level=level, index=at, width=width) for level, at, width in second_tiles.needed_tiles(size)]


def test_the_consistency_proof_of_tlog_witness_is_four_hashes_in_base64() -> None:
    assert [len(base64.b64decode(line, validate=True)) for line in PROOF.split("\n")] == [32] * 4
