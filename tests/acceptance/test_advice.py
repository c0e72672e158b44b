"""Centre and entities: no disk but the centre's holds the protected layer, every line is asked about, and no answer counts but the centre's."""

import base64
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sekisho.cli import run
from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.sealing import Identity
from sekisho.feeds.advice_packages import parse_answer, parse_request
from sekisho.ledger.signed_note import read_note

ROWS = """entity,name,lang,country,designates,covers,authority,clause,effective_from,classification,said_by,caveat,purpose
kokai,公開指定の製作所,ja,CN,entity,,JP-DEMO-DECISION,架空の決定 第1号,2025-10-01,public,,,
hitoku-xq7,秘匿指定工業xq7,ja,CN,entity,,JP-DEMO-DECISION,秘匿条項zz93,2025-10-01,protected,秘匿提供元kk55,ally-information,
hitoku-xq7,QUUXVARR HOLDINGS,en,CN,,,,,,protected,秘匿提供元kk55,ally-information,
canary-wv2,ONIGIRAZU SIGNALWORKS,en,,entity,,JP-DEMO-DECISION,秘匿条項zz94,2025-10-01,protected,,,
"""
PROTECTED = (
    "hitoku-xq7", "秘匿指定工業xq7", "秘匿条項zz93", "秘匿提供元kk55", "QUUXVARR", "canary-wv2", "ONIGIRAZU", "秘匿条項zz94", "ally-information",
)  # fmt: skip
LIST = """line,kind,maker,model,name,quantity,purpose,role
1,ルータ,QuuxVarr Holdings Ltd.,QV-100,ルータ,2,基幹網,主要機器
2,スイッチ,無関係の製作所,M-1,スイッチ,4,基幹網,主要機器
"""
TENDER = """register: ../../public
tender: {id: T-9, title: 照会の例題, agency: 例省, notice_date: 2026-04-01, policy: jp-2018, viewpoints: [core-infrastructure], stage: list}
"""
DAY = "2026-04-15"
BUILT: dict[str, tuple[bytes, bytes]] = {}
"""The whole edition and its public layer, by the rows that they are made of: built once."""


class Nodes:
    """A centre and two entities, each with a home of its own; `at` runs a command as one of them."""

    said: Any
    taken: Any

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, prepared: bool = False) -> None:
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys
        if prepared:
            return
        nodes = []
        for number, (name, role) in enumerate((("centre", "centre"), ("例省", "entity"), ("見本庁", "entity"))):
            home = folder / name / "home"
            keys = KeyPair(name=f"node/{number}", seed=bytes([number + 1]) * 32)
            keys.write(home / "keys" / "default.skey")
            identity = Identity(secret=bytes([number + 1]) * 32)
            identity.write(home / "keys" / "sealing.age-key")
            nodes.append(f"  - {{node: {name}, role: {role}, key: {keys.key.line}, recipient: {identity.recipient}}}")
        for name in ("centre", "例省", "見本庁"):
            (folder / name / "home" / "keyring.yaml").write_text("nodes:\n" + "\n".join(nodes) + "\n", encoding="utf-8")
        self.register(ROWS)
        for name in ("例省", "見本庁"):
            self.case(name)
        (folder / "mail").mkdir()

    def register(self, rows: str) -> None:
        """The whole register at the centre, its public layer at the entities. A keyring of nodes alone asks for no approval of editions."""
        source = self.folder / "centre" / "names.csv"
        source.write_text(rows, encoding="utf-8")
        full, public = self.folder / "centre" / "full", self.folder / "public"
        if rows not in BUILT:
            self.at("centre", 0, "register", "build", source, "-o", full, "--retrieved-at", "2026-04-10", "--good-for", "3650")
            self.at("centre", 0, "register", "layer", full, "-o", public)
            BUILT[rows] = (full.read_bytes(), public.read_bytes())
        full.write_bytes(BUILT[rows][0])
        public.write_bytes(BUILT[rows][1])
        for name in ("例省", "見本庁"):
            shutil.copy(self.folder / "public", self.folder / name / "public")

    def case(self, name: str, listed: str = LIST, folder: str = "cases/t9") -> Path:
        case = self.folder / name / folder
        (case / "bids" / "A").mkdir(parents=True, exist_ok=True)
        (case / "tender.yaml").write_text(TENDER, encoding="utf-8")
        (case / "bids" / "A" / "bid.yaml").write_text("bid: {id: A, bidder: {name: 乙社, country: JP}}\nlist: list.csv\n", encoding="utf-8")
        (case / "bids" / "A" / "list.csv").write_text(listed, encoding="utf-8")
        return case

    def at(self, name: str, code: int, *words: object) -> Any:
        self.monkeypatch.setenv("SEKISHO_HOME", str(self.folder / name / "home"))
        self.capsys.readouterr()
        got = run([*map(str, words), "--json"])
        out, err = self.capsys.readouterr()
        assert got == code, out + err
        return json.loads(out)

    def request(self, name: str = "例省", *more: object, code: int = 0, mail: str = "request.age") -> Any:
        return self.at(name, code, "advice", "request", self.case_of(name), "-o", self.folder / "mail" / mail, "--reason", "更改の調達", *more)

    def answer(self, code: int = 0, *more: object, mail: str = "request.age", out: str = "answer.age") -> Any:
        words = ("--register", self.folder / "centre" / "full", "--by", "助言担当課長", "--as-of", DAY, "-o", self.folder / "mail" / out)
        return self.at("centre", code, "advice", "answer", self.folder / "mail" / mail, *words, *more)

    def take_in(self, name: str = "例省", code: int = 0, mail: str = "answer.age", *more: object) -> Any:
        return self.at(name, code, "advice", "import", self.folder / "mail" / mail, "--case", self.case_of(name), *more)

    def screen(self, name: str = "例省", code: int = 1, as_of: str = DAY) -> Any:
        return self.at(name, code, "screen", self.case_of(name), "--as-of", as_of)

    def case_of(self, name: str) -> Path:
        return self.folder / name / "cases" / "t9"


