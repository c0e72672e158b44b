"""Two versions of a list: which line became which, what changed in it, what is proven to be as it was."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nouns import item, party
from sekisho.tenders.explain import diff_json, diff_lines
from sekisho.tenders.list_diff import ListDiff, content_digest, list_diff
from sekisho.tenders.model import EquipmentItem, EquipmentList


def listed(*items: EquipmentItem, file: str = "list.csv") -> EquipmentList:
    return EquipmentList(file=file, digest="0" * 64, items=items)


def compared(before: list[EquipmentItem], after: list[EquipmentItem]) -> ListDiff:
    return list_diff(listed(*before), listed(*after, file="list-2.csv"))


ONE, TWO, THREE = item("1", "例示電機", model="R1"), item("2", "例題通信", model="S2"), item("3", "見本電子", model="T3")


def test_a_version_that_replaces_one_line_changes_that_line_alone() -> None:
    other = item("3", "試作工業", model="T9")
    found = compared([ONE, TWO, THREE], [ONE, TWO, other])
    (changed,) = found.changed
    assert [(one.field, one.before, one.after) for one in changed.fields] == [("maker", "見本電子", "試作工業"), ("model", "T3", "T9")]
    assert changed.by == "number"
    assert [one.after.line for one in found.unchanged] == ["1", "2"]
    assert (found.added, found.removed) == ((), ())


def test_a_line_that_only_bears_another_number_is_unchanged_and_says_which_it_was() -> None:
    found = compared([ONE, TWO], [item("1", "新顔製作所", model="N1"), item("2", "例示電機", model="R1"), item("3", "例題通信", model="S2")])
    assert [(one.before.line, one.after.line, one.by) for one in found.unchanged] == [("1", "2", "content"), ("2", "3", "content")]
    assert [one.line for one in found.added] == ["1"]
    assert found.changed == ()


def test_a_product_is_found_again_under_another_number_with_another_quantity() -> None:
    before, after = item("1", "例示電機", model="R1", quantity=Fraction(2)), item("7", "例示 電機", model="r1", quantity=Fraction(5))
    (changed,) = compared([before, TWO], [TWO, after]).changed
    assert changed.by == "product"
    assert [(one.field, one.before, one.after) for one in changed.fields] == [
        ("line", "1", "7"), ("maker", "例示電機", "例示 電機"), ("model", "R1", "r1"), ("quantity", "2", "5"),
    ]  # fmt: skip


def test_of_two_equal_products_each_is_matched_with_its_own_number_first() -> None:
    before = [item("1", "例示電機", model="R1", place="東館"), item("2", "例示電機", model="R1", place="西館")]
    after = [item("1", "例示電機", model="R1", place="北館"), item("2", "例示電機", model="R1", place="南館")]
    found = compared(before, after)
    assert [(one.before.place, one.after.place) for one in found.changed] == [("東館", "北館"), ("西館", "南館")]


def test_a_makers_identifier_is_a_column_of_its_own() -> None:
    before, after = item("1", party("例示電機"), model="R1"), item("1", party("例示電機", ("DUNS", "123456789")), model="R1")
    (changed,) = compared([before], [after]).changed
    assert [(one.field, one.after) for one in changed.fields] == [("maker_id", "DUNS 123456789")]


def test_the_place_in_the_file_is_no_part_of_a_line() -> None:
    moved = item("1", "例示電機", model="R1", where="機器!A9")
    assert content_digest(moved) == content_digest(ONE)
    assert compared([ONE], [moved]).changed == ()


def test_the_answer_names_both_versions_and_the_digest_of_each_unchanged_line() -> None:
    told = diff_json(compared([ONE, TWO], [ONE]))
    assert told["counts"] == {"added": 0, "removed": 1, "changed": 0, "unchanged": 1}
    assert told["unchanged"] == [{"line": "1", "was": "1", "where": "line 2", "digest": content_digest(ONE)}]
    assert told["before"] == {"file": "list.csv", "digest": "0" * 64, "lines": 2}


def test_the_difference_is_told_in_both_languages() -> None:
    found = compared([ONE, TWO, THREE], [item("3", "試作工業", model="T3"), item("4", "例示電機", model="R1"), item("5", "追補社", model="Z")])
    japanese, english = diff_lines(found, "ja"), diff_lines(found, "en")
    assert "変更 3番 [番号が同じで、製品が差し替えられた]" in japanese
    assert "    maker: 見本電子 → 試作工業" in english
    assert "removed line 2 例題通信 S2" in english
    assert "番号のみ変更 1 → 4番" in japanese
    assert english[-1] == "1 changed, 1 added, 1 removed, 1 unchanged"


def made(lines: list[tuple[str | None, str, int]]) -> list[EquipmentItem]:
    return [item(str(at), maker, model=model, quantity=Fraction(count)) for at, (maker, model, count) in enumerate(lines, 1)]


LINES = st.lists(
    st.tuples(st.sampled_from(["例示電機", "例題通信", None]), st.sampled_from(["R1", "S2", ""]), st.integers(min_value=1, max_value=3)),
    max_size=6,
)


@given(LINES, LINES)
def test_every_line_is_told_once(before: list[tuple[str | None, str, int]], after: list[tuple[str | None, str, int]]) -> None:
    lists = [made(before), made(after)]
    found = compared(*lists)
    pairs = [*found.changed, *found.unchanged]
    assert sorted(one.line for one in [*found.removed, *(pair.before for pair in pairs)]) == sorted(one.line for one in lists[0])
    assert sorted(one.line for one in [*found.added, *(pair.after for pair in pairs)]) == sorted(one.line for one in lists[1])
    assert all(content_digest(pair.before) == content_digest(pair.after) for pair in found.unchanged)
    assert all(content_digest(pair.before) != content_digest(pair.after) for pair in found.changed)
    assert list_diff(listed(*lists[0]), listed(*lists[0])).changed == ()
