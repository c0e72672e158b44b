"""The statutory register sources: their columns, cards, dates and entities."""

import csv
import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from sekisho.feeds.registers.numbers import number_of
from sekisho.names.normalise import name_key
from sekisho.register.model import CLASSIFICATIONS, DESIGNATES, NAME_KINDS

COLUMNS = [
    "entity", "name", "lang", "name_kind", "country", "parent", "scheme", "identifier", "designates", "covers", "purpose", "affiliates",
    "authority", "clause", "source", "effective_from", "effective_to", "classification", "unverified",
]  # fmt: skip
GROUPS = {
    "telecom", "video-surveillance", "semiconductor", "uas", "consumer-router", "security-software", "s214-service", "service",
    "power-inverter", "advanced-robotics",
}  # fmt: skip
PURPOSES = {"public-safety", "government-facility-security", "critical-infrastructure-surveillance", "national-security"}
HEARSAY = ("general knowledge", "not an official document")
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc_holds(number: str) -> bool:
    """GB 32100-2015: the last character makes the sum of the others, weighted by powers of 3, 0 modulo 31."""
    return (31 - sum(USCC.index(sign) * pow(3, place, 31) for place, sign in enumerate(number[:17])) % 31) % 31 == USCC.index(number[17])


def isin_holds(number: str) -> bool:
    """ISO 6166: letters as two digits, every second digit from the right doubled, the sum of all digits 0 modulo 10."""
    digits = "".join(str(int(sign, 36)) for sign in number)
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits))) % 10 == 0


def inn_holds(number: str) -> bool:
    """A company's ИНН of ten digits: the last is the weighted sum of the others modulo 11, modulo 10."""
    return sum(int(digit) * weight for digit, weight in zip(number[:9], (2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True)) % 11 % 10 == int(number[9])


def ogrn_holds(number: str) -> bool:
    """An ОГРН of thirteen digits: the last is the others modulo 11, modulo 10."""
    return int(number[:12]) % 11 % 10 == int(number[12])


CHECKED: Mapping[str, Callable[[str], bool]] = {"CN-USCC": uscc_holds, "ISIN": isin_holds, "RU-INN": inn_holds, "RU-OGRN": ogrn_holds}
FILES = {"section-889": "US-889", "section-5949": "US-5949", "fcc-covered-list": "US-FCC"}


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "registers" / "us-statutory"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def all_rows(folder: Path) -> list[dict[str, str]]:
    return [row for name in FILES for row in rows(folder, name)]


@pytest.mark.parametrize("name", FILES)
def test_a_card_states_its_sources_rows_and_digest(folder: Path, name: str) -> None:
    card = yaml.safe_load((folder / f"{name}.card.yaml").read_text(encoding="utf-8"))
    assert card["path"] == f"{name}.csv"
    assert card["format"] == "sekisho-csv"
    assert card["authority"] == FILES[name]
    assert card["rows"] == len(rows(folder, name))
    assert card["sha256"] == hashlib.sha256((folder / card["path"]).read_bytes()).hexdigest()
    assert card["retrieved_at"] == date(2026, 11, 22)
    assert card["good_for_days"] > 0
    assert card["classification"] == "public"


def test_every_row_is_written_in_the_words_of_the_register(folder: Path) -> None:
    for row in all_rows(folder):
        assert row["entity"] and row["name"] == row["name"].strip()
        assert row["name_kind"] in NAME_KINDS
        assert row["classification"] in CLASSIFICATIONS
        assert row["unverified"] in ("yes", "no")
        assert row["designates"] in (*DESIGNATES, "")
        assert row["affiliates"] in ("included", "excluded", "unstated", "")
        assert {word for word in row["covers"].split(";") if word} <= GROUPS
        assert {word for word in row["purpose"].split(";") if word} <= PURPOSES
        for column in ("effective_from", "effective_to"):
            assert not row[column] or date.fromisoformat(row[column]).isoformat() == row[column]


def test_no_row_lacks_a_source(folder: Path) -> None:
    assert [row["name"] for row in all_rows(folder) if not row["source"].strip()] == []


def test_a_row_states_a_whole_designation_or_none(folder: Path) -> None:
    for name, authority in FILES.items():
        for row in rows(folder, name):
            stated = [row[column] for column in ("covers", "affiliates", "authority", "clause", "effective_from")]
            if row["designates"] in ("", "none"):
                assert not any(stated) and not row["purpose"], row["name"]
            else:
                assert all(stated) and row["authority"] == authority, row["name"]


def test_each_entity_designates_something_or_says_that_it_does_not(folder: Path) -> None:
    # A source whose rows state no designation restricts everyone it names, for everything; a mere affiliate must say `none`.
    silent = {row["entity"] for row in all_rows(folder)} - {row["entity"] for row in all_rows(folder) if row["designates"]}
    assert silent == set()


def test_every_parent_is_an_entity_and_every_mere_affiliate_has_one(folder: Path) -> None:
    entities = {row["entity"] for row in all_rows(folder)}
    assert {row["parent"] for row in all_rows(folder) if row["parent"]} <= entities
    assert all(row["parent"] for row in all_rows(folder) if row["designates"] == "none")


def test_section_889_covers_two_makers_for_any_purpose_and_three_for_four(folder: Path) -> None:
    stated = [row for row in rows(folder, "section-889") if "(f)(3)(A)" in row["clause"] or "(f)(3)(B)" in row["clause"]]
    assert {row["name"]: set(filter(None, row["purpose"].split(";"))) for row in stated} == {
        "Huawei Technologies Company": set(),
        "ZTE Corporation": set(),
        "Hytera Communications Corporation": PURPOSES,
        "Hangzhou Hikvision Digital Technology Company": PURPOSES,
        "Dahua Technology Company": PURPOSES,
    }
    assert {row["effective_from"] for row in stated} == {"2019-08-13"}
    assert {row["affiliates"] for row in stated} == {"included"}


def test_section_5949_covers_three_makers_of_semiconductors_from_2027_12_23(folder: Path) -> None:
    stated = [row for row in rows(folder, "section-5949") if row["designates"] == "entity"]
    assert {(row["entity"], row["covers"], row["effective_from"]) for row in stated} == {
        (entity, "semiconductor", "2027-12-23") for entity in ("smic", "cxmt", "ymtc")
    }


def test_what_no_official_document_was_read_for_is_marked_unverified(folder: Path) -> None:
    for row in all_rows(folder):
        if any(words in row["source"] for words in HEARSAY):
            assert row["unverified"] == "yes", row["name"]
        if row["designates"] in ("", "none") and row["unverified"] == "no":
            assert re.search(r"edition of [0-9-]{10}|copy (in \S+ at commit [0-9a-f]{8}|of [A-Z0-9][\w -]+)", row["source"]), row["name"]


def test_each_maker_that_a_statute_names_is_written_in_english_chinese_and_japanese(folder: Path) -> None:
    scripts: dict[str, set[str]] = {}
    for row in all_rows(folder):
        scripts.setdefault(row["entity"], set()).add(row["lang"].split("-")[0])
    statutory = ("huawei", "zte", "hytera", "hikvision", "dahua", "smic", "cxmt", "ymtc", "dji", "autel-robotics")
    assert {maker: scripts[maker] for maker in statutory if scripts[maker] != {"en", "zh", "ja"}} == {}


def test_a_name_stands_once_for_one_entity(folder: Path) -> None:
    owners: dict[str, set[str]] = {}
    for row in all_rows(folder):
        owners.setdefault(row["name"].casefold(), set()).add(row["entity"])
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_no_two_entities_share_the_key_of_a_name(folder: Path) -> None:
    """A look-up of a name that two entities bear leaves `possible`: a subsidiary named by the bare brand is not listed apart from its maker."""
    owners: dict[str, set[str]] = {}
    for row in all_rows(folder):
        if row["designates"] != "place":
            owners.setdefault(name_key(row["name"]).key, set()).add(row["entity"])
    assert {key: found for key, found in owners.items() if len(found) > 1 or not key} == {}


def test_a_number_has_its_schemes_shape_and_its_check_digit_holds(folder: Path) -> None:
    numbers = [(row["scheme"], row["identifier"]) for row in all_rows(folder) if row["identifier"]]
    assert len(numbers) == len(set(numbers)) > 9
    assert {number for number in numbers if number_of(*number) != number or not CHECKED[number[0]](number[1])} == set()


@pytest.mark.parametrize("scheme", ["CN-USCC", "ISIN", "RU-INN", "RU-OGRN"])
def test_the_check_digits_notice_one_wrong_digit(folder: Path, scheme: str) -> None:
    for row in all_rows(folder):
        if row["scheme"] == scheme:
            number = row["identifier"]
            for place, digit in enumerate(number):
                if digit.isdigit():
                    assert not CHECKED[scheme](number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]), (number, place)


