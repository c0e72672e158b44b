"""The report on an estate: one page that stands alone, a workbook that is read back, tables that a spreadsheet does not compute."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import nouns
from sekisho.desk.audit_estate import EstateAudit, audit_estate
from sekisho.desk.removal_plan import GONE, PlanRow, removal_plan
from sekisho.estate.model import Sighting
from sekisho.estate.sightings import Notebook
from sekisho.faults import InputRefused
from sekisho.feeds.estate.plan import read_plan
from sekisho.feeds.estate.reading import EstateFile, Unread
from sekisho.papers.estate import devices_table, render_estate
from sekisho.papers.estate_sums import Sum, bars, by_fact, by_rule
from sekisho.papers.estate_view import EstatePaper, estate_view
from sekisho.terms import Mark

BARRED = nouns.row("x", "例題科技有限公司", authority="JP-DECISION")


def seen(number: int, **facts: Any) -> Sighting:
    told = {"model": "EX-1", "kind": "スイッチ", "maker": "例示電機", "asset_tag": f"A-{number}", "site": "本庁舎", **facts}
    return Sighting(file="a.csv", where=f"line {number}", format="ledger", **told)


ESTATE = (
    seen(1),
    seen(2, maker="例題科技", site="北変電所", consequence="停電"),
    seen(3, maker="", site="北変電所", name="=HYPERLINK(1)"),
    seen(4, maker="例題科技", site="", place="<script>alert(1)</script>"),
)


def audited(*sightings: Sighting) -> EstateAudit:
    book = Notebook()
    for one in sightings:
        book.note(one)
    return audit_estate(book.close(), nouns.basis(BARRED), None, as_of=nouns.JUDGED)


def paper(*sightings: Sighting, earlier: tuple[PlanRow, ...] = ()) -> EstatePaper:
    audit = audited(*sightings)
    return EstatePaper(
        audit=audit,
        plan=removal_plan(audit, earlier),
        files=(EstateFile(path="a.csv", format="ledger", digest="0" * 64, sightings=len(sightings), unread=1),),
        unread=(Unread(file="a.csv", where="line 9", rule="estate.nothing-told"),),
    )


@pytest.fixture(scope="module")
def made() -> Mapping[str, bytes]:
    return render_estate(paper(*ESTATE))


def rows(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"))))


def test_the_report_has_a_page_and_a_workbook_in_two_languages_and_its_data(made: Mapping[str, bytes]) -> None:
    assert sorted(made) == [
        "audit.json", "estate.en.xlsx", "estate.ja.xlsx", "findings.csv", "plan.csv", "report.en.html", "report.ja.html", "unread.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_stands_alone_and_runs_nothing(made: Mapping[str, bytes], lang: str) -> None:
    text = made[f"report.{lang}.html"].decode()
    bare = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "<script" not in bare
    assert re.findall(r"""(?:src|href)\s*=""", bare) == []
    assert "&lt;script&gt;alert(1)" in bare
    assert "default-src &#39;none&#39;" in bare
    assert "built-in method" not in bare


def test_every_chart_and_table_of_the_page_tells_the_same_numbers(made: Mapping[str, bytes]) -> None:
    view = estate_view(paper(*ESTATE), "en")
    by_site = next(one for one in view["sums"] if one["name"] == "site")
    assert by_site["rows"] == [["北変電所", "1", "1", "0", "2"], ["(not told)", "1", "0", "0", "1"], ["本庁舎", "0", "0", "1", "1"]]
    assert [row["text"] for row in by_site["chart"]["rows"]] == ["1 / 1 / 0", "1 / 0 / 0", "0 / 0 / 1"]
    assert view["headline"] == "4 devices: 2 with a concern, 1 to be clarified"


def test_bars_are_as_long_as_what_they_count() -> None:
    drawn = bars([("a", Sum(text="a", clear=1, refer=1, bar=2)), ("b", Sum(text="b", clear=2, refer=0, bar=0))])
    lengths = [[part["w"] for part in row["parts"]] for row in drawn["rows"]]
    assert lengths[0][0] == pytest.approx(2 * lengths[0][1])
    assert lengths[1] == [pytest.approx(2 * lengths[0][2])]


def test_sums_count_each_device_once() -> None:
    audit = audited(*ESTATE)
    assert sum(one.total for one in by_fact(audit, "site")) == 4
    assert {one.text: (one.refer, one.bar) for one in by_rule(audit)} == {"MAKER": (0, 2), "UNDISCLOSED": (1, 0)}
    assert by_fact(audit, "function") == []


def test_a_finding_shows_its_evidence_and_its_devices() -> None:
    view = estate_view(paper(*ESTATE), "ja")
    (found,) = view["findings"]
    assert found["count"] == "2 台"
    assert [row[0] for row in found["devices"]] == ["A-2", "A-4"]
    assert found["devices"][0][-1] == "a.csv line 2"
    assert len(found["links"]) == 3


def test_what_is_unknown_is_asked_with_an_instance() -> None:
    (question,) = estate_view(paper(*ESTATE), "ja")["questions"]
    assert (question["count"], question["example"]) == ("1", "A-3 / 北変電所 / EX-1")
    assert "銘板" in question["text"]


def test_no_cell_of_a_table_is_computed_by_a_spreadsheet(made: Mapping[str, bytes]) -> None:
    names = devices_table(audited(*ESTATE)).column("name").to_pylist()
    assert names == ["", "", "'=HYPERLINK(1)", ""]
    book = openpyxl.load_workbook(io.BytesIO(made["estate.ja.xlsx"]))
    assert book.sheetnames == ["概要", "機器", "所見", "撤去計画", "読めない行"]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_the_data_tell_every_device_with_its_group_and_marks() -> None:
    marked = Sighting(file="b.xml", where="line 1", format="nmap", marks=(Mark.of("mac", "00:1b:21:00:00:01"),))
    told = json.loads(render_estate(paper(*ESTATE, marked))["audit.json"])
    assert told["verdicts"] == {"clear": 1, "refer": 2, "bar": 2}
    assert [device["verdict"] for device in told["devices"]] == ["bar", "bar", "refer", "refer", "clear"]
    assert told["devices"][3]["marks"] == [{"family": "mac", "value": "00:1b:21:00:00:01"}]
    assert told["groups"][told["devices"][0]["group"]]["findings"][0]["rule"] == "MAKER"
    assert told["coverage"] == {"devices": 5, "devices_with_maker": 3}


@pytest.mark.parametrize("name", ["plan.csv", "estate.ja.xlsx", "estate.en.xlsx"])
def test_a_plan_that_was_filled_in_is_kept_by_the_next_audit(tmp_path: Path, made: Mapping[str, bytes], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(made[name])
    if name.endswith(".csv"):
        table = rows(made[name])
        table[1][table[0].index("by_when (期限)")] = "2027-03-31"
        path.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
    else:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[3]
        heads = [str(cell.value) for cell in sheet[1]]
        sheet.cell(2, next(at for at, head in enumerate(heads, 1) if head.startswith("by_when"))).value = "2027-03-31"
        book.save(path)
    earlier = read_plan(path)
    assert len(earlier) == 2
    plan = removal_plan(audited(*reversed(ESTATE)), earlier)
    assert {row.device: row.filled["by_when"] for row in plan}[earlier[0].device] == "2027-03-31"


def test_a_planned_device_that_is_gone_keeps_its_row() -> None:
    earlier = (PlanRow(device="A-77", keys=("asset=a.csv/A-77",), verdict="bar", filled={"note": "撤去済み"}),)
    plan = removal_plan(audited(*ESTATE), earlier)
    assert [(row.device, row.verdict) for row in plan] == [("A-4", "bar"), ("A-2", "bar"), ("A-77", GONE)]


def test_a_plan_with_an_impossible_day_or_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    for text, rule in {
        "device,keys,by_when\nA-1,,来年\n": "plan.day",
        "a,b\n1,2\n": "plan.no-columns",
        "device,keys,note\n,k,x\n": "plan.device-missing",
    }.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputRefused) as refused:
            read_plan(path)
        assert [one.rule for one in refused.value.faults] == [rule]


def test_an_estate_without_devices_makes_a_report_too() -> None:
    told = render_estate(paper())
    assert "機器が一台も見つからない" in told["report.ja.html"].decode()
    assert devices_table(audited()).num_rows == 0
