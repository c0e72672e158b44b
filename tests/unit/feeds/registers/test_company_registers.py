"""FollowTheMoney, GLEIF level 1 and 法人番号: names and numbers of companies, and only what is designated is designated."""

import json
from datetime import date
from pathlib import Path

import pytest
from register_samples import (
    CHILD,
    FOREIGN,
    FTM,
    GLEIF_RECORDS,
    GLEIF_XML,
    HOUJIN,
    PARENT,
    SAMPLES,
    Sample,
    build,
    entities,
    houjin_row,
    names,
    numbers,
    warned,
)

from sekisho.faults import InputRefused
from sekisho.terms import Period

LEI = "LEI-5493001KJTIIGC8Y1R12"


def ftm(*records: object) -> Sample:
    octets = "".join(json.dumps(record) + "\n" for record in records).encode()
    return Sample(format="ftm", name="entities.ftm.json", octets=octets, rows=len(records))


def company(known: str, **properties: list[str]) -> dict[str, object]:
    return {"id": known, "schema": "Company", "properties": {"name": [f"Reiji {known}"], **properties}}


def owns(owner: str, asset: str, **properties: list[str]) -> dict[str, object]:
    return {"id": f"{owner}-{asset}", "schema": "Ownership", "properties": {"owner": [owner], "asset": [asset], **properties}}


def rules(refused: pytest.ExceptionInfo[InputRefused]) -> list[str]:
    return [one.rule for one in refused.value.faults if not one.warning]


def test_an_export_of_follow_the_money_loads_as_it_is(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["ftm"], rows=10)
    found = entities(built)
    assert set(found) == {"例示電機有限公司", "Reiji Ministry", "Reiji Japan KK"}
    assert names(found["例示電機有限公司"]) == [
        ("例示電機有限公司", "legal"),
        ("Reiji Electric", "legal"),
        ("Reiji Shokai", "former"),
        ("RJ", "weak"),
    ]
    assert numbers(found["例示電機有限公司"]) == {
        ("LEI", "5493001KJTIIGC8Y1R12"),
        ("CN-USCC", "91440300MA5REX0001"),
        ("DUNS", "123456789"),
        ("US-UEI", "ABCDEFGH1234"),
        ("RU-INN", "7701234567"),
    }


def test_a_sanction_designates_its_entity_on_its_authority(tmp_path: Path) -> None:
    (designation,) = entities(build(tmp_path, SAMPLES["ftm"]))["例示電機有限公司"].designations
    assert (designation.authority, designation.clause, designation.period) == ("Example Office", "EX-1", Period(start=date(2024, 2, 3)))


def test_a_topic_of_restriction_designates_on_the_card_s_authority(tmp_path: Path) -> None:
    (designation,) = entities(build(tmp_path, SAMPLES["ftm"], authority="EXAMPLE"))["Reiji Ministry"].designations
    assert (designation.authority, designation.clause) == ("EXAMPLE", "topics: export.control")


def test_an_entity_that_is_only_linked_is_known_and_not_designated(tmp_path: Path) -> None:
    assert entities(build(tmp_path, SAMPLES["ftm"]))["Reiji Japan KK"].designations == ()


def test_the_holder_of_most_is_the_parent_and_the_other_is_counted(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["ftm"])
    assert entities(built)["Reiji Japan KK"].parent == "NK-1"
    assert warned(built)["register.links-left-out"] == "1"


@pytest.mark.parametrize(
    ("link", "parent"),
    [
        (owns("A", "B"), "A"),
        (owns("A", "B", percentage=["50"]), "A"),
        (owns("A", "B", percentage=["49.99"]), ""),
        (owns("A", "B", percentage=["unknown"]), "A"),
        (owns("A", "B", endDate=["2020-01-01"]), ""),
        (owns("A", "B", endDate=["2030-01-01"]), "A"),
        (owns("C", "B"), ""),
        (owns("B", "B"), ""),
    ],
)
def test_an_owner_is_a_parent_from_half_up_while_it_lasts_and_where_it_is_known(tmp_path: Path, link: dict[str, object], parent: str) -> None:
    built = build(tmp_path, ftm(company("A"), company("B"), link))
    assert built.edition.entities["B"].parent == parent
    assert ("register.links-left-out" in warned(built)) is (parent == "")


def test_persons_come_with_their_designations_where_the_card_says_so(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["ftm"], persons=True)
    assert [one.authority for one in entities(built)["例示 太郎"].designations] == ["Example Office"]
    assert "register.persons-left-out" not in warned(built)


def test_persons_vessels_and_their_sanctions_are_counted(tmp_path: Path) -> None:
    told = warned(build(tmp_path, SAMPLES["ftm"]))
    assert {rule: told[rule] for rule in sorted(told)} == {
        "register.links-left-out": "1",
        "register.others-left-out": "1",
        "register.persons-left-out": "1",
        "register.sanctions-left-out": "1",
    }


@pytest.mark.parametrize("record", [[], "x", {"id": "A"}, {"id": "A", "schema": "Company", "properties": {"name": "not a list"}}])
def test_a_record_of_another_shape_is_a_fault_with_its_line(tmp_path: Path, record: object) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, ftm(company("A"), record))
    assert [(one.rule, one.where) for one in refused.value.faults] == [("register.record", "line 2")]


def test_a_company_without_a_name_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, ftm({"id": "A", "schema": "Company", "properties": {"country": ["jp"]}}))
    assert rules(refused) == ["register.row-name"]


