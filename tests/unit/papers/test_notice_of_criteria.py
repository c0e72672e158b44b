"""The notice of criteria: every item, the formula with its numbers, every rule, and nothing that stays sealed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sekisho.desk.notice_terms import notice_terms
from sekisho.evaluation.criteria import Criteria, Criterion
from sekisho.evaluation.frozen import notice_digest
from sekisho.evaluation.model import Rounding, Terms
from sekisho.evaluation.presets import presets
from sekisho.findings import Verdict
from sekisho.papers.notices.criteria import criteria_document, told
from sekisho.policy.packs import packs
from sekisho.tenders.model import NoticeVersion, Tender
from sekisho.tenders.publication import Publication
from sekisho.terms import Lang, Money

DAY = date(2026, 6, 15)
LANGS: tuple[Lang, Lang] = ("ja", "en")
TENDER = Tender(id="N-1", title="例題システム", agency="例省", notice_date=date(2026, 4, 1))
PLAN = (Criterion(id="2.1", title="体制", points=Fraction(25)), Criterion(id="2.2", title="工程", points=Fraction(15)))
CRITERIA = Criteria(
    items=(
        Criterion(id="1", title="基本要件", mandatory=True),
        Criterion(id="2", title="実施計画", items=PLAN),
        Criterion(
            id="3", title="リスクの低減", points=Fraction(10),
            security={Verdict.CLEAR: Fraction(100), Verdict.REFER: Fraction(50), Verdict.BAR: Fraction(0)},
        ),
    ),
    grades={"A": Fraction(100), "B": Fraction(70)},
    members=("委員1", "委員2"),
    absent="leave-out",
    mandatory_by="all",
)  # fmt: skip
TERMS = Terms(
    preset="add-1", technical_points=Fraction(50), price_points=Fraction(100), rounding=Rounding(mode="half-up", places=2), tie="higher-technical",
    minimum_score=Fraction(30), security="both", tax_rate=Fraction("0.1"), low_price_line=Fraction(612_345),
    ceiling=Money(amount=Fraction(987_654), currency="JPY", tax="excluded"), criteria=CRITERIA,
)  # fmt: skip


def paper(terms: Terms = TERMS, lang: Lang = "ja", tender: Tender = TENDER) -> list[Mapping[str, Any]]:
    notice = notice_terms(tender, terms, packs()["jp-2018"], publication=Publication(method="open"), day=DAY)
    return list(criteria_document(notice, lang).blocks)


def texts(blocks: list[Mapping[str, Any]]) -> str:
    return str(blocks)


@pytest.mark.parametrize("lang", LANGS)
def test_every_item_stands_in_the_notice_with_its_points(lang: Lang) -> None:
    rows = [row["cells"] for block in paper(lang=lang) if block["kind"] == "table" for row in block["rows"]]
    assert {"1", "2", "2.1", "2.2", "3"} <= {row[0] for row in rows}
    assert [row[-1] for row in rows if row[0] in ("2", "2.1", "2.2", "3")] == ["(40)", "25", "15", "10"]
    assert next(row for row in rows if row[1] in ("合計", "Total"))[-1] == "50"


@pytest.mark.parametrize("lang", LANGS)
def test_neither_the_ceiling_nor_the_low_price_line_is_in_the_notice(lang: Lang) -> None:
    said = texts(paper(lang=lang))
    assert not any(secret in said for secret in ("987654", "987,654", "612345", "612,345"))
    other = replace(TERMS, ceiling=Money(amount=Fraction(5), currency="JPY", tax="excluded"), low_price_line=Fraction(4))
    assert said == texts(paper(other, lang))


def test_the_formula_stands_in_words_and_with_its_numbers() -> None:
    assert told("価格点満点 × (1 − 入札価格 ÷ 予定価格)", "ja", {"price_points": Fraction(100)}) == "100 × (1 − 入札価格 ÷ 予定価格)"
    assert told("価格点満点 × (1 − 入札価格 ÷ 予定価格)", "en") == "price maximum × (1 − bid price ÷ ceiling price)"
    assert told("price_points * (1 - bid / ceiling)", "ja") == "価格点満点 × (1 − 入札価格 ÷ 予定価格)"


@pytest.mark.parametrize("name", sorted(presets()))
def test_every_formula_of_every_preset_is_told_in_english_without_a_japanese_name(name: str) -> None:
    for written in presets()[name].written.values():
        assert told(written, "en").isascii() or not any("\u3040" <= char <= "\u9fff" for char in told(written, "en"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_rules_for_ties_minimum_absence_and_votes_are_told(lang: Lang) -> None:
    said = texts(paper(lang=lang))
    for ja, en in (
        ("技術点の高い者", "higher technical points"),
        ("30点に満たない", "fewer than 30"),
        ("欠席した委員を除き", "is left out"),
        ("全ての委員が適", "every evaluator"),
    ):
        assert (ja if lang == "ja" else en) in said
    assert "10%" in said


def test_the_digest_of_the_notice_and_the_versions_published_by_then_stand_there_whole() -> None:
    digest = notice_digest(TERMS)
    versions = (NoticeVersion(version="1", at=date(2026, 4, 1), digest=digest), NoticeVersion(version="2", at=date(2026, 7, 1), digest="f" * 64))
    said = texts(paper(tender=replace(TENDER, notices=versions)))
    assert said.count(digest) == 2
    assert "f" * 64 not in said


def test_a_tender_by_price_alone_says_so_and_shows_no_technical_points() -> None:
    said = texts(paper(Terms(preset="lowest-price"), "ja"))
    assert "入札価格が最も低い者を落札者とする" in said
    assert "技術の配点" not in said
