"""A designation tried on a compiled stock reaches what screening would find, were it made; nothing is lost in the columns."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import JUDGED, bid, bom, chart, edition, item, party, row, submission
from sekisho.desk.rescreen import Subject, Worlds, rescreen
from sekisho.desk.stock import Holding, StockItem, Supposed, holdings_of, product_words
from sekisho.desk.stock_json import consequence_json
from sekisho.engines.embedded import stock_file
from sekisho.engines.embedded.stock_file import Stock, supposed_register
from sekisho.faults import InputRefused
from sekisho.names.normalise import tables_digest
from sekisho.policy.packs import packs
from sekisho.register.lookup import Lookup
from sekisho.register.matching import EveryName
from sekisho.screening.facts import Basis
from sekisho.tenders.model import Service, Subcontractor, Submission
from sekisho.tenders.publication import AwardDecision, Publication
from sekisho.terms import Party

PACK = packs()["jp-2018"]
NAMES = (
    "例題科技有限公司", "例題科技", "Reidai Keji Ltd", "鷺潭通信技術", "鷺潭通信技術有限公司上海分公司", "見本電機株式会社", "見本電気", "甲社",
    "ミホンデンキ", "Mihon Denki Co., Ltd.", "Ｍｉｈｏｎ　Ｄｅｎｋｉ", "Zenith Loop GmbH",
)  # fmt: skip
names = st.sampled_from(NAMES)
parties = st.none() | st.builds(Party, name=names, country=st.sampled_from(["", "CN", "JP"]))
items = st.builds(
    StockItem, role=st.sampled_from(["maker", "supplier", "part", "bidder", "installed"]), party=parties, line=st.sampled_from(["", "1", "2"]),
    product=st.sampled_from(["", product_words("EX-1", "例示"), "EX-2"]), kind=st.sampled_from(["", "switch\x1fnetwork", "camera"]),
    origin=st.sampled_from(["", "CN", "日本", "CN/JP", "?"]), quantity=st.sampled_from([Fraction(1), Fraction(3), Fraction(1, 3)]),
)  # fmt: skip
stocks = st.lists(st.lists(items, max_size=6), max_size=4)


def compiled(several: list[list[StockItem]]) -> Stock:
    held = [
        (Holding(standing="open", case="T-1", bid=str(at), amount=Fraction(100 + at), currency="JPY"), tuple(some)) for at, some in enumerate(several)
    ]
    return Stock(*stock_file.compiled(held, ["0" * 64]))


supposes = st.builds(
    Supposed, names=st.lists(names, min_size=1, max_size=2).map(tuple), kind=st.sampled_from(["", "", "switch", "network"]),
    origin=st.sampled_from(["", "", "CN", "!JP"]), product=st.sampled_from(["", "", "EX-1"]),
)  # fmt: skip


def plainly(several: list[list[StockItem]], supposed: Supposed) -> list[tuple[int, StockItem, bool]]:
    """The slow, obvious reference: every item by itself."""
    lookup, found = supposed_register(supposed.names), []
    for at, some in enumerate(several):
        for one in some:
            answers = lookup.lookup([one.party])[0].hits if one.party else ()
            sure = max((1 if hit.relation == "possible" else 2 for hit in answers), default=0)
            for asked, held, says in (
                (supposed.kind, one.kind, stock_file._kind_says), (supposed.origin, one.origin, stock_file._origin_says),
                (supposed.product, one.product, stock_file._product_says),
            ):  # fmt: skip
                sure = min(sure, says(held, asked)) if asked else sure
            if sure:
                found.append((at, one, sure == 2))
    return found


@settings(max_examples=120)
@given(stocks, supposes)
def test_columns_and_index_reach_what_looking_at_every_item_reaches(several: list[list[StockItem]], supposed: Supposed) -> None:
    found = compiled(several).ask(supposed)
    wanted = plainly(several, supposed)
    assert [(int(one.holding.bid), one.item, one.surely) for one in found.shown] == wanted
    assert (found.surely, found.possibly) == (sum(sure for *_, sure in wanted), sum(not sure for *_, sure in wanted))
    pieces = {
        at: sum((one.quantity for where, one, sure in wanted if where == at and sure and one.role in ("maker", "part", "installed")), Fraction(0))
        for at, *_ in wanted
    }
    assert {int(one.holding.bid): one.pieces for one in found.at_stake} == pieces
    assert found.money() == ({"JPY": {"open": Fraction(sum(100 + at for at in pieces))}} if pieces else {})


@st.composite
def cases(draw: st.DrawFn) -> Submission:
    several = []
    for name in "AB"[: draw(st.integers(1, 2))]:
        lines = [item(str(number), draw(names), supplier=draw(st.none() | names)) for number in range(1, draw(st.integers(1, 3)) + 1)]
        facts: dict[str, Any] = {
            "subcontractors": (Subcontractor(party=party(draw(names))),),
            "services": (Service(name="保守", provider=party(draw(names))),),
        }
        if draw(st.booleans()):
            facts["boms"] = {"1": bom({"part": draw(names)})}
        several.append(bid(*lines, id=name, bidder=draw(names), **facts))
    return submission(*several)


RULES = {"maker": "MAKER", "supplier": "SUPPLIER", "part": "COMPONENT", "bidder": "SUPPLIER", "subcontractor": "SUBCONTRACTOR", "provider": "SERVICE"}


@settings(max_examples=60)
@given(cases(), names)
def test_what_would_be_reached_is_what_a_new_edition_finds(one: Submission, name: str) -> None:
    """The same designation made in an edition: the rules that its delta brings, bid by bid, are those of the roles reached."""
    stock = Stock(*stock_file.compiled(holdings_of(one, PACK), ()))
    reached = {(found.holding.bid, RULES[found.item.role]) for found in stock.ask(Supposed(names=(name,))).shown}
    before = edition(row("other", "無関係の者"))
    after = edition(row("other", "無関係の者"), row("whatif", name, authority="whatif", affiliates="included"))
    common = Basis(pack=PACK, lookup=Lookup(after), tables_digest=tables_digest())
    worlds = Worlds(before=Lookup(before, EveryName(before)), after=Lookup(after, EveryName(after)), common=common)
    delta = rescreen([Subject(submission=one, before=PACK, after=PACK)], worlds, EveryName, as_of=JUDGED).delta
    assert {(each.bid, each.finding.rule) for each in delta if each.finding and each.finding.rule in RULES.values()} == reached


def test_the_standing_of_a_bid_says_whether_money_is_contracted() -> None:
    several = submission(bid(item("1", "甲社"), id="A", price="700"), bid(item("1", "甲社"), id="B", price="500"))
    award = AwardDecision(winner="B", at=JUDGED, by="契約担当官", authority="会計法")
    awarded = Submission(tender=several.tender, bids=several.bids, publication=Publication(opened_at=JUDGED, award=award))
    found = Stock(*stock_file.compiled(holdings_of(awarded, PACK), ())).ask(Supposed(names=("甲社",)))
    assert found.money() == {"JPY": {"contract": Fraction(500), "lost": Fraction(700)}}
    told = consequence_json(found)
    assert (told["contracts"], told["cases"], [one["bid"] for one in told["bids"]]) == (1, 1, ["A", "B"])


def test_a_class_of_goods_is_asked_of_goods_alone_and_an_unknown_kind_may_be_of_it() -> None:
    one = submission(bid(item("1", "甲社", kind="スイッチ"), item("2", "甲社", kind="謎の箱"), id="A", bidder="甲社"))
    kind = next(kind for kind in PACK.kinds if "スイッチ" in (*kind.words, kind.id))
    found = Stock(*stock_file.compiled(holdings_of(one, PACK), ())).ask(Supposed(kind=kind.id))
    assert [(each.item.role, each.item.line, each.surely) for each in found.shown] == [("maker", "1", True), ("maker", "2", False)]


def test_owners_that_a_chart_names_are_items_of_the_bid() -> None:
    one = submission(bid(item("1", "乙社"), id="A", chart=chart(("甲社", "乙社", "60"))))
    found = Stock(*stock_file.compiled(holdings_of(one, PACK), ())).ask(Supposed(names=("甲社",), owned=(Party(name="乙社"),)))
    assert {(each.item.role, each.relation) for each in found.shown} >= {("owner", "same"), ("maker", "owned"), ("owner", "owned")}


def test_nothing_supposed_is_no_question_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing is supposed"):
        compiled([]).ask(Supposed())
    path = tmp_path / "stock"
    stock_file.write(path, [(Holding(standing="installed", site="本庁"), (StockItem(role="installed", party=Party(name="甲社")),))], ())
    assert stock_file.opened(path).ask(Supposed(names=("甲社",))).at_stake[0].holding.site == "本庁"
    octets = bytearray(path.read_bytes())
    octets[200] ^= 1
    path.write_bytes(octets)
    with pytest.raises(InputRefused):
        stock_file.opened(path)