def test_lines_that_are_no_json_are_told_with_their_numbers(tmp_path: Path) -> None:
    sample = Sample(format="ftm", name="entities.ftm.json", octets=FTM.encode() + b'\n{"id": \n{"a": 1, "a": 2}\n', rows=12)
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, sample)
    told = [(one.rule, one.where.split(" column")[0]) for one in refused.value.faults]
    assert told == [("json.syntax", "line 12"), ("json.duplicate-key", "line 13")]


@pytest.mark.parametrize("sample", ["gleif-l1", "gleif-l1-xml"])
def test_gleif_gives_names_with_their_kinds_and_the_lei(tmp_path: Path, sample: str) -> None:
    built = build(tmp_path, SAMPLES[sample], rows=2)
    entity = built.edition.entities[LEI]
    assert names(entity)[:3] == [("例示電機株式会社", "legal"), ("例示商会", "former"), ("REIJI", "brand")]
    assert [kind for _, kind in names(entity)[3:]] == ["translation"]
    assert numbers(entity) == {("LEI", "5493001KJTIIGC8Y1R12"), ("JP-HOUJIN", "2876543210987")}
    assert (entity.country, entity.designations) == ("JP", ())


def test_a_name_in_another_namespace_is_no_name(tmp_path: Path) -> None:
    assert "not a name" not in dict(names(build(tmp_path, SAMPLES["gleif-l1-xml"]).edition.entities[LEI]))


def test_the_golden_copy_s_own_json_is_read_as_well(tmp_path: Path) -> None:
    record = {
        "LEI": {"$": "5493001KJTIIGC8Y1R12"},
        "Entity": {
            "LegalName": {"@xml:lang": "ja", "$": "例示電機株式会社"},
            "OtherEntityNames": {"OtherEntityName": [{"@type": "PREVIOUS_LEGAL_NAME", "@xml:lang": "ja", "$": "例示商会"}]},
            "TransliteratedOtherEntityNames": {"TransliteratedOtherEntityName": {"@type": "PREFERRED_ASCII_TRANSLITERATED_LEGAL_NAME", "$": "Reiji"}},
            "LegalJurisdiction": {"$": "JP"},
        },
    }
    sample = Sample(format="gleif-l1", name="golden.json", octets=json.dumps({"records": [record]}).encode(), rows=1)
    entity = build(tmp_path, sample, rows=1).edition.entities[LEI]
    assert names(entity) == [("例示電機株式会社", "legal"), ("例示商会", "former"), ("Reiji", "translation")]
    assert entity.names[0].lang == "ja"


def test_a_sole_proprietor_is_a_person(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["gleif-l1"])
    assert warned(built) == {"register.persons-left-out": "1"}
    assert len(build(tmp_path, SAMPLES["gleif-l1"], persons=True).edition.entities) == 2


def test_a_number_that_is_no_lei_is_a_fault(tmp_path: Path) -> None:
    octets = json.dumps([GLEIF_RECORDS[0] | {"LEI": "123"}]).encode()
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, Sample(format="gleif-l1", name="lei.json", octets=octets, rows=1))
    assert rules(refused) == ["register.lei"]


@pytest.mark.parametrize(
    "doctype", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "aaaa">]>', '<!DOCTYPE x SYSTEM "x.dtd">', '<!DOCTYPE x [<!ENTITY % p SYSTEM "p">%p;]>']
)
def test_xml_with_a_doctype_is_refused(tmp_path: Path, doctype: str) -> None:
    octets = GLEIF_XML.replace("?>\n", f"?>\n{doctype}\n", 1).encode()
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, Sample(format="gleif-l1", name="lei.xml", octets=octets, rows=2))
    assert rules(refused) == ["xml.doctype"]


def test_xml_that_is_none_too_deep_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    told = []
    for octets in (b"<a><b></a>", b"<a>" * 100, "<a>例</a>".encode("utf-16"), b"<a>&undefined;</a>"):
        with pytest.raises(InputRefused) as refused:
            build(tmp_path, Sample(format="gleif-l1", name="lei.xml", octets=octets, rows=2))
        told += rules(refused)
    assert told == ["xml.syntax", "xml.too-many-elements", "text.utf-16", "xml.syntax"]


def test_corporate_numbers_are_names_and_numbers_of_companies(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["houjin"], rows=4)
    entity = built.edition.entities[f"JP-HOUJIN-{PARENT}"]
    assert names(entity) == [
        ("例示電機株式会社", "legal"),
        ("Reiji Electric Co., Ltd.", "translation"),
        ("レイジデンキ", "translation"),
        ("株式会社例示商会", "former"),
    ]
    assert numbers(entity) == {("JP-HOUJIN", PARENT)}
    assert (entity.country, entity.designations) == ("JP", ())


def test_a_successor_in_the_same_file_is_the_parent(tmp_path: Path) -> None:
    found = build(tmp_path, SAMPLES["houjin"]).edition.entities
    assert [found[f"JP-HOUJIN-{number}"].parent for number in (PARENT, CHILD, FOREIGN)] == ["", f"JP-HOUJIN-{PARENT}", ""]


def test_a_foreign_company_has_no_country_of_its_own_here(tmp_path: Path) -> None:
    assert build(tmp_path, SAMPLES["houjin"]).edition.entities[f"JP-HOUJIN-{FOREIGN}"].country == ""


def test_a_wrong_check_digit_and_a_short_row_are_faults_with_their_lines(tmp_path: Path) -> None:
    wrong = houjin_row("1" + PARENT[1:], "例示") + '"1","2"\n' + houjin_row(CHILD, "")
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, Sample(format="houjin", name="houjin.csv", octets=(HOUJIN + wrong).encode(), rows=7))
    assert [(one.rule, one.where) for one in refused.value.faults] == [
        ("register.corporate-number", "line 5"),
        ("register.row-columns", "line 6"),
        ("register.row-name", "line 7"),
    ]
