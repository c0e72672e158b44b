"""Mutations of records, of databases and of checkpoints, by a stranger and by the holder of the log's own key: does each verifier find each?

Both verifiers are given the pinned key and the checkpoint that a witness cosigned. A *stranger* changes bytes: flip, drop, insert, swap, truncate,
roll back (an earlier state shown as today's), key swap (signed again by another key). The *operator* builds
another history, sound in itself, and signs it with the log's own key: drop, insert, swap, truncate, fork before what the witness saw, and a clock
that goes back (shown by the vault).
A mutation that changes nothing is drawn again. Database mutations are edits of rows through SQL, read back from the file; one in fifty of all.
"""

import json
import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.inside.card import SEED, Plan, Row, equal, shown

from sekisho.canonical import canonical_json
from sekisho.engines.embedded.database import RecordTable, open_sqlite, read_sqlite
from sekisho.ledger.envelope import Act, seal
from sekisho.ledger.tiles import TileName, bundle_octets, read_bundle, tile_names
from sekisho.ledger.verify import verify_record

from .made import NEW, OLD, THIEF, WITNESS, Files, Log, asked, files_of, log_of, second

MUTATIONS, DATABASES_EACH = 100_000, 50
SIZES = ((9, 6, 3), (14, 14, 2), (31, 20, 25), (260, 258, 40))  # entries, cosigned at, passed on at
WEIGHTS = (10, 10, 5, 1)
Mutated = tuple[Files, bytes]


def flip(log: Log, chance: random.Random) -> Mutated:
    files = dict(log.files)
    path = chance.choice([*files, "checkpoint"])
    octets = bytearray(files[path])
    octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    return {**files, path: bytes(octets)}, log.kept


def drop(log: Log, chance: random.Random) -> Mutated:
    files = dict(log.files)
    if chance.random() < 0.5:
        del files[chance.choice(sorted(_needed(log)))]
        return files, log.kept
    path, entries = _a_bundle(log, chance)
    del entries[chance.randrange(len(entries))]
    return {**files, path: bundle_octets(entries)}, log.kept


def insert(log: Log, chance: random.Random) -> Mutated:
    files = dict(log.files)
    if chance.random() < 0.5:
        size = len(log.entries)
        names = ["tile/0/001.p/200", f"tile/0/000.p/{size}x", "tile/5/000", "notes", ".new-x", "tile/entries/x001/000.p/1", "tile/0/00.p/1"]
        return {**files, chance.choice(names): chance.randbytes(chance.randrange(64))}, log.kept
    path, entries = _a_bundle(log, chance)
    entries.insert(chance.randrange(len(entries) + 1), chance.choice(log.entries))
    return {**files, path: bundle_octets(entries)}, log.kept


def swap(log: Log, chance: random.Random) -> Mutated:
    files = dict(log.files)
    if chance.random() < 0.3:
        one, other = chance.sample(sorted(files), 2)
        return {**files, one: files[other], other: files[one]}, log.kept
    path, entries = _a_bundle(log, chance)
    one, other = chance.randrange(len(entries)), chance.randrange(len(entries))
    entries[one], entries[other] = entries[other], entries[one]
    return {**files, path: bundle_octets(entries)}, log.kept


def truncate(log: Log, chance: random.Random) -> Mutated:
    path = chance.choice(sorted(log.files))
    return {**log.files, path: log.files[path][: chance.randrange(len(log.files[path]))]}, log.kept


def roll_back(log: Log, chance: random.Random) -> Mutated:
    """An earlier state, sound and signed then, shown as today's; or today's files under the earlier checkpoint, or the other way round."""
    mixed = {**log.files, "checkpoint": log.earlier["checkpoint"]}, {**log.earlier, "checkpoint": log.files["checkpoint"]}
    return dict(chance.choice([log.earlier, *mixed])), log.kept


