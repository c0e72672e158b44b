"""The promise of the index: what it skips could not have alerted."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.embedded.name_index import NameIndex
from sekisho.engines.embedded.postings import PARTS, Postings, compiled
from sekisho.names import clues, compare_prepared, prepare
from sekisho.names.clues import Bounds, Flat, Weighted
from sekisho.names.explained import could_be
from sekisho.register.model import Edition, Entity, NamedAs
from sekisho.terms import Source

WORDS = st.sampled_from(
    ["Example", "Exampel", "Networks", "Netwroks", "Technology", "Shenzhen", "Reiji", "レイジ", "例示", "例示通信", "日立", "Hitachi", "ヒタチ",
     "技术", "深圳", "ZTE", "ゼットティーイー", "601", "602", "第二", "ホールディングス", "Group", "ブレインパッド", "BrainPad", "Ехаmple",
     "Zhongxing", "Telecommunication", "Equipment", "of", "(株)", "株式会社", "有限公司", "Co., Ltd.", "S.A.", "ｶ)", "A", "&", "\u200b"]
)  # fmt: skip
NAMES = st.one_of(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), st.lists(WORDS, min_size=1, max_size=3).map("".join), st.text(max_size=12))


def edition(names: list[str]) -> Edition:
    source = Source(name="test", retrieved_at=date(2026, 1, 1))
    entities = {f"E{at}": Entity(id=f"E{at}", names=(NamedAs(name=name, source=source),)) for at, name in enumerate(names)}
    return Edition(digest="0" * 64, cards=(), entities=entities)


@settings(max_examples=300, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8), st.lists(NAMES, min_size=1, max_size=4))
def test_the_index_finds_what_comparing_with_every_name_finds(register: list[str], queries: list[str]) -> None:
    found = NameIndex.build(edition(register)).match(queries)
    for query, hits in zip(queries, found, strict=True):
        every = {f"E{at}": compare_prepared(prepare(query), prepare(name)) for at, name in enumerate(register)}
        assert {hit.entity: hit.score for hit in hits if hit.alert} == {entity: one.score for entity, one in every.items() if one.stands_out}
        assert all(every[hit.entity].alert and every[hit.entity].score == hit.score for hit in hits)


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_nothing_stands_out_without_a_clue_in_common(one: str, other: str) -> None:
    found = compare_prepared(prepare(one), prepare(other))
    assert not found.stands_out or clues.meet(prepare(one), prepare(other))


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_meeting_is_mutual(one: str, other: str) -> None:
    assert clues.meet(prepare(one), prepare(other)) == clues.meet(prepare(other), prepare(one))


WEIGHTED = st.dictionaries(st.integers(0, 30), st.integers(1, 60), max_size=12).map(lambda held: Weighted(weights=held, total=sum(held.values())))
ROW = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), max_size=12)
BOUNDS = st.builds(
    Bounds, least=st.integers(1, 80), share=st.integers(0, 1000), of_longer=st.integers(0, 800), words=st.just(0.0), letters=st.just(0.0)
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WEIGHTED, min_size=1, max_size=20), st.lists(WEIGHTED, min_size=1, max_size=6), BOUNDS)
def test_both_ways_of_adding_up_give_what_the_definition_gives(names: list[Weighted], queries: list[Weighted], bounds: Bounds) -> None:
    from sekisho.engines.embedded.probing import probe_many

    postings = Postings(**{part: array for part, array in compiled(enumerate(names)).items() if part in PARTS})
    plain = [[at for at, name in enumerate(names) if bounds.enough(clues.shared(query, name), query.total, name.total)] for query in queries]
    assert postings.probe(queries, bounds) == plain
    assert not len(postings) or probe_many(postings, queries, bounds) == plain


@settings(max_examples=200, deadline=None)
@given(
    st.lists(WEIGHTED, min_size=1, max_size=20),
    st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), max_size=12), max_size=6),
    BOUNDS,
)
def test_clues_in_a_row_give_the_shares_that_the_definition_gives(
    names: list[Weighted], queries: list[list[tuple[int, int]]], bounds: Bounds
) -> None:
    from sekisho.engines.embedded.probing import shares_many

    postings = Postings(**{part: array for part, array in compiled(enumerate(names)).items() if part in PARTS})
    every = [pair for query in queries for pair in query]
    flat = Flat([len(query) for query in queries], [clue for clue, _ in every], [1] * len(every), [weight for _, weight in every])
    plain = [
        {at: clues.shares_of(query, name) for at, name in enumerate(names) if bounds.enough(clues.shared(query, name), query.total, name.total)}
        for query in flat.one_by_one()
    ]
    assert postings.shares(flat, bounds) == plain
    assert not len(postings) or not queries or shares_many(postings, flat, bounds) == plain


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_latin_clues_in_a_row_are_the_clues_of_each_name(names: list[str]) -> None:
    prepared = [prepare(name) for name in names]
    assert clues.flat(prepared).one_by_one() == [clues.latin(p) for p in prepared]


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8), st.lists(NAMES, min_size=1, max_size=4))
def test_the_compiled_second_look_gives_what_its_definition_gives(register: list[str], queries: list[str]) -> None:
    from sekisho.engines.embedded.second_look import SecondLook

    names = [prepare(name) for name in register]
    look = SecondLook(len(names), names.__getitem__)
    for p in map(prepare, queries):
        asked = [at for at, q in enumerate(names) if not ("h" in p.scripts and "h" in q.scripts)]
        assert look.could_be(p, asked) == {at for at in asked if could_be(p, names[at])}


def test_the_second_look_forgets_when_its_arena_is_full_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from sekisho.engines.embedded import second_look

    names = [prepare(name) for name in ("株式会社日立製作所", "例示通信株式会社", "ブレインパッド", "Reiji Networks", "深圳例示技术有限公司")]
    monkeypatch.setattr(second_look, "ROOM", 1_500)
    look = second_look.SecondLook(len(names), names.__getitem__)
    for query in ("Hitachi, Ltd.", "Reiji Communication", "レイジツウシン", "BrainPad Inc.") * 3:
        p = prepare(query)
        assert look.could_be(p, range(len(names))) == {at for at, q in enumerate(names) if could_be(p, q)}
