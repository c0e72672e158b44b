"""The samples say what their read-me states, and their workbooks are made from their sources."""

import csv
import hashlib
import importlib.util
import io
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
import yaml

REAL = {
    "Cisco Systems, Inc.": "Cisco", "シスコシステムズ合同会社": "Cisco", "Fortinet, Inc.": "Fortinet", "フォーティネットジャパン合同会社": "Fortinet",
    "アライドテレシス株式会社": "Allied Telesis", "ヤマハ株式会社": "YAMAHA", "日本電気株式会社": "NEC", "富士通株式会社": "Fujitsu",
    "キヤノン株式会社": "Canon", "デル・テクノロジーズ株式会社": "Dell", "日本ヒューレット・パッカード合同会社": "HPE",
    "シュナイダーエレクトリック株式会社": "APC", "ジュニパーネットワークス株式会社": "Juniper", "Juniper Networks, Inc.": "Juniper",
    "パロアルトネットワークス株式会社": "Palo Alto", "Palo Alto Networks": "Palo Alto", "アリスタネットワークスジャパン合同会社": "Arista",
    "Hangzhou Hikvision Digital Technology Co., Ltd.": "Hikvision", "中兴通讯股份有限公司": "ZTE",
}  # fmt: skip
FICTITIOUS = ("例示", "例題", "見本", "つばな", "桐ヶ崎", "ロタン", "ﾛﾀﾝ", "㈱鷺潭", "灯雪", "藍嶂", "Example", "Sample")
CAMERAS = ("Axis", "Zhejiang Dahua Technology Co., Ltd.")  # in no device type library; their models are published
MAKER, MODEL = ("maker", "Manufacturer", "製造業者名", "ブランド又は製造元"), ("model", "Model", "型番", "型式")


@pytest.fixture(scope="module")
def samples(repository: Path) -> Path:
    return repository / "src" / "sekisho" / "samples"


