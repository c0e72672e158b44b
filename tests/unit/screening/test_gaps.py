"""Every gap that a chart can leave has words of its own, in both languages."""

from sekisho.feeds.charts.gleif import NOBODY, SOMEBODY
from sekisho.screening.gaps import GAPS, PARENTS, gap_text


def test_every_code_is_told_in_words_and_keeps_its_code() -> None:
    codes = [*GAPS, *(f"{parent}:{reason}" for parent in PARENTS for reason in SOMEBODY | NOBODY)]
    for code in codes:
        told = gap_text(code, "例示電機")
        assert told.ja.startswith("「例示電機」") and told.ja.endswith(f"({code})")
        assert told.en.startswith("“例示電機”: ") and told.en.endswith(f"({code})")
        assert told.ja != gap_text("no-chart", "例示電機").ja or code == "no-chart"


def test_a_code_of_tomorrow_stands_as_it_is() -> None:
    assert gap_text("new-code", "A").en == "A (new-code)"
