"""Ownership charts from CSV and BODS 0.4, and several as one."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.charts.csv_chart import chart_from_bods, chart_from_csv, join_charts
from sekisho.ownership.model import Chart
from sekisho.ownership.walk import held
from sekisho.terms import Identifier, Period, Share

DIGEST = "ab" * 32
HEADER = "owner,owned,share_min,share_max,from,to"


def table(*lines: str) -> dict[str, object]:
    rows = [line.split(",") for line in lines]
    return {"rows": rows, "lines": list(range(1, len(rows) + 1))}


def read(*lines: str) -> Chart:
    chart, faults = chart_from_csv(table(*lines), label="chart.csv", digest=DIGEST)
    assert [found for found in faults if not found.warning] == []
    return chart


def faults_of(*lines: str) -> list[tuple[str, str]]:
    return [(found.rule, found.where) for found in chart_from_csv(table(*lines), label="chart.csv", digest=DIGEST)[1]]


def share(low: object, high: object) -> Share:
    return Share(minimum=Fraction(str(low)), maximum=Fraction(str(high)))


def test_a_row_of_csv_is_a_stake_with_its_line() -> None:
    chart = read(HEADER, "甲社,乙社,50,60.5,2020-01-01,2026-03-31")
    (stake,) = chart.stakes
    assert (stake.owner, stake.owned, stake.share) == ("甲社", "乙社", share(50, "60.5"))
    assert stake.period == Period(start=date(2020, 1, 1), end=date(2026, 3, 31))
    assert stake.source.name == "chart.csv line 2"
    assert chart.digests == (DIGEST,)


@pytest.mark.parametrize(("low", "high", "wanted"), [("", "", (0, 100)), ("30", "", (30, 100)), ("", "30", (0, 30)), ("３０％", "30%", (30, 30))])
def test_a_blank_bound_is_open(low: str, high: str, wanted: tuple[int, int]) -> None:
    assert read(HEADER, f"甲社,乙社,{low},{high},,").stakes[0].share == share(*wanted)


def test_columns_stand_in_any_order_and_in_japanese() -> None:
    chart = read("上限,下限,出資先,株主", "40,30,乙社,甲社")
    assert (chart.stakes[0].owner, chart.stakes[0].owned, chart.stakes[0].share) == ("甲社", "乙社", share(30, 40))


def test_every_fault_of_a_file_is_told_in_one_pass() -> None:
    told = faults_of(
        HEADER,
        "甲社,乙社,120,130,,",
        "甲社,乙社,60,50,,",
        "甲社,乙社,1,2,2026-02-30,",
        ",乙社,1,2,,",
        "甲社,,1,2,,",
        "甲社,乙社,half,,,",
        "甲社,乙社,1,2,2026-02-01,2025-02-01",
        "甲社,乙社,1,2,,,extra",
    )
    assert told == [
        ("chart.row-too-long", "line 9"),
        ("chart.share-out-of-range", "line 2 share_min"),
        ("chart.share-out-of-range", "line 2 share_max"),
        ("chart.share-reversed", "line 3"),
        ("chart.date-unreadable", "line 4 from"),
        ("chart.owner-missing", "line 5"),
        ("chart.owned-missing", "line 6"),
        ("chart.share-unreadable", "line 7 share_min"),
        ("chart.period-reversed", "line 8"),
    ]


def test_a_decimal_comma_is_not_read_as_fifteen() -> None:
    value = {"rows": [HEADER.split(","), ["甲社", "乙社", "1,5", "", "", ""]], "lines": [1, 2]}
    assert [found.rule for found in chart_from_csv(value, label="c", digest=DIGEST)[1]] == ["chart.share-unreadable"]


def test_shares_that_look_like_fractions_are_pointed_out() -> None:
    assert faults_of(HEADER, "甲社,乙社,0.5,0.5,,", "丙社,乙社,0.5,0.5,,") == [("chart.share-looks-like-fraction", "")]
    assert faults_of(HEADER, "甲社,乙社,0.5,0.5,,", "丙社,乙社,99.5,99.5,,") == []


@pytest.mark.parametrize("value", [None, [], {}, {"rows": []}, {"rows": ["owner"]}, {"rows": [["owner", "share_min"]], "lines": [1]}])
def test_a_table_without_its_header_is_refused(value: object) -> None:
    with pytest.raises(InputRefused) as refused:
        chart_from_csv(value, label="chart.csv", digest=DIGEST)
    assert refused.value.faults[0].rule in ("chart.not-a-table", "chart.column-missing")


def test_a_column_that_is_not_known_is_pointed_out_and_one_that_stands_twice_refused() -> None:
    assert faults_of("owner,owned,share_mim", "甲社,乙社,5") == [("chart.column-unknown", "line 1")]
    assert faults_of("owner,owned,owner", "甲社,乙社,丙社") == [("chart.column-twice", "line 1")]


def test_a_name_takes_the_id_that_it_has_elsewhere_in_the_file() -> None:
    chart = read("owner,owned,owner_id,owned_id", "甲社,乙社,K-1,", "乙社,丙社,K-2,", "甲社,丁社,,")
    assert [(stake.owner, stake.owned) for stake in chart.stakes] == [("K-1", "K-2"), ("K-2", "丙社"), ("K-1", "丁社")]


def test_ids_that_are_corporate_numbers_are_kept_as_identifiers() -> None:
    chart = read("owner,owned,owner_id,owned_id", "甲社,乙社,7000012050002,LEI:5493001KJTIIGC8Y1R12")
    assert [holder.identifiers for holder in chart.holders] == [
        (Identifier(scheme="JP-HOUJIN", value="7000012050002"),),
        (Identifier(scheme="LEI", value="5493001KJTIIGC8Y1R12"),),
    ]


def test_an_owner_that_nobody_names_is_a_holder_of_its_own() -> None:
    chart = read(f"{HEADER},owner_kind", "不明,乙社,30,30,,,", ",乙社,30,30,,,unknown", "匿名組合,乙社,40,40,,,不明")
    assert [holder.kind for holder in chart.holders if holder.id != "乙社"] == ["unknown"] * 3
    answer = held(chart, "乙社", frozenset(), as_of=date(2026, 4, 1), threshold=Fraction(50))
    assert answer.designated == "possibly"


def test_a_kind_that_one_row_states_holds_for_the_whole_file() -> None:
    chart = read("owner,owned,owner_kind", "戊社,丙社,", "乙社,甲社,unknown", "丙社,乙社,")
    assert {holder.id: holder.kind for holder in chart.holders} == {"戊社": "entity", "丙社": "entity", "乙社": "unknown", "甲社": "entity"}


def test_joined_charts_share_holders_by_id_and_fill_each_other() -> None:
    first = read("owner,owned,owner_country", "甲社,乙社,")
    second = read("owner,owned,owner_country", "甲社,丙社,JP", "乙社,丁社,")
    joined = join_charts([first, second, first])
    assert [holder.id for holder in joined.holders] == ["甲社", "乙社", "丙社", "丁社"]
    assert joined.holders[0].country == "JP"
    assert len(joined.stakes) == 4
    assert joined.digests == (DIGEST,)
    assert join_charts([]) == Chart(holders=(), stakes=())


# BODS


def entity(record: str, name: str = "", day: str = "2024-01-01", status: str = "new", **details: Any) -> dict[str, Any]:
    given = {"isComponent": False, "entityType": {"type": "registeredEntity"}, "name": name or record, **details}
    return statement("entity", record, day, status, given)


def statement(kind: str, record: str, day: str, status: str, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "statementId": f"{record}-{day}",
        "statementDate": day,
        "recordId": record,
        "recordType": kind,
        "recordStatus": status,
        "recordDetails": details,
    }


def relation(
    record: str, party: object, subject: object, *interests: object, day: str = "2024-01-01", status: str = "new", **more: Any
) -> dict[str, Any]:
    details = {"isComponent": False, "subject": subject, "interestedParty": party, "interests": list(interests), **more}
    return statement("relationship", record, day, status, details)


def holds(exact: object = None, kind: str = "shareholding", **more: object) -> dict[str, Any]:
    return {"type": kind, "directOrIndirect": "direct", **({} if exact is None else {"share": {"exact": exact}}), **more}


def bods(*statements: dict[str, Any]) -> tuple[Chart, list[str]]:
    value = json.loads(json.dumps(statements), parse_float=Decimal)
    chart, faults = chart_from_bods(value, label="b.json", digest=DIGEST)
    return chart, [found.rule for found in faults]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"exact": 33.4}, ("33.4", "33.4")),
        ({"minimum": 25, "maximum": 50}, (25, 50)),
        ({"exclusiveMinimum": 25, "exclusiveMaximum": 50}, (25, 50)),
        ({"minimum": 75}, (75, 100)),
        ({"maximum": 5}, (0, 5)),
        ({}, (0, 100)),
    ],
)
def test_a_share_of_bods_is_a_range(given: dict[str, object], wanted: tuple[object, object]) -> None:
    chart, rules = bods(entity("A"), entity("X"), relation("r", "X", "A", {"type": "shareholding", "share": given}))
    assert rules == []
    assert chart.stakes[0].share == share(*wanted)


@pytest.mark.parametrize(
    "given", [{"exact": 101}, {"exact": -1}, {"minimum": 60, "maximum": 50}, {"exact": "50"}, {"exact": True}, "50", {"exact": 1e-300}]
)
def test_a_share_that_is_none_is_a_fault(given: object) -> None:
    assert bods(entity("A"), entity("X"), relation("r", "X", "A", {"type": "shareholding", "share": given}))[1][:1] == ["bods.share"]


def test_a_number_with_a_giant_exponent_is_answered_at_once() -> None:
    value = [entity("A"), entity("X"), relation("r", "X", "A", {"type": "shareholding", "share": {"exact": Decimal("1E+999999")}})]
    assert [found.rule for found in chart_from_bods(value, label="b", digest=DIGEST)[1]] == ["bods.share"]


def test_shareholding_is_taken_before_voting_rights_and_control_is_no_share() -> None:
    chart, rules = bods(
        entity("A"),
        entity("X"),
        relation("r1", "X", "A", holds(90, "votingRights"), holds(40)),
        relation("r2", "X", "A", holds(90, "votingRights"), holds(kind="boardMember")),
        relation("r3", "X", "A", holds(kind="boardMember")),
    )
    assert [stake.share.minimum for stake in chart.stakes] == [40, 90]
    assert rules == ["bods.control-only"]


def test_an_interest_that_nobody_states_is_an_unknown_share() -> None:
    chart, _ = bods(entity("A"), entity("X"), relation("r1", "X", "A"), relation("r2", "X", "A", holds(kind="unknownInterest")))
    assert [stake.share for stake in chart.stakes] == [Share(), Share()]


@pytest.mark.parametrize("party", [{"reason": "interestedPartyHasNotProvidedInformation"}, "nobody", "anonymous"])
def test_an_owner_that_bods_does_not_name_is_possibly_designated(party: object) -> None:
    hidden = entity("anonymous", entityType={"type": "anonymousEntity"})
    chart, _ = bods(entity("A"), hidden, relation("r", party, "A", holds(60)))
    assert held(chart, "A", frozenset(), as_of=date(2026, 4, 1), threshold=Fraction(50)).designated == "possibly"


def test_an_interest_ends_the_day_before_its_end_date() -> None:
    chart, _ = bods(entity("A"), entity("X"), relation("r", "X", "A", holds(60, startDate="2020-01-01", endDate="2021-04-03")))
    assert chart.stakes[0].period == Period(start=date(2020, 1, 1), end=date(2021, 4, 2))


def test_a_closed_record_ends_with_its_statement() -> None:
    first = relation("r", "X", "A", holds(60, startDate="2020-01-01"))
    closed = relation("r", "X", "A", holds(60, startDate="2020-01-01"), day="2025-01-01", status="closed")
    bare = relation("r", "X", "A", day="2025-01-01", status="closed")
    for last in (closed, bare):
        chart, _ = bods(entity("A"), entity("X"), first, last)
        assert [stake.period for stake in chart.stakes] == [Period(start=date(2020, 1, 1), end=date(2024, 12, 31))]


def test_a_later_version_replaces_an_earlier_one_and_leaves_it_the_days_before() -> None:
    earlier = relation("r", "X", "A", holds(100, startDate="2010-01-01"), day="2019-01-01")
    later = relation("r", "X", "A", holds(40, startDate="2021-09-24"), day="2021-09-25", status="updated")
    chart, _ = bods(entity("A"), entity("X"), later, earlier)
    assert [(stake.share.minimum, stake.period) for stake in chart.stakes] == [
        (40, Period(start=date(2021, 9, 24))),
        (100, Period(start=date(2010, 1, 1), end=date(2021, 9, 23))),
    ]
    corrected = relation("r", "X", "A", holds(70, startDate="2010-01-01"), day="2022-01-01", status="updated")
    chart, _ = bods(entity("A"), entity("X"), earlier, corrected)
    assert [(stake.share.minimum, stake.period) for stake in chart.stakes] == [
        (70, Period(start=date(2022, 1, 1))),
        (100, Period(start=date(2010, 1, 1), end=date(2021, 12, 31))),
    ]


def test_an_end_that_only_the_closing_statement_tells_holds_for_the_versions_before() -> None:
    first = relation("r", "X", "A", holds(60, startDate="2020-01-01"))
    closed = relation("r", "X", "A", holds(60, startDate="2020-01-01", endDate="2024-06-01"), day="2025-01-01", status="closed")
    chart, _ = bods(entity("A"), entity("X"), first, closed)
    assert [stake.period for stake in chart.stakes] == [Period(start=date(2020, 1, 1), end=date(2024, 5, 31))]


def test_an_indirect_interest_gives_way_to_components_that_carry_it() -> None:
    parts = [relation("c1", "X", "B", holds(100)), relation("c2", "B", "A", holds(60))]
    whole = relation("r", "X", "A", {**holds(60), "directOrIndirect": "indirect"}, componentRecords=["c1", "c2", "B"])
    chart, rules = bods(entity("A"), entity("B"), entity("X"), *parts, whole)
    assert [(stake.owner, stake.owned) for stake in chart.stakes] == [("X", "B"), ("B", "A")]
    assert rules == []


def test_an_indirect_interest_that_no_component_carries_is_kept_and_said() -> None:
    parts = [relation("c1", "X", "B", holds(kind="otherInfluenceOrControl")), relation("c2", "B", "A", holds(60))]
    whole = relation("r", "X", "A", {**holds(60), "directOrIndirect": "indirect"}, componentRecords=["c1", "c2"])
    chart, rules = bods(entity("A"), entity("B"), entity("X"), *parts, whole)
    assert ("X", "A") in [(stake.owner, stake.owned) for stake in chart.stakes]
    assert rules == ["bods.control-only", "bods.indirect-kept"]


def test_japanese_corporate_numbers_and_leis_keep_their_schemes() -> None:
    numbers = [{"scheme": "JP-JCN", "id": "7000012050002"}, {"scheme": "XI-LEI", "id": "5493001KJTIIGC8Y1R12"}, {"schemeName": "登記番号", "id": "1"}]
    chart, _ = bods(entity("A", identifiers=numbers, jurisdiction={"name": "Japan", "code": "JP"}))
    assert [known.scheme for known in chart.holders[0].identifiers] == ["JP-HOUJIN", "LEI", "登記番号"]
    assert chart.holders[0].country == "JP"


@pytest.mark.parametrize(
    ("value", "version"),
    [
        ([{"statementID": "1", "statementType": "entityStatement", "publicationDetails": {"bodsVersion": "0.2"}}], "BODS 0.2"),
        ([{"statementID": "1", "statementType": "entityStatement"}], "BODS 0.1–0.3"),
        ([{**entity("A"), "publicationDetails": {"bodsVersion": "0.5"}}], "BODS 0.5"),
    ],
)
def test_another_version_of_bods_is_refused_by_name(value: object, version: str) -> None:
    with pytest.raises(InputRefused) as refused:
        chart_from_bods(value, label="b.json", digest=DIGEST)
    assert refused.value.faults[0].rule == "bods.version"
    assert refused.value.faults[0].shown.startswith(version)


@pytest.mark.parametrize("value", [None, {}, [], [1], "x", [{"a": 1}]])
def test_what_is_not_bods_is_refused(value: object) -> None:
    with pytest.raises(InputRefused) as refused:
        chart_from_bods(value, label="b.json", digest=DIGEST)
    assert refused.value.faults[0].rule == "bods.not-bods"


def test_statements_of_a_wrong_form_are_all_told() -> None:
    broken = [
        {**entity("A"), "recordDetails": []},
        {**entity("B"), "recordType": "ship"},
        {**entity("C"), "statementDate": "yesterday"},
        relation("r1", 5, "A"),
        relation("r2", "X", {"reason": "unknown"}),
        relation("r3", "X", "A", holds(5, startDate="2020-13-01")),
    ]
    assert bods(entity("X"), entity("A"), *broken)[1] == [
        "bods.statement-shape",
        "bods.statement-shape",
        "bods.date",
        "bods.statement-shape",
        "bods.subject-unspecified",
        "bods.date",
    ]


def test_the_same_statement_twice_counts_once_and_a_differing_one_is_a_fault() -> None:
    assert bods(entity("A"), entity("A"))[1] == []
    assert bods(entity("A"), entity("A", name="other"))[1] == ["bods.statement-twice"]
