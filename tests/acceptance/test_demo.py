"""The two samples from end to end, and both verifiers on what they leave."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from sekisho.register.edition import decode
from sekisho.resources import sample_folder

VERIFIER = ("verifier/verify.py",)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sekisho.wiring import demo as run

    out = tmp_path_factory.mktemp("demo") / "out"
    _, answer = run("jp", out)
    assert answer.holds
    return out


def test_demo_prints_the_ranking_and_the_path_to_the_papers(sekisho, tmp_path: Path) -> None:
    ran = sekisho("demo", "--out", tmp_path / "demo", lang="ja")
    assert ran.code == 0, ran.err
    rows = [line.split() for line in ran.out.splitlines() if " JPY" in line]
    assert next(row[2] for row in rows) == "甲社"
    assert next(row for row in rows if "331,200,000" in row)[2] == "乙社", "the cheapest bid is 乙社's"
    paper = next(line for line in ran.out.splitlines() if line.startswith("判定書: ")).partition(": ")[2]
    assert Path(paper).read_bytes().startswith(b"%PDF")
    assert "記録は整合している" in ran.out
    again = sekisho("demo", "--out", tmp_path / "demo")
    assert again.code == 0, "a demo may be run over an earlier demo"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    assert sekisho("demo", "--out", tmp_path / "mine").code == 2
    assert (tmp_path / "mine" / "file").read_text() == "mine"


@pytest.mark.parametrize("sample", ["jp", "889"])
def test_a_sample_is_judged_as_its_expected_table_says(sekisho, sample: str) -> None:
    folder = sample_folder(sample)
    expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    as_of = yaml.safe_load((folder / "sample.yaml").read_text(encoding="utf-8"))["judged_as_of"]
    ran = sekisho("judge", folder / "case", "--as-of", as_of, "--json")
    assert ran.code == 1, ran.err
    screened = {bid["bid"]: bid for bid in ran.json["screening"]["bids"]}
    assert set(screened) == set(expected["bids"])
    for bid, wanted in expected["bids"].items():
        found = screened[bid]
        assert found["verdict"] == wanted.get("verdict_after_decisions", wanted["verdict"]), bid
        assert found["unused_decisions"] == []
        assert found["coverage"]["items"] == wanted["items"]
        graver = {item["line"]: [one for one in item["findings"] if one["verdict"] != "clear"] for item in found["items"]}
        told = {line: sorted({one["rule"] for one in findings if one["rule"] != "OWNER"}) for line, findings in graver.items()}
        assert {line: rules for line, rules in told.items() if rules} == wanted["lines"], bid
        assert sorted({one["rule"] for one in found["findings"]}) == wanted.get("bid_rules", []), bid
        for line, verdict in wanted.get("line_verdicts", {}).items():
            assert next(item["verdict"] for item in found["items"] if item["line"] == line) == verdict
        assert not set(wanted.get("clear_lines", [])) & {line for line, findings in graver.items() if findings}
    evaluation = ran.json["evaluation"]
    bids = {bid["bid"]: bid for bid in evaluation["bids"]}
    wanted = expected["evaluation"]
    assert evaluation["winner"] == wanted["winner"]
    assert [bid for bid in bids if bids[bid]["status"] == "excluded"] == wanted["excluded"]
    assert [bid for bid in bids if bids[bid]["status"] == "pending"] == wanted["pending"]
    for bid, scores in wanted["scores"].items():
        shown = [bids[bid][key] for key in ("technical_score", "price_score", "total")]
        assert [Decimal(one) for one in shown] == [Decimal(one) for one in scores], bid


def test_the_clean_bid_has_at_most_five_refers_each_asking_and_each_settled(sekisho) -> None:
    ran = sekisho("screen", sample_folder("jp") / "case", "--as-of", "2026-04-15", "--json")
    clean = next(bid for bid in ran.json["bids"] if bid["bid"] == "A")
    found = [one for item in clean["items"] for one in item["findings"]] + clean["findings"]
    assert 1 <= len(found) <= 5
    assert all(one["verdict"] == "refer" and one["ask"] and one["settled"]["verdict"] == "clear" for one in found)


def test_no_pending_bid_of_the_sample_could_win(sekisho) -> None:
    ran = sekisho("evaluate", sample_folder("jp") / "case", "--as-of", "2026-04-15", "--json")
    assert ran.code == 0
    assert [bid["bid"] for bid in ran.json["bids"] if bid["status"] == "pending"] == ["E"]
    assert ran.json["could_win"] == []


@pytest.mark.parametrize("sample", ["jp", "889"])
def test_the_samples_edition_is_what_its_sources_build(sekisho, repository: Path, tmp_path: Path, sample: str) -> None:
    jp = sample_folder("jp") / "register" / "demo-designations.csv"
    us = [repository / "registers/us-statutory" / f"{name}.csv" for name in ("section-889", "section-5949", "fcc-covered-list")]
    built = sekisho("register", "build", *([jp] if sample == "jp" else us), "-o", tmp_path / "edition")
    assert built.code == 0, built.err
    assert (tmp_path / "edition").read_bytes() == (sample_folder(sample) / "edition").read_bytes()
    assert decode((tmp_path / "edition").read_bytes(), label="edition").demo is (sample == "jp")


def test_prices_stand_in_the_officers_papers_alone(demo: Path) -> None:
    price = "331,200,000"
    assert price in (demo / "papers/judgement.ja.html").read_text(encoding="utf-8")
    outside = [path for path in (demo / "papers/letters").iterdir() if path.suffix == ".html"] + [demo / "papers/findings.sarif"]
    assert len(outside) > 4
    for path in outside:
        text = path.read_text(encoding="utf-8")
        assert price not in text
        assert price.replace(",", "") not in text
    for path in (demo / "record").rglob("*"):
        assert path.is_dir() or price.replace(",", "").encode() not in path.read_bytes()


def test_letters_name_no_designation(demo: Path) -> None:
    for path in (demo / "papers/letters").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "鷺潭通信" not in text, path.name
        assert "JP-DEMO-DECISION" not in text, path.name


def test_both_verifiers_agree_that_the_record_holds(sekisho, demo: Path) -> None:
    for program in (("-m", "sekisho", "verify"), VERIFIER):
        pinned = sekisho(demo / "record", "--key", demo / "key.vkey", "--json", program=program)
        assert pinned.code == 0, pinned.err + pinned.out
        assert (pinned.json["holds"], pinned.json["signer"]) == (True, "proven")
        assert pinned.json["disclosed"]["present"] == pinned.json["disclosed"]["total"] > 50
        loose = sekisho(demo / "record", "--json", program=program)
        assert (loose.code, loose.json["signer"]) == (0, "unproven")


def test_both_verifiers_name_the_flipped_file_and_entry(sekisho, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    files = sorted(path for path in (copy / "record").rglob("*") if path.is_file())
    size = (copy / "record" / "checkpoint").read_text(encoding="utf-8").splitlines()[1]
    current = [path for path in files if path.name in (size, "checkpoint")]
    assert (len(files), len(current)) == (5, 3), "the certificates came after the judgement, whose narrower tiles stay behind"
    for path in current:
        whole = path.read_bytes()
        for place in (0, len(whole) // 3, len(whole) - 1):
            changed = bytearray(whole)
            changed[place] ^= 0x04
            path.write_bytes(bytes(changed))
            named = path.relative_to(copy).as_posix()
            for program in (("-m", "sekisho", "verify"), VERIFIER):
                ran = sekisho(copy / "record", "--json", program=program)
                assert ran.code == 1
                faults = [one for one in ran.json["faults"] if one["file"] == named]
                assert faults, (program, named, place, ran.out)
                if "tile" in named:
                    assert faults[0]["entry"] is not None, (program, named, place)
        path.write_bytes(whole)


def test_an_altered_body_in_the_vault_is_found_and_a_missing_one_only_counted(sekisho, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    bodies = sorted(path for path in (copy / "vault").rglob("*") if path.is_file())
    bodies[0].unlink()
    for program in (("-m", "sekisho", "verify"), VERIFIER):
        assert sekisho(copy / "record", "--json", program=program).code == 0
    bodies[1].write_bytes(b"altered")
    for program in (("-m", "sekisho", "verify"), VERIFIER):
        ran = sekisho(copy / "record", "--json", program=program)
        assert ran.code == 1
        assert ran.json["faults"][0]["file"].startswith("vault/")


def test_judging_twice_into_one_folder_grows_one_record(sekisho, tmp_path: Path) -> None:
    case = sample_folder("889") / "case"
    sizes, roots = [], []
    for _ in range(2):
        ran = sekisho("judge", case, "--as-of", "2026-11-22", "--out", tmp_path / "out")
        assert ran.code == 1, ran.err
        shown = sekisho("verify", tmp_path / "out" / "record", "--key", tmp_path / "out" / "key.vkey", "--json")
        assert shown.code == 0
        sizes.append(shown.json["size"])
        roots.append((tmp_path / "out/record/checkpoint").read_bytes())
    assert sizes[1] > sizes[0]
    (tmp_path / "kept").write_bytes(roots[0])
    for program in (("-m", "sekisho", "verify"), VERIFIER):
        grown = sekisho(tmp_path / "out" / "record", "--checkpoint", tmp_path / "kept", "--json", program=program)
        assert grown.code == 0, grown.out
    first = json.loads((tmp_path / "out/papers/judgement.json").read_text(encoding="utf-8"))
    assert first["evaluation"]["winner"] == "alpha"
