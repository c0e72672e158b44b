"""Words, dates and text made fit to print."""

import re
import string
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sekisho.papers.dates import day_text, period_text
from sekisho.papers.texts import breakable, cut, exact_text, grouped, money_text, name_text
from sekisho.papers.words import WORDS, words
from sekisho.terms import Money, Period

TEMPLATES = Path(__file__).resolve().parents[3] / "src/sekisho/papers/templates"


def test_both_languages_have_the_same_keys_and_no_empty_word() -> None:
    assert set(words("ja")) == set(words("en")) == set(WORDS)
    assert all(ja.strip() and en.strip() for ja, en in WORDS.values())


def test_both_languages_have_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [key for key, (ja, en) in WORDS.items() if blanks(ja) != blanks(en)] == []


def test_english_words_hold_no_japanese() -> None:
    assert [key for key, (_, en) in WORDS.items() if re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", en)] == []


def test_verdicts_are_worded_as_the_contract_says() -> None:
    assert words("ja")["verdict.clear"] == "確認した範囲で懸念は認められない"
    assert words("ja")["verdict.refer"] == "懸念が払拭できない(要確認)"
    assert words("ja")["verdict.bar"] == "懸念あり(除外の提案)"


def test_no_paper_ever_says_safe() -> None:
    assert not any("安全" in ja or re.search(r"\bsafe\b", en.lower()) for ja, en in WORDS.values())


@pytest.mark.parametrize("template", ["judgement.html", "letter.html", "judgement.typ", "letter.typ", "style.typ"])
def test_every_word_that_a_template_uses_is_in_the_catalogue(template: str) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    used = set(re.findall(r"\bw\.([a-z_]+)", text)) | set(re.findall(r"w\['([a-z_.]+)'\]", text))
    assert used - set(WORDS) - {"at"} == set()


@pytest.mark.parametrize(
    ("day", "ja", "en"),
    [
        (date(2026, 4, 1), "令和8年4月1日(2026-04-01)", "2026-04-01 (Reiwa 8)"),
        (date(2019, 5, 1), "令和元年5月1日(2019-05-01)", "2019-05-01 (Reiwa 1)"),
        (date(2019, 4, 30), "平成31年4月30日(2019-04-30)", "2019-04-30 (Heisei 31)"),
        (date(1989, 1, 7), "昭和64年1月7日(1989-01-07)", "1989-01-07 (Showa 64)"),
        (date(1800, 1, 1), "1800-01-01", "1800-01-01"),
    ],
)
def test_days_carry_both_calendars(day: date, ja: str, en: str) -> None:
    assert (day_text(day, "ja"), day_text(day, "en")) == (ja, en)


def test_an_open_period_says_only_its_known_end() -> None:
    assert period_text(Period(start=date(2019, 4, 1)), "en") == "from 2019-04-01 (Heisei 31)"
    assert period_text(Period(), "ja") == "—"


def test_amounts_are_grouped_exact_and_name_their_tax_basis() -> None:
    assert money_text(Money(amount=Fraction(61930000), currency="JPY", tax="excluded"), "ja") == "61,930,000円(税抜)"
    assert money_text(Money(amount=Fraction(5, 2), currency="USD", tax="included"), "en") == "USD 2.5 (incl. tax)"
    assert grouped(Fraction(-1234567, 100)) == "-12,345.67"


def test_an_endless_decimal_is_shown_as_a_fraction() -> None:
    assert exact_text(Fraction(61, 300)) == "61/300 (≈ 0.203333)"
    assert exact_text(Fraction(225875, 10000)) == "22.5875"


def test_long_text_is_cut_with_a_count() -> None:
    assert cut("x" * 1000, "en").endswith("… (100 more characters; in full in judgement.json)")
    assert len(name_text("x" * 500)) == 120


def test_only_long_runs_are_given_places_to_break() -> None:
    assert breakable("a plain sentence about Technologies”;") == "a plain sentence about Technologies”;"
    assert "\u200b" in breakable("ENX9000-ABCDEFGHIJK")
    assert breakable({"line": "123456", "w": {"k": "x" * 40}}) == {"line": "\u200b".join("123456"), "w": {"k": "x" * 40}}
