"""The sum of a unit-price contract, line by line, in the arithmetic of the paper."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import nouns
from sekisho.desk.judge import judge_case
from sekisho.desk.model import Case
from sekisho.desk.office import Asked, Office
from sekisho.evaluation.frozen import notice_digest
from sekisho.papers.view_sums import sums_view
from sekisho.tenders.shape import BidShape, TenderShape, UnitItem, UnitPrices

WORK = UnitItem(id="1", title="作業員", quantity=Fraction(21, 2), unit="人日")
ASKED = UnitPrices(items=(WORK, UnitItem(id="2", title="部品", quantity=Fraction(3))), currency="JPY", tax="excluded")


class _Clock:
    def today(self) -> date:
        return nouns.JUDGED


def test_every_line_and_the_sum_stand_before_the_scores() -> None:
    bid = nouns.bid(id="A", price="627.615", technical="50", shape=BidShape(unit_prices={"1": Fraction("50.25"), "2": Fraction("33.33")}))
    tender = replace(nouns.tender(policy="none"), shape=TenderShape(unit_prices=ASKED))
    case = Case(submission=replace(nouns.submission(bid), tender=tender), terms=replace(nouns.terms("add-2"), unit_prices=ASKED))
    judgement = judge_case(Office(cases=None, registers=None, clock=_Clock()), case, Asked(case="t"))  # type: ignore[arg-type]
    steps = sums_view(judgement, "ja")["bids"][0]["steps"]
    assert [(one["label"], one["sum"], one["exact"]) for one in steps[:3]] == [
        ("1 作業員(人日)", "50.25 × 10.5", "527.625"),
        ("2 部品", "33.33 × 3", "99.99"),
        ("総価(単価 × 予定数量の合計)", "527.625 + 99.99", "627.615"),
    ]
    assert [one["no"] for one in steps] == [str(place) for place in range(1, len(steps) + 1)]


def test_the_notice_freezes_items_and_quantities_and_no_ceiling() -> None:
    terms = nouns.terms("add-2")
    more = replace(ASKED, items=(replace(ASKED.items[0], quantity=Fraction(11)), ASKED.items[1]))
    dear = replace(ASKED, items=tuple(replace(one, ceiling=Fraction(9)) for one in ASKED.items), ceiling_by="line")
    digests = [notice_digest(replace(terms, unit_prices=one)) for one in (None, ASKED, more, dear)]
    assert digests[1] == digests[3] and len(set(digests)) == 3
