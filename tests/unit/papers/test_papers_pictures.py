"""The picture of a path of evidence: everything inside the frame, nothing on top of anything else."""

from itertools import combinations
from typing import Any

import pytest

from papers_fixture import component_finding, maker_finding, owner_finding, supplier_finding, undisclosed_finding
from sekisho.findings import Finding
from sekisho.papers.pictures import MOST_LINKS, picture_of, wrapped
from sekisho.papers.view_findings import finding_view


def picture(found: Finding) -> dict[str, Any]:
    return picture_of(finding_view(found, "A-1", {}, "en")["links"])


def steps(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    rest = {"label": "owned by", "share": "", "dashed": "", "style": "", "from_kind": "", "to_kind": ""}
    return [{"from": source, "to": target, **rest} for source, target in pairs]


@pytest.mark.parametrize("found", [supplier_finding(), maker_finding(), component_finding(), owner_finding(), undisclosed_finding()])
def test_boxes_neither_overlap_nor_leave_the_picture(found: Finding) -> None:
    made = picture(found)
    for box in made["boxes"]:
        assert box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["w"] <= made["width"] and box["y"] + box["h"] <= made["height"]
    for one, other in combinations(made["boxes"], 2):
        apart = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert apart or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]


@pytest.mark.parametrize("found", [owner_finding(), component_finding()])
def test_labels_do_not_cover_each_other(found: Finding) -> None:
    labels = [arrow for arrow in picture(found)["arrows"] if arrow["lines"]]
    for one, other in combinations(labels, 2):
        assert abs(one["x"] - other["x"]) >= (one["w"] + other["w"]) / 2 or abs(one["y"] - other["y"]) >= (one["h"] + other["h"]) / 2


def test_the_shares_of_both_holdings_stand_on_their_arrows() -> None:
    said = " ".join(line for arrow in picture(owner_finding())["arrows"] for line in arrow["lines"])
    assert all(share in said for share in ("30%", "10–30%", "60%", "40–55%"))


def test_what_is_only_possible_is_dashed() -> None:
    dashed = [bool(arrow["dashed"]) for arrow in picture(maker_finding())["arrows"]]
    assert dashed == [False, True, True]


def test_a_designation_has_a_heavy_frame_and_a_missing_fact_a_dashed_one() -> None:
    assert picture(supplier_finding())["boxes"][-1]["style"] == "designation"
    assert picture(undisclosed_finding())["boxes"][-1]["style"] == "missing"


def test_a_cycle_of_owners_ends() -> None:
    made = picture_of(steps(("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")))
    assert [box["lines"] for box in made["boxes"]].count(["a"]) == 3


def test_an_arrow_may_skip_ranks() -> None:
    made = picture_of(steps(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("a", "e")))
    assert len(made["boxes"]) == 5 and sum(bool(arrow["head"]) for arrow in made["arrows"]) == 5


def test_a_very_long_path_is_left_to_the_text_beyond_a_limit() -> None:
    made = picture_of(steps(*((f"n{place}", f"n{place + 1}") for place in range(40))))
    assert made["rest"] == str(40 - MOST_LINKS) and made["height"] < 250


def test_words_are_not_cut_where_a_space_is_near() -> None:
    assert wrapped("Exemplar Technologies", 9, 4) == ["Exemplar", "Technologies"]
    assert wrapped("x" * 500, 10, 4)[-1].endswith("…")
    assert wrapped("", 10, 4) == [""]
