"""Sealing is age's own format: files of an age tool open, and not a byte of a sealed file can be altered, cut or added."""

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.embedded.sealing import CHUNK, Identity, NotSealed, bech32, seal, unbech32, unseal
from sekisho.faults import InputRefused

IDENTITY = "AGE-SECRET-KEY-1X5VXWA7EQ3PX0KFGA05QYV6SGWPUQKDQ85Z8Y3ZUDZ5HLW8E0TYQS9XFZ0"
RECIPIENT = "age1sadcdd0wq2r74km6fm4x5pm00z2qls4cmpqr3345phecrxn4efmqgu8l9a"
BY_AN_AGE_TOOL = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBKem1samxXbTJEVUY4SlN5Qkx5U1ZCVTVaNjA2MHBzMnlSSnhNc0xMRmx3CndiVkh5V2hLR0dvU2QyektjbnptZVh0d3NUVmxX"
    "OHJVaTh4ODNESE5sOWcKLT4gPCgnOH16aC1ncmVhc2UgeW1+JllOciBAKyN6dygvQSBfbgowaHBSTlVoY052cjBLcyszaTV3ZktsL2dGZXdlOUZQT3BTMzVoNWFLcnBwQ3NWY0hFbmpq"
    "T1NjQkJ3T29XL25XCkpVdndGUUx6ZlgwdjdDRTQxMjBFTmJMNTBaTGVMTmRrMjh3WS9NVXB4bVN3UUpEQXdLdwotLS0gKzhuNitVS2c2b292TWNXTm9jakxXR2llUmVheWRjZVVnWUlB"
    "bCtFbGM4TQpJ71+pIseRquT54V0PzPOgdf1jENtQeG9kuMZz1oH3z93KN/7t"
)
"""Made with pyrage 1.3 for the identity above; it holds a stanza of an unknown kind, as age tools add one."""


def test_a_file_of_an_age_tool_opens_with_its_identity() -> None:
    mine = Identity.parse(IDENTITY)
    assert mine.recipient == RECIPIENT
    assert unseal(BY_AN_AGE_TOOL, mine) == b"abcab"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_is_sealed_opens_for_each_recipient_and_for_nobody_else(size: int) -> None:
    one, other = Identity.new(), Identity.new()
    sealed = seal(b"x" * size, [one.recipient, other.recipient])
    assert unseal(sealed, one) == unseal(sealed, other) == b"x" * size
    with pytest.raises(NotSealed, match="somebody else"):
        unseal(sealed, Identity.new())


@settings(max_examples=200)
@given(at=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_no_byte_of_a_sealed_file_can_be_altered(at: int, flip: int) -> None:
    octets = bytearray(BY_AN_AGE_TOOL)
    octets[at % len(octets)] ^= flip
    with pytest.raises(NotSealed):
        unseal(bytes(octets), Identity.parse(IDENTITY))


@pytest.mark.parametrize("keep", [0, 10, 200, len(BY_AN_AGE_TOOL) - 1])
def test_a_cut_or_lengthened_file_opens_not_at_all(keep: int) -> None:
    for octets in (BY_AN_AGE_TOOL[:keep], BY_AN_AGE_TOOL + b"x" * keep + b"x"):
        with pytest.raises(NotSealed):
            unseal(octets, Identity.parse(IDENTITY))


def test_whole_chunks_cannot_be_left_out_at_the_end() -> None:
    mine = Identity.new()
    sealed = seal(b"x" * (2 * CHUNK + 5), [mine.recipient])
    for cut in (5 + 16, 5 + 16 + CHUNK + 16):
        with pytest.raises(NotSealed):
            unseal(sealed[:-cut], mine)


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_no_sealed_file(octets: bytes) -> None:
    for whole in (octets, b"age-encryption.org/v1\n-> X25519 " + octets):
        with pytest.raises(NotSealed):
            unseal(whole, Identity.parse(IDENTITY))


@given(st.binary(max_size=60))
def test_bech32_comes_back(octets: bytes) -> None:
    assert unbech32(bech32("age", octets)) == ("age", octets)


@pytest.mark.parametrize("wrong", ["", "age1", RECIPIENT[:-1] + "q", RECIPIENT.replace("s", "S", 1), IDENTITY.lower(), "age-secret-key-1b" * 2])
def test_what_is_no_identity_is_refused(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputRefused):
        Identity.read(tmp_path / "key")


def test_an_identity_is_written_for_its_owner_alone_and_never_over_another(tmp_path: Path) -> None:
    mine = Identity.new()
    mine.write(tmp_path / "keys" / "own.age-key")
    assert Identity.read(tmp_path / "keys" / "own.age-key") == mine
    assert (tmp_path / "keys" / "own.age-key").stat().st_mode & 0o077 == 0
    assert "AGE-SECRET" not in repr(mine)
    with pytest.raises(InputRefused):
        Identity.new().write(tmp_path / "keys" / "own.age-key")
