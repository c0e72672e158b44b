"""The second verifier, against records written here from docs/reference/record.md alone: neither side imports sekisho."""

import ast
import base64
import hashlib
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERIFIER = Path(__file__).resolve().parents[3] / "verifier" / "verify.py"
ORIGIN = "sekisho/例題-1"
MASKS = (0x01, 0x80, 0x20)


def _load() -> ModuleType:
    sys.path.insert(0, str(VERIFIER.parent))
    spec = importlib.util.spec_from_file_location("second_verifier", VERIFIER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["second_verifier"] = module
    spec.loader.exec_module(module)
    return module


verifier = _load()

# ── a writer of records, from the reference page ───────────────────────────────────────────────────────────────────────


class Log:
    """A signing key, entries, and how they are laid out as files."""

    def __init__(self, seed: int = 1, origin: str = ORIGIN) -> None:
        self.origin, self.entries, self.vault = origin, [], {}
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        public = b"\x01" + self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = hashlib.sha256(origin.encode() + b"\n" + public).digest()[:4]
        self.vkey = f"{origin}+{self.key_id.hex()}+{base64.b64encode(public).decode()}"

    def append(self, count: int, disclosures: int = 1) -> "Log":
        for _ in range(count):
            seq = len(self.entries)
            members = sorted(self._disclose([f"salt{seq}-{n}", "price", n]) for n in range(disclosures))
            envelope = {"_sd": members, "_sd_alg": "sha-256", "format": "sekisho-envelope/1", "seq": seq, "type": "read" if seq else "open"}
            self.entries.append(canonical(envelope if seq else {**envelope, "log_key": self.vkey}))
        return self

    def _disclose(self, value: list[Any]) -> str:
        body = base64.urlsafe_b64encode(canonical(value)).rstrip(b"=")
        digest = hashlib.sha256(body)
        self.vault[digest.hexdigest()] = body
        return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")

    def write(self, record: Path) -> Path:
        """Write (or grow) the record: files of a smaller size stay behind."""
        rows = [[hashlib.sha256(b"\0" + entry).digest() for entry in self.entries]]
        root = mth(rows[0])
        _put_tiles(record / "tile/entries", [len(entry).to_bytes(2, "big") + entry for entry in self.entries])
        while rows[-1]:
            _put_tiles(record / f"tile/{len(rows) - 1}", rows[-1])
            rows.append([mth(rows[-1][at : at + 256]) for at in range(0, len(rows[-1]) - 255, 256)])
        (record / "checkpoint").write_bytes(self.checkpoint(len(self.entries), root))
        return record

    def write_vault(self, vault: Path) -> None:
        for name, body in self.vault.items():
            (vault / name[:2]).mkdir(parents=True, exist_ok=True)
            (vault / name[:2] / name).write_bytes(body)

    def checkpoint(self, size: int, root: bytes) -> bytes:
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
        signature = base64.b64encode(self.key_id + self.private.sign(text)).decode()
        return text + f"\n— {self.origin} {signature}\n".encode()


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def mth(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, by its recursive definition."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + mth(hashes[:split]) + mth(hashes[split:])).digest()


def _put_tiles(folder: Path, pieces: list[bytes]) -> None:
    for number, at in enumerate(range(0, len(pieces), 256)):
        piece = pieces[at : at + 256]
        file = folder / (f"{number:03d}" if len(piece) == 256 else f"{number:03d}.p/{len(piece)}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"".join(piece))


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def ask(record: Path, **arguments: Any) -> dict[str, Any]:
    return verifier.as_json(verifier.verify(record, **arguments))


def places(answer: dict[str, Any]) -> set[tuple[str, int | None]]:
    return {(fault["file"], fault["entry"]) for fault in answer["faults"]}


def files_under(record: Path) -> list[Path]:
    return sorted(path for path in record.rglob("*") if path.is_file())


def named(record: Path, file: Path) -> str:
    return "record/" + file.relative_to(record).as_posix()


def owner(log: Log, record: Path, file: Path, offset: int) -> int | None:
    """The entry to which a byte belongs, reckoned from what was written."""
    parts = file.relative_to(record).parts
    if parts[0] == "checkpoint":
        return None
    first = 256 * int(parts[2].removesuffix(".p"))
    if parts[1] != "entries":
        return (first + offset // 32) << (8 * int(parts[1]))
    for index in range(first, len(log.entries)):
        offset -= 2 + len(log.entries[index])
        if offset < 0:
            return index
    raise AssertionError("beyond the last entry")


def assert_named_alone(log: Log, record: Path, file: Path, offset: int, mask: int) -> None:
    sound = file.read_bytes()
    file.write_bytes(sound[:offset] + bytes([sound[offset] ^ mask]) + sound[offset + 1 :])
    try:
        answer = ask(record)
    finally:
        file.write_bytes(sound)
    assert not answer["holds"]
    assert places(answer) == {(named(record, file), owner(log, record, file, offset))}, (file, offset, mask)


def altered(file: Path, sound: bytes, new: bytes, record: Path, **arguments: Any) -> dict[str, Any]:
    file.write_bytes(new)
    try:
        return ask(record, **arguments)
    finally:
        file.write_bytes(sound)


@pytest.fixture
def seven(tmp_path: Path) -> tuple[Log, Path]:
    log = Log().append(7)
    return log, log.write(tmp_path / "record")


# ── records that hold ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 2, 7, 255, 256, 257, 600])
def test_a_sound_record_holds_and_its_signer_is_unproven_without_a_pinned_key(tmp_path: Path, size: int) -> None:
    log = Log().append(size)
    record = log.write(tmp_path / "record")
    leaves = [hashlib.sha256(b"\0" + entry).digest() for entry in log.entries]
    answer = ask(record)
    assert answer == {
        "holds": True, "size": size, "root": mth(leaves).hex(), "origin": ORIGIN, "signer": "unproven", "witnessed_at": None,
        "faults": [], "disclosed": {"present": 0, "total": size},
    }  # fmt: skip


def test_partial_tiles_that_stayed_behind_when_the_log_grew_are_accepted(tmp_path: Path) -> None:
    log = Log()
    for step in (1, 6, 250, 300):
        log.append(step).write(tmp_path / "record")
    assert (tmp_path / "record/tile/entries/000.p/7").exists()
    assert ask(tmp_path / "record")["holds"]


def test_a_tree_of_three_levels_holds_and_names_a_hash_of_its_top_tiles(tmp_path: Path) -> None:
    log = Log().append(65_800, disclosures=0)
    record = log.write(tmp_path / "record")
    assert ask(record)["holds"]
    for file, offset, entry in (("tile/1/000", 32 * 255, 65_280), ("tile/1/001.p/1", 0, 65_536), ("tile/2/000.p/1", 31, 0)):
        sound = bytearray((record / file).read_bytes())
        flipped = bytes(sound[:offset]) + bytes([sound[offset] ^ 4]) + bytes(sound[offset + 1 :])
        assert places(altered(record / file, bytes(sound), flipped, record)) == {(f"record/{file}", entry)}


# ── one flipped byte ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 2, 7])
def test_every_flipped_byte_of_a_small_record_names_its_file_and_entry_and_nothing_else(tmp_path: Path, size: int) -> None:
    log = Log().append(size)
    record = log.write(tmp_path / "record")
    for file in files_under(record):
        for offset in range(file.stat().st_size):
            for mask in MASKS[: 3 if size < 7 else 2]:
                assert_named_alone(log, record, file, offset, mask)


@pytest.mark.parametrize("size", [255, 256, 257, 600])
def test_flipped_bytes_of_a_larger_record_name_their_file_and_entry(tmp_path: Path, size: int) -> None:
    log = Log().append(size)
    record = log.write(tmp_path / "record")
    chance = random.Random(size)
    for file in files_under(record):
        length = file.stat().st_size
        for offset in {0, 1, length - 1, *(chance.randrange(length) for _ in range(12))}:
            assert_named_alone(log, record, file, offset, 1 << chance.randrange(8))


def test_flipped_length_prefixes_name_the_entry_that_they_belong_to(tmp_path: Path) -> None:
    log = Log().append(40)
    record = log.write(tmp_path / "record")
    at = 0
    for entry in log.entries:
        for mask in (0x01, 0x02, 0x40, 0x80, 0xFF):
            assert_named_alone(log, record, record / "tile/entries/000.p/40", at, mask)
            assert_named_alone(log, record, record / "tile/entries/000.p/40", at + 1, mask)
        at += 2 + len(entry)


def test_every_flipped_byte_of_what_stayed_behind_names_it(tmp_path: Path) -> None:
    log = Log()
    record = tmp_path / "record"
    for step in (2, 3):
        log.append(step).write(record)
    for file in files_under(record):
        for offset in range(file.stat().st_size):
            assert_named_alone(log, record, file, offset, 0x01)


def test_every_other_value_of_the_checkpoints_last_bytes_is_refused(seven: tuple[Log, Path]) -> None:
    log, record = seven
    length = (record / "checkpoint").stat().st_size
    for offset in [*range(length - 8, length), length - 93, length - 94]:  # base64 end, newline, and the em dash's neighbourhood
        for mask in range(1, 256):
            assert_named_alone(log, record, record / "checkpoint", offset, mask)


def test_flips_in_a_bundle_and_in_another_tile_are_both_named(tmp_path: Path) -> None:
    log = Log().append(600)
    record = log.write(tmp_path / "record")
    for file, offset in (("tile/entries/000", 5), ("tile/0/002.p/88", 40)):
        octets = bytearray((record / file).read_bytes())
        octets[offset] ^= 1
        (record / file).write_bytes(octets)
    assert {("record/tile/entries/000", 0), ("record/tile/0/002.p/88", 513)} <= places(ask(record))


def test_a_broken_checkpoint_does_not_hide_a_broken_entry(seven: tuple[Log, Path]) -> None:
    _, record = seven
    for file, offset in (("checkpoint", 20), ("tile/entries/000.p/7", 600)):
        octets = bytearray((record / file).read_bytes())
        octets[offset] ^= 1
        (record / file).write_bytes(octets)
    found = places(ask(record))
    assert ("record/checkpoint", None) in found
    assert any(file == "record/tile/entries/000.p/7" and entry for file, entry in found)


# ── files that should not, or should, be there ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    ["notes.txt", "tile/0/000.p/8", "tile/0/000", "tile/1/000.p/1", "tile/0/000.p/07", "tile/0/x000/000.p/7", "tile/entries/001.p/1", "tile/00/000",
     "tile/0/000.p/3.tmp", "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p"],
)  # fmt: skip
def test_a_file_that_the_size_does_not_allow_is_named(seven: tuple[Log, Path], path: str) -> None:
    _, record = seven
    (record / path).parent.mkdir(parents=True, exist_ok=True)
    (record / path).write_bytes((record / "tile/0/000.p/7").read_bytes())
    found = places(ask(record))
    assert len(found) == 1
    assert f"record/{path}".startswith(next(iter(found))[0])


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000.p/7", "tile/entries/000.p/7"])
def test_a_file_that_is_missing_a_folder_or_a_link_is_named(seven: tuple[Log, Path], path: str) -> None:
    _, record = seven
    sound = (record / path).read_bytes()
    (record / path).unlink()
    assert (f"record/{path}", None) in places(ask(record))
    (record / path).mkdir()
    assert (f"record/{path}", None) in places(ask(record))
    (record / path).rmdir()
    elsewhere = record.parent / "elsewhere"
    elsewhere.write_bytes(sound)
    (record / path).symlink_to(elsewhere)
    assert (f"record/{path}", None) in places(ask(record))


def test_a_missing_tile_that_can_be_computed_is_the_only_thing_named(tmp_path: Path) -> None:
    record = Log().append(600).write(tmp_path / "record")
    (record / "tile/1/000.p/2").rename(tmp_path / "away")
    (record / "tile/1/000.p").rmdir()
    (record / "tile/1").rmdir()
    assert places(ask(record)) == {("record/tile/1/000.p/2", None)}


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_an_empty_folder_a_pipe_and_a_linked_folder_are_named(seven: tuple[Log, Path]) -> None:
    _, record = seven
    (record / "tile/5").mkdir()
    os.mkfifo(record / "pipe")
    (record / "linked").symlink_to(record / "tile")
    assert places(ask(record)) == {("record/tile/5", None), ("record/pipe", None), ("record/linked", None)}


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000.p/7", "tile/entries/000.p/7"])
def test_a_truncated_or_extended_file_is_named(seven: tuple[Log, Path], path: str) -> None:
    _, record = seven
    sound = (record / path).read_bytes()
    for new in (b"", sound[:1], sound[:-1], sound[:100], sound + b"\n", sound + b"\0" * 40, sound * 2):
        answer = altered(record / path, sound, new, record)
        assert {fault["file"] for fault in answer["faults"]} == {f"record/{path}"}


def test_a_size_beyond_all_files_ends_at_once_and_a_sparse_giant_is_not_read(seven: tuple[Log, Path]) -> None:
    log, record = seven
    (record / "checkpoint").write_bytes(log.checkpoint(2**63 - 1, bytes(32)))
    answer = ask(record)
    assert not answer["holds"]
    assert 100 < len(answer["faults"]) < 120
    (record / "checkpoint").write_bytes(log.checkpoint(7, bytes(32)))
    assert places(ask(record)) == {("record/checkpoint", None)}
    os.truncate(record / "tile/0/000.p/7", 1 << 36)
    assert ("record/tile/0/000.p/7", None) in places(ask(record))


@pytest.mark.parametrize("octets", [b"", b"\xff\xfe", b"\n" * 9, b"sekisho/x\n0\n", b"\0" * 70_000])
def test_a_checkpoint_that_is_none_is_named_alone(seven: tuple[Log, Path], octets: bytes) -> None:
    _, record = seven
    (record / "checkpoint").write_bytes(octets)
    assert places(ask(record)) == {("record/checkpoint", None)}


# ── entries that are no envelopes, though the log is signed ─────────────────────────────────────────────────────────────

DIGEST = base64.urlsafe_b64encode(bytes(32)).decode().rstrip("=")
SOUND = {"_sd": [DIGEST], "_sd_alg": "sha-256", "format": "sekisho-envelope/1", "seq": 1, "type": "read"}


@pytest.mark.parametrize(
    "entry",
    [
        b"", b"null", b"[" * 60_000, b"\xff\xfe", b'"\\ud800"', b"9" * 5000, b"NaN", canonical(SOUND) + b"\n", json.dumps(SOUND).encode(),
        canonical(SOUND)[:-1] + b',"type":"read"}', canonical({**SOUND, "seq": 2}), canonical({**SOUND, "seq": 1.0}),
        canonical({**SOUND, "seq": True}), canonical({**SOUND, "type": "open"}), canonical({**SOUND, "type": ["read"]}),
        canonical({**SOUND, "extra": 1}), canonical({**SOUND, "log_key": "x"}), canonical({**SOUND, "_sd_alg": "sha-512"}),
        canonical({**SOUND, "_sd": [DIGEST, DIGEST]}), canonical({**SOUND, "_sd": ["B" + DIGEST[1:], DIGEST]}),
        canonical({**SOUND, "_sd": [DIGEST[:-1] + "B"]}), canonical({**SOUND, "_sd": [DIGEST + "="]}), canonical({**SOUND, "_sd": [7]}),
        canonical({**SOUND, "_sd": {}}), canonical({key: value for key, value in SOUND.items() if key != "type"}),
    ],
)  # fmt: skip
def test_an_entry_that_is_no_envelope_is_named(tmp_path: Path, entry: bytes) -> None:
    log = Log().append(1)
    log.entries.append(entry)
    log.append(1)
    answer = ask(log.write(tmp_path / "record"))
    assert places(answer) == {("record/tile/entries/000.p/3", 1)}


def test_the_reference_envelope_of_these_cases_is_sound(tmp_path: Path) -> None:
    log = Log().append(1)
    log.entries.append(canonical(SOUND))
    assert ask(log.write(tmp_path / "record"))["holds"]


def test_a_record_whose_entry_0_has_no_usable_key_does_not_hold(tmp_path: Path) -> None:
    for number, change in enumerate(({"log_key": "x+1+y"}, {"type": "read"}, {"log_key": None})):
        log = Log().append(2)
        log.entries[0] = canonical({**json.loads(log.entries[0]), **change})
        assert places(ask(log.write(tmp_path / str(number)))) == {("record/tile/entries/000.p/2", 0)}


# ── key, earlier checkpoint, vault ─────────────────────────────────────────────────────────────────────────────────────


def test_a_pinned_key_proves_the_signer_and_another_one_breaks_the_record(seven: tuple[Log, Path]) -> None:
    log, record = seven
    assert ask(record, pinned=verifier.parse_key(log.vkey))["signer"] == "proven"
    answer = ask(record, pinned=verifier.parse_key(Log(seed=2).vkey))
    assert (answer["holds"], answer["signer"]) == (False, "unproven")
    assert places(answer) == {("record/checkpoint", None), ("record/tile/entries/000.p/7", 0)}


def test_a_record_rewritten_under_another_key_holds_only_while_no_key_is_pinned(tmp_path: Path) -> None:
    forged = Log(seed=9).append(3).write(tmp_path / "record")
    assert ask(forged)["holds"]
    assert not ask(forged, pinned=verifier.parse_key(Log().vkey))["holds"]


def test_a_flip_under_a_pinned_key_names_the_same_place(seven: tuple[Log, Path]) -> None:
    log, record = seven
    pinned = verifier.parse_key(log.vkey)
    for file in files_under(record):
        sound = file.read_bytes()
        for offset in range(0, len(sound), 7):
            answer = altered(file, sound, sound[:offset] + bytes([sound[offset] ^ 2]) + sound[offset + 1 :], record, pinned=pinned)
            assert places(answer) == {(named(record, file), owner(log, record, file, offset))}


@pytest.mark.parametrize("size", [1, 2, 255, 256, 300, 600])
def test_an_earlier_checkpoint_of_the_same_log_agrees(tmp_path: Path, size: int) -> None:
    log = Log().append(600)
    kept = log.checkpoint(size, mth([hashlib.sha256(b"\0" + entry).digest() for entry in log.entries[:size]]))
    assert ask(log.write(tmp_path / "record"), earlier=("kept", kept))["holds"]


def test_a_forked_a_larger_a_foreign_and_a_broken_checkpoint_do_not_agree(seven: tuple[Log, Path]) -> None:
    _, record = seven
    fork = Log().append(3, disclosures=2)
    other = Log(origin="sekisho/other").append(3)
    larger = Log().append(9)
    for kept in (
        (fork.write(record.parent / "fork") / "checkpoint").read_bytes(),
        (larger.write(record.parent / "larger") / "checkpoint").read_bytes(),
        (other.write(record.parent / "other") / "checkpoint").read_bytes(),
        (Log(seed=3).append(7).write(record.parent / "key") / "checkpoint").read_bytes(),
        (record / "checkpoint").read_bytes()[:-1],
        b"\xff",
    ):
        assert places(ask(record, earlier=("kept", kept))) == {("kept", None)}


def test_the_vault_is_counted_and_an_altered_a_renamed_and_a_linked_body_break_it(seven: tuple[Log, Path]) -> None:
    log, record = seven
    vault = record.parent / "vault"
    log.write_vault(vault)
    assert ask(record, vault=vault)["disclosed"] == {"present": 7, "total": 7}
    erased, changed, linked, *_ = files_under(vault)
    erased.unlink()
    assert ask(record, vault=vault) | {"root": 0} == ask(record) | {"root": 0, "disclosed": {"present": 6, "total": 7}}
    changed.write_bytes(changed.read_bytes() + b"x")
    linked.rename(vault / "away")
    linked.symlink_to(vault / "away")
    answer = ask(record, vault=vault)
    expected = {"vault/" + path.relative_to(vault).as_posix() for path in (changed, linked, vault / "away")}
    assert {fault["file"] for fault in answer["faults"]} == expected
    assert answer["disclosed"] == {"present": 4, "total": 7}


# ── the command ────────────────────────────────────────────────────────────────────────────────────────────────────────


def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(VERIFIER), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_says_holds_broken_or_wrong_arguments_by_its_exit_code(seven: tuple[Log, Path]) -> None:
    log, record = seven
    (record.parent / "key.vkey").write_text(log.vkey + "\n", encoding="utf-8")
    log.write_vault(record.parent / "vault")
    plain = call(record)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "signer unproven" in plain.stdout and "署名者は証明されていない" in plain.stdout
    for key in (record.parent / "key.vkey", log.vkey):
        answer = json.loads(call(record.parent, "--key", key, "--checkpoint", record / "checkpoint", "--json").stdout)
        assert (answer["holds"], answer["signer"], answer["disclosed"]["present"]) == (True, "proven", 7)
    shutil.rmtree(record / "tile/0")
    broken = call(record)
    assert (broken.returncode, broken.stderr) == (1, "")
    assert "record/tile/0/000.p/7" in broken.stdout


def test_wrong_arguments_end_with_2_and_without_a_traceback(seven: tuple[Log, Path]) -> None:
    _, record = seven
    absent = record / "absent"
    for arguments in ((), (absent,), (record / "checkpoint",), (record, "--key", "nonsense"), (record, "--key", absent),
                      (record, "--checkpoint", absent), (record, "--vault", absent), (record, "--what")):  # fmt: skip
        ended = call(*arguments)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert "Traceback" not in ended.stderr


def test_names_that_no_terminal_can_show_are_escaped(seven: tuple[Log, Path]) -> None:
    _, record = seven
    try:
        Path(os.fsdecode(os.fsencode(record) + b"/\xff\x1b[31m")).write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes no such name")
    ended = call(record, "--json")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["faults"][0]["file"] == "record/\\udcff\\x1b[31m"


def test_an_inner_record_is_not_taken_for_the_record_that_holds_it(seven: tuple[Log, Path]) -> None:
    _, record = seven
    shutil.copytree(record, record / "record")
    (record / "checkpoint").write_bytes(b"")
    assert call(record).returncode == 1


def test_the_verifier_imports_the_standard_library_and_cryptography_alone() -> None:
    roots = set()
    parts = sorted((VERIFIER.parent / "verifying").glob("*.py"))
    assert len(parts) >= 6
    for part in (VERIFIER, *parts):
        for node in ast.walk(ast.parse(part.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                roots.add((node.module or "").partition(".")[0])
    assert roots - set(sys.stdlib_module_names) == {"cryptography", "verifying"}


def test_the_folder_alone_verifies_wherever_it_is_copied(seven: tuple[Log, Path], tmp_path: Path) -> None:
    _, record = seven
    shutil.copytree(VERIFIER.parent, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("__pycache__"))
    ended = subprocess.run(
        [sys.executable, str(tmp_path / "elsewhere" / "verify.py"), str(record)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ended.returncode == 0, ended.stderr
