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
def judged(shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tutorial's tender, judged once for this module, without the slow PDF."""
    from sekisho.cli import run

    example, place = ROOT / "docs/examples/first-tender", tmp_path_factory.mktemp("judged")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sekisho.papers.render.pdf_here", lambda: False)
        patch.setenv("SEKISHO_HOME", str(shared_home))
        assert run(["register", "build", str(example / "register/names.csv"), "-o", str(place / "edition")]) == 0
        judge = ["judge", str(example / "case"), "--register", str(place / "edition"), "--as-of", "2026-04-15", "--out", str(place / "out")]
        assert run(judge) == 1
    return place / "out"


def proof(told: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(one) for one in told["proof"]]


@pytest.mark.parametrize("store", [(), ("--database",)])
def test_a_judgement_enters_a_log_is_proved_witnessed_and_verified(in_process: Any, judged: Path, tmp_path: Path, store: tuple[str, ...]) -> None:
    log, key = tmp_path / "log", tmp_path / "log" / "key.vkey"
    assert in_process("ledger", "init", log, *store, "--purpose", "例省の記録", "--json").json["size"] == 2
    entered = in_process("ledger", "enter", log, judged, "--json").json
    assert entered["first"] == 2
    told = in_process("ledger", "prove", log, "--entry", "4", "--json").json
    leaf = leaf_hash(told["envelope"].encode())
    assert json.loads(told["envelope"])["type"] == "outcome"
    assert leaf.hex() == told["leaf"]
    check_inclusion(leaf, 4, told["size"], proof(told), bytes.fromhex(entered["root"]))
    since = in_process("ledger", "prove", log, "--since", "2", "--json").json
    check_consistency(2, since["size"], bytes.fromhex(since["root_then"]), bytes.fromhex(entered["root"]), proof(since))
    witnessed = in_process("ledger", "witness", log, "--state", tmp_path / "w", "--key", key, "-o", tmp_path / "cosigned", "--json").json
    arguments = ("--key", key, "--checkpoint", tmp_path / "cosigned", "--witness", tmp_path / "w/witness.vkey", "--json")
    answer = in_process("verify", log, *arguments).json
    assert (answer["holds"], answer["signer"], answer["witnessed_at"]) == (True, "proven", witnessed["at"])
    command = [sys.executable, str(ROOT / "verifier/verify.py"), str(log), *map(str, arguments)]
    assert json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout) == answer
    assert in_process("ledger", "fsck", log, "--repair").code == 0


def test_a_log_shows_neither_price_nor_name_of_what_was_entered(in_process: Any, judged: Path, tmp_path: Path) -> None:
    assert in_process("ledger", "init", tmp_path / "log").code == 0
    assert in_process("ledger", "enter", tmp_path / "log", judged).code == 0
    octets = b"".join(path.read_bytes() for path in (tmp_path / "log" / "record").rglob("*") if path.is_file())
    assert "甲社".encode() not in octets
    assert b"9000000" not in octets
    assert sha256_hex((judged / "papers" / "judgement.json").read_bytes()).encode() not in octets


def test_what_is_no_judgement_does_not_enter(in_process: Any, tmp_path: Path) -> None:
    assert in_process("ledger", "init", tmp_path / "log").code == 0
    assert in_process("ledger", "init", tmp_path / "other").code == 0
    refused = in_process("ledger", "enter", tmp_path / "log", tmp_path / "other", "--json")
    assert (refused.code, refused.json["faults"][0]["rule"]) == (2, "ledger.not-a-judgement")


def test_acts_that_are_none_are_refused_and_nothing_is_recorded(in_process: Any, tmp_path: Path) -> None:
    log, acts = tmp_path / "log", tmp_path / "acts.json"
    assert in_process("ledger", "init", log).code == 0
    before = (log / "record" / "checkpoint").read_bytes()
    for bad in ("[", "{}", "[]", '[{"type": "open"}]', '[{"type": "key"}]', '[{"type": "pack", "claims": {"reads/0": 1}}]',
                '[{"type": "pack", "reads": [-1]}]',
                '[{"type": "pack", "more": 1}]', '[{"type": "pack", "files": {"a": "absent"}}]', '[{"type": "pack", "reads": [9]}]'):  # fmt: skip
        acts.write_text(bad, encoding="utf-8")
        assert in_process("ledger", "append", log, acts).code == 2, bad
    assert (log / "record" / "checkpoint").read_bytes() == before


def test_a_broken_log_is_not_gone_on_from(in_process: Any, tmp_path: Path) -> None:
    log, acts = tmp_path / "log", tmp_path / "acts.json"
    acts.write_text('[{"type": "pack"}]', encoding="utf-8")
    assert in_process("ledger", "init", log).code == 0
    tile = next((log / "record/tile/0").rglob("*.p/*"))
    tile.write_bytes(bytes(32))
    assert in_process("ledger", "append", log, acts).code == 1
    assert in_process("ledger", "fsck", log).code == 1
    assert in_process("ledger", "witness", log, "--state", tmp_path / "w", "--key", log / "key.vkey").code == 1