def key_swap(log: Log, chance: random.Random) -> Mutated:
    """Under a thief's key: the checkpoint alone, all of the log, or a succession that the old key never signed."""
    entries = list(log.entries)
    way = chance.randrange(3)
    if way == 1:
        entries[0] = _with(entries[0], log_key=THIEF.key.line)
    if way == 2:
        forged = {"log_key": THIEF.key.line, "signature": json.loads(next(one for one in entries if b'"type":"key"' in one))["signature"]}
        entries.append(seal(Act(kind="key", shown=forged), len(entries), lambda: chance.randbytes(16)).entry)
    return files_of(entries, THIEF), log.kept


def kept_altered(log: Log, chance: random.Random) -> Mutated:
    """The witness's checkpoint itself: a byte of it, or its time."""
    octets = bytearray(log.kept)
    octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    return dict(log.files), bytes(octets)


def operators_drop(log: Log, chance: random.Random) -> Mutated:
    entries = list(log.entries)
    del entries[_before(log, chance)]
    return _signed(log, entries), log.kept


def operators_insert(log: Log, chance: random.Random) -> Mutated:
    entries = list(log.entries)
    place = _before(log, chance)
    entries.insert(place, seal(Act(kind="outcome", claims={"case": "T-X"}), place, lambda: chance.randbytes(16)).entry)
    return _signed(log, entries), log.kept


def operators_swap(log: Log, chance: random.Random) -> Mutated:
    entries = list(log.entries)
    one, other = chance.sample(range(1, log.witnessed), 2)
    entries[one], entries[other] = entries[other], entries[one]
    return _signed(log, entries), log.kept


def operators_truncation(log: Log, chance: random.Random) -> Mutated:
    return _signed(log, list(log.entries[: chance.randrange(1, log.witnessed)])), log.kept


def fork(log: Log, chance: random.Random) -> Mutated:
    entries = list(log.entries)
    place = _before(log, chance)
    entries[place] = seal(Act(kind="outcome", claims={"verdict": "clear"}), place, lambda: chance.randbytes(16)).entry
    return _signed(log, entries), log.kept


STRANGERS = (flip, drop, insert, swap, truncate, roll_back, key_swap, kept_altered)
OPERATORS = (operators_drop, operators_insert, operators_swap, operators_truncation, fork)
KINDS: tuple[Callable[[Log, random.Random], Mutated], ...] = (*STRANGERS, *OPERATORS)


def _needed(log: Log) -> set[str]:
    """The files that a log may not be without: those of narrower tiles that stayed behind may go."""
    return {name.path for name in tile_names(len(log.entries))} | {"checkpoint"}


def _a_bundle(log: Log, chance: random.Random) -> tuple[str, list[bytes]]:
    path = chance.choice([path for path in log.files if "/entries/" in path])
    name = TileName.parse(path)
    assert name is not None
    return path, read_bundle(log.files[path], name.width)[0]


def _with(entry: bytes, **changed: object) -> bytes:
    return canonical_json({**json.loads(entry), **changed})


def _before(log: Log, chance: random.Random) -> int:
    """An entry that the witness has seen, other than the first."""
    return chance.randrange(1, log.witnessed)


def _signed(log: Log, entries: list[bytes]) -> Files:
    """Another history of the same log, sound in itself as far as its operator can make it: numbered anew, and signed by the key in force."""
    numbered = [_with(entry, seq=seq) for seq, entry in enumerate(entries)]
    succeeded = any(b'"type":"key"' in entry for entry in numbered)
    return files_of(numbered, NEW if succeeded else OLD)


def clock_back(log: Log, chance: random.Random) -> tuple[Files, dict[str, bytes]]:
    """The operator appends an entry that was recorded before the one that it follows; the files, and the vault that shows it."""
    day = f"2026-03-{chance.randrange(1, 32):02d}T{chance.randrange(24):02d}:00:00Z"
    late = seal(Act(kind="outcome", claims={"recorded_at": day}), len(log.entries), lambda: chance.randbytes(16))
    bodies = {_digest(body): body for body in late.disclosures}
    return files_of([*log.entries, late.entry], log.signer), {**log.vault, **bodies}


def _digest(body: bytes) -> str:
    from sekisho.canonical import sha256_hex

    return sha256_hex(body)


