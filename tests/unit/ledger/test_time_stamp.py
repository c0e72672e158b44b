"""Time-stamps on a checkpoint, from files: an invented authority stamped `time_stamp/checkpoint` once (made with `openssl ts`)."""

from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "time_stamp"


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    from sekisho.wiring.time_stamps import verified

    def asked(**changed: bytes) -> dict[str, Any]:
        paths = []
        for name, own in (("checkpoint", "checkpoint"), ("token", "checkpoint.tsr"), ("authority", "authority.pem")):
            paths.append(tmp_path / name)
            paths[-1].write_bytes(changed.get(name, (HERE / own).read_bytes()))
        return verified(*paths)

    return asked


def test_a_token_tells_when_the_authority_saw_the_checkpoint(ask: Any) -> None:
    assert ask() == {"holds": True, "at": "2026-11-22T16:37:06Z", "why": None}


def test_another_checkpoint_another_root_and_a_torn_token_prove_nothing(ask: Any) -> None:
    token = (HERE / "checkpoint.tsr").read_bytes()
    flipped = bytes([*token[:120], token[120] ^ 1, *token[121:]])
    other = (HERE / "other.pem").read_bytes()
    for changed in ({"checkpoint": b"x"}, {"authority": other}, {"authority": b"x"}, {"token": token[:-9]}, {"token": flipped}):
        answer = ask(**changed)
        assert (answer["holds"], answer["at"]) == (False, None), changed
        assert answer["why"]


def test_a_request_asks_for_the_digest_of_the_checkpoint(tmp_path: Path) -> None:
    from sekisho.canonical import sha256_hex
    from sekisho.wiring.time_stamps import request

    request(HERE / "checkpoint", tmp_path / "query.tsq")
    octets = (tmp_path / "query.tsq").read_bytes()
    assert bytes.fromhex(sha256_hex((HERE / "checkpoint").read_bytes())) in octets
    assert octets.endswith(b"\x01\x01\xff"), "the authority is asked for its certificate"
