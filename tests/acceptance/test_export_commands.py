"""`sekisho export` and `rakusatsu check` as an officer runs them, and the swap of two makers carried through whole files."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sekisho.desk.office import Asked
from sekisho.wiring import ExportAsked, export_case

AS_OF = "2026-04-15"
PUBLICATION = """
publication:
  ocid_prefix: ocds-a1b2c3
  number: "0001"
  ministry_code: "99"
  method_code: "8002010"
  opened_at: 2026-04-06
"""
TENDER = """
register: ../edition
tender: {id: SWAP-1, title: 例題, agency: 例省, notice_date: 2026-03-02, policy: jp-2018, viewpoints: [core-infrastructure]}
ceiling: {amount: "1000", currency: JPY, tax: excluded}
evaluation: {preset: add-1, technical_points: 100, price_points: 100, tax_rate: 0.10}
"""
STATUS_OR_ID = re.compile(r'"(?:status": "(?:valid|disqualified)|(?:id|uri)": "[^"]*[0-9a-f]{16,}[^"]*)"')
LISTED, SOUND = "鷺潭通信技術有限公司", "見本電機株式会社"
"""A fictitious maker that the sample's register restricts, and one that it does not know."""


@pytest.fixture
def sample(tmp_path: Path, repository: Path) -> Path:
    """The Japanese sample, opened; its award is not decided yet."""
    folder = tmp_path / "jp"
    shutil.copytree(repository / "src/sekisho/samples/jp", folder)
    tender = folder / "case" / "tender.yaml"
    tender.write_text(tender.read_text(encoding="utf-8").partition("publication:")[0] + PUBLICATION.lstrip(), encoding="utf-8")
    return folder / "case"


