"""The standing log: in a folder and in a database, through kills, failures, new keys and erasures. Both verifiers are asked each time."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.engines.embedded.database import POSTGRESQL, RecordTable, VaultTable
from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.log_book import GroupCommit, LogBook
from sekisho.engines.embedded.log_place import LogPlace, find_log, make_log
from sekisho.faults import InputRefused, RecordBroken
from sekisho.ledger.envelope import Act
from sekisho.ledger.merkle import check_consistency, check_inclusion, consistency_proof, inclusion_proof, leaf_hash
from sekisho.ledger.notes import read_checkpoint
from sekisho.ledger.verify import verify_record
from sekisho.wiring import ledger

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "verifier"))
import verify as second

NAME = "sekisho/例省"
DAY = "2026-04-01T09:00:00Z"


@pytest.fixture(params=["folder", "database"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[LogPlace, KeyPair]:
    place, keys = make_log(tmp_path / "log", database=request.param == "database"), KeyPair.new(NAME)
    with LogBook(place, keys, clock=lambda: DAY) as book:
        book.begin({"purpose": "例省の記録"})
    return place, keys


def both(place: LogPlace, key: str = "", **more: Any) -> dict[str, Any]:
    """The answer of both verifiers, who must agree on everything but their words."""
    _, ours = ledger.verify(place.folder, key=key, **more)
    record = second.record_at(place.folder)
    kept = more.get("checkpoint")
    theirs = second.as_json(
        second.verify(
            record,
            pinned=second.parse_key(key) if key else None,
            vault=second.vault_at(None, record),
            earlier=(str(kept), kept.read_bytes()) if kept else None,
            witness=second.parse_key(more["witness"], 4) if more.get("witness") else None,
        )
    )
    told = [{**answer, "faults": _places(answer)} for answer in (ours, theirs)]
    if not ours["holds"]:  # of a record whose signer fails the first says no more
        told = [{key: answer[key] for key in ("holds", "signer", "faults")} for answer in told]
    assert told[0] == told[1]
    return ours


def _places(answer: dict[str, Any]) -> list[tuple[str, int]]:
    return sorted((one["file"], -1 if one["entry"] is None else one["entry"]) for one in answer["faults"])


def grow(place: LogPlace, keys: KeyPair, *counts: int, clock: Callable[[], str] = lambda: DAY) -> None:
    for count in counts:
        with LogBook(place, keys, clock=clock) as book:
            book.append([Act(kind="outcome", claims={"case": f"T-{at}"}) for at in range(count)])


def test_a_log_grows_by_many_appends_and_both_verifiers_hold_it(log: tuple[LogPlace, KeyPair]) -> None:
    place, keys = log
    grow(place, keys, 1, 2, 250, 1, 300)
    answer = both(place, keys.key.line)
    assert (answer["holds"], answer["size"], answer["signer"]) == (True, 556, "proven")
    assert answer["disclosed"]["present"] == answer["disclosed"]["total"]
    assert "tile/0/000.p/4" not in place.record.paths(), "partial tiles go when the tile is full"


def test_proofs_from_tiles_are_those_of_the_whole_tree(log: tuple[LogPlace, KeyPair]) -> None:
    place, keys = log
    grow(place, keys, 700)
    size = 702
    tree = place.tree(size)
    leaves = [leaf_hash(entry) for number in range(3) for entry in tree.bundle(number)]
    root = read_checkpoint(place.record.checkpoint() or b"").checkpoint.root
    assert tree.root() == root
    for index in (0, 1, 255, 256, 511, 512, 699, 701):
        assert tree.inclusion(index) == inclusion_proof(leaves, index)
        check_inclusion(leaves[index], index, size, tree.inclusion(index), root)
    for old in (1, 2, 255, 256, 257, 512, 700, 702):
        assert tree.consistency(old) == consistency_proof(leaves, old)
        check_consistency(old, size, tree.root_between(0, old), root, tree.consistency(old))


def test_an_entry_stands_on_earlier_ones_by_their_hash(log: tuple[LogPlace, KeyPair]) -> None:
    place, keys = log
    with LogBook(place, keys) as book:
        edition = book.append([Act(kind="edition", claims={"digest": "a" * 64})]).first
        outcome = book.append([Act(kind="outcome", claims={"verdict": "clear"}, reads=(edition,))]).first
        assert both(place)["holds"]
        with pytest.raises(ValueError, match="earlier entries"):
            book.append([Act(kind="outcome", reads=(outcome + 7,))])
        book.append([Act(kind="outcome", claims={"reads/0": {"entry": edition, "leaf": "0" * 64}})])
    answer = both(place)
    assert [one["entry"] for one in answer["faults"]] == [outcome + 1]


def test_a_clock_that_goes_back_is_found_by_both(log: tuple[LogPlace, KeyPair]) -> None:
    place, keys = log
    grow(place, keys, 1)
    grow(place, keys, 1, clock=lambda: "2026-03-31T23:00:00Z")
    answer = both(place)
    assert [one["entry"] for one in answer["faults"]] == [3]
    assert answer["faults"][0]["file"].startswith("vault/")


def test_a_new_key_signed_by_the_old_one_goes_on_and_either_may_be_pinned(log: tuple[LogPlace, KeyPair], tmp_path: Path) -> None:
    place, old = log
    grow(place, old, 2)
    before = tmp_path / "before"
    before.write_bytes(place.record.checkpoint() or b"")
    new, third = KeyPair.new(NAME), KeyPair.new(NAME)
    with LogBook(place, old) as book:
        book.rotate(new, {"reason": "年度の更新"})
        book.append([Act(kind="pack")])
        book.rotate(third, {})
    for key in (old, new, third):
        answer = both(place, key.key.line, checkpoint=before)
        assert (answer["holds"], answer["signer"]) == (True, "proven"), answer
    assert not both(place, KeyPair.new(NAME).key.line)["holds"]
    with pytest.raises(InputRefused):
        LogBook(place, old).__enter__()
    forked = tmp_path / "forked"
    octets = place.record.checkpoint() or b""
    forked.write_bytes(read_checkpoint(octets).checkpoint.signed_by(old))
    assert not both(place, old.key.line, checkpoint=forked)["holds"], "a key that has been succeeded signs nothing any more"


def test_a_succession_that_the_old_key_did_not_sign_is_named(tmp_path: Path) -> None:
    place, keys, thief = make_log(tmp_path / "log", database=False), KeyPair.new(NAME), KeyPair.new(NAME)
    with LogBook(place, keys) as book:
        book.begin({})
        forged = Act(kind="key", shown={"log_key": thief.key.line, "signature": "A" * 86 + "=="})
        book.keys = thief
        book.append([forged])
    answer = both(place, keys.key.line)
    assert ("record/tile/entries/000.p/2", 1) in _places(answer)


def test_personal_data_is_erased_and_the_log_still_holds(log: tuple[LogPlace, KeyPair], tmp_path: Path) -> None:
    place, keys = log
    keys.write(tmp_path / "key.skey")
    acts = tmp_path / "acts.json"
    (tmp_path / "statement.txt").write_text("応札者の担当者の氏名", encoding="utf-8")
    decision = {"type": "decision", "claims": {"person": "personal-7734"}, "files": {"statement": "statement.txt"}}
    acts.write_text(json.dumps([decision]), encoding="utf-8")
    given, bodies = ledger.read_acts(acts)
    first = ledger.append(place.folder, given, bodies, signing_key=tmp_path / "key.skey").first
    assert _anywhere(place.folder, "応札者の担当者の氏名".encode())
    told = ledger.erase(place.folder, digests=(), entry=first, claim="", reason="開示請求", signing_key=tmp_path / "key.skey")
    assert told["erased"] == told["asked"] == 4
    assert not _anywhere(place.folder, "応札者の担当者の氏名".encode())
    answer = both(place, keys.key.line)
    assert answer["holds"]
    assert answer["disclosed"]["total"] - answer["disclosed"]["present"] == 3


def _anywhere(folder: Path, octets: bytes) -> bool:
    return any(octets in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_many_threads_append_together_and_each_learns_its_entries(log: tuple[LogPlace, KeyPair]) -> None:
    place, keys = log
    with LogBook(place, keys) as book, GroupCommit(book) as commit:
        told = [commit.submit([Act(kind="look-up", claims={"number": at}), Act(kind="look-up")]) for at in range(400)]
        bad = commit.submit([Act(kind="look-up", claims={"number": float("nan")})])
        late = commit.submit([Act(kind="look-up")])
        firsts = [one.result() for one in told]
        with pytest.raises(ValueError, match="JSON has no form"):
            bad.result()
        assert late.result() > max(firsts)
    assert firsts == list(range(firsts[0], firsts[0] + 800, 2))
    assert both(place, keys.key.line)["holds"]


def test_what_a_killed_writer_left_behind_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    place, keys = make_log(tmp_path / "log", database=False), KeyPair.new(NAME)
    with LogBook(place, keys) as book:
        book.begin({})
        book.append([Act(kind="pack")] * 5)
    held = {path: place.record.read(path) for path in place.record.paths()}
    record = place.folder / "record"
    for path in ("tile/0/000.p/9", "tile/entries/000.p/9", "tile/entries/.new-abc", ".new-check", "tile/1/000.p/1"):
        (record / path).parent.mkdir(parents=True, exist_ok=True)
        (record / path).write_bytes(b"half")
    (record / "tile/0/001.p").mkdir()
    assert not both(place)["holds"]
    assert len(ledger.fsck(place.folder, repair=True, key="")["dropped"]) == 5
    assert {path: place.record.read(path) for path in place.record.paths()} == held
    assert both(place)["holds"]


@pytest.mark.parametrize("call", ["fsync", "write", "replace"])
def test_a_failing_disk_acknowledges_nothing_and_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    place, keys = make_log(tmp_path / "log", database=False), KeyPair.new(NAME)
    with LogBook(place, keys) as book:
        book.begin({})
        real, done = getattr(os, call), []
        for failing in range(1, 9):
            size = book.size
            done.clear()

            def fail(*given: Any, failing: int = failing, **more: Any) -> Any:
                done.append(1)
                if len(done) == failing:
                    raise OSError(28, "No space left on device")
                return real(*given, **more)

            with monkeypatch.context() as patch:
                patch.setattr(os, call, fail)
                try:
                    book.append([Act(kind="pack")])
                except OSError:
                    assert len(done) >= failing
                    assert book.size in (size, size + 1)
            assert verify_record(place.record, key=keys.key).holds
        book.append([Act(kind="pack")])
    assert both(place, keys.key.line)["holds"]


def test_of_two_writers_one_is_refused(log: tuple[LogPlace, KeyPair]) -> None:
    place, keys = log
    with LogBook(place, keys), pytest.raises(InputRefused) as refused:
        LogBook(find_log(place.folder, writing=True), keys).__enter__()
    assert refused.value.faults[0].rule == "record.locked"


def test_a_database_that_went_on_without_this_writer_does_not_fork(tmp_path: Path) -> None:
    place, keys = make_log(tmp_path / "log", database=True), KeyPair.new(NAME)
    with LogBook(place, keys) as book:
        book.begin({})
        checkpoint = place.record.checkpoint()
        assert isinstance(place.record, RecordTable)
        with sqlite3.connect(tmp_path / "log/record.db") as other:
            other.execute("UPDATE sekisho_record SET octets = ? WHERE path = 'checkpoint'", (b"other",))
        with pytest.raises(RecordBroken, match="another writer"):
            book.append([Act(kind="pack")])
        with sqlite3.connect(tmp_path / "log/record.db") as other:
            other.execute("UPDATE sekisho_record SET octets = ? WHERE path = 'checkpoint'", (checkpoint,))
    assert both(place, keys.key.line)["holds"]


def test_whatever_else_lies_in_the_database_breaks_the_record(tmp_path: Path) -> None:
    place, keys = make_log(tmp_path / "log", database=True), KeyPair.new(NAME)
    with LogBook(place, keys) as book:
        book.begin({})
    with sqlite3.connect(tmp_path / "log/record.db") as other:
        other.execute("CREATE TRIGGER sly AFTER UPDATE ON sekisho_record BEGIN SELECT 1; END")
    assert _places(both(find_log(place.folder))) == [("record/trigger sly", -1)]


class _Cursor:
    """A DB-API cursor that remembers what it was asked."""

    rowcount = 1

    def __init__(self, told: list[str]) -> None:
        self.told = told

    def execute(self, text: str, values: Any = ()) -> None:
        self.told.append(text)

    executemany = execute

    def fetchall(self) -> list[Any]:
        return []


class _Base:
    def __init__(self) -> None:
        self.told: list[str] = []

    def cursor(self) -> _Cursor:
        return _Cursor(self.told)

    def commit(self) -> None:
        self.told.append("COMMIT")

    def rollback(self) -> None:
        self.told.append("ROLLBACK")

    def close(self) -> None:
        self.told.append("CLOSE")


def test_for_postgresql_the_same_statements_go_out_in_its_dialect() -> None:
    base = _Base()
    record, vault = RecordTable(base, POSTGRESQL), VaultTable(base, POSTGRESQL)
    record.create()
    vault.create()
    record.publish({"tile/0/000.p/1": b"x"}, b"checkpoint")
    vault.keep([b"body"])
    said = " ".join(base.told)
    assert "BYTEA" in said
    assert "ON CONFLICT (path) DO UPDATE SET octets = excluded.octets" in said
    assert "?" not in said and "BLOB" not in said
    assert base.told.count("COMMIT") == 4


def test_a_log_is_not_begun_where_one_lies(log: tuple[LogPlace, KeyPair]) -> None:
    with pytest.raises(InputRefused) as refused:
        make_log(log[0].folder, database=False)
    assert refused.value.faults[0].rule == "ledger.exists"


def test_a_log_whose_tiles_or_checkpoint_are_broken_says_so_in_every_verb(tmp_path: Path) -> None:
    keys = KeyPair.new(NAME)
    keys.write(tmp_path / "key.skey")
    place = make_log(tmp_path / "log", database=False)
    with LogBook(place, keys) as book:
        book.append([Act(kind="pack")] * 600)
    (tmp_path / "log/record/tile/entries/000").write_bytes(b"\xff\xff")
    (tmp_path / "log/record/tile/0/000").write_bytes(b"x")
    for ask in (
        lambda: ledger.prove(place.folder, entry=3, since=None),
        lambda: ledger.erase(place.folder, digests=(), entry=3, claim="", reason="x", signing_key=tmp_path / "key.skey"),
        lambda: ledger.append(place.folder, [Act(kind="pack", reads=(3,))], (), signing_key=tmp_path / "key.skey"),
    ):
        with pytest.raises(RecordBroken):
            ask()
    (tmp_path / "log/record/checkpoint").write_bytes(b"nothing")
    assert not ledger.fsck(place.folder, repair=True, key="")["holds"]
    with pytest.raises(RecordBroken):
        ledger.checkpoint(place.folder)


def test_what_is_erased_while_somebody_reads_is_said_to_stand_in_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = KeyPair.new(NAME)
    keys.write(tmp_path / "key.skey")
    with LogBook(make_log(tmp_path / "log", database=False), keys) as book:
        first = book.append([Act(kind="decision", claims={"person": "甲"})]).first
    assert isinstance(book.place.vault, VaultTable)
    book.place.close()
    reader = sqlite3.connect(tmp_path / "log/vault.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sekisho_body").fetchone()
    monkeypatch.setattr("sekisho.engines.embedded.database.PATIENCE", 0.05)
    erase = {"digests": (), "entry": first, "claim": "person", "reason": "x", "signing_key": tmp_path / "key.skey"}
    with pytest.raises(InputRefused) as refused:
        ledger.erase(tmp_path / "log", **erase)
    assert refused.value.faults[0].rule == "ledger.vault-read"
    reader.close()
    ledger.erase(tmp_path / "log", **{**erase, "entry": None, "digests": ("0" * 64,)})
    assert both(find_log(tmp_path / "log"), keys.key.line)["holds"]


def test_a_judgements_book_drops_what_a_killed_writer_left_in_its_vault(tmp_path: Path) -> None:
    from sekisho.engines.embedded.disk import BookOnDisk

    book = BookOnDisk(tmp_path, KeyPair.new(NAME))
    book.append([Act(kind="read")], [b"body"])
    left = next((tmp_path / "vault").iterdir()) / ".new-left"
    left.write_bytes(b"half")
    assert not ledger.verify(tmp_path)[1]["holds"]
    book.append([Act(kind="paper", reads=(-1,))], [])
    assert ledger.verify(tmp_path)[1]["holds"]
