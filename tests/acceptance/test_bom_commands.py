"""bom build, products, explode and where-used, as a user runs them."""

from __future__ import annotations

import csv
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
USES = EXAMPLES / "products" / "uses.csv"


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_a_product_explodes_with_quantities_over_all_ways(sekisho, tmp_path: Path) -> None:
    built = sekisho("bom", "build", USES, "-o", tmp_path / "products", "--json")
    assert built.code == 0, built.err
    assert {name: built.json[name] for name in ("products", "parts", "with_maker", "uses")} == {
        "products": 2, "parts": 7, "with_maker": 4, "uses": 8,
    }  # fmt: skip
    told = sekisho("bom", "explode", "router-2", "--products", tmp_path / "products", "--json").json
    assert [(one["ref"], one["depth"], one["quantity"]) for one in told["parts"]] == [
        ("board-a", 1, "1"), ("radio", 1, "1"), ("soc", 2, "2"), ("cap", 2, "26.5"),
    ]  # fmt: skip
    assert told["coverage"] == {"parts": 4, "with_maker": 3}
    assert told["parts"][2]["path"] == ["router-2", "board-a", "soc"]


def test_where_used_names_every_product_with_its_way(sekisho, tmp_path: Path) -> None:
    sekisho("bom", "build", USES, "-o", tmp_path / "products")
    told = sekisho("bom", "where-used", "SC-9", "WM-5", "QX-1", "--products", tmp_path / "products", "--json").json["parts"]
    assert [(one["known"], [(used["product"], used["quantity"]) for used in one["products"]]) for one in told] == [
        (True, [("router-1", "1"), ("router-2", "2")]), (True, [("router-2", "1")]), (False, []),
    ]  # fmt: skip
    said = sekisho("bom", "where-used", "QX-1", "--products", tmp_path / "products", lang="ja")
    assert "どの部品表にもない" in said.out


def test_many_parts_are_asked_at_once_and_none_disappears(sekisho, tmp_path: Path) -> None:
    asked = ("bom", "where-used", "--list", EXAMPLES / "products" / "parts.csv", "--products", USES)
    assert sekisho(*asked, "-o", tmp_path / "used.csv").code == 0
    found = rows(tmp_path / "used.csv")
    assert [row[0] for row in found] == ["part", "SC-9", "SC-9", "WM-5", "C-10A", "C-10A", "QX-1"]
    assert found[-1] == ["QX-1", "", "", "", "", "", "", ""]
    assert sekisho(*asked).code == 2
    assert sekisho(*asked, "SC-9", "-o", tmp_path / "no.csv").code == 2
    assert not (tmp_path / "no.csv").exists()


def test_an_alternate_says_in_whose_place_it_may_stand_and_adds_no_pieces(sekisho, tmp_path: Path) -> None:
    board = EXAMPLES / "parts" / "board.csv"
    told = sekisho("bom", "explode", "--products", board, "--json").json
    inside = [one for one in told["parts"] if not one["alternate_for"]]
    instead = [one for one in told["parts"] if one["alternate_for"]]
    assert told["coverage"]["parts"] == len(inside) == 3
    assert {one["part_number"] for one in instead} == {"K-10A", "WN-5"}
    (used,) = sekisho("bom", "where-used", "K-10A", "--products", board, "--json").json["parts"]
    assert [(one["quantity"], bool(one["alternate_for"])) for one in used["products"]] == [("2", True)]


def test_a_bill_that_cannot_be_read_leaves_nothing_behind(sekisho, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("parent,child,quantity\nR,a,x\n", encoding="utf-8")
    refused = sekisho("bom", "build", tmp_path / "bad.csv", "-o", tmp_path / "products", "--json")
    assert (refused.code, [one["rule"] for one in refused.json["faults"]]) == (2, ["uses.quantity-unreadable"])
    assert not (tmp_path / "products").exists()
