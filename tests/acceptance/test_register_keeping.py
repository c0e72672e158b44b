"""Keeping the register: nothing is judged by what two keyholders did not sign, and nothing is clear while a delivery stands refused."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli import run
from sekisho.desk.office import Asked
from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.sealing import Identity
from sekisho.faults import RegisterRefused
from sekisho.papers.view import judgement_view
from sekisho.resources import sample_folder
from sekisho.wiring import screen
from sekisho.wiring.keeping import edition_to_judge_by

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "first-tender"
DOSSIER = ROOT / "docs" / "examples" / "keeping" / "dossier.yaml"
HOLDERS = ("指定担当課長", "審査担当課長", "指定担当課長")


BUILT: list[bytes] = []
"""The edition of the example, built once."""


class Desk:
    """A folder with an edition, keys and a case; `ask` runs a command and gives what it printed as JSON."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        for number, _ in enumerate(HOLDERS):
            KeyPair(name=f"sekisho/k{number}", seed=bytes([number + 1]) * 32).write(folder / f"k{number}.skey")
        if not BUILT:
            assert run(["register", "build", str(EXAMPLE / "register" / "names.csv"), "-o", str(folder / "edition")]) == 0
            BUILT.append((folder / "edition").read_bytes())
        (folder / "edition").write_bytes(BUILT[0])

    def ask(self, code: int, *words: object) -> Any:
        self.capsys.readouterr()
        assert run([*map(str, words), "--json"]) == code, self.capsys.readouterr().err
        return json.loads(self.capsys.readouterr().out)

    def refused(self, code: int, *words: object) -> set[str]:
        return {one["rule"] for one in self.ask(code, *words)["faults"]}

    def keyring(self) -> None:
        holders = [f"  - {{holder: {holder}, key: {self.line(number)}}}" for number, holder in enumerate(HOLDERS)]
        nodes = ["nodes:", f"  - {{node: 例省, role: entity, key: {self.line(0)}, recipient: {Identity(secret=b'x' * 32).recipient}}}"]
        (self.folder / "home" / "keyring.yaml").write_text("\n".join(["keyholders:", *holders, *nodes]) + "\n", encoding="utf-8")

    def line(self, number: int) -> str:
        return KeyPair.read(self.folder / f"k{number}.skey").key.line

    def propose(self, code: int = 0, *more: object) -> Any:
        words = ("register", "propose", self.folder / "edition", "--dossier", DOSSIER, "--effective-from", "2026-04-10")
        return self.ask(code, *words, "--signing-key", self.folder / "k0.skey", *more)

    def sign(self, code: int = 0, key: int = 1) -> Any:
        words = ("register", "sign", self.folder / "edition.approval", "--edition", self.folder / "edition")
        return self.ask(code, *words, "--signing-key", self.folder / f"k{key}.skey")

    def activate(self, code: int = 0, note: str = "edition.approval") -> Any:
        words = ("register", "activate", self.folder / note, "--edition", self.folder / "edition", "--shelf", self.folder / "shelf")
        return self.ask(code, *words, "--as-of", "2026-04-12")

    def screen(self, code: int, register: str, as_of: str = "2026-04-15") -> Any:
        return self.ask(code, "screen", EXAMPLE / "case", "--register", self.folder / register, "--as-of", as_of)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.setattr("sekisho.papers.render.pdf_here", lambda: False)
    monkeypatch.delenv("SEKISHO_KEYRING", raising=False)
    (tmp_path / "home").mkdir()
    return Desk(tmp_path, capsys)


def paper(desk: Desk, register: str) -> str:
    """What the judgement paper says of the versions that it rests on."""
    judgement = screen(Asked(case=str(EXAMPLE / "case"), register=str(desk.folder / register), as_of=date(2026, 4, 15)))
    return json.dumps(judgement_view(judgement, "ja")["sources"]["versions"], ensure_ascii=False)


def test_without_a_keyring_an_unsigned_edition_is_used_and_the_paper_says_so(desk: Desk) -> None:
    desk.screen(1, "edition")
    assert "署名なし" in paper(desk, "edition")


