"""Replay as a process: the sealed judgement again to the byte, and why a changed register, pack, list or chart answers otherwise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from sekisho.register.edition import decode, encode
from sekisho.register.model import Edition, Entity
from sekisho.resources import sample_folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sekisho.wiring import demo as run

    out = tmp_path_factory.mktemp("demo") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sekisho.papers.render.pdf_here", lambda: False)  # the slow part of a demo, and no part of this
        run("jp", out)
    return out


@pytest.fixture(scope="module")
def edition() -> Edition:
    return decode((sample_folder("jp") / "edition").read_bytes(), label="edition")


def written(edition: Edition, entities: Iterable[Entity], target: Path) -> Path:
    target.write_bytes(encode(tuple(entities), edition.cards))
    return target


def body_of(demo: Path, kind: str, path_ends: str) -> Path:
    """The vault's body of an input."""
    from sekisho.engines.embedded.certificates_on_disk import open_record

    [found] = [one for one in open_record(demo).judgement().inputs() if one["kind"] == kind and one["path"].endswith(path_ends)]
    return demo / "vault" / found["sha256"][:2] / found["sha256"]


def test_the_same_engine_gives_the_same_bytes(sekisho, demo: Path) -> None:
    ran = sekisho("replay", demo, "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["replay"], ran.json["same_bytes"], ran.json["today"], ran.json["changes"]) == ("same", True, None, [])


def test_a_changed_register_explains_what_is_otherwise(sekisho, demo: Path, edition: Edition, tmp_path: Path) -> None:
    """Without any designation nothing is found any more, and the edition alone makes every change."""
    bare = written(edition, (replace(one, designations=()) for one in edition.entities.values()), tmp_path / "edition")
    ran = sekisho("replay", demo / "record", "--register", bare, "--json")
    assert ran.code == 1, ran.err
    assert (ran.json["replay"], ran.json["today"]) == ("same", "different")
    assert [one["input"] for one in ran.json["inputs"]] == ["edition"]
    assert ran.json["inputs"][0]["sealed"] == edition.digest
    verdicts = {one["bid"]: (one["was"], one["now"]) for one in ran.json["today_changes"] if one["what"] == "verdict"}
    assert verdicts["B"][0] == "bar"
    assert verdicts["B"][1] != "bar"
    assert all(one["because"] == ["edition"] for one in ran.json["today_changes"])
    told = sekisho("replay", demo / "record", "--register", bare, lang="ja")
    assert "登録簿の版" in told.out
    assert "今日の入力では結論が異なる" in told.out


def test_a_changed_chart_is_told_apart_from_a_changed_register(in_process, demo: Path, edition: Edition, tmp_path: Path) -> None:
    """Bid D is owned through a chart; bid B's makers are designated. Each finding that goes names its own input."""
    case = tmp_path / "case"
    shutil.copytree(sample_folder("jp") / "case", case)
    [chart] = (case / "bids" / "D" / "owners").glob("*.csv")
    head, *_ = chart.read_text(encoding="utf-8").splitlines()
    chart.write_text(f"{head}\n見本興産株式会社,例浜電設販売株式会社,100,100,2019-04-01,\n", encoding="utf-8")
    kept = [replace(one, designations=()) if one.id == "demo-lutan" else one for one in edition.entities.values()]
    ran = in_process("replay", demo, "--register", written(edition, kept, tmp_path / "edition"), "--case", case, "--json")
    assert [one["input"] for one in ran.json["inputs"]] == ["edition", "chart"], ran.err
    gone = [one for one in ran.json["today_changes"] if one["what"] == "finding" and one["now"] is None]
    of_chart = [one for one in gone if "chart" in one["because"]]
    assert of_chart
    assert {one["bid"] for one in of_chart} == {"D"}
    assert {one["because"][0] for one in gone if one["bid"] == "B"} == {"edition"}
    assert all(one["about"]["en"] for one in gone)


def test_a_tender_with_lots_is_certified_lot_by_lot_and_replays(in_process, repository: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert in_process("judge", repository / "docs" / "examples" / "lots", "--policy", "none", "--out", out, "--json").code in (0, 1)
    told = [in_process("certificate", "show", path, "--json").json for path in sorted((out / "certificates").glob("*award*"))]
    assert len({one["lot"] for one in told}) == len(told) >= 2
    assert all(one["disclosed"]["price"] for one in told)
    assert in_process("replay", out, "--json").json["same_bytes"] is True


def test_a_register_that_says_the_same_changes_nothing(in_process, demo: Path, edition: Edition, tmp_path: Path) -> None:
    same = written(edition, edition.entities.values(), tmp_path / "edition")
    ran = in_process("replay", demo, "--register", same, "--json")
    assert (ran.code, ran.json["today"], ran.json["inputs"]) == (0, "same", [])


def test_each_change_is_attributed_to_the_input_that_makes_it(in_process, demo: Path, edition: Edition, tmp_path: Path) -> None:
    """Another edition clears bid B; another price in bid A's own files changes who wins. Neither is blamed on the other."""
    case = tmp_path / "case"
    shutil.copytree(sample_folder("jp") / "case", case)
    bid = case / "bids" / "A" / "bid.yaml"
    text = bid.read_text(encoding="utf-8")
    amount = text.partition("amount: \"")[2].partition("\"")[0]
    assert amount.isdigit()
    bid.write_text(text.replace(f'"{amount}"', f'"{int(amount) + 1}"', 1), encoding="utf-8")
    kept = [replace(one, designations=()) if one.id == "demo-lutan" else one for one in edition.entities.values()]
    ran = in_process("replay", demo, "--register", written(edition, kept, tmp_path / "edition"), "--case", case, "--json")
    assert [one["input"] for one in ran.json["inputs"]] == ["edition", "bid"], ran.err
    changes = ran.json["today_changes"]
    assert changes, ran.out
    assert all(one["because"] == ["edition"] for one in changes if one["what"] == "finding")


@pytest.mark.parametrize(("kind", "path"), [("list", "B/list.csv"), ("tender", "tender.yaml")])
def test_a_missing_input_is_unverifiable_and_named(in_process, demo: Path, tmp_path: Path, kind: str, path: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    body_of(copy, kind, path).unlink()
    ran = in_process("replay", copy, "--json")
    assert (ran.code, ran.json["replay"], ran.json["today"]) == (1, "unverifiable", None)
    [missing] = ran.json["missing"]
    assert (missing["kind"], missing["id"].endswith(path)) == (kind, True)
    assert "検証できない" in in_process("replay", copy, lang="ja").out


def test_an_edition_that_is_gone_from_the_vault_can_be_brought_along(in_process, demo: Path, edition: Edition, tmp_path: Path) -> None:
    from sekisho.engines.embedded.certificates_on_disk import open_record

    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    digest = open_record(copy).judgement().read.claims["basis/register"]["sha256"]
    (copy / "vault" / digest[:2] / digest).unlink()
    gone = in_process("replay", copy, "--json")
    assert (gone.json["replay"], [one["kind"] for one in gone.json["missing"]]) == ("unverifiable", ["register"])
    assert in_process("replay", copy, "--register", sample_folder("jp") / "edition", "--json").json["replay"] == "same"
    other = written(edition, list(edition.entities.values())[1:], tmp_path / "other")
    assert in_process("replay", copy, "--register", other, "--json").json["replay"] == "unverifiable"


def test_a_tampered_record_is_not_replayed(in_process, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    bundle = max((copy / "record" / "tile" / "entries").rglob("*"), key=lambda one: (one.is_file(), one.name))
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"?")
    assert in_process("replay", copy).code == 1
    assert in_process("replay", tmp_path / "nowhere").code == 2


def test_another_engine_or_table_is_named_as_the_cause(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version that judges otherwise says so; the change is its own, not an input's."""
    from sekisho.desk import certify
    from sekisho.engines.embedded import certificates_on_disk as on_disk
    from sekisho.wiring.replaying import ReplayAsked, replay

    opened = on_disk.open_record(demo)
    judged = opened.judgement()
    other = json.loads(json.dumps(dict(judged.outcomes)))
    other["screening/A"]["verdict"] = "refer"
    claims = {**judged.read.claims, "engine": "sekisho/0.0.1", "outcome": "0" * 64}
    older = certify.SealedJudgement(read=replace(judged.read, claims=claims), acts=judged.acts, outcomes=other)
    monkeypatch.setattr(on_disk.OpenedRecord, "judgement", lambda _: older)
    found = replay(ReplayAsked(record=demo))
    assert (found.replay, found.same_bytes, found.sealed_engine) == ("different", False, "sekisho/0.0.1")
    assert [(one.bid, one.what, one.was, one.now, one.because) for one in found.changes] == [("A", "verdict", "refer", "clear", ("engine",))]
    tables = {name: {**one, "sha256": "0" * 64} for name, one in judged.read.claims.items() if name.startswith("input/") and one["kind"] == "names"}
    other_tables = {**judged.read.claims, **tables, "outcome": "0" * 64}
    older = certify.SealedJudgement(read=replace(judged.read, claims=other_tables), acts=judged.acts, outcomes=judged.outcomes)
    found = replay(ReplayAsked(record=demo))
    assert (found.replay, [(one.what, one.because) for one in found.changes]) == ("different", [("outcome", ("table",))])
