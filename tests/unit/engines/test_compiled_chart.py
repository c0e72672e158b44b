"""A compiled chart in its file: what it keeps, what it refuses, and how holders are found in it."""

import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sekisho.engines.embedded import index_file
from sekisho.engines.embedded.mapped import is_compiled
from sekisho.engines.embedded.walks.chart_build import compiled
from sekisho.engines.embedded.walks.chart_file import CompiledChart, build
from sekisho.engines.embedded.walks.chart_rows import origin_of, rows_of, source_of
from sekisho.faults import InputRefused
from sekisho.ownership.model import Chart, Holder, Stake
from sekisho.ownership.walk import Bar
from sekisho.terms import Identifier, Period, Share, Source

DAY = date(2026, 4, 1)


def stake(owner: str, owned: str, low: str, high: str = "", source: str = "chart.csv line 2") -> Stake:
    return Stake(owner=owner, owned=owned, share=Share(minimum=Fraction(low), maximum=Fraction(high or low)), source=Source(name=source))


CHART = Chart(
    holders=(
        Holder(id="X", name="鷺潭通信技術有限公司", country="CN", identifiers=(Identifier.of("LEI", "5493001KJTIIGC8Y1R12"),)),
        Holder(id="A", name="例示電機株式会社"),
        Holder(id="B", name="例示電機 (株)", kind="unknown"),
    ),
    stakes=(stake("X", "A", "50"), stake("A", "B", "33.333", "60.5")),
    digests=("0" * 64,),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    build(rows_of(CHART, "chart.csv"), tmp_path / "chart.compiled")
    return tmp_path / "chart.compiled"


def test_the_file_gives_back_every_holder_and_stake_as_it_was(file: Path) -> None:
    chart = CompiledChart.open(file)
    assert [chart.holder(at) for at in range(3)] == sorted(CHART.holders, key=lambda holder: holder.id)
    day = chart.day(DAY)
    assert {row for at in range(2) for row in chart.stakes(at, day)} == set(CHART.stakes)
    assert (len(chart), chart.about["scale"], chart.about["digests"]) == (2, 1000, ["0" * 64])


def test_a_holder_is_found_by_id_number_and_name_and_the_first_of_two_equal_names_wins(file: Path) -> None:
    chart = CompiledChart.open(file)
    assert [chart.holder_of(asked) for asked in ("B", "5493001KJTIIGC8Y1R12", "鷺潭通信技术有限公司", "例示電機", "見本工業")] == [
        "B", "X", "X", "A", "見本工業",
    ]  # fmt: skip


def test_a_chart_compiled_by_ids_alone_finds_no_names(tmp_path: Path) -> None:
    build(rows_of(CHART, "chart.csv"), tmp_path / "chart", names=False)
    chart = CompiledChart.open(tmp_path / "chart")
    assert [chart.holder_of(asked) for asked in ("5493001KJTIIGC8Y1R12", "例示電機")] == ["X", "例示電機"]


def test_one_flipped_octet_anywhere_is_refused(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    for at in range(0, len(whole), 61):
        (tmp_path / "altered").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(InputRefused) as refused:
            CompiledChart.open(tmp_path / "altered")
        assert [one.rule for one in refused.value.faults] == ["compiled.broken"]


def test_a_sound_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    about, arrays = compiled(rows_of(CHART, "chart.csv"))
    for wrong in ({"kind": "products"}, {"version": 99}):
        index_file.write(tmp_path / "other", about | wrong, arrays)
        with pytest.raises(InputRefused) as refused:
            CompiledChart.open(tmp_path / "other")
        assert [one.rule for one in refused.value.faults] == ["compiled.other"]
    assert is_compiled(tmp_path / "other")


def test_shares_too_fine_for_whole_numbers_are_left_to_the_plain_walk() -> None:
    fine = Chart(holders=(), stakes=(stake("X", "A", "0." + "3" * 13),))
    with pytest.raises(InputRefused) as refused:
        CompiledChart.of(fine, "fine.csv")
    assert [(one.rule, one.file) for one in refused.value.faults] == [("chart.too-fine", "fine.csv")]


def test_a_chart_without_stakes_answers_unknown() -> None:
    chart = CompiledChart.of(Chart(holders=(), stakes=()))
    found = chart.held_all(["A"], frozenset({"A", "X"}), day=chart.day(DAY), bar=Bar(threshold=Fraction(50)))
    assert found["A"].designated == "surely"


def test_only_those_above_an_entity_matter_to_it() -> None:
    rows = (stake("X", "A", "50"), stake("A", "B", "50"), stake("B", "A", "1"), stake("C", "D", "50"))
    over = Stake(owner="OLD", owned="B", share=Share(), period=Period(end=date(2020, 1, 1)), source=Source(name="x"))
    chart = CompiledChart.of(Chart(holders=(), stakes=(*rows, over)))
    assert [holder.id for holder in chart.above(["B", "nobody"], chart.day(DAY))] == ["A", "B", "X"]


@pytest.mark.parametrize("name", ["chart.csv line 12", "帳簿 (chart.csv line 7)", "statement s-1", "line 3", "line 07", ""])
def test_a_source_comes_back_from_its_parts(name: str) -> None:
    source = Source(name=name, retrieved_at=date(2026, 1, 2), verified=False, clause="4", url="https://example.invalid/", sha256="ab")
    assert source_of(*origin_of(source)) == source


def test_a_question_to_a_compiled_chart_waits_for_no_reader_of_other_files(file: Path, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("X\n", encoding="utf-8")
    asked = ["owners", "B", "--chart", str(file), "--designated", str(tmp_path / "ids.txt"), "--as-of", "2026-04-01", "--json"]
    heavy = ["pyarrow", "numba", "openpyxl", "yaml", "sekisho.names", "sekisho.desk.judge", "sekisho.feeds.raw.jail"]
    loaded = f"[one for one in {heavy!r} if one in sys.modules]"
    program = f"import sys; from sekisho.cli import run; code = run({asked!r}); print({loaded}); sys.exit(code)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "[]"), ran.stderr