PREPARED: list[Path] = []
"""Nodes whose case was asked about, answered and taken in: made once, copied for each test that starts from there."""


@pytest.fixture
def answered(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nodes:
    """The entity has asked about its case and taken the centre's answer in; the packages lie in the mail."""
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.delenv("SEKISHO_KEYRING", raising=False)
    if not PREPARED:
        first = Nodes(tmp_path_factory.mktemp("prepared"), monkeypatch, capsys)
        first.request()
        first.said = first.answer()["answers"][0]
        first.taken = first.take_in()
        SAID.append((first.said, first.taken))
        PREPARED.append(first.folder)
    shutil.copytree(PREPARED[0], tmp_path, dirs_exist_ok=True)
    found = Nodes(tmp_path, monkeypatch, capsys, prepared=True)
    found.said, found.taken = SAID[0]
    return found


SAID: list[tuple[Any, Any]] = []


@pytest.fixture
def nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nodes:
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.delenv("SEKISHO_KEYRING", raising=False)
    return Nodes(tmp_path, monkeypatch, capsys)


def advice_of(screened: Any) -> dict[str, str]:
    """What the rule CENTRE says of each line, and of the bid as line ""."""
    (bid,) = screened["bids"]
    found = {item["line"]: one for item in bid["items"] for one in item["findings"] if one["rule"] == "CENTRE"}
    found.update([("", one) for one in bid["findings"] if one["rule"] == "CENTRE"])
    return {line: one["because"]["en"] for line, one in found.items()}


def spellings(token: str) -> Iterator[bytes]:
    """A token as it may lie on a disk: raw, in UTF-16, in base64 at each offset, and as its digests."""
    for octets in (token.encode(), token.encode("utf-16-le"), token.encode("utf-16-be"), token.encode("cp932")):
        yield octets
        yield octets.hex().encode()
        for skip in range(3):
            encoded = base64.b64encode(b"x" * skip + octets)
            yield encoded[4 if skip else 0 : len(encoded) // 4 * 4 - 4]
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, token.encode()).digest()
        yield from (digest, digest.hex().encode(), base64.b64encode(digest)[:-2])


def test_an_entitys_disk_holds_nothing_of_the_protected_layer(answered: Nodes) -> None:
    nodes = answered
    nodes.at("例省", 1, "judge", nodes.case_of("例省"), "--as-of", DAY, "--out", nodes.folder / "例省" / "out")
    (nodes.folder / "例省" / "home" / "keyring.yaml").rename(nodes.folder / "keyring.yaml")
    assert nodes.at("例省", 0, "replay", nodes.folder / "例省" / "out" / "record")["same_bytes"] is True
    (nodes.folder / "keyring.yaml").rename(nodes.folder / "例省" / "home" / "keyring.yaml")
    files = [path for path in (nodes.folder / "例省").rglob("*") if path.is_file()]
    assert len(files) > 20
    full = (nodes.folder / "centre" / "full").read_bytes()
    wanted = [spelling for token in PROTECTED for spelling in spellings(token) if len(spelling) >= 6]
    wanted += [*spellings(json.loads(full.split(b"\n")[0])["digest"]), hashlib.sha256(full).hexdigest().encode()]
    wanted += [hashlib.sha256((nodes.folder / "centre" / "names.csv").read_bytes()).hexdigest().encode()]
    for path in files:
        octets = path.read_bytes()
        assert [one for one in wanted if one in octets] == [], path
    there = (nodes.folder / "centre" / "full").read_bytes()
    assert all(token.encode() in there for token in PROTECTED)


def test_a_question_goes_out_for_every_product_and_party_flagged_or_not(nodes: Nodes) -> None:
    asked = nodes.request()
    request = parse_request(read_note((nodes.case_of("例省") / "advice" / f"{asked['request']}.request").read_bytes()).text, label="x")
    assert {(one.about, one.party.name if one.party else "", one.model) for one in request.questions} == {
        ("product", "QuuxVarr Holdings Ltd.", "QV-100"), ("product", "無関係の製作所", "M-1"), ("party", "乙社", ""),
    }  # fmt: skip
    assert [one.id for one in request.questions] == sorted(one.id for one in request.questions)
    routers = nodes.request("例省", "--kind", "ルータ")
    assert routers["questions"] == 2


def test_by_the_public_layer_nothing_is_clear_until_the_centre_was_asked(nodes: Nodes) -> None:
    assert advice_of(nodes.screen()) == {
        "1": "Line 1 (line 2), QV-100 ルータ: the centre was not asked about the protected layer.",
        "2": "Line 2 (line 3), M-1 スイッチ: the centre was not asked about the protected layer.",
        "": "The bidder or those behind it: the centre was not asked about the protected layer.",
    }


def test_the_centres_answer_counts_from_its_day_until_it_expires(answered: Nodes) -> None:
    nodes, said = answered, answered.said["given"]
    assert {(one["asked"].get("model", ""), one["advice"]) for one in said} == {("QV-100", "concern"), ("M-1", "no-concern"), ("", "no-concern")}
    assert nodes.taken["advice"] == {"concern": 1, "more-information": 0, "no-concern": 2}
    assert advice_of(nodes.screen()) == {"1": "Line 1 (line 2), QV-100 ルータ: the centre has a concern."}
    assert set(advice_of(nodes.screen(as_of="2026-04-14"))) == {"", "1", "2"}
    assert "has expired" in advice_of(nodes.screen(as_of="2027-04-15"))["2"]


def test_another_model_or_purpose_than_the_one_asked_about_is_not_clear(answered: Nodes) -> None:
    answered.case("例省", LIST.replace("M-1", "M-2") + "3,スイッチ,無関係の製作所,M-1,スイッチ,4,監視,主要機器\n")
    found = advice_of(answered.screen())
    assert "not asked" in found["2"] and "not asked" in found["3"]


def rewritten(nodes: Nodes, change: Any, *, key: int) -> None:
    """The answer with other words, signed by a key and sealed to the entity."""
    from sekisho.engines.embedded.sealing import seal, unseal
    from sekisho.ledger.signed_note import SignedNote

    identity = Identity(secret=bytes([2]) * 32)
    note = read_note(unseal((nodes.folder / "mail" / "answer.age").read_bytes(), identity))
    signed = SignedNote(text=change(note.text)).signed_by(KeyPair(name=f"node/{key}", seed=bytes([key + 1]) * 32))
    (nodes.folder / "mail" / "answer.age").write_bytes(seal(signed.octets, [identity.recipient]))


FORGED = (
    ("signed by the entity itself", lambda text: text.replace('"concern"', '"no-concern"'), 1, "advice.signature"),
    ("another entity as the centre", lambda text: text.replace('"from":"centre"', '"from":"見本庁"'), 2, "advice.signature"),
    ("for another entity", lambda text: text.replace('"to":"例省"', '"to":"見本庁"'), 0, "advice.other-request"),
    ("another request", lambda text: text.replace('"request_sha256":"', '"request_sha256":"00'), 0, "advice.other-request"),
    ("no answer at all", lambda text: text.replace('"format"', '"form"'), 0, "advice.package"),
)


def test_no_answer_counts_that_the_centre_did_not_give_to_this_request(answered: Nodes) -> None:
    (kept,) = (answered.case_of("例省") / "advice").glob("*.answer")
    kept.unlink()
    mail = answered.folder / "mail" / "answer.age"
    good = mail.read_bytes()
    for what, change, key, rule in FORGED:
        mail.write_bytes(good)
        rewritten(answered, change, key=key)
        assert {one["rule"] for one in answered.take_in(code=2)["faults"]} == {rule}, what
        assert not kept.exists()
    assert set(advice_of(answered.screen())) == {"", "1", "2"}


def test_an_answer_that_was_altered_in_the_case_judges_nothing(answered: Nodes) -> None:
    nodes = answered
    (kept,) = (nodes.case_of("例省") / "advice").glob("*.answer")
    kept.write_bytes(kept.read_bytes().replace(b'"concern"', b'"no-concern"'))
    assert {one["rule"] for one in nodes.screen(code=2)["faults"]} == {"advice.signature"}


def test_a_package_opens_for_its_recipient_alone(answered: Nodes) -> None:
    nodes = answered
    words = ("advice", "answer", nodes.folder / "mail" / "request.age", "--register", nodes.folder / "public", "--by", "x", "-o", nodes.folder / "x")
    assert {one["rule"] for one in nodes.at("centre", 3, *words)["faults"]} == {"advice.register"}
    assert {one["rule"] for one in nodes.at("見本庁", 2, *words)["faults"]} == {"advice.not-a-node"}
    assert {one["rule"] for one in nodes.at("centre", 2, *words[:4], nodes.folder / "centre" / "full", *words[5:])["faults"]} == {"advice.answered"}
    assert {one["rule"] for one in nodes.take_in("見本庁", 2)["faults"]} == {"advice.sealed"}


def test_two_entities_hear_the_same_until_the_register_says_something_graver_and_then_the_keeper_is_alarmed(answered: Nodes) -> None:
    nodes, first = answered, answered.said["given"]
    nodes.register(ROWS.replace("公開指定の製作所", "無関係の製作所"))
    nodes.request("見本庁")
    second = nodes.answer(1)["answers"][0]
    assert {one["asked"].get("model"): one["advice"] for one in second["given"]}["M-1"] == "concern"
    (alarm,) = second["alarms"]
    assert alarm["kind"] == "different-advice"
    assert "例省" in alarm["detail"]
    kept = {one["question"]: one["expires"] for one in first}
    assert {one["expires"] for one in second["given"] if one["advice"] == "no-concern"} <= set(kept.values())


def test_advice_that_was_given_counts_again_though_the_register_is_milder_now(answered: Nodes) -> None:
    nodes = answered
    nodes.register("\n".join(line for line in ROWS.splitlines() if "hitoku" not in line) + "\n")
    nodes.request("見本庁")
    assert {one["asked"].get("model"): one["advice"] for one in nodes.answer()["answers"][0]["given"]}["QV-100"] == "concern"


def test_a_canary_alarms_the_keeper_and_is_answered_like_any_other_name(nodes: Nodes) -> None:
    (nodes.folder / "centre" / "home" / "canaries.txt").write_text("# 実在しない\ncanary-wv2\n", encoding="utf-8")
    nodes.case("例省", LIST + "3,ルータ,Onigirazu Signalworks,OS-1,ルータ,1,基幹網,主要機器\n")
    nodes.request()
    answer = nodes.answer(1)["answers"][0]
    assert [one["kind"] for one in answer["alarms"]] == ["canary"]
    assert {one["asked"].get("model"): one["advice"] for one in answer["given"]}["OS-1"] == "concern"
    nodes.take_in()
    assert "concern" in advice_of(nodes.screen())["3"]


LIMITS = "{window_days: 30, per_entity: 5000, per_case: 2000, similarity: 88, near_duplicates: 12, advice_days: 180}"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [("per_entity: 5000", "per_entity: 2", "entity-budget"), ("per_case: 2000", "per_case: 2", "case-budget")],
)
def test_over_its_budget_an_entity_learns_nothing(nodes: Nodes, old: str, new: str, kind: str) -> None:
    (nodes.folder / "limits.yaml").write_text(LIMITS.replace(old, new), encoding="utf-8")
    nodes.request()
    answer = nodes.answer(1, "--limits", nodes.folder / "limits.yaml")["answers"][0]
    assert (answer["answered"], answer["given"], [one["kind"] for one in answer["alarms"]]) == (False, [], [kind])
    assert not (nodes.folder / "mail" / "answer.age").exists()
    assert nodes.answer()["answers"][0]["answered"] is True


