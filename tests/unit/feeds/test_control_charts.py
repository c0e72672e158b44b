"""Ownership charts from GLEIF and FollowTheMoney, control beside shares in BODS, and charts of any format by their content."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.charts.any_chart import chart_of, kind_of
from sekisho.feeds.charts.bods import chart_from_bods
from sekisho.feeds.charts.csv_chart import chart_from_csv
from sekisho.feeds.charts.ftm_chart import chart_from_ftm, share_in
from sekisho.feeds.charts.gleif import chart_from_gleif
from sekisho.feeds.owners_query import read_charts
from sekisho.feeds.raw.jail import RawJob, read_raw
from sekisho.ownership.control import strength_of
from sekisho.ownership.identity import aligned
from sekisho.ownership.model import Chart, Control
from sekisho.ownership.walk import held
from sekisho.terms import Identifier, Period, Share, Source

DIGEST = "ab" * 32
CHILD, PARENT, TOP = (f"{letter * 18}{number}" for letter, number in (("A", "01"), ("B", "02"), ("C", "03")))
DAY = date(2026, 4, 1)
RR_HEADER = (
    "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,Relationship.EndNode.NodeIDType,"
    "Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,"
    "Relationship.Period.1.periodType,Relationship.Period.2.startDate,Relationship.Period.2.endDate,Relationship.Period.2.periodType,"
    "Registration.LastUpdateDate,Registration.RegistrationStatus"
)


def relation(kind: str = "IS_DIRECTLY_CONSOLIDATED_BY", *, start: str = CHILD, end: str = PARENT, status: str = "ACTIVE", **more: Any) -> Any:
    period = {"StartDate": "2020-01-01T00:00:00.000Z", "PeriodType": "RELATIONSHIP_PERIOD", **more.get("period", {})}
    registration = {"LastUpdateDate": "2024-05-02T00:00:00Z", "RegistrationStatus": more.get("registration", "PUBLISHED")}
    held_ = {
        "StartNode": {"NodeID": start, "NodeIDType": "LEI"},
        "EndNode": {"NodeID": end, "NodeIDType": "LEI"},
        "RelationshipType": kind,
        "RelationshipPeriods": [{"StartDate": "2023-01-01T00:00:00Z", "PeriodType": "ACCOUNTING_PERIOD"}, period],
        "RelationshipStatus": status,
    }
    return {"Relationship": held_, "Registration": registration}


def gleif(*records: Any, kind: str = "json") -> tuple[Chart, list[str]]:
    chart, faults = chart_from_gleif(kind, list(records), label="rr.json", digest=DIGEST)
    return chart, [one.rule for one in faults]


def ask(chart: Chart, entity: str, *listed: str, day: date = DAY) -> str:
    return held(chart, entity, frozenset(listed), as_of=day, threshold=Fraction(50)).designated


def test_consolidation_is_control_and_an_unknown_share() -> None:
    chart, rules = gleif(relation(), relation("IS_ULTIMATELY_CONSOLIDATED_BY", end=TOP))
    assert rules == []
    assert [(stake.owner, stake.owned, stake.share) for stake in chart.stakes] == [(PARENT, CHILD, Share()), (TOP, CHILD, Share())]
    assert [(one.holder, one.entity, one.kind) for one in chart.controls] == [
        (PARENT, CHILD, "directConsolidation"),
        (TOP, CHILD, "ultimateConsolidation"),
    ]
    assert chart.stakes[0].period == Period(start=date(2020, 1, 1))
    assert {gap.code for gap in chart.stated_gaps} == {"share-unstated"}
    assert (ask(chart, CHILD, TOP), ask(chart, CHILD)) == ("possibly", "no")


def test_a_branch_is_part_of_its_head_office() -> None:
    chart, _ = gleif(relation("IS_INTERNATIONAL_BRANCH_OF"))
    assert chart.stakes[0].share == Share(minimum=Fraction(100), maximum=Fraction(100))
    assert ask(chart, CHILD, PARENT) == "surely"


def test_a_fund_is_not_owned_by_who_manages_it_and_a_feeder_holds_its_master() -> None:
    chart, _ = gleif(relation("IS_FUND-MANAGED_BY"), relation("IS_SUBFUND_OF"), relation("IS_FEEDER_TO"))
    assert chart.stakes == ()
    assert [(one.holder, one.kind) for one in chart.controls] == [(PARENT, "fundManagement"), (PARENT, "umbrellaFund"), (CHILD, "feederFund")]


def test_an_inactive_relationship_has_ended_and_a_void_one_never_was() -> None:
    ended, _ = gleif(relation(period={"EndDate": "2023-12-31T00:00:00Z"}, status="INACTIVE"))
    assert ended.stakes[0].period == Period(start=date(2020, 1, 1), end=date(2023, 12, 31))
    silent, _ = gleif(relation(status="INACTIVE"))
    assert silent.stakes[0].period.end == date(2024, 5, 1)
    assert gleif(relation(registration="ANNULLED"))[1] == ["gleif.void"]
    assert gleif(relation(registration="ANNULLED"))[0].stakes == ()
    assert "lapsed" in {gap.code for gap in gleif(relation(registration="LAPSED"))[0].stated_gaps}


def test_exceptions_that_speak_of_somebody_are_unknown_owners_and_all_are_gaps() -> None:
    def exception(reason: str, category: str = "DIRECT") -> Any:
        return {"LEI": CHILD, "ExceptionCategory": f"{category}_ACCOUNTING_CONSOLIDATION_PARENT", "ExceptionReason": reason}

    chart, rules = gleif(exception("NATURAL_PERSONS"))
    assert rules == []
    assert ask(chart, CHILD) == "possibly"
    assert [gap.code for gap in chart.stated_gaps] == ["direct-parent:NATURAL_PERSONS"]
    for reason in ("NON_CONSOLIDATING", "NO_KNOWN_PERSON"):
        chart, _ = gleif(exception(reason, "ULTIMATE"))
        assert ask(chart, CHILD) == "unknown"
        assert [gap.code for gap in chart.stated_gaps] == [f"ultimate-parent:{reason}"]
    assert gleif(exception("BECAUSE"))[1] == ["gleif.exception"]


def test_level_one_names_the_holders_and_a_government_body_is_a_state() -> None:
    entity = {
        "LegalName": {"@xml:lang": "ja", "$": "例示電機株式会社"},
        "LegalAddress": {"Country": {"$": "JP"}},
        "RegistrationAuthority": {"RegistrationAuthorityEntityID": {"$": "7000012050002"}},
        "EntityCategory": {"$": "RESIDENT_GOVERNMENT_ENTITY"},
    }
    chart, faults = chart_from_gleif("json", {"records": [{"LEI": {"$": CHILD}, "Entity": entity}]}, label="l1", digest=DIGEST)
    (holder,) = chart.holders
    assert faults == ()
    assert (holder.id, holder.name, holder.country, holder.kind) == (CHILD, "例示電機株式会社", "JP", "state")
    assert holder.identifiers == (Identifier(scheme="LEI", value=CHILD), Identifier(scheme="JP-HOUJIN", value="7000012050002"))


def test_the_csv_of_the_golden_copy_says_the_same_as_its_json() -> None:
    row = (
        f"{CHILD},LEI,{PARENT},LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2023-01-01T00:00:00Z,,ACCOUNTING_PERIOD,2020-01-01T00:00:00.000Z,,"
        "RELATIONSHIP_PERIOD,2024-05-02T00:00:00Z,PUBLISHED"
    )
    table = {"rows": [RR_HEADER.split(","), row.split(",")], "lines": [1, 2]}
    chart, faults = chart_from_gleif("csv", table, label="rr.csv", digest=DIGEST)
    wanted, _ = gleif(relation())
    assert faults == ()
    assert [(one.owner, one.owned, one.share, one.period) for one in chart.stakes] == [
        (one.owner, one.owned, one.share, one.period) for one in wanted.stakes
    ]
    assert chart.stakes[0].source.name == "rr.csv line 2"


def test_every_fault_of_a_gleif_file_is_told() -> None:
    broken = [relation(start="short"), relation("IS_FRIEND_OF"), relation(period={"StartDate": "yesterday"}), {"x": 1}]
    assert gleif(*broken)[1] == ["gleif.lei", "gleif.relationship-type", "gleif.date", "gleif.record"]
    for nothing in ([], [{"x": 1}], {}, None):
        with pytest.raises(InputRefused) as refused:
            chart_from_gleif("json", nothing, label="x", digest=DIGEST)
        assert refused.value.faults[-1].rule == "gleif.not-gleif"


# FollowTheMoney


def thing(known: str, schema: str = "Company", **properties: Sequence[str]) -> dict[str, Any]:
    named = {} if schema in ("Ownership", "Directorship", "UnknownLink", "Family") else {"name": [known]}
    return {"id": known, "schema": schema, "properties": {**named, **{key.strip("_"): list(texts) for key, texts in properties.items()}}}


def ftm(*records: Any) -> tuple[Chart, list[str]]:
    value = {"records": list(records), "lines": list(range(1, len(records) + 1))}
    chart, faults = chart_from_ftm(value, label="e.ftm.json", digest=DIGEST)
    return chart, [one.rule for one in faults]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("25", 25, 25), ("25.5 %", "25.5", "25.5"), ("25-50%", 25, 50), ("25% – 50%", 25, 50), (">50", 50, 100), ("75%+", 75, 100), ("<10", 0, 10)],
)
def test_a_percentage_of_ftm_is_a_range(text: str, low: object, high: object) -> None:
    assert share_in(text) == Share(minimum=Fraction(str(low)), maximum=Fraction(str(high)))


@pytest.mark.parametrize("text", ["half", "1,5", "120", "-3", "50-25", "1e1", ""])
def test_a_percentage_that_is_none_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        share_in(text)


def test_an_ownership_of_ftm_is_a_stake_over_its_widest_days() -> None:
    owned = thing("o", "Ownership", owner=["X"], asset=["A"], percentage=["40", "60"], startDate=["2020-05"], endDate=["2024"])
    chart, rules = ftm(thing("A", leiCode=[CHILD]), thing("X", country=["jp"]), owned)
    (stake,) = chart.stakes
    assert rules == []
    assert (stake.owner, stake.owned, stake.share) == ("X", "A", Share(minimum=Fraction(40), maximum=Fraction(60)))
    assert stake.period == Period(start=date(2020, 5, 1), end=date(2024, 12, 31))
    assert chart.holders[0].identifiers == (Identifier(scheme="LEI", value=CHILD),)
    assert chart.holders[1].country == "JP"


def test_officers_and_links_of_ftm_are_control_and_no_stake() -> None:
    chart, rules = ftm(
        thing("A"),
        thing("P", "Person"),
        thing("Q", "Person"),
        thing("M", "PublicBody"),
        thing("d", "Directorship", director=["P"], organization=["A"]),
        thing("f", "Family", person=["P"], relative=["Q"]),
        thing("u", "UnknownLink", subject=["M"], object=["A"]),
    )
    assert rules == []
    assert chart.stakes == ()
    assert [(one.holder, one.entity, one.kind) for one in chart.controls] == [
        ("P", "A", "directorship"), ("P", "Q", "family"), ("Q", "P", "family"), ("M", "A", "unknownLink"), ("A", "M", "unknownLink"),
    ]  # fmt: skip
    assert {holder.id: holder.kind for holder in chart.holders} == {"A": "entity", "P": "person", "Q": "person", "M": "state"}


def test_what_ftm_leaves_open_is_said_and_kept_unknown() -> None:
    chart, rules = ftm(
        thing("A"),
        thing("o1", "Ownership", owner=["ghost"], asset=["A"], percentage=["most of it"]),
        thing("o2", "Ownership", asset=["A"]),
        thing("o3", "Ownership", owner=["A"], asset=["A"], startDate=["soon"]),
        {"id": "x"},
    )
    assert rules == ["ftm.record", "ftm.percentage", "ftm.party-missing", "ftm.link-open", "ftm.date"]
    assert ask(chart, "A") == "possibly"


# control in BODS


def bods_statement(kind: str, record: str, details: dict[str, Any], *, day: str = "2024-01-01", status: str = "new") -> dict[str, Any]:
    shared = {"statementId": f"{record}-{day}", "statementDate": day, "recordId": record, "recordType": kind, "recordStatus": status}
    return {**shared, "recordDetails": details}


def bods(*statements: dict[str, Any], lines: Sequence[int] = ()) -> tuple[Chart, list[tuple[str, str]]]:
    value = json.loads(json.dumps(statements), parse_float=Decimal)
    chart, faults = chart_from_bods(value, label="b.json", digest=DIGEST, lines=lines)
    return chart, [(one.rule, one.where) for one in faults]


def company(record: str, **more: Any) -> dict[str, Any]:
    return bods_statement("entity", record, {"entityType": {"type": "registeredEntity"}, "name": record}, **more)


def related(record: str, party: object, subject: str, *interests: dict[str, Any], **more: Any) -> dict[str, Any]:
    return bods_statement("relationship", record, {"subject": subject, "interestedParty": party, "interests": list(interests)}, **more)


def test_other_interests_of_bods_are_control_with_their_days_and_closing() -> None:
    board = {"type": "appointmentOfBoard", "startDate": "2020-01-01"}
    votes = {"type": "votingRights", "share": {"minimum": 50, "maximum": 75}, "startDate": "2020-01-01"}
    first = related("r", "X", "A", board, votes, {"type": "shareholding", "share": {"exact": 10}, "startDate": "2020-01-01"})
    chart, rules = bods(company("A"), company("X"), first, related("r", "X", "A", board, day="2025-03-01", status="closed"))
    assert rules == [("bods.control-only", "[3].recordDetails.interests")]
    assert [stake.share.minimum for stake in chart.stakes] == [10]
    # a closing statement that no longer speaks of the votes ends them all the same
    kinds = {(one.kind, one.share, one.period.end) for one in chart.controls}
    assert kinds == {
        ("appointmentOfBoard", Share(), date(2025, 2, 28)),
        ("votingRights", Share(minimum=Fraction(50), maximum=Fraction(75)), date(2025, 2, 28)),
    }


def test_no_beneficial_owners_is_a_gap_and_nobody_unknown() -> None:
    chart, rules = bods(company("A"), related("r", {"reason": "noBeneficialOwners"}, "A", {"type": "shareholding"}))
    assert rules == []
    assert chart.stakes == ()
    assert [(gap.code, gap.holder) for gap in chart.stated_gaps] == [("no-beneficial-owners", "A")]
    assert ask(chart, "A") == "unknown"


def test_an_entity_whose_record_is_closed_says_so_from_that_day() -> None:
    chart, _ = bods(company("A"), company("A", day="2025-03-01", status="closed"))
    assert [(gap.code, gap.period.start) for gap in chart.stated_gaps] == [("record-closed", date(2025, 3, 1))]


def test_a_fault_in_json_lines_names_the_line() -> None:
    assert bods(company("A"), related("r", "X", "A", {"type": "shareholding", "share": "5"}), lines=[3, 7])[1] == [
        ("bods.share", "line 7.recordDetails.interests[0].share"),
        ("bods.party-missing", "line 7"),
    ]


@pytest.mark.parametrize(
    ("kind", "low", "wanted"),
    [
        ("votingRights", 50, "decides"), ("votingRights", 49, "influences"), ("boardMember", 0, "influences"), ("family", 0, "linked"),
        ("directConsolidation", 0, "decides"), ("a kind of tomorrow", 0, "influences"),
    ],
)  # fmt: skip
def test_kinds_of_control_have_a_strength(kind: str, low: int, wanted: str) -> None:
    control = Control(holder="X", entity="A", kind=kind, share=Share(minimum=Fraction(low)), source=Source(name="s"))
    assert strength_of(control) == wanted


# control in CSV


def test_a_row_with_a_word_of_control_is_evidence_and_no_stake() -> None:
    rows = [
        ["owner", "owned", "支配", "share_min", "share_max"],
        ["甲社", "乙社", "役員の選任権", "", ""],
        ["甲社", "乙社", "votingRights", "40", "60"],
        ["甲社", "乙社", "友人", "", ""],
    ]
    chart, faults = chart_from_csv({"rows": rows, "lines": [1, 2, 3, 4]}, label="c.csv", digest=DIGEST)
    assert chart.stakes == ()
    assert [(one.holder, one.entity, one.kind) for one in chart.controls] == [
        ("甲社", "乙社", "appointmentOfBoard"),
        ("甲社", "乙社", "votingRights"),
    ]
    assert chart.controls[1].share == Share(minimum=Fraction(40), maximum=Fraction(60))
    assert [(one.rule, one.where) for one in faults] == [("chart.control-unknown", "line 4")]


# by content


TEXTS = {
    "csv": "owner,owned,share_min,share_max\nX,A,60,60\n",
    "gleif-csv": f"{RR_HEADER}\n{CHILD},LEI,{PARENT},LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,,,,,,,PUBLISHED\n",
    "gleif-json": json.dumps({"relations": [{"RelationshipRecord": relation()}]}),
    "gleif-repex": json.dumps([{"LEI": CHILD, "ExceptionCategory": "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT", "ExceptionReason": "NO_LEI"}]),
    "bods": json.dumps([company("A"), company("X"), related("r", "X", "A")]),
    "bods-lines": "\n".join(json.dumps(one) for one in (company("A"), company("X"), related("r", "X", "A"))),
    "ftm": "\n".join(json.dumps(one) for one in (thing("A"), thing("X"), thing("o", "Ownership", owner=["X"], asset=["A"]))),
    "gleif-xml": f"<R><RelationshipRecord><Relationship><StartNode><NodeID>{CHILD}</NodeID></StartNode><EndNode><NodeID>{PARENT}</NodeID></EndNode>"
    "<RelationshipType>IS_SUBFUND_OF</RelationshipType></Relationship></RelationshipRecord></R>",
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_chart_is_known_by_its_content_whatever_its_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "chart.dat"
    path.write_text(TEXTS[name], encoding="utf-8")
    (raw,) = read_raw([RawJob(kind=kind_of(path), path=path, label="chart.dat")])
    chart, faults = chart_of(raw)
    assert [one for one in faults if not one.warning] == []
    assert len(chart.holders) == 2
    assert chart.stakes or chart.controls


def test_a_lone_line_of_json_lines_is_known_too(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_text(json.dumps(thing("A")), encoding="utf-8")
    assert kind_of(path) == "jsonl"
    assert kind_of(tmp_path / "none") == "csv"


def test_the_faults_of_all_charts_stand_in_one_answer(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    (tmp_path / "b.xml").write_text("<x/>", encoding="utf-8")
    (tmp_path / "c.csv").write_text("owner,owned\n,A\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_charts([tmp_path / "a.json", tmp_path / "b.xml", tmp_path / "c.csv"])
    assert [one.rule for one in refused.value.faults] == ["bods.not-bods", "gleif.not-gleif", "chart.owner-missing"]


def test_the_same_company_in_gleif_and_ftm_is_one_holder() -> None:
    first, _ = ftm(thing("A", leiCode=[CHILD]), thing("X"), thing("o", "Ownership", owner=["X"], asset=["A"], percentage=["60"]))
    second, _ = gleif(relation())
    _, moved = aligned([first, second])
    assert (moved.stakes[0].owned, moved.controls[0].entity, moved.stated_gaps[0].holder) == ("A", "A", "A")
