"""The standing log from the command line: a judgement enters it, is proved, and an auditor holds it to a witness."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sekisho.canonical import sha256_hex
from sekisho.ledger.merkle import check_consistency, check_inclusion, leaf_hash

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sekisho.wiring import demo

    out = tmp_path_factory.mktemp("judged") / "out"
    demo("jp", out)
    return out


def proof(told: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(one) for one in told["proof"]]


@pytest.mark.parametrize("store", [(), ("--database",)])
def test_a_judgement_enters_a_log_that_is_proved_witnessed_and_verified(sekisho: Any, judged: Path, tmp_path: Path, store: tuple[str, ...]) -> None:
    log, key = tmp_path / "log", tmp_path / "log" / "key.vkey"
    assert sekisho("ledger", "init", log, *store, "--purpose", "例省の記録", "--json").json["size"] == 2
    entered = sekisho("ledger", "enter", log, judged, "--json").json
    assert entered["first"] == 2
    told = sekisho("ledger", "prove", log, "--entry", "4", "--json").json
    leaf = leaf_hash(told["envelope"].encode())
    assert json.loads(told["envelope"])["type"] == "outcome"
    assert leaf.hex() == told["leaf"]
    check_inclusion(leaf, 4, told["size"], proof(told), bytes.fromhex(entered["root"]))
    since = sekisho("ledger", "prove", log, "--since", "2", "--json").json
    check_consistency(2, since["size"], bytes.fromhex(since["root_then"]), bytes.fromhex(entered["root"]), proof(since))
    witnessed = sekisho("ledger", "witness", log, "--state", tmp_path / "w", "--key", key, "-o", tmp_path / "cosigned", "--json").json
    arguments = ("--key", key, "--checkpoint", tmp_path / "cosigned", "--witness", tmp_path / "w/witness.vkey", "--json")
    answer = sekisho("verify", log, *arguments).json
    assert (answer["holds"], answer["signer"], answer["witnessed_at"]) == (True, "proven", witnessed["at"])
    command = [sys.executable, str(ROOT / "verifier/verify.py"), str(log), *map(str, arguments)]
    assert json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout) == answer
    assert sekisho("ledger", "fsck", log, "--repair").code == 0


def test_a_log_shows_neither_price_nor_name_of_what_was_entered(sekisho: Any, judged: Path, tmp_path: Path) -> None:
    assert sekisho("ledger", "init", tmp_path / "log").code == 0
    assert sekisho("ledger", "enter", tmp_path / "log", judged).code == 0
    octets = b"".join(path.read_bytes() for path in (tmp_path / "log" / "record").rglob("*") if path.is_file())
    assert "甲社".encode() not in octets
    assert b"331200000" not in octets
    assert sha256_hex((judged / "papers" / "judgement.json").read_bytes()).encode() not in octets


def test_what_is_no_judgement_does_not_enter(sekisho: Any, tmp_path: Path) -> None:
    assert sekisho("ledger", "init", tmp_path / "log").code == 0
    assert sekisho("ledger", "init", tmp_path / "other").code == 0
    refused = sekisho("ledger", "enter", tmp_path / "log", tmp_path / "other", "--json")
    assert (refused.code, refused.json["faults"][0]["rule"]) == (2, "ledger.not-a-judgement")


def test_acts_that_are_none_are_refused_and_nothing_is_recorded(sekisho: Any, tmp_path: Path) -> None:
    log, acts = tmp_path / "log", tmp_path / "acts.json"
    assert sekisho("ledger", "init", log).code == 0
    before = (log / "record" / "checkpoint").read_bytes()
    for bad in ("[", "{}", "[]", '[{"type": "open"}]', '[{"type": "key"}]', '[{"type": "pack", "claims": {"reads/0": 1}}]',
                '[{"type": "pack", "reads": [-1]}]',
                '[{"type": "pack", "more": 1}]', '[{"type": "pack", "files": {"a": "absent"}}]', '[{"type": "pack", "reads": [9]}]'):  # fmt: skip
        acts.write_text(bad, encoding="utf-8")
        assert sekisho("ledger", "append", log, acts).code == 2, bad
    assert (log / "record" / "checkpoint").read_bytes() == before


def test_a_broken_log_is_not_gone_on_from(sekisho: Any, tmp_path: Path) -> None:
    log, acts = tmp_path / "log", tmp_path / "acts.json"
    acts.write_text('[{"type": "pack"}]', encoding="utf-8")
    assert sekisho("ledger", "init", log).code == 0
    tile = next((log / "record/tile/0").rglob("*.p/*"))
    tile.write_bytes(bytes(32))
    assert sekisho("ledger", "append", log, acts).code == 1
    assert sekisho("ledger", "fsck", log).code == 1
    assert sekisho("ledger", "witness", log, "--state", tmp_path / "w", "--key", log / "key.vkey").code == 1
