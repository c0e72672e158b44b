"""A chart read as columns is the chart read row by row: the same compiled octets, the same faults."""

import csv
import hashlib
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.embedded.index_file import encoded
from sekisho.engines.embedded.walks.chart_build import compiled
from sekisho.engines.embedded.walks.chart_rows import rows_of, rows_of_columns
from sekisho.feeds.charts.csv_chart import chart_from_csv
from sekisho.feeds.charts.stake_columns import read_stake_columns
from sekisho.feeds.raw.csv_text import parse_csv

NAMES = ["甲社", "A社", "B Co., Ltd.", "unknown", "不明", "LEI:1", "", " A社 "]
GIVEN = ["", "", "1", "LEI:5493001KJTIIGC8Y1R12", "JP-HOUJIN:4000012090001", "A社"]
CELLS = {
    "owner": NAMES,
    "owned": NAMES[:4],
    "share_min": ["", "10", "33.25", "100", "0.5", "５０"],
    "share_max": ["", "60", "100", "33.3%"],
    "from": ["", "2024-01-01", "2026/4/1"],
    "to": ["", "2026-12-31", "2025-1-1"],
    "owner_id": GIVEN,
    "owned_id": GIVEN,
    "owner_country": ["", "JP", "cn"],
    "owned_country": ["", "JP", "US"],
    "owner_kind": ["", "", "person", "state", "unknown", "法人"],
    "control": ["", "", "", "boardMember", "votingRights", "議決権"],
    "source": ["", "", "登記", 'the "register"'],
    "remarks": ["", "x"],
}
WRONG = {
    "owner": "",
    "share_min": "fifty",
    "share_max": "-1",
    "from": "2026-13-01",
    "owner_country": "Japan",
    "owner_kind": "robot",
    "control": "magic",
}


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    some = draw(st.lists(st.sampled_from([name for name in CELLS if name not in ("owner", "owned")]), unique=True, max_size=9))
    header = draw(st.permutations(["owner", "owned", *some]))
    rows = [[draw(st.sampled_from(CELLS[name])) for name in header] for _ in range(draw(st.integers(0, 12)))]
    if rows and draw(st.integers(0, 4)) == 0:
        name = draw(st.sampled_from([name for name in header if name in WRONG]))
        draw(st.sampled_from(rows))[header.index(name)] = WRONG[name]
    if rows and draw(st.integers(0, 4)) == 0:
        draw(st.sampled_from(rows)).append(draw(st.sampled_from(["", "left over"])))
    if rows and draw(st.integers(0, 4)) == 0:
        del draw(st.sampled_from(rows))[-1]
    return [header, *rows]


@given(tables())
def test_a_chart_read_as_columns_is_the_chart_read_row_by_row(table: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chart.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
        columns, faults = read_stake_columns(path, "chart.csv")
        octets = path.read_bytes()
        chart, wanted = chart_from_csv(parse_csv(octets, "chart.csv").as_value(), label="chart.csv", digest=hashlib.sha256(octets).hexdigest())
    stops = sorted((one.rule, one.where, one.shown) for one in wanted if not one.warning)
    assert sorted((one.rule, one.where, one.shown) for one in faults if not one.warning) == stops
    if stops:
        assert columns is None
        return
    assert columns is not None
    assert {one.rule for one in faults} == {one.rule for one in wanted}
    assert encoded(*compiled(rows_of_columns(columns))) == encoded(*compiled(rows_of(chart, "chart.csv")))
