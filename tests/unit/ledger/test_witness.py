"""A witness cosigns a log that has merely grown, and nothing else."""

import shutil
from pathlib import Path

import pytest
from test_standing_log import NAME, both

from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.log_book import LogBook
from sekisho.engines.embedded.log_place import LogPlace, find_log, make_log
from sekisho.engines.embedded.witness_book import WitnessBook
from sekisho.faults import RecordBroken
from sekisho.ledger.envelope import Act
from sekisho.ledger.witness import CosignatureRefused


class Watched:
    """A log, a witness with a clock in hand, and a copy of the log from earlier."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keys, self.now = folder, KeyPair.new(NAME), 1_800_000_000.0
        self.place = make_log(folder / "log", database=False)
        self.grow(5)
        self.witness = WitnessBook(folder / "witness", "witness.example/w1", clock=lambda: self.now)

    def grow(self, count: int) -> None:
        with LogBook(self.place, self.keys) as book:
            book.append([Act(kind="look-up", claims={"at": at}) for at in range(count)])

    def cosign(self, place: LogPlace | None = None) -> Path:
        self.now += 60
        kept = self.folder / f"cosigned-{int(self.now)}"
        kept.write_bytes(self.witness.cosign(place or self.place, self.keys.key))
        return kept


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_a_cosigned_checkpoint_proves_log_signer_and_witness_to_both_verifiers(watched: Watched) -> None:
    first = watched.cosign()
    watched.grow(400)
    second = watched.cosign()
    for kept, at in ((first, 1_800_000_060), (second, 1_800_000_120)):
        answer = both(watched.place, watched.keys.key.line, checkpoint=kept, witness=watched.witness.keys.key.line)
        assert (answer["holds"], answer["signer"], answer["witnessed_at"]) == (True, "proven", at)


def test_another_witness_or_a_changed_time_is_not_the_pinned_one(watched: Watched) -> None:
    kept = watched.cosign()
    other = WitnessBook(watched.folder / "other", "witness.example/w1")
    assert not both(watched.place, watched.keys.key.line, checkpoint=kept, witness=other.keys.key.line)["holds"]
    kept.write_bytes(watched.place.record.checkpoint() or b"")
    assert not both(watched.place, watched.keys.key.line, checkpoint=kept, witness=watched.witness.keys.key.line)["holds"]


def test_a_log_rolled_back_is_neither_cosigned_nor_verified_against_the_witness(watched: Watched) -> None:
    shutil.copytree(watched.folder / "log", watched.folder / "earlier")
    watched.grow(3)
    kept = watched.cosign()
    earlier = find_log(watched.folder / "earlier")
    with pytest.raises(CosignatureRefused, match="rolled back"):
        watched.cosign(earlier)
    assert both(earlier, watched.keys.key.line)["holds"]
    assert not both(earlier, watched.keys.key.line, checkpoint=kept)["holds"]


def test_a_log_that_forked_is_neither_cosigned_nor_verified_against_the_witness(watched: Watched) -> None:
    shutil.copytree(watched.folder / "log", watched.folder / "fork")
    watched.grow(3)
    kept = watched.cosign()
    watched.place = fork = find_log(watched.folder / "fork", writing=True)
    watched.grow(3)
    with pytest.raises(CosignatureRefused, match="roots"):
        watched.cosign(fork)
    watched.grow(300)
    with pytest.raises(CosignatureRefused, match="other roots"):
        watched.cosign(fork)
    assert both(fork, watched.keys.key.line)["holds"]
    assert not both(fork, watched.keys.key.line, checkpoint=kept)["holds"]


def test_a_witness_follows_a_succession_and_no_stolen_key(watched: Watched) -> None:
    watched.cosign()
    new = KeyPair.new(NAME)
    with LogBook(watched.place, watched.keys) as book:
        book.rotate(new, {})
    old, watched.keys = watched.keys, new
    watched.grow(300)
    kept = watched.cosign()
    assert both(watched.place, old.key.line, checkpoint=kept, witness=watched.witness.keys.key.line)["holds"]
    thief = KeyPair.new(NAME)
    with LogBook(watched.place, new) as book:
        book.keys = thief
        book.append([Act(kind="pack")])
    with pytest.raises(CosignatureRefused, match="no signature by key"):
        watched.cosign()


def test_a_log_seen_for_the_first_time_needs_its_key_and_must_hold_whole(watched: Watched) -> None:
    with pytest.raises(CosignatureRefused, match="first time"):
        watched.witness.cosign(watched.place, None)
    with pytest.raises(RecordBroken):
        watched.witness.cosign(watched.place, KeyPair.new(NAME).key)


def test_a_clock_before_the_last_cosignature_is_refused(watched: Watched) -> None:
    watched.cosign()
    watched.now -= 3600
    with pytest.raises(CosignatureRefused, match="clock"):
        watched.cosign()
