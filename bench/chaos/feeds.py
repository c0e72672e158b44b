"""1,000 corrupted feeds: every one is refused, the last good edition is kept, and nothing is clear meanwhile.

`rows(feeds)` delivers one corrupted feed after another to a shelf and looks at the shelf after each: the edition that serves is the last good one,
byte for byte, and it is held, so that every line judged by it is referred. One feed in forty is screened in full to see that this is so.
"""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sekisho.canonical import sha256_hex
from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.shelf import Shelf, checked_approval
from sekisho.faults import RegisterRefused
from sekisho.findings import Verdict
from sekisho.ledger.signed_note import SignedNote
from sekisho.names.normalise import tables_digest
from sekisho.policy.packs import packs
from sekisho.register.approval import Approval, key_label
from sekisho.register.build import SourceRow, entities_from
from sekisho.register.edition import decode, encode
from sekisho.register.guard import guard
from sekisho.register.keyring import Keyholder, Keyring
from sekisho.register.lookup import Lookup
from sekisho.register.model import Edition, SourceCard
from sekisho.screening.facts import Basis
from sekisho.screening.screen import screen
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, Submission, Tender
from sekisho.terms import Party

FEEDS = 1_000
SCREENED_EACH = 40
DAY = date(2026, 6, 10)
CARD = SourceCard(path="feed.csv", title="feed", authority="JP-DECISION", retrieved_at=date(2026, 6, 1), good_for_days=30, rows=200)
HTML = b"<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body>Try again later</body></html>"
KEYS = tuple(KeyPair(name=f"sekisho/chaos-{number}", seed=bytes([number + 1]) * 32) for number in range(3))
RING = Keyring(keyholders=tuple(Keyholder(holder=f"holder {number}", key=keys.key) for number, keys in enumerate(KEYS[:2])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What was delivered: an edition's bytes and its approval's, b"" for none."""

    kind: str
    edition: bytes
    approval: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of the feeds: how many, which were not refused, after how many the last good edition was not the one that served, how many clear."""

    feeds: int
    passed: tuple[str, ...]
    not_kept: int
    clear: int
    screened: int


def edition_of(names: Sequence[int], card: SourceCard = CARD) -> bytes:
    """An edition of so many invented entities."""
    rows = [
        SourceRow(cells={"entity": f"e{one}", "name": f"例示{one}株式会社"}, effective_from=None, effective_to=None, where="", card=card)
        for one in names
    ]
    return encode(entities_from(rows), (card,))


def approval_of(edition: bytes, *keys: KeyPair, previous: str = "", start: date = DAY) -> bytes:
    """The approval of an edition, proposed by the first key and signed by all."""
    about = Approval(
        act="activate",
        edition=decode(edition, label="x").digest,
        previous=previous,
        effective_from=start,
        proposed_by=key_label(keys[0].key),
        proposed_at=DAY,
    )
    note = SignedNote(text=about.text)
    for one in keys:
        note = note.signed_by(one)
    return note.octets


GOOD = edition_of(range(200))
GOOD_APPROVAL = approval_of(GOOD, *KEYS[:2])


def _signed(kind: str, edition: bytes) -> Feed:
    """A feed that is whole and signed by two, and still must not pass."""
    return Feed(kind=kind, edition=edition, approval=approval_of(edition, *KEYS[:2]))


def truncated(chance: random.Random) -> Feed:
    return Feed(kind="truncated", edition=GOOD[: chance.randrange(1, len(GOOD) - 1)], approval=GOOD_APPROVAL)


def empty(chance: random.Random) -> Feed:
    return Feed(kind="empty", edition=chance.choice([b"", b"\n", b" " * 9, b"\0" * chance.randrange(1, 99)]), approval=GOOD_APPROVAL)


def html(chance: random.Random) -> Feed:
    return Feed(kind="HTML", edition=chance.choice([HTML, HTML + GOOD, HTML * chance.randrange(2, 9)]), approval=GOOD_APPROVAL)


def halved(chance: random.Random) -> Feed:
    """Whole in itself, with a digest of its own: half of the entities are gone, or half of the rows of the source."""
    if chance.random() < 0.5:
        return _signed("halved", edition_of(sorted(chance.sample(range(200), chance.randrange(1, 159)))))
    return _signed("halved", edition_of(range(200), replace(CARD, rows=chance.randrange(1, 159))))


def old(chance: random.Random) -> Feed:
    """Retrieved before the last good one, or past its days."""
    back = replace(CARD, retrieved_at=CARD.retrieved_at - timedelta(days=chance.randrange(1, 400)))
    return _signed("old", edition_of(range(200), chance.choice([back, replace(CARD, good_for_days=chance.randrange(0, 8))])))


def wrong_signature(chance: random.Random) -> Feed:
    fresh = edition_of(range(201), replace(CARD, retrieved_at=DAY))
    good = approval_of(fresh, *KEYS[:2])
    at = chance.randrange(len(good))
    flipped = good[:at] + bytes([good[at] ^ chance.randrange(1, 256)]) + good[at + 1 :]
    wrong = [b"", GOOD_APPROVAL, flipped, approval_of(fresh, KEYS[0]), approval_of(fresh, KEYS[0], KEYS[2]), approval_of(fresh, KEYS[2], KEYS[1])]
    return Feed(kind="wrong signature", edition=fresh, approval=chance.choice(wrong))


def altered(chance: random.Random) -> Feed:
    at = chance.randrange(len(GOOD))
    return Feed(kind="altered", edition=GOOD[:at] + bytes([GOOD[at] ^ chance.randrange(1, 256)]) + GOOD[at + 1 :], approval=GOOD_APPROVAL)


KINDS: tuple[Callable[[random.Random], Feed], ...] = (truncated, empty, html, halved, old, wrong_signature, altered)


def corrupted(feeds: int, seed: int = 6) -> Iterator[Feed]:
    """So many corrupted feeds, every kind in turn."""
    chance = random.Random(seed)
    return (KINDS[number % len(KINDS)](chance) for number in range(feeds))


def delivered(feed: Feed, shelf: Shelf, folder: Path) -> bool:
    """Deliver a feed as `register guard` does; whether it was taken in."""
    (folder / "approval").unlink(missing_ok=True)
    if feed.approval:
        (folder / "approval").write_bytes(feed.approval)
    try:
        edition = decode(feed.edition, label="feed")
        approval = checked_approval(folder / "approval", edition.digest, RING)
        faults = guard(edition, shelf.last(), as_of=DAY, approval=approval)
        if faults:
            raise RegisterRefused(faults)
    except RegisterRefused as refusal:
        shelf.refuse(day=DAY, delivery="feed", faults=refusal.faults)
        return False
    shelf.take_in(feed.edition, day=DAY, approval=feed.approval, effective_from=approval.effective_from)
    return True


def verdicts(edition: Edition) -> list[Verdict]:
    """The verdicts of two lines of an unlisted maker, whose every required fact is known."""
    items = tuple(EquipmentItem(line=str(one), where=f"line {one}", maker=Party(name="無関係の製作所"), model="M-1") for one in (1, 2))
    bid = Bid(id="A", bidder=Party(name="乙社"), list=EquipmentList(file="list", digest="", items=items))
    tender = Tender(id="T", title="例題", agency="例省", notice_date=date(2026, 4, 1), policy="us-889", stage="list")
    basis = Basis(pack=packs()["us-889"], lookup=Lookup(edition), tables_digest=tables_digest())
    (screened,) = screen(Submission(tender=tender, bids=(bid,)), basis, as_of=DAY).bids
    return [item.verdict for item in screened.items]


def measured(feeds: int = FEEDS) -> Outcome:
    """Deliver so many corrupted feeds, one after another, to one shelf."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shelf = Shelf(folder / "shelf", RING)
        if not delivered(Feed(kind="good", edition=GOOD, approval=GOOD_APPROVAL), shelf, folder):
            raise AssertionError("the good feed is taken in")
        passed, not_kept, clear, screened = [], 0, 0, 0
        for number, feed in enumerate(corrupted(feeds)):
            if delivered(feed, shelf, folder):
                passed.append(f"{number} {feed.kind}")
            serving = shelf.in_force(DAY)
            kept = (folder / "shelf" / "editions" / serving.digest).read_bytes()
            not_kept += sha256_hex(kept) != sha256_hex(GOOD) or serving.held is None
            if number % SCREENED_EACH == 0:
                screened += 1
                clear += Verdict.CLEAR in verdicts(serving)
        return Outcome(feeds=feeds, passed=tuple(passed), not_kept=not_kept, clear=clear, screened=screened)


def rows(feeds: int = FEEDS) -> list[dict[str, Any]]:
    """What `make chaos` shows of the feeds."""
    found = measured(feeds)
    refused = found.feeds - len(found.passed)
    return [
        {
            "name": "corrupted feeds refused (truncated, empty, HTML, halved, old, wrong signature, altered)",
            "figure": f"{refused:,} of {found.feeds:,}",
            "goal": "100 %",
            "holds": not found.passed,
        },
        {
            "name": "after each: last good edition kept and held",
            "figure": f"{found.feeds - found.not_kept:,} of {found.feeds:,}",
            "goal": "100 %",
            "holds": found.not_kept == 0,
        },
        {
            "name": "clear verdicts while a feed stands refused",
            "figure": f"{found.clear} in {found.screened} screenings",
            "goal": "0",
            "holds": found.clear == 0,
        },
    ]
