"""Certificates of the sample tender: they verify, are redacted, verify again, and a later judgement supersedes them."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sekisho import cli
from sekisho.register.edition import decode
from sekisho.resources import sample_folder

VERIFIER = ("verifier/verify.py",)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sekisho.wiring import demo as run

    out = tmp_path_factory.mktemp("demo") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sekisho.papers.render.pdf_here", lambda: False)  # the slow part of a demo, and no part of this
        run("jp", out)
    return out


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample judged under a key that is kept: `judged.skey` beside it."""
    from sekisho.engines.embedded.keys import KeyPair

    out = tmp_path_factory.mktemp("judged") / "judged"
    KeyPair.new("sekisho/test").write(out.with_suffix(".skey"))
    judge_again(out)
    return out


def judge_again(out: Path) -> None:
    from sekisho.desk.office import Asked
    from sekisho.wiring import judge

    asked = Asked(case=str(sample_folder("jp") / "case"), as_of=date(2026, 4, 15))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sekisho.papers.render.pdf_here", lambda: False)
        judge(asked, out=out, signing_key=out.with_suffix(".skey"))


def certificates(demo: Path) -> dict[str, Path]:
    """Bid and kind -> the officer's copy."""
    return {path.name[7:].removesuffix(".sdjwt"): path for path in sorted((demo / "certificates").glob("*.sdjwt"))}


def every_byte(path: Path) -> bytes:
    """A certificate's bytes, and all that base64url hides in it, JSON escapes undone."""
    found, parts = [path.read_bytes()], re.split(r"[.~]", path.read_text(encoding="ascii"))
    while parts:
        part = parts.pop()
        octets = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        found.append(octets)
        if octets[:1] in (b"{", b"["):
            value = json.loads(octets)
            found.append(json.dumps(value, ensure_ascii=False).encode())
            parts += [value["log"]["entry"], value["log"]["disclosure"]] if isinstance(value, dict) and "log" in value else []
    return b"\n".join(found)


def names_of_the_case() -> set[str]:
    """Every name of the sample's register and bidders, but the winner's."""
    folder = sample_folder("jp")
    edition = decode((folder / "edition").read_bytes(), label="edition")
    return telling(known.name for entity in edition.entities.values() for known in entity.names) | {"乙社", "丙社", "丁社"}


def telling(names: Iterable[str]) -> set[str]:
    """Names that random base64 does not spell by chance."""
    return {name for name in names if len(name) > 5 or not name.isascii()}


def test_the_demo_certifies_the_clear_bid_the_exclusions_and_the_award(demo: Path) -> None:
    assert {"A.no-concern", "A.award", "B.exclusion"} <= set(certificates(demo))
    assert not any(name.endswith("no-concern") and name != "A.no-concern" for name in certificates(demo))


def test_a_certificate_of_the_sample_verifies_redacts_and_verifies_again(sekisho, demo: Path, tmp_path: Path) -> None:
    for name, path in certificates(demo).items():
        copy = tmp_path / f"{name}.sdjwt"
        assert sekisho("certificate", "redact", path, "-o", copy).code == 0
        assert copy.read_bytes() == (demo / "certificates" / "public" / path.name).read_bytes(), "the demo wrote the same public copy"
    whole = certificates(demo)["A.no-concern"]
    for path, standing in ((whole, "current"), (tmp_path / "A.no-concern.sdjwt", "unknown")):
        ran = sekisho("verify", path, "--key", demo / "key.vkey", "--json")
        assert (ran.code, ran.json["signer"], ran.json["standing"]) == (0, "proven", standing), ran.out
        again = sekisho(path, "--key", demo / "key.vkey", "--json", program=VERIFIER)
        assert again.json == ran.json
    told = sekisho("certificate", "verify", whole, "--key", demo / "key.vkey", lang="ja")
    assert "確認した範囲で懸念は認められない" in told.out
    assert "安全" not in told.out


def test_a_public_copy_of_the_sample_shows_no_protected_name_in_any_byte(demo: Path) -> None:
    names = names_of_the_case()
    assert len(names) > 10
    officers = b"".join(every_byte(path) for path in certificates(demo).values())
    assert any(name.encode() in officers for name in names), "the officer's copies do name them"
    for path in sorted((demo / "certificates" / "public").iterdir()):
        octets = every_byte(path)
        assert [name for name in names if name.encode() in octets] == [], path.name


