"""Runs `cases/*.yaml`: facts in the trade's words -> verdict, rule, clause (`cases/README.md` explains the keys)."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import nouns
from sekisho.findings import Finding
from sekisho.policy.model import Requirement
from sekisho.policy.regime import STATED, Standing, StatedStatus
from sekisho.register.build import COLUMNS
from sekisho.register.lookup import Lookup
from sekisho.register.model import SourceCard
from sekisho.screening.model import ScreenedBid, Screening
from sekisho.screening.screen import screen
from sekisho.tenders.centre import ADVICE, Advised, CentreWord, about_party, about_product
from sekisho.tenders.model import LIST_COLUMNS, Bid, EquipmentItem, ExceptionClaim, Service, Subcontractor, Submission
from sekisho.terms import Mark, Party, Period, Source, Text

FOLDER = Path(__file__).resolve().parents[2] / "cases"
DEFAULTS = {"policy": "jp-2018", "notice_date": "2026-04-01", "as_of": "2026-06-15", "viewpoints": ["core-infrastructure"]}
STATED_KEYS = {
    "register",
    "layer",
    "centre",
    "tables",
    "tables_dated",
    "retrieved_at",
    "good_for",
    "requires",
    "bom_depth",
    "regime",
    "regime_status",
}
CASE_KEYS = {"about", "bid", "expect", *STATED_KEYS, *DEFAULTS}
BID_KEYS = {"bidder", "lines", "owners", "subcontractors", "services", "boms", "marks", "represents", "exceptions", "incomplete"}
EXPECT_KEYS = {"verdict", "findings", "clear_lines", "scope", "asks", "coverage", "no_findings"}
FINDING_KEYS = {"rule", "verdict", "line", "ask", "clause", "says", "note", "via", "authority"}


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert set(document) == {"rule", "clause", "cases"}, file.name
        found += [pytest.param(case, id=f"{file.stem}: {case['about']}") for case in document["cases"]]
    return found


@pytest.mark.parametrize("case", cases())
def test_the_facts_lead_to_the_verdict(case: Mapping[str, Any]) -> None:
    told = {**DEFAULTS, **case}
    assert set(told) <= CASE_KEYS, set(told) - CASE_KEYS
    screening = screen(_submission(told), _basis(told), as_of=date.fromisoformat(told["as_of"]))
    (bid,) = screening.bids
    _hold(screening, bid, told["expect"])


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_rule_has_a_clear_and_a_refer_and_says_its_clause(file: Path) -> None:
    document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    verdicts = {one["verdict"] for case in document["cases"] for one in case["expect"].get("findings", ()) if one["rule"] == document["rule"]}
    assert document["clause"]
    assert "refer" in verdicts
    assert any(case["expect"]["verdict"] == "clear" for case in document["cases"])
    if document["rule"] not in ("UNDISCLOSED", "REPRESENTS", "REGISTER", "SPOOF", "CONTROL", "CENTRE"):
        assert "bar" in verdicts


def test_there_is_a_file_of_cases_for_every_rule() -> None:
    from sekisho.screening.rules import OF_BIDS, OF_LINES

    told = {yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["rule"] for file in FOLDER.glob("*.yaml")}
    assert told >= {*(rule for rule, _ in (*OF_BIDS, *OF_LINES)), "REGISTER"}


# From the words of a case to the values that screening takes.


def _basis(case: Mapping[str, Any]) -> Any:
    card = SourceCard(
        path="rows.csv",
        title="事例の登録簿",
        retrieved_at=date.fromisoformat(case.get("retrieved_at", "2026-06-01")),
        good_for_days=int(case.get("good_for", "30")),
    )
    rows = list(csv.DictReader(io.StringIO(case["register"])))
    assert rows and set(rows[0]) <= set(COLUMNS), set(rows[0]) - set(COLUMNS)
    stated = (nouns.row(card=card, **{key: value or "" for key, value in row.items()}) for row in rows)
    known = {tuple(mark.split(" ", 1)): maker for mark, maker in case.get("tables", {}).items()}
    tables = nouns.Told(known, dated=date.fromisoformat(case.get("tables_dated", "2026-05-01")))
    ground = replace(nouns.basis(*stated, policy=case["policy"], cards=(card,)), tables=tables)
    if "layer" in case:
        ground = replace(ground, lookup=Lookup(replace(ground.edition, layer=case["layer"])))
    if "requires" not in case:
        return ground
    asks = {fact: Text(ja=f"{fact} を示す", en=f"state {fact}") for fact in case["requires"]}
    wanted = Requirement(facts=tuple(asks), bom_depth=int(case.get("bom_depth", "0")), ask=asks, source=Source(name="例"))
    return replace(ground, pack=replace(ground.pack, requirements=(*ground.pack.requirements, wanted)))


def _submission(case: Mapping[str, Any]) -> Submission:
    tender = nouns.tender(
        policy=case["policy"],
        notice_date=date.fromisoformat(case["notice_date"]),
        viewpoints=None if case["viewpoints"] == "" else tuple(case["viewpoints"]),
    )
    stated = tuple(_stated(one) for one in case.get("regime_status", ()))
    bid = _bid(case["bid"])
    told = dict(_advised(one, bid) for one in case.get("centre", ()))
    tender = replace(tender, regime=case.get("regime", ""), regime_status=stated)
    return Submission(tender=tender, bids=(bid,), centre=CentreWord(advised=told))


def _advised(told: Mapping[str, str], bid: Bid) -> tuple[str, Advised]:
    """The centre's advice on the product of a line, or on a party."""
    assert set(told) <= {"line", "party", "advice", "answered_at", "expires"}, told
    products = {item.line: about_product(item) for item in bid.list.items} if bid.list else {}
    question = products[told["line"]] if "line" in told else about_party(_party(told["party"]))
    assert question is not None and told["advice"] in ADVICE
    days = {key: date.fromisoformat(told.get(key, default)) for key, default in (("answered_at", "2026-06-01"), ("expires", "2026-12-01"))}
    return question.id, Advised(advice=told["advice"], ask=(), centre="centre", request="R-1", **days)


