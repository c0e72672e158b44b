"""Consortia and lessors on paper."""

from fractions import Fraction

import nouns
from sekisho.papers.view_procured import behind_rows
from sekisho.tenders.shape import BidShape, Lease, Member

MEMBERS = (
    Member(party=nouns.party("甲社"), role="representative", share=Fraction(60), work="設計"),
    Member(party=nouns.party("乙社"), role="member"),
)


def test_members_stand_with_role_share_and_work() -> None:
    bid = nouns.bid(shape=BidShape(members=MEMBERS))
    assert behind_rows(bid, "ja") == [["共同企業体の構成員", "甲社 (代表者, 60%, 設計) / 乙社 (構成員)"]]
    assert behind_rows(bid, "en")[0][1] == "甲社 (representative, 60%, 設計) / 乙社 (member)"


def test_a_lessor_s_supplier_or_its_absence_is_told() -> None:
    assert behind_rows(nouns.bid(shape=BidShape(lease=Lease(supplier=nouns.party("乙社")))), "ja") == [["リース会社への供給者", "乙社"]]
    assert behind_rows(nouns.bid(shape=BidShape(lease=Lease(supplier=None))), "en")[0][1]
    assert behind_rows(nouns.bid(), "ja") == []
