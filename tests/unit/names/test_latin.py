"""Latin names: slips of the pen, lost spaces, cut ends, words that are known, and what keeps two companies apart."""

import pytest

from sekisho.names import Comparison, compare
from sekisho.names.latin_facts import LATIN_FACTS
from sekisho.names.weights import weights


def codes(found: Comparison) -> set[str]:
    return {fact.code for fact in found.evidence.facts}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reijima Optronics Trading Co., Ltd.", "Reijmia Optronisc Trading Co., Ltd."),
        ("Reijima Optronics Trading Co., Ltd.", "Trading Optronics Reijima Co., Ltd."),
        ("Reijima Optronics Trading Co., Ltd.", "Reijima Optronics Trading Cmpany"),
        ("Example Air Cargo", "ExampleAir Cargo"),
        ("Example Air Cargo", "Exampl eAir Cargo"),
        ("Example Society for Entertainment and Leisure Projects", "Example Society for Entertainments and Leisure Project"),
        ("Reijima Bank B.S.C.", "ReijimaBank"),
        ("Reijima Technology Group", "Reijima Tech Grp"),
    ],
)
def test_a_damaged_name_is_found(one: str, other: str) -> None:
    assert compare(one, other).alert, compare(one, other).why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rejio Ltd", "Zejio"),
        ("Reij Co., Ltd.", "Reijk Co., Ltd."),
        ("Tide Co.,Ltd", "Tidewater Middle East Co."),
        ("Reijima Hotel, Ltd.", "Distribuidora Reijima de Baja Sample"),
        ("Solar Group", "La Solare Marketing Group"),
        ("Reijima Hotel", "Reijima Technologies"),
        ("Beijing Reijima Systems", "Shanghai Reijima Systems"),
    ],
)
def test_a_likeness_of_words_alone_is_no_alert(one: str, other: str) -> None:
    assert not compare(one, other).alert, compare(one, other).why


def test_a_name_that_a_short_field_cut_off_is_found_and_says_so() -> None:
    whole = "STATE ENTERPRISE REIJIMA FACTORY OF SPARKLING BEVERAGES"
    found = compare(whole, whole[:34])
    assert found.alert
    assert "cut" in codes(found)
    assert not codes(found) & {"brand_extra", "generic_extra", "loss_more"}
    assert "cut" not in codes(compare("REIJIMA FACTORY", "REIJIMA"))


def test_the_little_word_of_both_names_denies_neither() -> None:
    found = compare("Movement for Sample Reform in Reijima", "Movement for Reform in Reijima")
    assert "negation" not in codes(found)
    assert found.alert
    assert "negation" in codes(compare("Reseller for Reijima", "Reijima"))


def test_letters_that_changed_places_are_a_likelier_slip_than_another_letter() -> None:
    assert compare("Reijima Optronics", "Reijmia Optronics").score > compare("Reijima Optronics", "Reijiba Optronics").score


def test_a_slip_in_a_long_word_says_less_against_than_in_a_short_one() -> None:
    assert compare("Reijimatronics", "Reijimatromics").score > compare("Rejio", "Remio").score


def test_a_shorter_word_for_a_term_is_the_term_and_another_of_its_meaning_is_reworded() -> None:
    assert "reworded" not in codes(compare("Reijima Technology", "Reijima Tech"))
    assert "reworded" in codes(compare("Reijima Industries", "Reijima Enterprises"))


def test_the_same_legal_form_speaks_for_a_slip() -> None:
    alike, unlike = compare("Reijima Optronics GmbH", "Reijoma Optronics GmbH"), compare("Reijima Optronics GmbH", "Reijoma Optronics Ltda")
    assert "form_same" in codes(alike)
    assert alike.score > unlike.score


def test_a_rare_brand_alone_finds_the_full_name_but_not_the_hotel_that_bears_it() -> None:
    assert compare("Reijima", "Hangzhou Reijima Digital Technology Co., Ltd.").alert
    assert not compare("Reijima", "Reijima Hotel").alert


def test_the_latin_line_weighs_latin_facts_and_no_others() -> None:
    assert set(weights().families["latin"]) == set(LATIN_FACTS)
