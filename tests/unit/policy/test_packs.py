"""The packs are data: whole, dated, with a source everywhere, and without a single company's name."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.findings import Verdict
from sekisho.names.normalise import name_key
from sekisho.policy.model import CERTAINTIES, TRIGGERS, Pack
from sekisho.policy.packs import pack_for, packs
from sekisho.policy.reading import (
    in_rehearsal,
    kind_of,
    purpose_of,
    required_of_line,
    role_of,
    scope_of,
    verdict_row,
)

PACKS = tuple(packs().values())
JP, US = packs()["jp-2018"], packs()["us-889"]
AUTHORITIES = ("JP", "JP-NCO", "JP-NISC", "JP-DECISION", "JP-DEMO-DECISION", "US-889", "US-FCC", "US-5949", "US-BIS", "UK-NSI", "-", "")
DOMESTIC = frozenset({"JP", "JP-NCO", "JP-NISC", "JP-DECISION", "JP-DEMO-DECISION"})
whole = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)


def verdicts(pack: Pack, authority: str) -> dict[tuple[str, str], Verdict]:
    return {
        (trigger, certainty): verdict_row(pack, trigger=trigger, certainty=certainty, authority=authority).verdict
        for trigger in TRIGGERS
        for certainty in CERTAINTIES
    }


def test_both_packs_are_there_and_named_by_their_bytes() -> None:
    assert set(packs()) == {"jp-2018", "us-889"}
    assert len({pack.digest for pack in PACKS}) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", pack.digest) for pack in PACKS)


@whole
def test_a_pack_ends_in_a_row_that_fits_anything(pack: Pack) -> None:
    last = pack.verdicts[-1]
    assert (last.trigger, last.certainty, last.authority) == ("*", "*", "*")
    assert last.verdict is not Verdict.BAR


@whole
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_trigger_certainty_and_authority_has_a_verdict(pack: Pack, authority: str) -> None:
    assert len(verdicts(pack, authority)) == len(TRIGGERS) * len(CERTAINTIES)


@whole
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_missing_fact_is_never_clear_and_never_bars(pack: Pack, authority: str) -> None:
    for trigger in TRIGGERS:
        assert verdict_row(pack, trigger=trigger, certainty="missing", authority=authority).verdict is Verdict.REFER


@whole
def test_less_certainty_never_weighs_more(pack: Pack) -> None:
    for authority in AUTHORITIES:
        table = verdicts(pack, authority)
        for trigger in TRIGGERS:
            assert table[trigger, "same"] >= table[trigger, "possible"]
            assert table[trigger, "surely"] >= table[trigger, "possibly"]


@pytest.mark.parametrize("authority", sorted(set(AUTHORITIES) - DOMESTIC))
def test_in_japan_a_foreign_list_leads_to_referral_at_most(authority: str) -> None:
    assert max(verdicts(JP, authority).values()) is Verdict.REFER


@pytest.mark.parametrize("authority", sorted(DOMESTIC))
def test_in_japan_a_domestic_decision_bars(authority: str) -> None:
    table = verdicts(JP, authority)
    assert {trigger for trigger in TRIGGERS if table[trigger, "same"] is Verdict.BAR} == set(TRIGGERS)
    assert table["owner", "surely"] is Verdict.BAR
    assert table["maker", "possible"] is Verdict.REFER
    assert table["owner", "possibly"] is Verdict.REFER


def test_889_bars_on_its_own_statute_and_leaves_other_lists_to_others() -> None:
    own, other = verdicts(US, "US-889"), verdicts(US, "US-FCC")
    assert own["maker", "same"] is own["maker", "affiliate"] is own["owner", "surely"] is Verdict.BAR
    assert own["maker", "possible"] is own["owner", "possibly"] is own["represents", "declared"] is Verdict.REFER
    assert {verdict for (trigger, certainty), verdict in other.items() if certainty not in ("missing", "declared", "disguised")} == {Verdict.CLEAR}


@whole
def test_every_fact_of_a_pack_has_a_source_with_a_date(pack: Pack) -> None:
    assert all(source.name and source.retrieved_at for source in pack.sources)
    assert pack.regime.threshold == 50
    assert not pack.regime.source.verified
    assert any("50" in text.en for text in pack.unverified)


@whole
def test_a_word_means_one_kind_role_or_purpose(pack: Pack) -> None:
    for listed in (pack.kinds, pack.roles, pack.purposes):
        words = [word for one in listed for word in {one.id.casefold(), *(word.casefold() for word in one.words)}]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("pack", "word", "kind"),
    [
        (JP, "ルーター", "network-device"), (JP, "Ｌ２スイッチ", "network-device"), (JP, "無線 LAN アクセスポイント", "network-device"),
        (JP, "WIRELESS-AP", "network-device"), (JP, "複合機", "mfp"), (JP, "謎の機器", None), (JP, "", None), (US, "IP camera", "video-surveillance"),
    ],
)  # fmt: skip
def test_a_kind_is_recognised_through_width_case_and_spacing(pack: Pack, word: str, kind: str | None) -> None:
    found = kind_of(pack, word)
    assert (found.id if found else None) == kind


def test_roles_and_purposes_are_recognised_or_unknown() -> None:
    assert (role_of(JP, "重要構成品"), role_of(JP, "ふつう")) == ("key", "")
    assert (purpose_of(US, "Public Safety"), purpose_of(US, "fun"), purpose_of(JP, "office")) == ("public-safety", "", "")


@whole
def test_a_line_of_unknown_kind_is_held_to_what_every_line_is(pack: Pack) -> None:
    facts = [fact for fact, _ in required_of_line(pack, None, "")]
    assert "maker" in facts
    every_kind = [{fact for fact, _ in required_of_line(pack, kind, "")} for kind in pack.kinds]
    assert set(facts) == set.union(*every_kind)


@whole
def test_no_list_is_asked_for_bills_of_materials_owners_or_purposes_as_such(pack: Pack) -> None:
    asked = {fact for kind in (None, *pack.kinds) for role in pack.roles for fact, _ in required_of_line(pack, kind, role.id)}
    assert asked == {"maker", "model"}


def test_the_viewpoints_decide_the_scope() -> None:
    assert scope_of(JP, ("core-infrastructure",)).answer == "in"
    assert scope_of(JP, ("nothing-of-the-sort", "large-cost")).answer == "in"
    assert scope_of(JP, ()).answer == "out"
    assert scope_of(JP, ("nothing-of-the-sort",)).answer == "out"
    presumed = scope_of(JP, None)
    assert (presumed.answer, presumed.presumed) == ("in", True)
    assert not scope_of(JP, ("large-cost",)).presumed


@pytest.mark.parametrize("viewpoints", [None, (), ("large-cost",)])
def test_a_statute_without_viewpoints_covers_every_system(viewpoints: tuple[str, ...] | None) -> None:
    scope = scope_of(US, viewpoints)
    assert (scope.answer, scope.presumed) == ("in", False)


@whole
def test_before_a_pack_is_in_force_everything_is_a_rehearsal(pack: Pack) -> None:
    start = pack.period.start
    assert start is not None
    assert in_rehearsal(pack, start - timedelta(days=1))
    assert not in_rehearsal(pack, start)
    assert (pack.rehearsal.start, pack.rehearsal.end) == (pack.adopted_at, start - timedelta(days=1))


def test_the_agreement_binds_23_bodies_of_which_one_is_not_identified() -> None:
    day = date(2019, 4, 1)
    bound = [body for body in JP.bodies if body.period.holds(day)]
    assert len(bound) == 23
    assert [body.name for body in bound if body.open_slot] == ["(23番目の機関・未確認)"]
    assert "デジタル庁" not in {body.name for body in bound}
    assert "デジタル庁" in {body.name for body in JP.bodies if body.period.holds(date(2021, 9, 1))}
    assert not any(body.source.verified for body in bound)


def test_a_price_only_method_is_refused_by_the_agreement_alone() -> None:
    assert JP.method_guard is not None and JP.method_guard.refused == ("lowest-price", "gate-lowest")
    assert US.method_guard is None


def test_the_pack_that_is_named_is_taken_whatever_the_date() -> None:
    assert pack_for("us-889", date(2001, 1, 1)) is US
    assert pack_for("jp-2018", date(2019, 1, 7)) is JP


def test_without_a_name_the_one_pack_in_force_is_taken() -> None:
    assert pack_for("", date(2019, 4, 1)) is JP


@pytest.mark.parametrize(
    ("policy", "day", "rule"),
    [
        ("", date(2018, 1, 1), "policy.not-chosen"),
        ("", date(2026, 4, 1), "policy.not-chosen"),
        ("jp-1999", date(2026, 4, 1), "policy.unknown"),
        ("JP-2018", date(2026, 4, 1), "policy.unknown"),
    ],
)
def test_no_pack_or_several_or_an_unknown_one_is_refused_as_input(policy: str, day: date, rule: str) -> None:
    with pytest.raises(InputRefused) as refused:
        pack_for(policy, day)
    (fault,) = refused.value.faults
    assert (refused.value.exit_code, fault.rule) == (2, rule)
    assert fault.remedy_ja and fault.remedy_en


def names_of_registers(repository: Path) -> set[str]:
    files = [*(repository / "registers" / "us-statutory").glob("*.csv"), repository / "src/sekisho/samples/jp/register/demo-designations.csv"]
    assert len(files) > 2
    found: set[str] = set()
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            found |= {row["name"] for row in csv.DictReader(stream) if row["designates"] not in ("class", "place")}
    return found


def whole(name: str) -> str:
    """A pattern for a name as a whole word: ハロタン (halothane) does not hold the ロタン of a sample."""
    if name.isascii():
        return rf"(?<!\w){re.escape(name)}(?!\w)"
    return rf"(?<![ァ-ヺー]){re.escape(name)}(?![ァ-ヺー])" if re.fullmatch("[ァ-ヺー]+", name) else re.escape(name)


def test_criteria_hold_no_company_s_name(repository: Path) -> None:
    """Names live in register editions, with source and date; a pack, a rule, a preset or a name table names nobody."""
    package = repository / "src" / "sekisho"
    names = names_of_registers(repository)
    wanted = {name for name in names if len(name) > 3 or not name.isascii()} | {name_key(name).key for name in names if len(name_key(name).key) > 3}
    searched = [
        path
        for room in ("policy", "screening", "evaluation", "names", "award", "desk")
        for path in (package / room).rglob("*")
        if path.suffix in (".py", ".yaml", ".tsv")
    ]
    assert len(searched) > 30 and len(wanted) > 60
    for path in searched:
        text = path.read_text(encoding="utf-8").casefold()
        told = {name for name in wanted if re.search(whole(name.casefold()), text)}
        assert not told, f"{path.name} names {told}"


def test_short_names_stand_in_no_criterion_either(repository: Path) -> None:
    short = {name for name in names_of_registers(repository) if len(name) <= 3 and name.isascii()}
    assert short
    for room in ("policy", "screening", "evaluation", "names", "award", "desk"):
        for path in (repository / "src" / "sekisho" / room).rglob("*"):
            if path.suffix in (".py", ".yaml"):
                assert not short & set(re.findall(r"\b[A-Z]{2,3}\b", path.read_text(encoding="utf-8"))), path.name