def swapped(tmp_path: Path, repository: Path, makers: dict[str, str]) -> Path:
    """A case of three bids of one line, each with its maker; C always wins."""
    folder = tmp_path / "-".join(makers)
    (folder / "case").mkdir(parents=True)
    shutil.copy(repository / "src/sekisho/samples/jp/edition", folder / "edition")
    (folder / "case" / "tender.yaml").write_text(TENDER + PUBLICATION, encoding="utf-8")
    for place, (bid, maker) in enumerate({**makers, "C": "例示計測器株式会社"}.items()):
        home = folder / "case" / "bids" / bid
        home.mkdir(parents=True)
        rows = [["line", "kind", "maker", "model", "quantity"], ["1", "ルータ", maker, f"EX-{place}", "2"]]
        with (home / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        price, score = ("500", "90") if bid == "C" else ("700", "50")
        text = f"bid: {{id: {bid}, bidder: {{name: {bid}社}}}}\nlist: list.csv\nsubcontractors: []\nservices: []\n"
        text += f'price: {{amount: "{price}", currency: JPY, tax: excluded}}\ntechnical: {{score: "{score}", mandatory_met: true}}\n'
        (home / "bid.yaml").write_text(text, encoding="utf-8")
    return folder / "case"


def test_a_release_names_no_maker_of_the_sample_and_says_what_is_withheld(sample: Path, sekisho: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "release.json"
    ran = sekisho("export", "ocds", sample, "--as-of", AS_OF, "-o", out, "--json")
    assert (ran.code, ran.json["opened"], ran.json["award"]) == (0, True, {"bid": "A", "status": "pending"})
    assert len(ran.json["withheld"]) == 5
    text = out.read_text(encoding="utf-8")
    shown = sekisho("screen", sample, "--as-of", AS_OF, "--json").json
    words = {item[key] for bid in shown["bids"] for item in bid["items"] for key in ("maker", "model") if item[key]}
    assert len(words) > 100
    assert [word for word in words if len(word) > 2 and word in text] == []
    assert "480000000" not in text
    again = tmp_path / "again.json"
    assert sekisho("export", "ocds", sample, "--as-of", AS_OF, "-o", again).code == 0
    assert again.read_bytes() == out.read_bytes()


def test_a_swap_of_makers_between_two_bids_swaps_two_statuses_and_nothing_else(sekisho: Callable[..., Any], tmp_path: Path, repository: Path) -> None:
    texts = []
    for place, makers in enumerate(({"A": LISTED, "B": SOUND}, {"A": SOUND, "B": LISTED})):
        case = swapped(tmp_path / str(place), repository, makers)
        out = tmp_path / f"{place}.json"
        ran = sekisho("export", "ocds", case, "--as-of", AS_OF, "-o", out)
        assert (ran.code, LISTED in ran.out + ran.err) == (0, False)
        texts.append(out.read_text(encoding="utf-8"))
    one, other = (json.loads(text)["releases"][0] for text in texts)
    assert len(texts[0]) == len(texts[1])
    assert [bid["status"] for bid in one["bids"]["details"]] == ["disqualified", "valid", "valid"]
    for release in (one, other):
        del release["id"]
        for bid in release["bids"]["details"]:
            del bid["status"]
    assert one == other


AWARD = "  award: {winner: C, at: 2026-04-10, by: 契約担当官, authority: 会計法}\n"
EXPORTS = {"ocds": ".json", "gif": ".json", "gif as a table": ".csv", "rakusatsu": ".csv", "ocds record": ".json"}


@pytest.mark.parametrize("form", EXPORTS)
def test_the_swap_keeps_shape_and_length_of_every_export_of_an_award(form: str, tmp_path: Path, repository: Path) -> None:
    """But for the two bids' own statuses under OCDS, and what is named after the bytes, both files are the same to the octet."""
    texts = []
    for place, makers in enumerate(({"A": LISTED, "B": SOUND}, {"A": SOUND, "B": LISTED})):
        case = swapped(tmp_path / str(place), repository, makers)
        tender = case / "tender.yaml"
        tender.write_text(tender.read_text(encoding="utf-8") + AWARD, encoding="utf-8")
        out = tmp_path / f"{place}{EXPORTS[form]}"
        asked = ExportAsked(case=Asked(case=str(case), as_of=date.fromisoformat(AS_OF)), form=form.split(" ")[0], out=out, record="record" in form)  # type: ignore[arg-type]
        export_case(asked)
        texts.append(out.read_text(encoding="utf-8-sig"))
    assert LISTED not in texts[0] + texts[1] and SOUND not in texts[0] + texts[1]
    assert len(texts[0]) == len(texts[1])
    if form.startswith("ocds"):
        texts = [STATUS_OR_ID.sub("", text) for text in texts]
    assert texts[0] == texts[1]


def test_a_release_names_the_record_that_seals_the_judgement_by_salted_digests(sample: Path, sekisho: Callable[..., Any], tmp_path: Path) -> None:
    judged, out = tmp_path / "judged", tmp_path / "release.json"
    assert sekisho("judge", sample, "--as-of", AS_OF, "--out", judged).code == 1
    assert sekisho("export", "ocds", sample, "--as-of", AS_OF, "--judged", judged, "-o", out).code == 0
    documents = json.loads(out.read_text(encoding="utf-8"))["releases"][0]["tender"]["documents"]
    root = sekisho("verify", judged / "record", "--json").json["root"]
    assert root in next(one["description"] for one in documents if one["id"] == "record")
    papers = [path for path in (judged / "papers").rglob("*") if path.is_file()]
    assert sum(one["id"].startswith("paper-") for one in documents) == len(papers)
    other = sekisho("export", "ocds", sample, "--as-of", "2026-04-14", "--judged", judged, "-o", out, "--json")
    assert (other.code, [one["rule"] for one in other.json["faults"]]) == (2, ["publish.record-other"])
    tile = next(path for path in (judged / "record").rglob("*") if path.is_file() and "tile" in path.parts)
    tile.write_bytes(tile.read_bytes()[:-1])
    broken = sekisho("export", "ocds", sample, "--as-of", AS_OF, "--judged", judged, "-o", out, "--json")
    assert (broken.code, [one["rule"] for one in broken.json["faults"]]) == (2, ["publish.record-broken"])


def test_bad_input_writes_nothing(sample: Path, sekisho: Callable[..., Any], tmp_path: Path) -> None:
    tender, out = sample / "tender.yaml", tmp_path / "out.json"
    text = tender.read_text(encoding="utf-8")

    def rules(told: str, form: str = "ocds", *more: object) -> tuple[int, list[str]]:
        tender.write_text(text.replace("  opened_at: 2026-04-06\n", told), encoding="utf-8")
        ran = sekisho("export", form, sample, "--as-of", AS_OF, "-o", out, "--json", *more)
        return ran.code, [one["rule"] for one in ran.json["faults"] if not one["warning"]]

    opened = "  opened_at: 2026-04-06\n"
    assert rules(opened + "  award: {winner: Z, at: 2026-04-01, by: 担当官, authority: 法}\n") == (
        2,
        ["case.award-winner", "case.award-before-opening"],
    )
    assert rules(opened + "  award: {winner: B, at: 2026-04-10, by: 担当官, authority: 法}\n") == (2, ["publish.award-excluded"])
    assert rules(opened, "rakusatsu") == (2, ["publish.not-awarded"])
    assert rules(opened, "gif", "--kind", "award") == (2, ["publish.not-awarded"])
    assert rules("", "ocds", "--judged", tmp_path) == (2, ["publish.record-before-opening"])
    assert rules(opened + "  gif: {Award_price: '1', Nothing: x}\n", "gif") == (2, ["case.gif-own", "case.gif-unknown"])
    assert not out.exists()
    tender.write_text(text, encoding="utf-8")
    stale = sekisho("export", "ocds", sample, "--as-of", "2030-01-01", "-o", out, "--json")
    assert (stale.code, [one["rule"] for one in stale.json["faults"]], out.exists()) == (3, ["publish.stale"], False)
    (tmp_path / "file").write_text("", encoding="utf-8")
    unwritable = sekisho("export", "ocds", sample, "--as-of", "2026-03-10", "-o", tmp_path / "file" / "out.json", "--json")
    assert (unwritable.code, [one["rule"] for one in unwritable.json["faults"]]) == (2, ["file.unwritable"])


def test_the_example_comes_out_in_every_form_and_its_row_reads_back(sekisho: Callable[..., Any], tmp_path: Path, repository: Path) -> None:
    case = repository / "docs/examples/exports"
    row, table, notices = (tmp_path / name for name in ("award.csv", "gif.csv", "gif.json"))
    assert sekisho("export", "rakusatsu", case, "-o", row).code == 0
    told = sekisho("rakusatsu", "check", row, "--json")
    assert (told.code, told.json["rows"], told.json["total"], told.json["faults"]) == (0, 1, "770001", [])
    assert sekisho("export", "gif", case, "-o", table).code == 0
    names, japanese, values = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    award = dict(zip(names, values, strict=True))
    assert (award["Award_price"], award["Award_party"], award["Unit"], japanese[names.index("JCN")]) == ("770001", "甲社", "式", "落札者法人番号")
    assert sekisho("export", "gif", case, "-o", notices).code == 0
    assert [one["kind"] for one in json.loads(notices.read_text(encoding="utf-8"))["notices"]] == ["入札公告", "落札公告"]
    damaged = tmp_path / "damaged.csv"
    damaged.write_bytes(row.read_bytes().replace(b"770001", b"many"))
    assert sekisho("rakusatsu", "check", damaged).code == 2


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_terminal_says_what_is_withheld(sekisho: Callable[..., Any], tmp_path: Path, repository: Path, lang: str) -> None:
    ran = sekisho("export", "ocds", repository / "docs/examples/exports", "-o", tmp_path / "out.json", lang=lang)
    assert {"ja": "公表しないもの:", "en": "withheld:"}[lang] in ran.out
    assert {"ja": "情報公開法5条2号", "en": "GPA Art. XVII"}[lang] in ran.out
    assert {"ja": "公表には使えません", "en": "not for publication"}[lang] in ran.out