def test_several_requests_are_answered_at_once_and_a_person_may_say_otherwise(nodes: Nodes) -> None:
    nodes.request()
    nodes.request("見本庁", mail="second.age")
    asked = parse_request(read_note(next((nodes.case_of("例省") / "advice").glob("*.request")).read_bytes()).text, label="x").questions
    clear = next(one.id for one in asked if one.model == "M-1")
    decisions = f"decisions: [{{question: {clear}, advice: more-information, ask: [owners], reason: 資本関係を確かめる}}]\n"
    (nodes.folder / "decisions.yaml").write_text(decisions, encoding="utf-8")
    words = ("--decisions", nodes.folder / "decisions.yaml")
    (nodes.folder / "mail" / "answers").mkdir()
    answers = nodes.answer(0, nodes.folder / "mail" / "second.age", *words, out="answers")["answers"]
    assert [{one["asked"].get("model"): (one["advice"], one["ask"]) for one in each["given"]}["M-1"] for each in answers] == [
        ("more-information", ["owners"])
    ] * 2
    first = nodes.folder / "mail" / "answers" / f"{answers[0]['request']}.answer.age"
    nodes.take_in(mail=f"answers/{first.name}")
    assert "wants more information" in advice_of(nodes.screen())["2"]


def test_a_centre_without_this_software_fills_in_a_form(nodes: Nodes) -> None:
    asked = nodes.request("例省", "--form", mail="form.xlsx")
    path = nodes.folder / "mail" / "form.xlsx"
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert page["B1"].value == asked["request"]
    page["B7"], page["B8"] = "令和8年4月12日", "助言担当課長"
    for row in range(10, 10 + asked["questions"]):
        page.cell(row, 11, "懸念あり" if page.cell(row, 6).value == "QV-100" else "懸念なし")
        page.cell(row, 13, "2026-10-01")
    book.save(path)
    assert nodes.at("例省", 2, "advice", "import", path, "--case", nodes.case_of("例省"))["faults"][0]["rule"] == "advice.sealed"
    taken = nodes.take_in("例省", 0, "form.xlsx", "--transcribed-by", "契約担当官", "--reference", "助言第12号")
    assert (taken["advice"], taken["transcribed_by"]) == ({"concern": 1, "more-information": 0, "no-concern": 2}, "契約担当官")
    assert advice_of(nodes.screen()) == {"1": "Line 1 (line 2), QV-100 ルータ: the centre has a concern."}
    (kept,) = (nodes.case_of("例省") / "advice").glob("*.answer")
    assert parse_answer(read_note(kept.read_bytes()).text, label="x").reference == "助言第12号"
    page["B7"], page["K10"], page["M11"] = "昨日", "たぶん", ""
    book.save(path)
    faults = nodes.take_in("例省", 2, "form.xlsx", "--transcribed-by", "契約担当官", "--reference", "助言第12号")["faults"]
    assert {one["rule"] for one in faults} == {"advice.form-day", "advice.form-advice"}
    assert all("!" in one["where"] for one in faults)


def test_with_a_keyring_of_nodes_alone_no_edition_needs_an_approval(nodes: Nodes) -> None:
    assert nodes.screen()["stale"] is False
