"""Approvals, the guard and dossiers: two different keyholders, no list that shrinks or goes back in time, no designation without its dossier."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import CARD, edition, row
from sekisho.engines.embedded.keys import KeyPair
from sekisho.faults import RegisterRefused
from sekisho.ledger.notes import NoteRefused
from sekisho.ledger.signed_note import SignedNote, read_note
from sekisho.register.approval import Approval, key_label, parse_approval, verified
from sekisho.register.diff import diff
from sekisho.register.dossier import Criterion, Dossier, Evidence, Weighing, uncovered
from sekisho.register.guard import guard
from sekisho.register.keyring import Keyholder, Keyring

KEYS = [KeyPair(name=f"sekisho/k{number}", seed=bytes([number]) * 32) for number in range(4)]
DAY = date(2026, 6, 10)
RING = Keyring(
    keyholders=(
        Keyholder(holder="指定課長", key=KEYS[0].key),
        Keyholder(holder="審査課長", key=KEYS[1].key),
        Keyholder(holder="指定課長", key=KEYS[2].key),
        Keyholder(holder="前審査課長", key=KEYS[3].key, end=date(2026, 5, 31)),
    )
)
MANY = [row(f"e{number}", f"例示{number}") for number in range(20)]


def approval(**changed: object) -> Approval:
    known = {"act": "activate", "edition": "a" * 64, "effective_from": DAY, "proposed_by": key_label(KEYS[0].key), "proposed_at": DAY}
    return Approval(**{**known, **changed})  # type: ignore[arg-type]


def signed(about: Approval, *keys: KeyPair) -> bytes:
    note = SignedNote(text=about.text)
    for key in keys:
        note = note.signed_by(key)
    return note.octets


def refused(octets: bytes, ring: Keyring = RING) -> str:
    with pytest.raises(RegisterRefused) as error:
        verified(octets, ring, label="approval")
    return error.value.faults[0].rule


def test_two_different_keyholders_make_an_approval_the_proposer_first() -> None:
    for keys in ((KEYS[0], KEYS[1]), (KEYS[1], KEYS[0])):
        assert verified(signed(approval(), *keys), RING, label="x").holders == ("指定課長", "審査課長")


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([0], id="alone"),
        pytest.param([0, 2], id="two keys of one holder"),
        pytest.param([1, 2], id="without the proposer"),
        pytest.param([0, 3], id="a key past its days"),
    ],
)
def test_no_way_lets_one_person_approve(keys: list[int]) -> None:
    assert refused(signed(approval(), *(KEYS[one] for one in keys))) == "register.two-signatures"


def test_a_compromised_key_counts_for_nothing() -> None:
    ring = Keyring(keyholders=(RING.keyholders[0], replace(RING.keyholders[1], compromised=True)))
    assert refused(signed(approval(), KEYS[0], KEYS[1]), ring) == "register.two-signatures"


def test_a_key_of_nobody_here_is_passed_over() -> None:
    stranger = KeyPair(name="sekisho/stranger", seed=b"x" * 32)
    assert refused(signed(approval(), KEYS[0], stranger)) == "register.two-signatures"
    assert verified(signed(approval(), KEYS[0], stranger, KEYS[1]), RING, label="x").holders == ("指定課長", "審査課長")


@given(st.integers(0, 2_000), st.integers(1, 255))
def test_no_byte_of_an_approval_can_be_altered(at: int, flip: int) -> None:
    octets = bytearray(signed(approval(), KEYS[0], KEYS[1]))
    octets[at % len(octets)] ^= flip
    with pytest.raises(RegisterRefused):
        verified(bytes(octets), RING, label="x")


@pytest.mark.parametrize("text", ["", "sekisho/register-approval\n", approval().text + "more 1\n", approval().text.replace("gone 0", "gone 00")])
def test_an_approval_says_nothing_but_its_lines(text: str) -> None:
    with pytest.raises(NoteRefused):
        parse_approval(text)


def test_a_note_takes_each_key_once_and_comes_back() -> None:
    octets = signed(approval(), KEYS[0], KEYS[1], KEYS[0])
    assert len(read_note(octets).signatures) == 2
    assert read_note(octets).octets == octets


def reasons(candidate: list[object], last: list[object], about: Approval | None = None, **card: object) -> set[str]:
    now = replace(CARD, **card)  # type: ignore[arg-type]
    made = edition(*[replace(one, card=now) for one in candidate], cards=(now,))  # type: ignore[type-var]
    return {one.rule for one in guard(made, edition(*last), as_of=DAY, approval=about)}  # type: ignore[arg-type]


def test_the_same_list_retrieved_later_passes() -> None:
    assert reasons(MANY, MANY, retrieved_at=CARD.retrieved_at + timedelta(days=5)) == set()


def test_a_list_that_is_halved_is_refused_though_it_is_whole_in_itself() -> None:
    assert reasons(MANY[:10], MANY) == {"register.out-of-band"}


def test_a_list_of_an_earlier_day_is_refused() -> None:
    assert reasons(MANY, MANY, retrieved_at=CARD.retrieved_at - timedelta(days=1)) == {"register.older"}


def test_a_list_past_its_days_is_refused() -> None:
    assert "register.guard-stale" in reasons(MANY, MANY, good_for_days=1)


def test_a_list_without_one_of_its_sources_is_refused() -> None:
    assert "register.source-gone" in reasons(MANY, MANY, path="other.csv")


def test_a_source_that_shrank_is_refused_though_the_entities_are_there() -> None:
    last = edition(*[replace(one, card=replace(CARD, rows=100)) for one in MANY], cards=(replace(CARD, rows=100),))
    now = replace(CARD, rows=50)
    found = guard(edition(*[replace(one, card=now) for one in MANY], cards=(now,)), last, as_of=DAY)
    assert {one.rule for one in found} == {"register.rows-out-of-band"}


def test_the_public_layer_does_not_take_the_place_of_the_whole() -> None:
    last = edition(*MANY)
    assert {one.rule for one in guard(replace(last, digest="b" * 64, layer="public"), last, as_of=DAY)} == {"register.layer-differs"}


def test_a_shrinkage_passes_that_was_signed_to_the_entity_and_no_other() -> None:
    last = edition(*MANY).digest
    assert reasons(MANY[:10], MANY, approval(previous=last, gone=10)) == set()
    assert reasons(MANY[:10], MANY, approval(previous=last, gone=9)) == {"register.out-of-band"}
    assert reasons(MANY[:10], MANY, approval(previous="c" * 64, gone=10)) == {"register.out-of-band"}


def dossier(act: str, *entities: str, authorities: tuple[str, ...] = ()) -> Dossier:
    return Dossier(
        id="D-1",
        act=act,  # type: ignore[arg-type]
        entities=entities,
        authorities=authorities,
        criteria=(Criterion(criterion="c", met=True, because="b"),),
        evidence=(Evidence(id="E1", what="w", said_by="s", said_at=DAY, source="x", speaks="for"),),
        weighing=Weighing(speaks_for="f", speaks_against="a", conclusion="c", by="r", at=DAY),
        review_by=DAY + timedelta(days=365),
        digest="d" * 64,
    )


def test_every_designation_that_comes_changes_or_goes_needs_its_dossier() -> None:
    before = edition(row("a", "甲社"), row("b", "乙社"), row("c", "丙社"))
    after = edition(row("a", "甲社"), row("b", "乙社", designates="entity", covers="telecom"), row("d", "丁社"))
    changes = diff(before, after)
    assert set(uncovered(changes, before, after, ())) == {"b", "c", "d"}
    assert uncovered(changes, before, after, (dossier("designate", "d"), dossier("change", "b"), dossier("withdraw", "c"))) == ()
    assert set(uncovered(changes, before, after, (dossier("designate", "c", "d"), dossier("change", "b")))) == {"c"}


def test_a_list_that_is_taken_over_speaks_for_its_own_designations_alone() -> None:
    before, after = edition(row("a", "甲社")), edition(row("a", "甲社"), row("b", "乙社"), row("c", "丙社", authority="JP-OTHER"))
    taken = dossier("take-over", authorities=("JP-DECISION",))
    assert uncovered(diff(before, after), before, after, (taken,)) == ("c",)


def test_a_new_spelling_needs_no_dossier() -> None:
    before, after = edition(row("a", "甲社")), edition(row("a", "甲社"), row("a", "甲", name_kind="weak"))
    assert uncovered(diff(before, after), before, after, ()) == ()