@pytest.fixture(scope="module")
def maker_of_samples(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", repository / "tools" / "make_samples.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def cells(workbook: bytes) -> list[tuple[object, ...]]:
    page = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    return [tuple(row) for row in page.iter_rows(values_only=True)]


def lists(repository: Path, samples: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Every list that the samples are made of, as rows by its own headers."""
    for path in sorted([*(repository / "tools" / "samples").glob("*.csv"), *samples.glob("*/case/bids/*/list.csv")]):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield path.as_posix(), list(csv.DictReader(stream))


def first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next(row[name] for name in names if name in row)


def test_making_the_workbooks_again_gives_the_same_cells(maker_of_samples: ModuleType) -> None:
    for sheet in maker_of_samples.SHEETS:
        assert cells(maker_of_samples.workbook_bytes(sheet)) == cells(sheet.target.read_bytes()), sheet.target.name


def test_making_a_workbook_twice_gives_the_same_bytes(maker_of_samples: ModuleType) -> None:
    for sheet in maker_of_samples.SHEETS:
        assert maker_of_samples.workbook_bytes(sheet) == maker_of_samples.workbook_bytes(sheet)


def test_every_card_is_stamped_with_its_source(maker_of_samples: ModuleType) -> None:
    for card in maker_of_samples.CARDS:
        assert maker_of_samples.stamped(card) == card.read_text(encoding="utf-8"), card.name


def test_the_demo_source_says_that_it_is_one(samples: Path) -> None:
    card = read(samples / "jp" / "register" / "demo-designations.card.yaml")
    assert card["demo"] is True
    assert card["sha256"] == hashlib.sha256((samples / "jp" / "register" / card["path"]).read_bytes()).hexdigest()


def test_no_bid_has_another_number_of_lines_than_expected(repository: Path, samples: Path) -> None:
    counted = {Path(path).stem if "tools" in path else Path(path).parent.name: len(rows) for path, rows in lists(repository, samples)}
    bids = {f"jp-{bid}": stated for bid, stated in read(samples / "jp" / "expected.yaml")["bids"].items()}
    bids |= {f"889-{bid}": stated for bid, stated in read(samples / "889" / "expected.yaml")["bids"].items()}
    for bid, stated in bids.items():
        assert counted.get(bid, counted.get(bid.split("-", 1)[1])) == stated["items"], bid


def test_the_lines_that_are_not_clear_are_the_fictitious_and_the_unnamed_ones_in_the_japanese_sample(repository: Path, samples: Path) -> None:
    expected = read(samples / "jp" / "expected.yaml")["bids"]
    for path, rows in lists(repository, samples):
        bid = Path(path).stem.removeprefix("jp-") if "tools" in path else Path(path).parent.name
        for line in expected.get(bid, {}).get("lines", {}):
            maker = first(rows[int(line) - 1], MAKER)
            assert not maker or maker.startswith(FICTITIOUS), (bid, line, maker)


def test_add_1_gives_the_scores_that_the_japanese_read_me_states(samples: Path) -> None:
    tender, expected = read(samples / "jp" / "case" / "tender.yaml"), read(samples / "jp" / "expected.yaml")
    ceiling = Fraction(tender["ceiling"]["amount"])
    points = {item["id"]: item["points"] for heading in tender["criteria"]["items"] for item in heading["items"] if "points" in item}
    for bid, (technical, price, total) in expected["evaluation"]["without_screening"]["scores"].items():
        stated = read(samples / "jp" / "case" / "bids" / bid / "bid.yaml")
        scores = int(_mean_of_marks(samples / "jp" / "case" / "bids" / bid, points)), int(100 * (1 - Fraction(stated["price"]["amount"]) / ceiling))
        assert (str(scores[0]), str(scores[1]), str(sum(scores))) == (technical, price, total)


def _mean_of_marks(folder: Path, points: dict[str, int]) -> Fraction:
    """The mean over the sheets of the sum of grades, by the scale of the criteria's default."""
    shares = {"A": 100, "B": 70, "C": 40, "D": 0}
    sheets = sorted((folder / "evaluations").glob("*.csv"))
    total = Fraction(0)
    for sheet in sheets:
        with sheet.open(encoding="utf-8", newline="") as stream:
            marks = {row["項目"]: row["評価"] for row in csv.DictReader(stream)}
        total += sum(Fraction(points[item] * shares[marks[item]], 100) for item in points)
    return total / len(sheets)


def test_add_2_gives_the_scores_that_the_889_read_me_states(samples: Path) -> None:
    expected = read(samples / "889" / "expected.yaml")["evaluation"]
    bids = {bid: read(samples / "889" / "case" / "bids" / bid / "bid.yaml") for bid in expected["without_screening"]["scores"]}
    for scores in (expected["scores"], expected["without_screening"]["scores"]):
        lowest = min(Fraction(bids[bid]["price"]["amount"]) for bid in scores)
        for bid, (technical, price, total) in scores.items():
            exact = 40 * lowest / Fraction(bids[bid]["price"]["amount"])
            rounded = Fraction(int(exact * 100 + Fraction(1, 2)), 100)
            assert (bids[bid]["technical"]["score"], rounded) == (technical, Fraction(price))
            assert Fraction(technical) + rounded == Fraction(total)


def test_the_cheapest_bid_wins_only_without_screening(samples: Path) -> None:
    for sample in ("jp", "889"):
        evaluation = read(samples / sample / "expected.yaml")["evaluation"]
        prices = {path.parent.name: Fraction(read(path)["price"]["amount"]) for path in (samples / sample / "case" / "bids").glob("*/bid.yaml")}
        cheapest = min(prices, key=lambda bid: prices[bid])
        assert evaluation["without_screening"]["winner"] == cheapest
        assert evaluation["winner"] != cheapest and cheapest in evaluation["excluded"]


def test_every_file_that_a_bid_names_is_there(samples: Path) -> None:
    for path in samples.glob("*/case/bids/*/bid.yaml"):
        bid = read(path)
        named = [bid["list"], *bid.get("boms", {}).values(), *bid.get("owners", []), *([bid["mapping"]] if "mapping" in bid else [])]
        assert [name for name in named if not (path.parent / name).is_file()] == []
        assert bid["bid"]["id"] == path.parent.name


def test_the_radio_module_of_bid_c_is_two_levels_down(samples: Path) -> None:
    bom = json.loads((samples / "jp/case/bids/C/boms/kr-8200.cdx.json").read_text(encoding="utf-8"))
    makers = {inner["manufacturer"]["name"] for outer in bom["components"] for inner in outer.get("components", [])}
    assert "枫渚无线技术股份有限公司" in makers
    assert "枫渚无线技术股份有限公司" not in {outer["manufacturer"]["name"] for outer in bom["components"]}


@pytest.mark.corpus
def test_every_real_maker_has_the_model_that_a_list_states(repository: Path, samples: Path, corpus: Path) -> None:
    with (corpus / "netbox-devicetypes" / "devicetypes.csv").open(encoding="utf-8", newline="") as stream:
        types = list(csv.DictReader(stream))
    known = {(row["manufacturer"], row[key]) for row in types for key in ("model", "part_number")}
    unknown = set()
    for _path, rows in lists(repository, samples):
        for row in rows:
            maker, model = first(row, MAKER), first(row, MODEL)
            if maker and not maker.startswith((*FICTITIOUS, *CAMERAS)) and (REAL.get(maker, maker), model) not in known:
                unknown.add((maker, model))
    assert {model for maker, model in unknown if maker != "Hikvision" or not model.startswith("DS-2CD")} == set()


@pytest.mark.corpus
def test_no_name_of_the_demo_register_occurs_in_the_public_data(samples: Path, corpus: Path) -> None:
    with (samples / "jp" / "register" / "demo-designations.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["name"] for row in csv.DictReader(stream) if row["name_kind"] not in ("acronym", "product")]
    seen = [
        path.read_text(encoding="utf-8", errors="replace").casefold()
        for path in corpus.rglob("*")
        if path.suffix in (".csv", ".json", ".txt", ".tsv")
    ]
    for name in names:
        assert not any(name.casefold() in text for text in seen if len(name) > 5), name
