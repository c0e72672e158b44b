"""The commands as a user runs them: exit codes, JSON, and what is never said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from case_kit import EX_1_BIDS, EX_1_TENDER, JP_TENDER, listed_bid, priced_bid, register_row, write_case, write_register

SOUND = "line,kind,maker,model,quantity\n1,スイッチ,例示電機株式会社,SW-1,2\n2,サーバ装置,見本電機株式会社,SV-1,1\n"


@pytest.fixture
def edition(sekisho, tmp_path: Path) -> Path:
    source = write_register(
        tmp_path / "source.csv", register_row("E-1", "鷺潭通信技術有限公司", authority="JP-DECISION", source="例", affiliates="included")
    )
    built = sekisho("register", "build", source, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "30")
    assert built.code == 0, built.err
    return tmp_path / "edition"


def test_the_published_example_gives_80_85_90_and_c_wins(sekisho, tmp_path: Path) -> None:
    ran = sekisho("evaluate", write_case(tmp_path / "ex-1", EX_1_TENDER, EX_1_BIDS), "--json")
    assert ran.code == 0, ran.err
    bids = {one["bid"]: one for one in ran.json["bids"]}
    assert [bids[bid]["total"] for bid in "ABC"] == ["80", "85", "90"]
    assert bids["D"]["status"] == "excluded"
    assert bids["D"]["reason"]["code"] == "over-ceiling"
    assert bids["D"]["total"] is None
    assert (ran.json["winner"], ran.json["tie"], ran.json["preset"], ran.json["case"]) == ("C", [], "add-1", "EX-1")


def test_without_the_ceiling_gate_d_would_tie_with_c_and_nobody_wins(sekisho, tmp_path: Path) -> None:
    tender = EX_1_TENDER.replace('"1000"', '"1100"')
    bids = {"C": priced_bid("丙社", "880", "80"), "D": priced_bid("丁社", "1100", "100")}
    ran = sekisho("evaluate", write_case(tmp_path / "tie", tender, bids), "--json")
    assert ran.code == 1
    assert (ran.json["winner"], ran.json["tie"]) == (None, ["C", "D"])


def test_every_fault_of_every_file_is_told_at_once_and_nothing_is_written(sekisho, tmp_path: Path) -> None:
    bids = {
        "A": {"bid.yaml": "bid: {bidder: {name: 甲社}}\nprice: {amount: seven, currency: JPY}\ntechnical: {score: x}\n"},
        "B": {"bid.yaml": "bid: {id: Z, bidder: {}}\nlist: ../A/bid.yaml\n"},
    }
    case = write_case(tmp_path / "bad", EX_1_TENDER.replace("2026-04-01", "2026-13-01"), bids)
    ran = sekisho("judge", case, "--out", tmp_path / "out", "--json")
    assert ran.code == 2
    told = {(one["file"], one["where"].split(" ")[0]) for one in ran.json["faults"] if not one["warning"]}
    assert {("tender.yaml", "tender.notice_date"), ("bids/A/bid.yaml", "price.amount"), ("bids/A/bid.yaml", "technical.score")} <= told
    assert {("bids/B/bid.yaml", "bid.id"), ("bids/B/bid.yaml", "bid.bidder.name"), ("bids/B/bid.yaml", "list")} <= told
    assert not (tmp_path / "out").exists()


def test_a_sound_list_is_clear_without_boms_or_charts(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND)})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 0, ran.out
    (bid,) = ran.json["bids"]
    assert bid["verdict"] == "clear"
    assert bid["findings"] == []
    assert bid["coverage"] == {"items": 2, "items_with_maker": 2, "components": 0, "components_with_maker": 0}


@pytest.mark.parametrize("row", ["3,ルータ,,RT-9,1", "3,ルータ,不明,RT-9,1", "3,ルータ,例示電機株式会社,,1"])
def test_a_line_that_lacks_a_required_fact_is_never_clear(sekisho, tmp_path: Path, edition: Path, row: str) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND + row + "\n")})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 1
    (bid,) = ran.json["bids"]
    found = [one for item in bid["items"] for one in item["findings"]]
    assert bid["verdict"] == "refer"
    assert [(one["rule"], one["verdict"]) for one in found] == [("UNDISCLOSED", "refer")]
    assert found[0]["ask"]["ja"]


def test_a_name_that_hides_a_character_is_met_and_asked_about_and_stops_no_other_line(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND + "3,ルータ,鷺潭\u200b通信技術有限公司,RT-9,1\n")})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 1, ran.err
    (bid,) = ran.json["bids"]
    assert {item["line"]: [one["rule"] for one in item["findings"]] for item in bid["items"]} == {"1": [], "2": [], "3": ["MAKER", "SPOOF"]}
    told = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10")
    assert "鷺潭[U+200B]通信技術有限公司" in told.out
    assert "\u200b" not in told.out


def test_without_a_register_nothing_is_judged(sekisho, tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND)})
    for command in ("screen", "judge"):
        ran = sekisho(command, case, "--as-of", "2026-04-10", "--json")
        assert ran.code == 3
        assert "clear" not in ran.out


def test_a_truncated_edition_is_refused_and_says_nothing_clear(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND)})
    whole = edition.read_bytes()
    for cut in (0, 10, len(whole) // 2, len(whole) - 1):
        edition.write_bytes(whole[:cut])
        ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
        assert ran.code == 3, cut
        assert '"clear"' not in ran.out


def test_a_stale_edition_writes_results_with_no_clear_and_exits_3(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND)})
    fresh = sekisho("screen", case, "--register", edition, "--as-of", "2026-05-01", "--json")
    assert fresh.code == 0
    stale = sekisho("screen", case, "--register", edition, "--as-of", "2026-05-02", "--json")
    assert stale.code == 3
    assert {item["verdict"] for bid in stale.json["bids"] for item in bid["items"]} == {"refer"}
    assert [bid["verdict"] for bid in stale.json["bids"]] == ["refer"]


def test_a_source_that_is_not_its_cards_is_refused(sekisho, tmp_path: Path) -> None:
    source = write_register(tmp_path / "s.csv", register_row("E-1", "ア社"), register_row("E-2", "イ社"))
    (tmp_path / "s.card.yaml").write_text("retrieved_at: 2026-04-01\ngood_for_days: 30\nauthority: JP\nrows: 3\n", encoding="utf-8")
    ran = sekisho("register", "build", source, "-o", tmp_path / "e")
    assert ran.code == 3
    assert not (tmp_path / "e").exists()
    assert "2 rows" in ran.err


def test_a_list_that_shrank_by_accident_is_refused(sekisho, tmp_path: Path) -> None:
    rows = [register_row(f"E-{place}", f"例{place}社") for place in range(10)]
    options = ("--retrieved-at", "2026-04-01", "--good-for", "30")
    for month in ("march", "april", "may"):
        (tmp_path / month).mkdir()
    before = write_register(tmp_path / "march/list.csv", *rows)
    assert sekisho("register", "build", before, "-o", tmp_path / "a", *options).code == 0
    shrunk = write_register(tmp_path / "april/list.csv", *rows[:5])
    assert sekisho("register", "build", shrunk, "-o", tmp_path / "b", "--previous", tmp_path / "a", *options).code == 3
    one_less = write_register(tmp_path / "may/list.csv", *rows[1:])
    assert sekisho("register", "build", one_less, "-o", tmp_path / "c", "--previous", tmp_path / "a", *options).code == 0
    compared = sekisho("register", "diff", tmp_path / "a", tmp_path / "c", "--as-of", "2026-04-10", "--json")
    assert (compared.json["withdrawn"], compared.json["unverifiable"]) == (["E-0"], [])


def test_a_designation_between_notice_and_judging_date_is_found_and_said(sekisho, tmp_path: Path) -> None:
    source = write_register(tmp_path / "s.csv", register_row("E-1", "例示電機", authority="JP-DECISION", effective_from="2026-04-05"))
    options = ("--retrieved-at", "2026-04-01", "--good-for", "30")
    assert sekisho("register", "build", source, "-o", tmp_path / "e", *options).code == 0
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND)})
    before = sekisho("screen", case, "--register", tmp_path / "e", "--as-of", "2026-04-04", "--json")
    after = sekisho("screen", case, "--register", tmp_path / "e", "--as-of", "令和8年4月5日", "--json")
    assert (before.code, after.code) == (0, 1)
    found = after.json["bids"][0]["items"][0]["findings"][0]
    assert (found["rule"], found["verdict"]) == ("MAKER", "bar")
    assert any("2026-03-02" in note["en"] for note in found["notes"])
    assert (after.json["policy_as_of"], after.json["facts_as_of"]) == ("2026-03-02", "2026-04-05")


def test_the_policy_is_the_cases_then_the_one_asked_for_then_the_one_in_force(sekisho, tmp_path: Path, edition: Path) -> None:
    none = JP_TENDER.replace("policy: jp-2018, ", "")
    case = write_case(tmp_path / "case", none, {"A": listed_bid(SOUND)})
    ambiguous = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10")
    assert ambiguous.code == 2
    assert "--policy" in ambiguous.err
    asked = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--policy", "us-889", "--json")
    assert asked.json["policy"] == "us-889"
    early = write_case(tmp_path / "early", none.replace("2026-03-02", "2019-05-01"), {"A": listed_bid(SOUND)})
    only = sekisho("screen", early, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert only.json["policy"] == "jp-2018"
    named = write_case(tmp_path / "named", JP_TENDER, {"A": listed_bid(SOUND)})
    kept = sekisho("screen", named, "--register", edition, "--as-of", "2026-04-10", "--policy", "us-889", "--json")
    assert kept.json["policy"] == "jp-2018"


def test_an_out_of_scope_tender_asks_nothing_and_refuses_columns_about_origin(sekisho, tmp_path: Path, edition: Path) -> None:
    out = JP_TENDER.replace("[core-infrastructure]", "[]")
    case = write_case(tmp_path / "case", out, {"A": listed_bid("line,maker,model\n1,,X-0\n2,鷺潭通信技術有限公司,X-1\n")})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["scope"] == "out"
    assert ran.json["bids"][0]["findings"] == []
    refused = write_case(tmp_path / "refused", out, {"A": listed_bid("line,maker,model,origin\n1,例示電機,X-1,JP\n")})
    answer = sekisho("screen", refused, "--register", edition, "--as-of", "2026-04-10")
    assert answer.code == 2
    assert "list.column-refused-out-of-scope" in answer.err


def test_price_alone_is_refused_for_a_system_in_scope_unless_the_exception_is_recorded(sekisho, tmp_path: Path, edition: Path) -> None:
    tender = JP_TENDER.replace("stage: list", "stage: bid") + "evaluation: {preset: lowest-price}\n"
    more = 'price: {amount: "100", currency: JPY, tax: excluded}\ntechnical: {mandatory_met: true}\n'
    refused = sekisho("judge", write_case(tmp_path / "a", tender, {"A": listed_bid(SOUND, more)}), "--register", edition, "--as-of", "2026-04-10")
    assert refused.code == 2
    assert "policy.method-refused" in refused.err
    recorded = tender.replace("stage: bid", "stage: bid, method_exception: {by: 課長, authority: 例省, reason: 緊急, at: 2026-02-01}")
    allowed = sekisho(
        "evaluate", write_case(tmp_path / "b", recorded, {"A": listed_bid(SOUND, more)}), "--register", edition, "--as-of", "2026-04-10", "--json"
    )
    assert allowed.code == 0, allowed.err
    assert allowed.json["winner"] == "A"


def test_rehearsal_computes_everything_and_excludes_nobody(sekisho, tmp_path: Path, edition: Path) -> None:
    tender = JP_TENDER.replace("2026-03-02", "2019-01-15").replace("stage: list", "stage: bid") + (
        'ceiling: {amount: "1000"}\nevaluation: {preset: add-1, technical_points: 100}\n'
    )
    barred = SOUND.replace("例示電機株式会社", "鷺潭通信技術股份有限公司")
    bids = {
        "A": listed_bid(barred, 'price: {amount: "100"}\ntechnical: {score: 50, mandatory_met: true}\n'),
        "B": listed_bid(SOUND, 'price: {amount: "900"}\ntechnical: {score: 50, mandatory_met: true}\n'),
    }
    case = write_case(tmp_path / "case", tender, bids)
    ran = sekisho("judge", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 1
    assert ran.json["screening"]["rehearsal"] is True
    assert {one["status"] for one in ran.json["evaluation"]["bids"]} == {"ranked"}
    assert [one["verdict"] for one in ran.json["screening"]["bids"]] == ["bar", "clear"]


OFAC = {
    "one: 50 of A, A 50 of B": ("X,A,50,50,,\nA,B,50,50,,\n", "B", "surely"),
    "two: two quarters through halves": ("X,A,50,50,,\nX,B,50,50,,\nA,C,25,25,,\nB,C,25,25,,\n", "C", "surely"),
    "three: ten and forty": ("X,A,50,50,,\nX,B,10,10,,\nA,B,40,40,,\n", "B", "surely"),
    "converse: a quarter of A passes nothing on": ("X,A,25,25,,\nA,B,50,50,,\n", "B", "no"),
    "a blank share may reach it": ("X,B,,,,\n", "B", "possibly"),
    "no row about it": ("X,A,50,50,,\n", "Q", "unknown"),
    "all rows out of date": ("X,B,60,60,2019-01-01,2020-01-01\n", "B", "no"),
    "listed itself": ("Y,X,10,10,,\n", "X", "surely"),
}


@pytest.mark.parametrize("name", list(OFAC))
def test_the_ownership_cascade_holds_on_the_published_examples(sekisho, tmp_path: Path, name: str) -> None:
    rows, entity, answer = OFAC[name]
    (tmp_path / "chart.csv").write_text("owner,owned,share_min,share_max,from,to\n" + rows, encoding="utf-8")
    (tmp_path / "ids.txt").write_text("X\n", encoding="utf-8")
    ran = sekisho("owners", entity, "--chart", tmp_path / "chart.csv", "--as-of", "2026-04-01", "--designated", tmp_path / "ids.txt", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["designated"] == answer
    assert (ran.json["entity"], ran.json["as_of"]) == (entity, "2026-04-01")
    if answer == "surely" and entity != "X":
        assert ran.json["aggregate_share"] == {"min": "50", "max": "50"}
        assert ran.json["paths"][0][0]["owner"] == "X"


def test_owners_reads_an_edition_and_names_in_other_characters(sekisho, tmp_path: Path, edition: Path) -> None:
    (tmp_path / "chart.csv").write_text("owner,owned,share_min,share_max,from,to\n鹭潭通信技术有限公司,例販売株式会社,60,60,,\n", encoding="utf-8")
    ran = sekisho("owners", "例販売", "--chart", tmp_path / "chart.csv", "--as-of", "2026-04-01", "--designated", edition, "--json")
    assert (ran.code, ran.json["designated"]) == (0, "surely")


def test_help_teaches_and_unknown_verbs_are_usage(sekisho) -> None:
    helped = sekisho("--help")
    assert helped.code == 0
    assert "sekisho demo" in helped.out
    assert "関所" in helped.out
    assert sekisho("nothing").code == 2
    assert sekisho("judge").code == 2
    assert sekisho("policy", "show", "nobody").code == 2


def test_json_is_json_and_policy_packs_show_what_is_unverified(sekisho) -> None:
    listed = sekisho("policy", "list", "--json")
    assert {one["id"] for one in listed.json} == {"jp-2018", "us-889"}
    shown = sekisho("policy", "show", "jp-2018", "--json")
    assert shown.json["unverified"]
    assert json.dumps(shown.json, ensure_ascii=False).count('"open_slot": true') == 1


def test_a_judgement_without_out_writes_nothing(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND)})
    before = sorted(path for path in tmp_path.rglob("*"))
    ran = sekisho("judge", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert (ran.code, ran.json["evaluation"]) == (0, None)
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_bid_without_a_list_is_asked_for_one_and_never_clear(sekisho, tmp_path: Path, edition: Path) -> None:
    bids = {"A": listed_bid(SOUND), "B": {"bid.yaml": "bid: {bidder: {name: 乙社}}\n"}}
    ran = sekisho("screen", write_case(tmp_path / "case", JP_TENDER, bids), "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 1, ran.err
    assert [bid["verdict"] for bid in ran.json["bids"]] == ["clear", "refer"]
    assert ran.json["bids"][1]["findings"][0]["ask"]["ja"]


def test_a_list_without_a_single_row_is_bad_input(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid("line,maker,model\n")})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10")
    assert ran.code == 2
    assert "list.no-rows" in ran.err


def test_evaluating_without_lists_needs_no_register_and_claims_no_check(sekisho, tmp_path: Path) -> None:
    tender = EX_1_TENDER.replace("policy: none", "policy: jp-2018")
    case = write_case(tmp_path / "case", tender, EX_1_BIDS)
    ran = sekisho("evaluate", case, "--json")
    assert (ran.code, ran.json["winner"]) == (0, "C")
    assert sekisho("judge", case).code == 3, "judging is screening too, and that needs a register"


def test_nothing_posix_only_is_imported_at_start(sekisho, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "for name in ('resource', 'fcntl', 'pwd', 'grp', 'termios'): sys.modules[name] = None\n"
        "from sekisho.cli import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    assert sekisho("--help", program=("-c", code)).code == 0
    ran = sekisho("evaluate", write_case(tmp_path / "ex-1", EX_1_TENDER, EX_1_BIDS), "--json", program=("-c", code))
    assert (ran.code, ran.json["winner"]) == (0, "C")


def test_two_decisions_on_one_finding_are_refused(sekisho, tmp_path: Path, edition: Path) -> None:
    one = "{finding: abc, verdict: clear, by: 課長, authority: 例省, reason: r, at: 2026-04-01, signature: s}"
    files = {**listed_bid(SOUND), "decisions.yaml": f"decisions: [{one}, {one}]\n"}
    ran = sekisho("screen", write_case(tmp_path / "case", JP_TENDER, {"A": files}), "--register", edition, "--as-of", "2026-04-10")
    assert ran.code == 2
    assert "case.decided-twice" in ran.err


def test_a_recorded_lottery_settles_a_tie_and_its_winner_must_be_a_bid(sekisho, tmp_path: Path) -> None:
    bids = {"A": priced_bid("甲社", "700", "50"), "B": priced_bid("乙社", "700", "50")}
    drawn = "lottery: {winner: B, at: 2026-04-20, witnesses: [会計課, 監査課]}, preset: add-1"
    settled = sekisho("evaluate", write_case(tmp_path / "a", EX_1_TENDER.replace("preset: add-1", drawn), bids), "--json")
    assert (settled.code, settled.json["winner"], settled.json["tie"]) == (0, "B", [])
    foreign = sekisho("evaluate", write_case(tmp_path / "b", EX_1_TENDER.replace("preset: add-1", drawn.replace("B", "Z")), bids))
    assert foreign.code == 2
    assert "case.lottery-winner" in foreign.err
    unseen = drawn.replace(", witnesses: [会計課, 監査課]", "")
    alone = sekisho("evaluate", write_case(tmp_path / "c", EX_1_TENDER.replace("preset: add-1", unseen), bids))
    assert alone.code == 2
    assert "case.lottery-witnesses" in alone.err


def test_a_misspelt_viewpoint_does_not_put_a_system_out_of_scope(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER.replace("[core-infrastructure]", "[core-infrastucture]"), {"A": listed_bid(SOUND)})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10")
    assert ran.code == 2
    assert "policy.viewpoint-unknown" in ran.err


@pytest.mark.parametrize(
    ("origin", "verdict"),
    [("CN", "bar"), ("中国", "bar"), ("日本・中国", "bar"), ("JP", "clear"), ("日本", "clear"), ("例国", "refer"), ("", "refer")],
)
def test_a_place_of_production_is_read_in_any_language_and_unknown_is_not_clear(sekisho, tmp_path: Path, origin: str, verdict: str) -> None:
    row = register_row("P-1", "例の国の製品", designates="place", country="CN", authority="国家サイバー統括室", source="例")
    options = ("--retrieved-at", "2026-04-01", "--good-for", "30")
    assert sekisho("register", "build", write_register(tmp_path / "p.csv", row), "-o", tmp_path / "p", *options).code == 0
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(f"line,kind,maker,model,origin\n1,スイッチ,例示電機株式会社,SW-1,{origin}\n")})
    ran = sekisho("screen", case, "--register", tmp_path / "p", "--as-of", "2026-04-10", "--json")
    assert ran.json["bids"][0]["verdict"] == verdict
    assert ran.code == (0 if verdict == "clear" else 1)


@pytest.mark.parametrize(("authority", "verdict"), [("US-889", "bar"), ("Section 889", "bar"), ("", "refer"), ("XX-LIST", "clear")])
def test_under_889_its_own_designations_bar_and_unattributed_ones_are_asked_about(sekisho, tmp_path: Path, authority: str, verdict: str) -> None:
    row = register_row("E-1", "例示電機", authority=authority, source="例")
    options = ("--retrieved-at", "2026-04-01", "--good-for", "30")
    assert sekisho("register", "build", write_register(tmp_path / "p.csv", row), "-o", tmp_path / "p", *options).code == 0
    case = write_case(
        tmp_path / "case", JP_TENDER.replace("jp-2018", "us-889"), {"A": listed_bid(SOUND, "represents: {uses_covered_equipment: false}\n")}
    )
    ran = sekisho("screen", case, "--register", tmp_path / "p", "--as-of", "2026-04-10", "--json")
    assert ran.json["bids"][0]["items"][0]["verdict"] == verdict, ran.out


def test_the_officer_s_own_chart_says_what_a_bidder_left_out(sekisho, tmp_path: Path, edition: Path) -> None:
    (tmp_path / "charts").mkdir()
    bought = "owner,owned,share_min,share_max\n鷺潭通信技術有限公司,例示電機株式会社,60,60\n"
    (tmp_path / "charts" / "bought.csv").write_text(bought, encoding="utf-8")
    for named, code in (("", 0), ("owners: [../charts/bought.csv]\n", 1)):
        case = write_case(tmp_path / f"case{code}", JP_TENDER + named, {"A": listed_bid(SOUND)})
        ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
        assert ran.code == code, ran.err
        assert [one["rule"] for bid in ran.json["bids"] for one in bid["findings"]] == ["OWNER"] * code
        assert ("chart" in {one["kind"] for one in ran.json["read"]}) == bool(code)


def test_an_officer_s_chart_that_is_not_there_is_bad_input(sekisho, tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER + "owners: [missing.csv]\n", {"A": listed_bid(SOUND)})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10")
    assert ran.code == 2
    assert "missing.csv" in ran.err


def test_a_sample_s_marks_stand_at_a_line_of_the_list(sekisho, tmp_path: Path, edition: Path) -> None:
    more = 'marks: {"9": {mac: "00:11:22:33:44:55"}, "1": {smell: burnt}}\n'
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(SOUND, more)})
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 2
    told = {(one["rule"], one["where"].split(" ")[0]) for one in ran.json["faults"]}
    assert told == {("case.marks-line", "marks.9"), ("case.mark-family", "marks.1.smell")}