def test_no_common_word_and_no_maker_of_another_owner_stands_as_a_name(folder: Path) -> None:
    names = {row["name"].casefold(): row["name_kind"] for row in all_rows(folder)}
    for trap in ("中興", "中兴", "大華", "大华", "hua wei", "da hua", "honor", "荣耀", "uniview", "宇視", "hikari", "china mobile", "autel"):
        assert trap not in names
    assert names["lorex"] == "weak"


def test_a_name_of_three_capitals_is_an_acronym_unless_it_is_the_makers_own_brand(folder: Path) -> None:
    short = {row["name"]: row["name_kind"] for row in all_rows(folder) if re.fullmatch(r"[A-Z]{2,3}", row["name"])}
    assert {name for name, kind in short.items() if kind != "acronym"} == {"ZTE", "DJI"}


def test_a_mere_affiliate_is_related_to_a_designation_that_takes_affiliates_in(folder: Path) -> None:
    taken = {row["entity"] for row in all_rows(folder) if row["designates"] == "entity" and row["affiliates"] == "included"}
    assert {row["parent"] for row in all_rows(folder) if row["designates"] == "none"} <= taken


def test_place_designations_mean_any_country_but_the_united_states(folder: Path) -> None:
    places = [row for row in all_rows(folder) if row["designates"] == "place"]
    assert {row["country"] for row in places} == {"!US"}
    assert {row["covers"] for row in places} == {"uas", "consumer-router", "power-inverter", "advanced-robotics"}


@pytest.mark.corpus
def test_the_fcc_source_has_every_entry_of_the_public_copy_with_its_date(folder: Path, corpus: Path) -> None:
    with (corpus / "fcc" / "fcc_covered_list_2026.csv").open(encoding="utf-8", newline="") as stream:
        entries = {(row["entity_name"], row["effective_date"]) for row in csv.DictReader(stream)}
    ours = {(row["name"], row["effective_from"]) for row in rows(folder, "fcc-covered-list") if row["designates"] not in ("", "none")}
    missing = {entry for entry in entries if entry not in ours}
    assert missing == {("Foreign-produced Uncrewed Aircraft Systems (UAS)", "2025-12-22"), ("Foreign-produced Routers", "2026-03-23")}
    assert {("uas", "2025-12-22"), ("consumer-router", "2026-03-23")} <= {
        (row["covers"], row["effective_from"]) for row in rows(folder, "fcc-covered-list")
    }