def _stated(told: Mapping[str, str]) -> StatedStatus:
    period = Period(start=date.fromisoformat(told["from"]), end=date.fromisoformat(told["to"]) if "to" in told else None)
    assert told["status"] in STATED
    status: Standing = "in force" if told["status"] == "in force" else "suspended"
    return StatedStatus(regime=told["regime"], status=status, period=period, source=told["source"], by=told["by"])


def _bid(told: Mapping[str, Any]) -> Bid:
    assert set(told) <= BID_KEYS, set(told) - BID_KEYS
    made = nouns.bid(*(_item(at, line) for at, line in enumerate(told.get("lines", ()), start=1)), bidder=_party(told.get("bidder", "甲社")))
    return replace(
        made,
        boms={
            line: replace(
                nouns.bom(tree, file=f"boms/{line}.cdx.json"), completeness="incomplete" if line in told.get("incomplete", ()) else "unknown"
            )
            for line, tree in told.get("boms", {}).items()
        },
        chart=nouns.chart(*(tuple(stake) for stake in told["owners"])) if "owners" in told else None,
        subcontractors=tuple(Subcontractor(party=_party(one), work="保守") for one in told["subcontractors"]) if "subcontractors" in told else None,
        services=tuple(_service(one) for one in told["services"]) if "services" in told else None,
        marks={line: tuple(Mark.of(*mark.split(" ", 1)) for mark in marks) for line, marks in told.get("marks", {}).items()},
        represents={key: value == "true" for key, value in told.get("represents", {}).items()},
        exceptions=tuple(ExceptionClaim(**{"statement": "", **one}) for one in told.get("exceptions", ())),
    )


def _item(at: int, told: Mapping[str, Any]) -> EquipmentItem:
    facts = {"line": str(at), "model": f"EX-{at}", "maker": "例示電機株式会社", "kind": "スイッチ", **told}
    assert set(facts) <= set(LIST_COLUMNS), set(facts) - set(LIST_COLUMNS)
    for role in ("maker", "supplier"):
        facts[role] = _party(facts[role]) if facts.get(role) else None
    return EquipmentItem(where=f"line {at + 1}", **facts)


def _service(told: Mapping[str, str]) -> Service:
    return Service(name=told["name"], provider=_party(told["provider"]) if told.get("provider") else None)


def _party(told: str | Mapping[str, str]) -> Party:
    """A bare name, or {name, country, SCHEME: number}."""
    if isinstance(told, str):
        return nouns.party(told)
    numbers = tuple((key, value) for key, value in told.items() if key not in ("name", "country"))
    return nouns.party(told["name"], *numbers, country=told.get("country", ""))


# What a case expects.


def _hold(screening: Screening, bid: ScreenedBid, expect: Mapping[str, Any]) -> None:
    assert set(expect) <= EXPECT_KEYS, set(expect) - EXPECT_KEYS
    told = "\n".join(f"{one.rule} {one.verdict.word} {one.subject} {one.because.en}" for one in bid.all_findings())
    assert bid.verdict.word == expect["verdict"], told
    assert screening.scope == expect.get("scope", "in")
    open_findings = [one for one in bid.all_findings() if one.verdict.word != "clear"]
    wanted = expect.get("findings", [])
    for one in wanted:
        _find(bid, one, told)
    expected = {(one["rule"], one["verdict"]) for one in wanted if one["verdict"] != "clear"}
    assert {(one.rule, one.verdict.word) for one in open_findings} == expected, told
    clear = {item.item.line for item in bid.items if item.verdict.word == "clear"}
    assert set(expect.get("clear_lines", ())) <= clear, told
    if "asks" in expect:
        assert sorted({one.ask.fact for one in open_findings if one.ask}) == sorted(expect["asks"])
    if "coverage" in expect:
        assert {key: str(value) for key, value in bid.coverage.as_json().items()} == expect["coverage"]
    if expect.get("no_findings") == "true":
        assert bid.all_findings() == ()


def _find(bid: ScreenedBid, wanted: Mapping[str, str], told: str) -> None:
    assert set(wanted) <= FINDING_KEYS, set(wanted) - FINDING_KEYS
    where = [item.findings for item in bid.items if item.item.line == wanted["line"]] if "line" in wanted else [bid.findings]
    assert where, f"no line {wanted.get('line')}"
    found = [one for one in where[0] if one.rule == wanted["rule"] and one.verdict.word == wanted["verdict"]]
    assert found, f"{wanted} not in:\n{told}"
    assert any(_fits(one, wanted) for one in found), f"{wanted} not in:\n" + "\n".join(f"{one.as_json()}" for one in found)


def _fits(found: Finding, wanted: Mapping[str, str]) -> bool:
    designations = [link.target for link in found.evidence if link.relation == "designated-by"]
    return (
        (found.ask.fact if found.ask else "") == wanted.get("ask", found.ask.fact if found.ask else "")
        and all(any(wanted[key] in target for target in designations) for key in ("clause", "authority") if key in wanted)
        and (wanted.get("says", "") in found.because.ja or wanted.get("says", "") in found.because.en)
        and any(wanted.get("note", "") in text for note in (*found.notes, found.because) for text in (note.ja, note.en))
        and all(any(part in (link.subject, link.target) for link in found.evidence) for part in wanted.get("via", "").split(" → ") if part)
    )