def test_the_bidders_copy_tells_it_nothing_of_the_register(sekisho, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "b.sdjwt"
    ran = sekisho("certificate", "redact", certificates(demo)["B.exclusion"], "-o", copy, "--for", "bidder", "--json")
    assert {"findings", "edition", "reason", "decisions"} <= set(ran.json["withheld"])
    edition = decode((sample_folder("jp") / "edition").read_bytes(), label="edition")
    known = telling(one.name for entity in edition.entities.values() for one in entity.names)
    assert any(name.encode() in every_byte(certificates(demo)["B.exclusion"]) for name in known)
    assert [name for name in known if name.encode() in every_byte(copy)] == []
    shown = sekisho("certificate", "show", copy, "--json").json
    assert shown["disclosed"]["bidder"]["name"] == "乙社"


def test_a_line_is_certified_on_demand_and_only_where_nothing_was_found(sekisho, judged: Path) -> None:
    from sekisho.engines.embedded.certificates_on_disk import open_record
    from sekisho.engines.embedded.keys import KeyPair
    from sekisho.faults import InputRefused
    from sekisho.wiring.certificates import IssueAsked, certify

    key = judged.with_suffix(".skey")
    items = open_record(judged).judgement().outcomes["screening/B"]["items"]
    clear, not_clear = (next(one["line"] for one in items if (one["verdict"] == "clear") is wanted) for wanted in (True, False))
    ran = sekisho("certificate", "issue", judged, "--bid", "B", "--line", clear, "--signing-key", key, "--json")
    assert ran.code == 0, ran.err
    [made] = ran.json["certificates"]
    shown = sekisho("certificate", "show", made["file"], "--json").json
    assert (shown["line"], shown["kind"], shown["disclosed"]["findings"]) == (clear, "no-concern", [])
    assert sekisho("verify", made["public"], "--key", judged / "key.vkey", "--json").json["standing"] == "current"
    assert sekisho("verify", judged).code == 0, "the record still holds"
    with pytest.raises(InputRefused, match=r"certificate\.nothing"):
        certify(IssueAsked(record=judged, bid="B", line=not_clear, signing_key=key))
    with pytest.raises(InputRefused, match="another key"):
        certify(IssueAsked(record=judged, bid="B", line=clear), keys=KeyPair.new("sekisho/test"))
    with pytest.raises(InputRefused, match=r"certificate\.line-alone"):
        certify(IssueAsked(record=judged, line=clear))


def test_a_later_judgement_supersedes_earlier_certificates_and_both_verifiers_say_so(sekisho, judged: Path, tmp_path: Path) -> None:
    out = tmp_path / "judged"
    shutil.copytree(judged, out)
    shutil.copy(judged.with_suffix(".skey"), out.with_suffix(".skey"))
    judge_again(out)
    found = sorted((out / "certificates").glob("*A.no-concern.sdjwt"))
    assert len(found) == 2
    for path, code, standing in ((found[0], 1, "superseded"), (found[1], 0, "current")):
        ran = sekisho("verify", path, "--json")
        again = sekisho(path, "--json", program=VERIFIER)
        for one in (ran, again):
            assert (one.code, one.json["standing"], one.json["holds"]) == (code, standing, code == 0), one.out
        assert ran.json["superseded_by"] == again.json["superseded_by"]
    moved = tmp_path / "elsewhere.sdjwt"
    shutil.copy(found[0], moved)
    assert sekisho("certificate", "verify", moved).code == 0, "without a later record nothing can be known of it"
    shutil.rmtree(out / "vault")
    assert sekisho("certificate", "verify", moved, "--record", out / "record").code == 1, "the log alone shows it"
    assert sekisho("certificate", "issue", out / "record", "--bid", "A").code == 2, "without its vault a record certifies nothing more"


def test_nothing_in_a_public_copy_moves_when_only_the_protected_layer_changes(judged: Path, tmp_path: Path) -> None:
    """The same case by an edition whose protected rows alone are others: what is not salted is the same in every public copy."""
    from sekisho.desk.office import Asked
    from sekisho.register.edition import encode
    from sekisho.register.layers import public_digest
    from sekisho.wiring import judge
    from sekisho.wiring.certificates import show_certificate

    edition = decode((sample_folder("jp") / "edition").read_bytes(), label="edition")
    entities = [one for one in edition.entities.values() if not any(name.classification == "protected" for name in one.names)]
    changed = [replace(one, designations=tuple(d for d in one.designations if d.classification == "public")) for one in entities]
    octets = encode(tuple(changed), edition.cards)
    other = decode(octets, label="other")
    assert other.digest != edition.digest
    assert public_digest(other) == public_digest(edition)
    (tmp_path / "edition").write_bytes(octets)
    asked = Asked(case=str(sample_folder("jp") / "case"), as_of=date(2026, 4, 15), register=str(tmp_path / "edition"))
    judge(asked, out=tmp_path / "out", signing_key=judged.with_suffix(".skey"))
    shown = []
    for folder in (judged, tmp_path / "out"):
        copies = [show_certificate(path) for path in sorted((folder / "certificates" / "public").glob("*.A.*"))]
        shown.append({one["kind"]: {key: value for key, value in one.items() if key not in ("iat", "superseded_as", "entry")} for one in copies})
    assert shown[0] == shown[1]
    assert {"no-concern", "award"} == set(shown[0])


def test_a_witnesss_checkpoint_is_asked_by_both_verifiers(sekisho, judged: Path, tmp_path: Path) -> None:
    copy, kept = tmp_path / "judged", tmp_path / "cosigned"
    shutil.copytree(judged, copy)
    ran = sekisho("ledger", "witness", copy, "--state", tmp_path / "state", "--key", copy / "key.vkey", "--out", kept, "--json")
    assert ran.code == 0, ran.err
    witness = ran.json["witness"]
    path = next((copy / "certificates" / "public").glob("*A.no-concern*"))
    asked = (path, "--key", copy / "key.vkey", "--checkpoint", kept, "--witness", witness, "--json")
    for program in (("-m", "sekisho", "verify"), VERIFIER):
        assert sekisho(*asked, program=program).code == 0
    kept.write_bytes(kept.read_bytes().replace(b"\n", b"0\n", 1))
    for program in (("-m", "sekisho", "verify"), VERIFIER):
        ran = sekisho(*asked, program=program)
        assert (ran.code, ran.json["holds"]) == (1, False)


def test_a_certificate_is_printed_on_one_page_that_names_its_digests(demo: Path, tmp_path: Path) -> None:
    from sekisho.canonical import sha256_hex
    from sekisho.ledger.certificates import statement_digest
    from sekisho.papers.notices.certificate import grouped_code
    from sekisho.wiring.certificates import read_certificate

    public = next((demo / "certificates" / "public").glob("*A.no-concern*"))
    page = tmp_path / "c.html"
    assert cli.run(["certificate", "print", str(public), "-o", str(page), "--key", str(demo / "key.vkey")]) == 0
    text = page.read_text(encoding="utf-8")
    for code in (sha256_hex(public.read_bytes()), statement_digest(read_certificate(public).payload)):
        assert grouped_code(code) in text
    assert "確認した範囲で懸念は認められない。" in text
    assert "安全" not in text
    assert [name for name in names_of_the_case() if name in text] == []
    whole = tmp_path / "whole.html"
    assert cli.run(["certificate", "print", str(certificates(demo)["A.award"]), "-o", str(whole), "--lang", "en"]) == 0
    assert "Protected" in whole.read_text(encoding="utf-8"), "a page of the officer's copy is marked"
    torn = tmp_path / "torn.sdjwt"
    torn.write_bytes(public.read_bytes()[:-2])
    assert cli.run(["certificate", "print", str(torn), "-o", str(tmp_path / "torn.html")]) == 1
    assert not (tmp_path / "torn.html").exists()
    assert cli.run(["certificate", "print", str(public), "-o", str(tmp_path / "c.docx")]) == 2


@pytest.mark.parametrize("text", ["", "eyJ", "eyJhbGciOiJub25lIn0.e30.AA~", "no certificate"])
def test_what_is_no_certificate_is_told_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.sdjwt"
    path.write_text(text)
    assert cli.run(["certificate", "verify", str(path)]) == 1
    assert cli.run(["certificate", "show", str(path)]) == 2
    assert cli.run(["certificate", "redact", str(path), "-o", str(tmp_path / "o")]) == 2
    assert not (tmp_path / "o").exists()


def test_redacting_asks_for_claims_that_there_are(sekisho, demo: Path, tmp_path: Path) -> None:
    path = certificates(demo)["A.award"]
    assert sekisho("certificate", "redact", path, "-o", tmp_path / "o", "--keep", "colour").code == 2
    ran = sekisho("certificate", "redact", path, "-o", tmp_path / "o", "--keep", "price", "--json")
    assert ran.json["disclosed"] == ["bidder", "price"]
