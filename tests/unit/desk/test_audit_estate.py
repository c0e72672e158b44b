"""What is installed is judged once for devices that are alike, and never clear where nobody knows who made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import nouns
from sekisho.desk.audit_estate import EstateAudit, Group, audit_estate
from sekisho.estate.model import Sighting
from sekisho.estate.sightings import Notebook
from sekisho.findings import Verdict
from sekisho.marks.identify import identify
from sekisho.marks.model import DECLARED, Identified, Tables
from sekisho.register.build import SourceRow
from sekisho.terms import Mark

MAC = "00:1b:21:00:00:%02x"
OID = "1.3.6.1.4.1.99999.1"


@dataclass
class Many:
    outcomes: Sequence[Identified]
    which: Any


@dataclass
class Asked:
    """Asks `identify` of every device: the plain engine."""

    tables: Tables

    def identify(self, columns: Mapping[str, Any]) -> Many:
        rows = list(zip(*(columns[name].to_pylist() for name in columns), strict=True))
        found = [self._one(dict(zip(columns, row, strict=True))) for row in rows]
        return Many(outcomes=found, which=np.arange(len(found)))

    def _one(self, told: dict[str, str]) -> Identified:
        marks = [Mark.of(name, one) for name, text in told.items() if name != DECLARED for one in text.split(";") if one]
        return identify(marks, self.tables, declared=told[DECLARED], as_of=nouns.JUDGED)


def seen(number: int = 1, *, marks: Sequence[tuple[str, str]] = (), **facts: Any) -> Sighting:
    facts = {"model": "EX-1", "kind": "スイッチ", **facts}
    return Sighting(file="a.csv", where=f"line {number}", format="t", marks=tuple(Mark.of(*mark) for mark in marks), **facts)


BARRED = nouns.row("x", "例題科技有限公司", authority="JP-DECISION")


def audit(
    *sightings: Sighting, rows: tuple[SourceRow, ...] = (BARRED,), told: Mapping[tuple[str, str], str] | None = None, **options: Any
) -> EstateAudit:
    book = Notebook()
    for one in sightings:
        book.note(one)
    makers = Asked(nouns.Told(dict(told))) if told is not None else None
    return audit_estate(book.close(), nouns.basis(*rows, **options), makers, as_of=nouns.JUDGED)


def only(found: EstateAudit) -> Group:
    (group,) = found.groups
    return group


def rules(group: Group) -> list[str]:
    return sorted({one.rule for one in group.findings})


def test_a_declared_maker_of_no_concern_is_clear() -> None:
    assert only(audit(seen(maker="例示電機"))).verdict is Verdict.CLEAR


def test_a_declared_maker_that_a_domestic_decision_names_is_barred() -> None:
    group = only(audit(seen(maker="例題科技")))
    assert (group.verdict, rules(group)) == (Verdict.BAR, ["MAKER"])
    (found,) = group.findings
    assert [link.relation for link in found.evidence] == ["made-by", "same-as", "designated-by"]
    assert found.ask is not None and found.ask.fact == "removal"


def test_devices_that_are_alike_are_judged_once() -> None:
    found = audit(*(seen(number, maker="例題科技", serial=f"SN{number:04}") for number in range(50)))
    assert only(found).devices == 50
    assert found.verdicts().tolist() == [2] * 50
    assert found.counts() == {Verdict.BAR: 50}


@pytest.mark.parametrize("facts", [{}, {"maker": "-"}, {"vendor": "例示電機"}, {"hostname": "sw-1"}])
def test_a_device_of_no_known_maker_is_never_clear(facts: dict[str, str]) -> None:
    group = only(audit(seen(**facts), told={}))
    assert group.verdict is Verdict.REFER
    assert [one.ask.fact for one in group.findings if one.ask] == ["maker"]


def test_a_maker_that_one_mark_points_to_is_asked_about() -> None:
    group = only(audit(seen(marks=[("mac", MAC % 1)]), told={("mac", MAC % 1): "例題科技有限公司"}))
    assert group.verdict is Verdict.REFER
    assert "MARK" in rules(group)
    assert not group.about.known_maker


def test_a_maker_that_two_kinds_of_marks_point_to_is_barred() -> None:
    group = only(
        audit(seen(marks=[("mac", MAC % 1), ("sysobjectid", OID)]), told={("mac", MAC % 1): "例題科技有限公司", ("sysobjectid", OID): "例題科技"})
    )
    assert group.verdict is Verdict.BAR
    (found,) = group.findings
    assert [link.relation for link in found.evidence] == ["bears", "points-to", "bears", "points-to", "same-as", "designated-by"]
    assert found.evidence[0].target == "mac"


def test_a_maker_surely_pointed_to_and_of_no_concern_is_known() -> None:
    group = only(audit(seen(marks=[("mac", MAC % 1), ("sysobjectid", OID)]), told={("mac", MAC % 1): "例示電機", ("sysobjectid", OID): "例示電機"}))
    assert (group.verdict, group.about.known_maker) == (Verdict.CLEAR, "例示電機")


def test_another_brand_on_the_box_does_not_hide_whose_marks_it_bears() -> None:
    told = {("mac", MAC % 1): "例題科技有限公司", ("sysobjectid", OID): "例題科技有限公司"}
    group = only(audit(seen(maker="無関係商会", marks=list(told)), told=told))
    assert group.verdict is not Verdict.CLEAR
    assert "MARK" in rules(group)


def test_the_worst_of_two_declared_makers_stands() -> None:
    device = audit(seen(maker="例示電機", marks=[("mac", MAC % 1)]), seen(2, maker="例題科技", marks=[("mac", MAC % 1)]))
    assert (len(device.devices), only(device).verdict) == (1, Verdict.BAR)


def test_what_a_monitor_infers_is_possible_and_never_more() -> None:
    group = only(audit(seen(vendor="例題科技")))
    assert group.verdict is Verdict.REFER
    assert "MAKER" in rules(group)


def test_a_missing_model_is_asked_for_where_the_pack_requires_it() -> None:
    group = only(audit(seen(maker="例示電機", model="")))
    assert (group.verdict, [one.ask.fact for one in group.findings if one.ask]) == (Verdict.REFER, ["model"])


def test_a_designated_product_is_found_by_its_model_and_by_its_name() -> None:
    product = nouns.row("p", "NV-9", designates="product", authority="JP-DECISION")
    for facts in ({"model": "nv 9"}, {"model": "M-1", "name": "NV-9"}):
        group = only(audit(seen(maker="例示電機", **facts), rows=(product,)))
        assert rules(group) == ["PRODUCT"], facts
        assert group.verdict is Verdict.BAR


def test_a_condition_on_purpose_is_met_unmet_or_asked_for() -> None:
    covered = nouns.row("y", "例題監視", authority="US-889", covers="video-surveillance", purpose="public-safety")
    verdicts = [
        only(audit(seen(maker="例題監視", kind="camera", purpose=purpose), rows=(covered,), policy="us-889")).verdict
        for purpose in ("public safety", "training", "")
    ]
    assert verdicts == [Verdict.BAR, Verdict.CLEAR, Verdict.REFER]


def test_a_stale_edition_leaves_nothing_clear() -> None:
    from dataclasses import replace

    old = replace(nouns.CARD, good_for_days=1)
    found = audit(seen(maker="例示電機"), rows=(nouns.row("x", "例題科技有限公司", card=old),), cards=(old,))
    assert found.stale
    assert (only(found).verdict, rules(only(found))) == (Verdict.REFER, ["REGISTER"])


def test_the_order_of_the_sightings_changes_no_digest() -> None:
    told = {("mac", MAC % number): "例題科技有限公司" for number in range(4)}
    rows = [seen(number, maker="例示電機" if number else "", marks=[("mac", MAC % number)]) for number in range(4)]
    assert audit(*rows, told=told).digest == audit(*reversed(rows), told=told).digest


def test_an_estate_without_devices_has_no_groups() -> None:
    found = audit()
    assert (found.groups, found.counts(), len(found.verdicts())) == ((), {}, 0)
