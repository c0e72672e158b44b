"""`sekisho sealed`: a maker shows the agency what the bidder that carries it cannot read, for one tender and line alone."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli import run

SECRET = "部品表(社外秘)".encode()
USE = ["--tender", "T-1", "--line", "3"]


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The agency's key and its recipient."""
    made = told(capsys, "keys", "sealing", "--out", str(tmp_path / "agency.key"))
    return made["sealing_key"], made["recipient"]


def sealed(folder: Path, recipient: str, capsys: pytest.CaptureFixture[str], *use: str) -> tuple[str, str]:
    (folder / "parts.xlsx").write_bytes(SECRET)
    out = folder / "parts.age"
    found = told(capsys, "sealed", "seal", str(folder / "parts.xlsx"), "--to", recipient, *(use or USE), "--issuer", "例示電機", "-o", str(out))
    assert found["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    return str(out), found["sha256"]


def test_the_agency_opens_what_the_bidder_cannot_read(tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    file, digest = sealed(tmp_path, key[1], capsys)
    octets = Path(file).read_bytes()
    assert SECRET not in octets and "例示電機".encode() not in octets
    found = told(capsys, "sealed", "open", file, *USE, "--sha256", digest, "--identity", key[0], "-o", str(tmp_path / "opened"))
    assert (tmp_path / "opened").read_bytes() == SECRET
    assert (found["issuer"], found["name"], found["digest_checked"]) == ("例示電機", "parts.xlsx", True)


@pytest.mark.parametrize(
    "use", [["--tender", "T-2", "--line", "3"], ["--tender", "T-1", "--line", "4"], ["--tender", "T-1", "--line", "3", "--bid", "B"]]
)
def test_a_file_sealed_for_another_use_is_not_opened(
    tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str], use: list[str]
) -> None:
    file, _ = sealed(tmp_path, key[1], capsys, *USE, "--bid", "A")
    assert run(["sealed", "open", file, *use, "--identity", key[0], "-o", str(tmp_path / "opened")]) == 2
    assert "sealed.other-use" in capsys.readouterr().err
    assert not (tmp_path / "opened").exists()


def test_another_key_opens_nothing_and_a_flipped_byte_breaks_the_seal(
    tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, digest = sealed(tmp_path, key[1], capsys)
    other = told(capsys, "keys", "sealing", "--out", str(tmp_path / "other.key"))["sealing_key"]
    assert run(["sealed", "open", file, *USE, "--identity", other, "-o", str(tmp_path / "opened")]) == 2
    octets = bytearray(Path(file).read_bytes())
    octets[-1] ^= 1
    Path(file).write_bytes(octets)
    assert run(["sealed", "open", file, *USE, "--identity", key[0], "-o", str(tmp_path / "opened")]) == 2
    assert capsys.readouterr().err.count("sealed.unreadable") == 2
    assert run(["sealed", "open", file, *USE, "--sha256", digest, "--identity", key[0], "-o", str(tmp_path / "opened")]) == 2
    assert "sealed.digest" in capsys.readouterr().err


def test_nothing_is_written_over_and_a_recipient_must_be_one(tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    file, _ = sealed(tmp_path, key[1], capsys)
    again = ["sealed", "seal", str(tmp_path / "parts.xlsx"), *USE]
    assert run([*again, "--to", key[1], "-o", file]) == 2
    assert run([*again, "--to", "age1nobody", "-o", str(tmp_path / "x.age")]) == 2
    assert run(["sealed", "seal", str(tmp_path / "none"), *USE, "--to", key[1], "-o", str(tmp_path / "x.age")]) == 2
    shown = capsys.readouterr().err
    assert all(code in shown for code in ("sealed.there-already", "sealed.recipient", "file.missing"))


def test_a_sealed_attestation_is_told_as_sealed_and_kept_by_its_digest(
    tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    from sekisho.feeds.case_folder import read_case

    file, digest = sealed(tmp_path, key[1], capsys)
    bid = tmp_path / "case" / "bids" / "A"
    bid.mkdir(parents=True)
    (bid / "parts.age").write_bytes(Path(file).read_bytes())
    (tmp_path / "case" / "tender.yaml").write_text("tender: {id: T-1, notice_date: 2026-03-02}\n", encoding="utf-8")
    (bid / "bid.yaml").write_text(
        f"bid: {{bidder: {{name: 甲社}}}}\nattestations: [{{id: a, issuer: {{name: 例示電機, kind: maker}}, facts: [bom],"
        f" models: [{{maker: 例示電機}}], issued_at: 2026-01-10, file: parts.age, sha256: {digest}}}]\n",
        encoding="utf-8",
    )
    (one,) = read_case(tmp_path / "case").submission.bids[0].attestations
    assert (one.sealed, one.digest) == (True, digest)
