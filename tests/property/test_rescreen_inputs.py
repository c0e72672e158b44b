"""What another ownership chart or another table of marks does is told by looking only where it can reach: the same as screening everything again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import JUDGED, Told, basis, bid, chart, edition, item, row, submission
from sekisho.desk.rescreen import Rescreened, Subject, Worlds, differing, rescreen
from sekisho.desk.rescreen_inputs import Cards, Change, OtherTables, is_only_elsewhere
from sekisho.feeds.owners_query import charts_together
from sekisho.marks.model import TableCard
from sekisho.ownership.model import Chart
from sekisho.policy.packs import packs
from sekisho.register.matching import EveryName
from sekisho.screening.screen import screen
from sekisho.tenders.model import Submission
from sekisho.terms import Mark

PACK = packs()["jp-2018"]
ROWS = (row("e1", "例題科技有限公司", authority="JP-DECISION", affiliates="included"), row("e2", "鷺潭通信技術", authority="US-FCC"))
LISTED = edition(*ROWS)
NAMES = ("例題科技有限公司", "鷺潭通信技術", "甲社", "見本電機株式会社", "丙社", "丁\u200b社", "戊社")
CHANGE = Change(input="chart", before=("a" * 64,), after=("b" * 64,))
MACS = ("94:e1:ac:00:00:01", "00:11:22:00:00:01")


@dataclass
class Dated(Told):
    """Tables that know these; the digest of `mac`'s says what they know."""

    digest: str = "0" * 64
    kinds: Sequence[str] = ("observed", "oui", "words")

    @property
    def cards(self) -> Sequence[TableCard]:
        told = [replace(one, digest=self.digest if one.kind == "oui" else one.digest) for one in super().cards]
        return [one for one in told if one.kind in self.kinds]


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    stakes = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["60", "10", "30-70"])), max_size=4))
    extra = [{"control": "boardMember"} if draw(st.integers(0, 3)) == 0 else {} for _ in stakes]
    return chart(*((owner, owned, text, more) for (owner, owned, text), more in zip(stakes, extra, strict=True) if owner != owned))


@st.composite
def charted(draw: st.DrawFn) -> tuple[Submission, Submission]:
    """A case with the earlier and with the later charts of the officer, beside what the bidders show."""
    pair = draw(charts()), draw(charts())
    shown = {name: ((draw(charts()),) if draw(st.booleans()) else ()) for name in "AB"}
    made = [
        bid(item("1", draw(st.sampled_from(NAMES[2:])), supplier=draw(st.sampled_from(NAMES[2:]))), id=name, bidder=draw(st.sampled_from(NAMES[2:])))
        for name in "AB"
    ]
    before, after = (submission(*(replace(one, chart=charts_together((*shown[one.id], officers))) for one in made)) for officers in pair)
    return before, after


def told(found: Rescreened) -> list[Any]:
    return sorted((one.bid, one.was.id if one.was else "", one.finding.id if one.finding else "") for one in found.delta)


def in_full(was: Submission, now: Submission, tables: tuple[Any, Any], *, elsewhere: bool) -> list[Any]:
    """The slow, obvious reference: everything screened twice."""
    plain = replace(basis(*ROWS, alike=()), pack=PACK)
    then, there = (screen(case, replace(plain, tables=side), as_of=JUDGED) for case, side in zip((was, now), tables, strict=True))
    return sorted(
        (one.bid, gone.id if gone else "", come.id if come else "")
        for one, other in zip(then.bids, there.bids, strict=True)
        for gone, come in differing(one, other)
        if not (elsewhere and is_only_elsewhere(gone, come))
    )


def rescreened(was: Submission, now: Submission, tables: OtherTables | None = None) -> Rescreened:
    common = replace(basis(*ROWS, alike=()), pack=PACK)
    worlds = Worlds(before=common.lookup, after=common.lookup, common=common, tables=tables)
    several = [Subject(submission=now, before=PACK, after=PACK, was=None if tables else was, charts=None if tables else CHANGE)]
    return rescreen(several, worlds, EveryName, as_of=JUDGED)