def rows(plan: Plan) -> Iterator[Row]:
    count = plan.size(MUTATIONS)
    chance = random.Random(SEED)
    logs = [log_of(size, witnessed=witnessed, rotated=rotated, salt=lambda: chance.randbytes(16)) for size, witnessed, rotated in SIZES]
    for log in logs:
        if not all(answer[0] for answer in asked(log.files, log.kept, log.pinned, log.vault)):
            raise RuntimeError("an unmutated log does not hold")
    made: Counter[str] = Counter()
    found: list[Counter[str]] = [Counter(), Counter()]
    same_place = apart = 0
    with tempfile.TemporaryDirectory() as folder:
        databases = [Database(Path(folder) / str(number), log) for number, log in enumerate(logs)]
        for number in range(count):
            at = chance.choices(range(len(logs)), WEIGHTS[: len(logs)])[0]
            kind, answers = _one(logs[at], databases[at], number, chance)
            made[kind] += 1
            for mine, (holds, _) in zip(found, answers, strict=True):
                mine[kind] += not holds
            apart += answers[0][0] != answers[1][0]
            same_place += bool(answers[0][1] & answers[1][1]) if kind in ("flip", "truncate") else 0
    for name, mine in zip(("sekisho verify", "verifier/verify.py"), found, strict=True):
        missed = {kind: made[kind] - mine[kind] for kind in made if made[kind] != mine[kind]}
        yield equal(f"mutations found by {name}, of {count:,}", sum(mine.values()), count, detail={"made": dict(made), "missed": missed})
    yield equal("mutations on which the two disagree", apart, 0)
    yield shown("flips and truncations where both name one place", same_place / max(1, made["flip"] + made["truncate"]))


def _one(log: Log, database: "Database", number: int, chance: random.Random) -> tuple[str, tuple[tuple[bool, set[object]], tuple[bool, set[object]]]]:
    if number % (len(KINDS) + 1) == len(KINDS):
        files, vault = clock_back(log, chance)
        return "clock back", asked(files, log.kept, log.pinned, vault)
    act = KINDS[number % (len(KINDS) + 1)]
    files, kept = act(log, chance)
    while files == log.files and kept == log.kept:
        files, kept = act(log, chance)
    if number % DATABASES_EACH == 0:
        return f"{act.__name__}, in a database", database.asked(files, kept)
    return act.__name__, asked(files, kept, log.pinned)


class Database:
    """A log in a SQLite file, changed row by row through SQL and read back by both verifiers' own readers."""

    def __init__(self, folder: Path, log: Log) -> None:
        self.log, self.file = log, folder / "record.db"
        folder.mkdir()
        base = open_sqlite(self.file, new=True)
        RecordTable(base).create()
        base.executemany("INSERT INTO sekisho_record VALUES (?, ?)", log.files.items())
        base.commit()
        base.close()

    def asked(self, files: Files, kept: bytes) -> tuple[tuple[bool, set[object]], tuple[bool, set[object]]]:
        copy = self.file.with_name("copy.db")
        shutil.copyfile(self.file, copy)
        base = sqlite3.connect(copy)
        for path in self.log.files.keys() - files.keys():
            base.execute("DELETE FROM sekisho_record WHERE path = ?", (path,))
        changed = [(path, octets) for path, octets in files.items() if self.log.files.get(path) != octets]
        base.executemany("INSERT INTO sekisho_record VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET octets = excluded.octets", changed)
        base.commit()
        base.close()
        reading = read_sqlite(copy)
        ours = verify_record(RecordTable(reading), key=self.log.pinned, kept=kept, witness=WITNESS.key)
        reading.close()
        pinned, witness = second.parse_key(self.log.pinned.line), second.parse_key(WITNESS.key.line, second.WITNESS)
        told = second.verify(copy, pinned=pinned, earlier=("kept", kept), witness=witness)
        return (ours.holds, {(f"record/{one.file}", one.entry) for one in ours.faults}), (not told.faults, set(told.faults))