def test_with_a_keyring_nothing_is_judged_by_an_unsigned_edition(desk: Desk) -> None:
    desk.keyring()
    assert {one["rule"] for one in desk.screen(3, "edition")["faults"]} == {"register.unsigned"}
    names = desk.folder / "names.csv"
    names.write_text("name\n例示電気\n", encoding="utf-8")
    for words in (["match", names, "-o", desk.folder / "hits.csv", "--register", desk.folder / "edition"],):
        assert desk.refused(3, *words) == {"register.unsigned"}


def test_a_keyring_that_is_named_and_missing_or_faulty_stops_everything(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_KEYRING", str(desk.folder / "nowhere.yaml"))
    assert desk.refused(3, "screen", EXAMPLE / "case", "--register", desk.folder / "edition") == {"file.missing"}
    (desk.folder / "nowhere.yaml").write_text("keyholders: []\nkeyholder: x\n", encoding="utf-8")
    rules = desk.refused(3, "screen", EXAMPLE / "case", "--register", desk.folder / "edition")
    assert rules == {"case.unknown-key", "case.keyring-empty"}


def test_an_edition_counts_once_two_keyholders_signed_and_from_its_day_on(desk: Desk) -> None:
    desk.keyring()
    assert desk.propose()["complete"] is False
    assert {one["rule"] for one in desk.screen(3, "edition")["faults"]} == {"register.two-signatures"}
    assert {one["rule"] for one in desk.sign(2, key=0)["faults"]} == {"register.same-keyholder"}
    assert {one["rule"] for one in desk.sign(2, key=2)["faults"]} == {"register.same-keyholder"}
    assert desk.sign()["signed_by"] == ["指定担当課長", "審査担当課長"]
    desk.screen(1, "edition")
    assert "署名: 指定担当課長 / 審査担当課長" in paper(desk, "edition")
    assert {one["rule"] for one in desk.screen(3, "edition", "2026-04-09")["faults"]} == {"register.not-in-force"}


def test_a_proposal_needs_a_dossier_for_every_designation(desk: Desk) -> None:
    desk.keyring()
    (desk.folder / "d.yaml").write_text(DOSSIER.read_text(encoding="utf-8").replace("[kakuu, kakuu-japan]", "[someone]"), encoding="utf-8")
    words = ("register", "propose", desk.folder / "edition", "--effective-from", "2026-04-10", "--signing-key", desk.folder / "k0.skey")
    assert desk.refused(2, *words, "--dossier", desk.folder / "d.yaml") == {"register.no-dossier"}
    assert not (desk.folder / "edition.approval").exists()


def test_a_dossier_is_read_strictly(desk: Desk) -> None:
    desk.keyring()
    text = DOSSIER.read_text(encoding="utf-8")
    for old, new, rule in (
        ("criteria:", "criterias:", "case.unknown-key"),
        ("review_by: 2027-03-31", "review_by: 2026-04-05", "case.dossier-review"),
        ("met: true", "met: false", "case.dossier-criteria"),
        ("id: E2", "id: E1", "case.dossier-evidence-twice"),
        ("level: confidentiality-3", "level: designated-secret", "case.level-not-held"),
        ("by: 指定担当課長", "", "case.missing"),
    ):
        (desk.folder / "d.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        words = ("register", "propose", desk.folder / "edition", "--effective-from", "2026-04-10", "--signing-key", desk.folder / "k0.skey")
        assert rule in desk.refused(2, *words, "--dossier", desk.folder / "d.yaml")


def test_a_shelf_is_an_edition_and_a_withdrawal_needs_two_as_well(desk: Desk) -> None:
    desk.keyring()
    desk.propose()
    assert {one["rule"] for one in desk.activate(3)["faults"]} == {"register.two-signatures"}
    desk.sign()
    desk.activate()
    desk.screen(1, "shelf")
    assert {one["rule"] for one in desk.screen(3, "shelf", "2026-04-09")["faults"]} == {"register.not-in-force"}
    note = desk.folder / "withdrawal"
    words = ("register", "withdraw", desk.folder / "edition", "--effective-from", "2026-04-14", "--signing-key", desk.folder / "k1.skey", "-o", note)
    assert desk.ask(0, *words)["act"] == "withdraw"
    assert {one["rule"] for one in desk.activate(3, "withdrawal")["faults"]} == {"register.two-signatures"}
    desk.screen(1, "shelf")
    desk.ask(0, "register", "sign", note, "--edition", desk.folder / "edition", "--signing-key", desk.folder / "k0.skey")
    desk.activate(0, "withdrawal")
    desk.screen(1, "shelf", "2026-04-13")
    assert {one["rule"] for one in desk.screen(3, "shelf")["faults"]} == {"register.withdrawn"}


def altered(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def test_an_approval_of_another_edition_or_an_altered_one_approves_nothing(desk: Desk) -> None:
    desk.keyring()
    desk.propose()
    desk.sign()
    shutil.copy(desk.folder / "edition.approval", desk.folder / "other.approval")
    words = ("register", "build", EXAMPLE / "register" / "names.csv", "-o", desk.folder / "other", "--good-for", "99")
    desk.ask(0, *words)
    assert {one["rule"] for one in desk.screen(3, "other")["faults"]} == {"register.other-edition"}
    altered(desk.folder / "edition.approval", lambda octets: octets.replace(b"2026-04-10", b"2026-04-01"))
    assert {one["rule"] for one in desk.screen(3, "edition")["faults"]} == {"register.signature"}


def test_while_a_delivery_stands_refused_the_last_good_edition_serves_and_nothing_is_clear(desk: Desk) -> None:
    shelf = ("--shelf", desk.folder / "shelf", "--as-of", "2026-04-12")
    assert desk.ask(0, "register", "guard", desk.folder / "edition", *shelf)["taken"] is True
    desk.screen(1, "shelf")
    (desk.folder / "feed").write_bytes(b"<html>503</html>")
    assert desk.refused(3, "register", "guard", desk.folder / "feed", *shelf) == {"register.truncated"}
    held = desk.screen(3, "shelf")
    assert held["stale"] and all(bid["verdict"] != "clear" for bid in held["bids"])
    assert all(item["verdict"] != "clear" for bid in held["bids"] for item in bid["items"])
    assert "refused by the list guard" in json.dumps(held)
    desk.ask(0, "register", "guard", desk.folder / "edition", *shelf)
    assert desk.screen(1, "shelf")["stale"] is False


def test_sources_are_guarded_and_wait_for_signatures_where_those_are_asked_for(desk: Desk) -> None:
    source = EXAMPLE / "register" / "names.csv"
    words = ("register", "guard", source, "--shelf", desk.folder / "shelf", "--as-of", "2026-04-12", "-o", desk.folder / "candidate")
    assert desk.ask(0, *words)["taken"] is True
    desk.keyring()
    assert desk.ask(0, *words)["taken"] is False
    assert (desk.folder / "candidate").read_bytes() == (desk.folder / "edition").read_bytes()


def test_a_shelf_that_was_altered_serves_nothing(desk: Desk) -> None:
    desk.ask(0, "register", "guard", desk.folder / "edition", "--shelf", desk.folder / "shelf", "--as-of", "2026-04-12")
    state = (desk.folder / "shelf" / "shelf.json").read_bytes()
    for octets in (b"", state[:-1], state.replace(b"sekisho-shelf/1", b"sekisho-shelf/2"), state.replace(b'"digest":"', b'"digest":"../')):
        (desk.folder / "shelf" / "shelf.json").write_bytes(octets)
        assert {one["rule"] for one in desk.screen(3, "shelf")["faults"]} == {"register.shelf-broken"}


def test_the_editions_of_the_samples_are_part_of_the_program_and_need_no_signature(desk: Desk) -> None:
    desk.keyring()
    assert edition_to_judge_by(sample_folder("jp") / "edition").demo
    shutil.copy(sample_folder("jp") / "edition", desk.folder / "demo")
    with pytest.raises(RegisterRefused, match="unsigned"):
        edition_to_judge_by(desk.folder / "demo")


def test_proposals_need_a_keyring_and_a_key_in_it(desk: Desk) -> None:
    words = ("register", "propose", desk.folder / "edition", "--dossier", DOSSIER, "--effective-from", "2026-04-10", "--signing-key")
    assert desk.refused(3, *words, desk.folder / "k0.skey") == {"register.no-keyring"}
    desk.keyring()
    KeyPair(name="sekisho/x", seed=b"z" * 32).write(desk.folder / "x.skey")
    assert desk.refused(2, *words, desk.folder / "x.skey") == {"register.not-a-keyholder"}