def other(before: Dated, after: Dated) -> OtherTables:
    return OtherTables(before=before, after=after, all_before=Cards(cards=before.cards), all_after=Cards(cards=after.cards))


@settings(max_examples=150)
@given(charted())
def test_another_chart_tells_what_screening_everything_again_tells(pair: tuple[Submission, Submission]) -> None:
    found = rescreened(*pair)
    assert told(found) == in_full(*pair, (None, None), elsewhere=True)
    assert all(one.changes == (CHANGE,) for one in found.delta)


def known() -> st.SearchStrategy[Mapping[tuple[str, str], str]]:
    return st.dictionaries(st.sampled_from([("mac", mac) for mac in MACS]), st.sampled_from(NAMES[:4]))


@settings(max_examples=80)
@given(known(), known(), st.lists(st.sampled_from(["", *MACS]), min_size=2, max_size=2))
def test_another_table_tells_what_screening_everything_again_tells(
    was: Mapping[tuple[str, str], str], now: Mapping[tuple[str, str], str], macs: list[str]
) -> None:
    bids = [
        bid(item("1", "見本電機株式会社"), id=name, marks={"1": (Mark.of("mac", mac),)} if mac else {}) for name, mac in zip("AB", macs, strict=True)
    ]
    sides = Dated(known=was, digest="1" * 64), Dated(known=now, digest=("1" if was == now else "2") * 64)
    case = submission(*bids)
    found = rescreened(case, case, other(*sides))
    assert told(found) == in_full(case, case, sides, elsewhere=False)
    assert found.touched_bids == (0 if was == now else sum(map(bool, macs)))


def test_a_chart_reaches_those_alone_whom_it_tells_of_otherwise() -> None:
    before = chart(("鷺潭通信技術", "丁社", "10"))
    after = chart(("鷺潭通信技術", "丁社", "10"), ("例題科技有限公司", "丙社", "60"))
    bids = [bid(item("1", maker), id=name, bidder="戊社") for name, maker in (("A", "丙社"), ("B", "丁社"), ("C", "見本電機株式会社"))]
    was, now = (submission(*(replace(one, chart=each) for one in bids)) for each in (before, after))
    found = rescreened(was, now)
    assert (found.touched_bids, found.bids) == (1, 3)
    assert [(one.kind, one.bid, one.finding.rule if one.finding else "") for one in found.delta] == [("new", "A", "OWNER")]
    assert found.as_json()["delta"][0]["changes"] == [{"input": "chart", "from": ["a" * 64], "to": ["b" * 64]}]


def test_a_chart_that_no_longer_names_the_party_clears_nobody_and_one_that_tells_less_of_it_does() -> None:
    held = chart(("例題科技有限公司", "丙社", "60"))
    one = bid(item("1", "丙社"), id="A", bidder="戊社")
    for later, kind in ((chart(("甲社", "丁社", "60")), "unverifiable"), (chart(("甲社", "丙社", "60")), "cleared")):
        was, now = (submission(replace(one, chart=each)) for each in (held, later))
        assert [each.kind for each in rescreened(was, now).delta if each.was and each.was.rule == "OWNER"] == [kind]


def test_a_table_that_is_not_there_any_more_clears_nobody() -> None:
    maker = {("mac", MACS[0]): "例題科技有限公司"}
    case = submission(bid(item("1", "見本電機株式会社"), id="A", marks={"1": (Mark.of("mac", MACS[0]),)}))
    gone = rescreened(case, case, other(Dated(known=maker), Dated(known={}, kinds=("observed", "words"))))
    assert {one.kind for one in gone.delta if one.was} == {"unverifiable"}
    withdrawn = rescreened(case, case, other(Dated(known=maker), Dated(known={}, digest="2" * 64)))
    assert {one.kind for one in withdrawn.delta if one.was} == {"cleared"}
