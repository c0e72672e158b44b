"""Laws of the comparer."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.names import compare, prepare, replay
from sekisho.names.clues import meet
from sekisho.names.weights import weights

WORDS = st.sampled_from(
    [
        "Example",
        "Reiji",
        "华为",
        "例示",
        "日立",
        "レイジ",
        "Networks",
        "通信",
        "技术",
        "Technology",
        "Tokyo",
        "深圳",
        "Shenzhen",
        "601",
        "第二",
        "Japan",
        "株式会社",
        "Co., Ltd.",
        "有限公司",
        "ホールディングス",
        "Hotel",
        "ZTE",
        "ＡＢＣ",
        "ﾚｲｼﾞ",
        "(株)",
        "not",
        "&",
        "S.A.",
    ]
)
NAMES = st.lists(WORDS, max_size=6).map(" ".join) | st.lists(WORDS, max_size=4).map("".join) | st.text(max_size=12)
INVISIBLE = st.sampled_from("\u200b\u200c\u2060\ufeff\u00ad\u202e\u2066\u3164\u180e")


@given(NAMES, NAMES)
def test_a_comparison_is_symmetric_and_a_chance(one: str, other: str) -> None:
    there, back = compare(one, other), compare(other, one)
    assert 0 <= there.score <= 1
    assert (there.score, there.relation, there.alert) == (back.score, back.relation, back.alert)


@given(NAMES, NAMES)
def test_stored_evidence_replays_to_the_same_score(one: str, other: str) -> None:
    found = compare(one, other)
    assert found.score == 1.0 or replay(found.evidence) == found.score


@given(NAMES, NAMES)
def test_no_other_name_is_liker_than_the_name_itself(one: str, other: str) -> None:
    itself = compare(one, one)
    if itself.score == 1.0:
        assert compare(one, other).score <= 1.0
        assert one == other or compare(one, other).score < 1.0


@given(NAMES, NAMES)
def test_the_alert_is_the_threshold(one: str, other: str) -> None:
    found = compare(one, other)
    assert found.alert == (found.score >= weights().alert(found.evidence.family))


@given(NAMES, st.integers(0, 40), INVISIBLE)
def test_an_invisible_character_never_hides_a_name(name: str, at: int, char: str) -> None:
    hidden = name[: at % (len(name) + 1)] + char + name[at % (len(name) + 1) :]
    assert compare(name, hidden).alert or not compare(name, name + ".").alert or not prepare(name).text


@given(NAMES)
def test_a_prepared_name_is_hashable_and_meets_itself(name: str) -> None:
    assert prepare(name) == prepare(name)
    assert hash(prepare(name)) == hash(prepare(name))
    assert meet(prepare(name), prepare(name)) == bool(prepare(name).text or prepare(name).letters)
