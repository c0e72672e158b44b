"""What a new edition does is told by looking only where it can reach: the same as screening everything again, each difference once."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import CARD, JUDGED, bid, bom, chart, item, party, row, submission
from nouns import edition as made
from sekisho.desk.rescreen import Rescreened, Subject, Worlds, differing, rescreen
from sekisho.names.normalise import tables_digest
from sekisho.policy.packs import packs
from sekisho.register.lookup import Lookup
from sekisho.register.matching import EveryName
from sekisho.register.model import Edition
from sekisho.screening.facts import Basis
from sekisho.screening.reach import Reach, changed_entities
from sekisho.screening.screen import STALE, screen
from sekisho.tenders.model import Bid, Service, Subcontractor, Submission

NAMES = (
    "例題科技有限公司",
    "例題科技",
    "Reidai Keji Ltd",
    "鷺潭通信技術",
    "鷺潭通信技術有限公司上海分公司",
    "見本電機株式会社",
    "見本電気",
    "甲社",
    "Mihon Denki",
)
ENTITIES = ("e1", "e2", "e3", "e4")
PACK = packs()["jp-2018"]
OTHER = replace(CARD, path="other.csv", title="Other rows")


@st.composite
def rows(draw: st.DrawFn) -> list[Any]:
    found = []
    for entity in draw(st.lists(st.sampled_from(ENTITIES), unique=True, max_size=4)):
        cells: dict[str, str] = {
            "authority": draw(st.sampled_from(["JP-DECISION", "US-FCC"])),
            "affiliates": draw(st.sampled_from(["included", "excluded"])),
        }
        parent = draw(st.none() | st.sampled_from(ENTITIES))
        if parent and parent != entity:
            cells["parent"] = parent
        designates = draw(st.sampled_from(["entity", "entity", "entity", "none", "product", "place"]))
        cells["designates"] = designates
        if designates == "product":
            cells["covers"] = draw(st.sampled_from(["EX-1", "EX-2"]))
        if designates == "place":
            cells |= {"country": "CN", "covers": draw(st.sampled_from(["", "switch"]))}
        card = draw(st.sampled_from([CARD, OTHER]))
        found.append(row(entity, draw(st.sampled_from(NAMES)), card=card, **cells))
    return found


@st.composite
def editions(draw: st.DrawFn) -> tuple[Edition, Edition]:
    """Two editions of a few entities; the second may lack a whole source."""
    first, second = draw(rows()), draw(rows())
    if draw(st.booleans()):
        kept = draw(st.integers(0, len(first)))
        second = [*first[:kept], *(one for one in second if one.cells["entity"] not in {other.cells["entity"] for other in first[:kept]})]
    cards = (CARD, OTHER) if draw(st.booleans()) else (CARD,)
    return made(*first, cards=(CARD, OTHER)), made(*second, cards=cards)


names = st.sampled_from(NAMES)


@st.composite
def bids(draw: st.DrawFn, name: str) -> Bid:
    lines = [
        item(str(number), draw(names), model=draw(st.sampled_from(["EX-1", "EX-2", "EX-3"])), origin=draw(st.sampled_from(["", "CN", "JP"])))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    facts: dict[str, Any] = {"subcontractors": (), "services": ()}
    if draw(st.booleans()):
        facts["subcontractors"] = (Subcontractor(party=party(draw(names))),)
    if draw(st.booleans()):
        facts["services"] = (Service(name="保守", provider=party(draw(names))),)
    if draw(st.booleans()):
        facts["boms"] = {"1": bom({"part": draw(names)})}
    if draw(st.booleans()):
        facts["chart"] = chart((draw(names), lines[0].maker.name if lines[0].maker else "", "60"))
    return bid(*lines, id=name, bidder=draw(names), **facts)


@st.composite
def cases(draw: st.DrawFn) -> list[Submission]:
    return [
        submission(*(draw(bids(name)) for name in "AB"[: draw(st.integers(1, 2))]), id=f"T-{number}") for number in range(draw(st.integers(1, 2)))
    ]


def world(edition: Edition) -> Lookup:
    return Lookup(edition, EveryName(edition))


def rescreened(several: list[Submission], before: Edition, after: Edition) -> Rescreened:
    common = Basis(pack=PACK, lookup=world(after), tables_digest=tables_digest())
    subjects = [Subject(submission=one, before=PACK, after=PACK) for one in several]
    return rescreen(subjects, Worlds(before=world(before), after=world(after), common=common), EveryName, as_of=JUDGED)


def told(found: Rescreened) -> list[Any]:
    return sorted((one.case, one.bid, one.was.id if one.was else "", one.finding.id if one.finding else "") for one in found.delta)


def in_full(several: list[Submission], before: Edition, after: Edition) -> list[Any]:
    """The slow, obvious reference: everything screened twice."""
    found = []
    for one in several:
        then, now = (screen(one, Basis(pack=PACK, lookup=world(edition), tables_digest=tables_digest()), as_of=JUDGED) for edition in (before, after))
        for was, is_now in zip(then.bids, now.bids, strict=True):
            found += [(one.tender.id, was.bid, gone.id if gone else "", come.id if come else "") for gone, come in differing(was, is_now)]
    return sorted(found)


@settings(max_examples=120)
@given(cases(), editions())
def test_looking_where_the_change_can_reach_tells_what_screening_everything_again_tells(
    several: list[Submission], pair: tuple[Edition, Edition]
) -> None:
    found = rescreened(several, *pair)
    assert told(found) == in_full(several, *pair)
    assert len(told(found)) == len(set(told(found)))
    assert found.touched_bids <= found.bids


@settings(max_examples=40)
@given(cases(), editions())
def test_the_four_kinds_are_what_they_say(several: list[Submission], pair: tuple[Edition, Edition]) -> None:
    lacking = {card.title for card in pair[0].cards} - {card.title for card in pair[1].cards}
    for one in rescreened(several, *pair).delta:
        assert (one.was is None) == (one.kind == "new")
        if one.kind == "cleared":
            assert one.finding is None
        if one.kind == "changed":
            assert one.was is not None and one.finding is not None and one.was.id != one.finding.id
        if one.kind == "unverifiable":
            assert lacking


@given(editions())
def test_an_edition_that_is_only_retrieved_again_changes_nothing(pair: tuple[Edition, Edition]) -> None:
    first, _ = pair
    assert changed_entities(first, first) == frozenset()
    again = replace(first, digest="1" * 64)
    reach = Reach(first, again, EveryName)
    assert not reach.entities and not reach.edition.entities


def test_a_source_that_has_gone_missing_clears_nobody() -> None:
    listed = row("e1", "例題科技有限公司", authority="JP-DECISION", card=OTHER)
    kept = row("e2", "無関係株式会社", authority="JP-DECISION")
    one = submission(bid(item("1", "例題科技有限公司"), id="A"))
    before = made(listed, kept, cards=(CARD, OTHER))
    lost = rescreened([one], before, made(kept, cards=(CARD,)))
    assert lost.counts() == {"new": 0, "changed": 0, "cleared": 0, "unverifiable": 1}
    withdrawn = rescreened([one], before, made(kept, cards=(CARD, OTHER)))
    assert withdrawn.counts() == {"new": 0, "changed": 0, "cleared": 1, "unverifiable": 0}
    assert withdrawn.as_json()["delta"][0]["verdict"] == {"from": "bar", "to": None}
    assert withdrawn.as_json()["touched"] == {"bids": 1, "subjects": 2}


def test_a_bid_that_the_change_cannot_reach_is_not_touched() -> None:
    several = [submission(bid(item("1", "例題科技有限公司"), id="A"), bid(item("1", "見本電機株式会社"), id="B"))]
    found = rescreened(
        several, made(row("e2", "無関係株式会社")), made(row("e2", "無関係株式会社"), row("e1", "例題科技有限公司", authority="JP-DECISION"))
    )
    assert (found.touched_bids, found.bids, found.counts()["new"]) == (1, 2, 1)
    assert all(one.finding is not None and one.finding.rule != STALE for one in found.delta)


def test_another_policy_reaches_everything_in_scope() -> None:
    one = submission(bid(item("1", "例題科技有限公司"), id="A"))
    same = made(row("e1", "例題科技有限公司", authority="US-FCC"))
    worlds = Worlds(before=world(same), after=world(same), common=Basis(pack=PACK, lookup=world(same), tables_digest=tables_digest()))
    found = rescreen([Subject(submission=one, before=PACK, after=packs()["us-889"])], worlds, EveryName, as_of=JUDGED)
    assert found.touched_bids == 1
    assert found.delta
