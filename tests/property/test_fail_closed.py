"""However the register fails (stale, refused, without its protected layer, without advice that counts), nothing is clear; whole and fresh it is."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nouns import CARD, edition, row
from sekisho.engines.embedded.shelf import HELD
from sekisho.findings import Verdict
from sekisho.names.normalise import tables_digest
from sekisho.policy.packs import packs
from sekisho.register.layers import public_layer
from sekisho.register.lookup import Lookup
from sekisho.screening.centre_questions import questions_of_bid, questions_of_line
from sekisho.screening.facts import Basis
from sekisho.screening.model import ScreenedBid
from sekisho.screening.screen import screen
from sekisho.tenders.centre import ADVICE, Advised, CentreWord
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, Submission, Tender
from sekisho.terms import Party

DAY = date(2026, 6, 15)
WHOLE = edition(row("x", "例題科技有限公司"), row("y", "秘匿社", classification="protected"))
ITEMS = tuple(
    EquipmentItem(line=str(one), where=f"line {one}", maker=Party(name=f"無関係の製作所{one}"), model=f"M-{one}", supplier=Party(name="丙社"))
    for one in (1, 2)
)
BID = Bid(id="A", bidder=Party(name="乙社"), list=EquipmentList(file="list", digest="", items=ITEMS))
QUESTIONS = tuple(dict.fromkeys((*(one for item in ITEMS for one in questions_of_line(item, {})), *questions_of_bid(BID, {}))))
GOOD = Advised(advice="no-concern", ask=(), centre="centre", answered_at=DAY - timedelta(days=9), expires=DAY + timedelta(days=9), request="r")


def screened(*, layer: str, held: bool, stale: bool, advice: list[Advised | None]) -> ScreenedBid:
    found = WHOLE if layer == "full" else public_layer(WHOLE)
    found = replace(found, held=HELD if held else None)
    told = {question.id: said for question, said in zip(QUESTIONS, advice, strict=True) if said is not None}
    tender = Tender(id="T", title="例題", agency="例省", notice_date=date(2026, 4, 1), policy="us-889", stage="list")
    basis = Basis(pack=packs()["us-889"], lookup=Lookup(found), tables_digest=tables_digest())
    day = DAY if not stale else CARD.retrieved_at + timedelta(days=CARD.good_for_days + 1)
    (bid,) = screen(Submission(tender=tender, bids=(BID,), centre=CentreWord(advised=told)), basis, as_of=day).bids
    return bid


def clear_lines(bid: ScreenedBid) -> list[str]:
    return [item.item.line for item in bid.items if item.verdict is Verdict.CLEAR]


def test_whole_and_fresh_or_with_the_centres_word_on_everything_the_lines_are_clear() -> None:
    assert clear_lines(screened(layer="full", held=False, stale=False, advice=[None] * len(QUESTIONS))) == ["1", "2"]
    assert clear_lines(screened(layer="public", held=False, stale=False, advice=[GOOD] * len(QUESTIONS))) == ["1", "2"]


@given(st.booleans(), st.booleans(), st.sampled_from(["full", "public"]), st.lists(st.booleans(), min_size=len(QUESTIONS), max_size=len(QUESTIONS)))
def test_a_stale_or_refused_register_clears_no_line_whatever_the_centre_said(held: bool, stale: bool, layer: str, told: list[bool]) -> None:
    if held or stale:
        assert clear_lines(screened(layer=layer, held=held, stale=stale, advice=[GOOD if one else None for one in told])) == []


ADVISED = st.one_of(
    st.none(),
    st.builds(
        Advised,
        advice=st.sampled_from(ADVICE),
        ask=st.just(()),
        centre=st.just("centre"),
        answered_at=st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3)),
        expires=st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3)),
        request=st.just("r"),
    ),
)


@given(st.lists(ADVISED, min_size=len(QUESTIONS), max_size=len(QUESTIONS)))
def test_by_a_public_layer_a_line_is_clear_exactly_where_advice_of_no_concern_counts_on_all_it_asks(advice: list[Advised | None]) -> None:
    told = {question.id: said for question, said in zip(QUESTIONS, advice, strict=True)}

    def counts(said: Advised | None) -> bool:
        return said is not None and said.advice == "no-concern" and said.answered_at <= DAY <= said.expires

    wanted = [item.line for item in ITEMS if all(counts(told[one.id]) for one in questions_of_line(item, {}))]
    assert clear_lines(screened(layer="public", held=False, stale=False, advice=advice)) == wanted
