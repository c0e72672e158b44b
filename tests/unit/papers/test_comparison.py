"""The comparison table and its charts: every mark, every sum, and the same said in words."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sekisho.desk.dossier import Dossier, open_dossier
from sekisho.desk.office import Asked
from sekisho.desk.what_if import turning_points
from sekisho.papers.notices.charts import composition, shown_number, turning
from sekisho.papers.notices.comparison import comparison_document
from sekisho.terms import Lang
from sekisho.wiring import office

LANGS: tuple[Lang, Lang] = ("ja", "en")


@pytest.fixture(scope="module")
def sample(repository: Path) -> Dossier:
    return open_dossier(office(), Asked(case=str(repository / "src/sekisho/samples/jp/case"), as_of=date(2026, 4, 15)))


def tables(sample: Dossier, lang: Lang) -> list[list[list[str]]]:
    assert sample.judgement is not None
    blocks = comparison_document(sample.judgement, lang, draft=False).blocks
    return [[row["cells"] for row in block["rows"]] for block in blocks if block["kind"] == "table"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_mark_of_every_evaluator_stands_in_it(sample: Dossier, lang: Lang) -> None:
    assert sample.judgement is not None
    cells = [cell for table in tables(sample, lang) for row in table for cell in row]
    marked = [cell for cell in cells if cell.startswith(("A  ", "B  ", "C  ", "D  "))]
    assert len(marked) == 5 * 7 * 3
    assert "178.6" in cells and "170.4" in cells


def test_the_price_formula_stands_there_with_its_numbers_before_and_after_rounding(sample: Dossier) -> None:
    rows = [row for table in tables(sample, "ja") for row in table]
    assert ["戊社 (E)", "技術点", "142", "142", "142"] in rows
    assert ["甲社 (A)", "技術点", "178.6", "178.6", "178"] in rows
    assert ["甲社 (A)", "価格点", "100 × (1 − 432,000,000 ÷ 480,000,000)", "10", "10"] in rows


def test_both_ranks_and_the_gates_in_their_order_are_shown(sample: Dossier) -> None:
    ranks, gates = tables(sample, "ja")[0], tables(sample, "ja")[1]
    assert [row[5:7] for row in ranks[:2]] == [["1", "1"], ["2", "—"]]
    assert ["戊社 (E)", "○", "△", "○", "—", "—", "○"] in gates
    assert ["乙社 (B)", "○", "×", "—", "—", "—", "×"] in gates


@pytest.mark.parametrize("lang", LANGS)
def test_a_chart_says_in_words_all_that_it_draws(sample: Dossier, lang: Lang) -> None:
    assert sample.judgement is not None
    drawn = composition(sample.judgement, lang)
    turned = turning(sample.judgement, turning_points(sample.judgement), lang)
    assert drawn is not None and turned is not None
    for bid in ("甲社", "乙社", "丙社", "丁社", "戊社"):
        assert bid in drawn["alt"]
    for number in ("47.6", "97", "34", "188", "147"):
        assert number in drawn["alt"]
    assert "480,000,00" in turned["alt"], "the ceiling is where the winner falls out"


def test_every_shape_of_a_chart_lies_on_its_sheet_and_no_two_parts_of_a_bar_share_a_shade(sample: Dossier) -> None:
    assert sample.judgement is not None
    for chart in (composition(sample.judgement, "ja"), turning(sample.judgement, turning_points(sample.judgement), "ja")):
        assert chart is not None
        drawing: Any = chart["drawing"]
        for one in drawing["rects"]:
            assert one["x"] >= 0 and one["x"] + one["w"] <= drawing["width"]
            assert one["y"] >= 0 and one["y"] + one["h"] <= drawing["height"]
        rows: dict[float, list[str]] = {}
        for one in drawing["rects"]:
            rows.setdefault(one["y"], []).append(one["fill"])
        assert all(len(fills) == len(set(fills)) for fills in rows.values())


@pytest.mark.parametrize(
    ("number", "shown"), [("188", "188"), ("47.6", "47.6"), ("0.000114285", "0.0001143"), ("0.5", "0.5000"), ("1234.56", "1,234.6")]
)
def test_a_number_in_a_chart_keeps_the_digits_that_tell_it_from_its_like(number: str, shown: str) -> None:
    assert shown_number(Fraction(number)) == shown
