"""OFAC's lists, the Consolidated Screening List, the Denied Persons List and the FCC Covered List become designations with their authorities."""

from datetime import date
from pathlib import Path

import pytest
from register_samples import DPL, FCC_NAMES, OFAC_ALSO, OFAC_MAIN, SAMPLES, Sample, build, entities, names, numbers, warned

from sekisho.faults import InputRefused, RegisterRefused
from sekisho.terms import Period


def rules(refusal: InputRefused | RegisterRefused) -> list[str]:
    return [one.rule for one in refusal.faults]


def test_an_organisation_of_the_sdn_list_has_its_aliases_by_their_strength(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["ofac-sdn"], rows=4))
    assert names(found["REIJI DENKI CO., LTD."]) == [
        ("REIJI DENKI CO., LTD.", "legal"),
        ("REIJI ELECTRIC", "legal"),
        ("REIJI SHOKAI", "former"),
        ("RJD", "weak"),
        ("REIJI GROUP", "weak"),
        ("Reiji Denki", "weak"),
    ]


def test_a_remark_that_goes_on_in_the_comments_file_is_read_as_one(tmp_path: Path) -> None:
    entity = entities(build(tmp_path, SAMPLES["ofac-sdn"]))["REIJI DENKI CO., LTD."]
    assert numbers(entity) == {
        ("CN-USCC", "91440300MA5REX0001"),
        ("ISIN", "CNE000000001"),
        ("LEI", "5493001KJTIIGC8Y1R12"),
        ("DUNS", "123456789"),
    }


def test_the_country_is_that_of_the_addresses_only_where_all_are_in_one(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["ofac-sdn"]))
    assert [found[name].country for name in ("REIJI DENKI CO., LTD.", "REIJI BANK")] == ["CN", ""]


def test_individuals_and_vessels_are_left_out_and_counted(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["ofac-sdn"])
    assert set(entities(built)) == {"REIJI DENKI CO., LTD.", "REIJI BANK"}
    assert warned(built) == {"register.persons-left-out": "1", "register.others-left-out": "1"}


def test_individuals_are_taken_with_their_aliases_where_the_card_says_so(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["ofac-sdn"], persons=True)
    assert names(entities(built)["REIJI, Taro"]) == [("REIJI, Taro", "legal"), ("TARO", "legal")]
    assert warned(built) == {"register.others-left-out": "1"}


def test_the_sdn_list_is_the_authority_and_its_programmes_the_clause(tmp_path: Path) -> None:
    (designation,) = entities(build(tmp_path, SAMPLES["ofac-sdn"]))["REIJI BANK"].designations
    assert (designation.authority, designation.clause) == ("US-OFAC-SDN", "UKRAINE-EO13662; RUSSIA-EO14024")


def test_the_card_s_authority_stands_where_the_rows_name_none(tmp_path: Path) -> None:
    (designation,) = entities(build(tmp_path, SAMPLES["ofac-sdn"], authority="US-EXAMPLE"))["REIJI BANK"].designations
    assert designation.authority == "US-EXAMPLE"


def test_a_programme_of_the_consolidated_lists_names_the_list_and_its_first_day(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["ofac-consolidated"]))
    (cmic,) = found["REIJI DENKI CO., LTD."].designations
    assert (cmic.authority, cmic.clause, cmic.period) == ("US-NS-CMIC", "CMIC-EO13959", Period(start=date(2021, 6, 3)))
    assert [(one.authority, one.clause) for one in found["REIJI BANK"].designations] == [
        ("US-SSI", "UKRAINE-EO13662"),
        ("US-NS-MBS", "RUSSIA-EO14024"),
    ]


def test_every_name_says_in_which_line_of_which_file_it_stands(tmp_path: Path) -> None:
    entity = entities(build(tmp_path, SAMPLES["ofac-sdn"]))["REIJI BANK"]
    source = entity.names[0].source
    assert (source.name, source.url, source.retrieved_at) == ("A sample", "sdn.csv#line=4", date(2026, 6, 1))


def test_an_alias_of_nobody_means_that_the_main_file_is_cut_short(tmp_path: Path) -> None:
    short = Sample(format="ofac-sdn", name="sdn.csv", octets=b"\r\n".join(OFAC_MAIN.split(b"\r\n")[:2]), rows=2, also=OFAC_ALSO)
    with pytest.raises(RegisterRefused) as refused:
        build(tmp_path, short)
    assert [one.rule for one in refused.value.faults if not one.warning] == ["register.orphan"]
    assert refused.value.exit_code == 3


def test_a_row_of_another_width_is_a_fault_with_its_line(tmp_path: Path) -> None:
    sample = Sample(format="ofac-sdn", name="sdn.csv", octets=OFAC_MAIN + b'\r\n105,"REIJI"\r\nx,"REIJI",-0-,,,,,,,,,\r\n', rows=6)
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, sample)
    assert [(one.rule, one.where) for one in refused.value.faults if not one.warning] == [
        ("register.row-columns", "line 6"),
        ("register.row-number", "line 7"),
    ]


def test_a_list_in_the_screening_list_is_the_row_s_authority(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["csl"], rows=5))
    assert {name: entity.designations[0].authority for name, entity in found.items()} == {
        "Reiji 13th Institute": "US-BIS-EL",
        "Reiji Import": "US-STATE-ISN",
        "REIJI BANK": "US-OFAC-SDN",
        "Taro Reiji": "US-STATE-DTC",
    }


def test_aliases_of_the_screening_list_are_parted_and_short_capitals_are_acronyms(tmp_path: Path) -> None:
    entity = entities(build(tmp_path, SAMPLES["csl"]))["Reiji 13th Institute"]
    assert names(entity)[1:] == [("Reiji Lab", "legal"), ("HRX", "acronym"), ("Reiji 13", "legal")]
    assert (entity.country, entity.designations[0].period.start) == ("CN", date(2018, 8, 1))


def test_any_successor_sub_unit_or_subsidiary_includes_affiliates_and_is_no_name(tmp_path: Path) -> None:
    (designation,) = entities(build(tmp_path, SAMPLES["csl"]))["Reiji Import"].designations
    assert designation.affiliates == "included"


def test_the_same_ofac_number_is_the_same_entity_in_both_formats(tmp_path: Path) -> None:
    entity = entities(build(tmp_path, SAMPLES["csl"]))["REIJI BANK"]
    assert entity.id == "OFAC-7"
    assert numbers(entity) == {("CN-USCC", "91440300MA5REX0001")}


def test_the_old_layout_of_the_screening_list_is_read_by_its_header(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["csl-old"], rows=3)
    found = entities(built)
    assert set(found) == {"TARO REIJI", "REIJI OOO"}
    assert found["TARO REIJI"].designations[0].period == Period(start=date(2017, 10, 16), end=date(2020, 10, 13))
    assert found["TARO REIJI"].country == ""
    assert warned(built) == {"register.others-left-out": "1", "register.unmarked-names": "1"}


def test_a_screening_list_with_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, Sample(format="csl", name="x.csv", octets=b"list,who\na,b\n", rows=1))
    assert (rules(refused.value), refused.value.faults[0].shown) == (["register.layout"], "source, name")


def test_addresses_of_one_denied_person_are_one_entity_until_its_expiration(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["bis-dpl"], rows=3))
    company = found["REIJI TRADING CO., LTD."]
    assert names(company) == [("REIJI TRADING CO., LTD.", "legal")]
    (designation,) = company.designations
    assert (designation.authority, designation.clause, company.country) == ("US-BIS-DPL", "80 F.R. 1", "AE")
    assert designation.period == Period(start=date(2019, 6, 5), end=date(2029, 12, 3))


def test_a_name_that_nothing_marks_as_a_company_s_is_kept_and_proves_nothing_alone(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["bis-dpl"])
    assert names(entities(built)["TARO REIJI"]) == [("TARO REIJI", "weak"), ("T. REIJI", "weak")]
    assert warned(built) == {"register.unmarked-names": "1"}


def test_with_persons_every_denied_name_is_a_full_one(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["bis-dpl"], persons=True)
    assert names(entities(built)["TARO REIJI"]) == [("TARO REIJI", "legal"), ("T. REIJI", "legal")]
    assert warned(built) == {}


def test_a_date_that_is_none_is_a_fault_with_its_line(tmp_path: Path) -> None:
    sample = Sample(format="bis-dpl", name="dpl.txt", octets=DPL.replace("12/03/2029", "13/45/2029", 1).encode(), rows=3)
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, sample)
    assert [(one.rule, one.where, one.shown) for one in refused.value.faults if not one.warning] == [("register.row-date", "line 2", "13/45/2029")]


def test_an_entry_of_the_covered_list_gives_maker_kinds_and_purposes(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["fcc-covered"], rows=5))
    camera, maker = found["Reiji Camera Company"].designations[0], found["Reiji Technologies Company"].designations[0]
    assert (maker.covers, maker.purposes) == (("telecom", "service"), ())
    assert camera.covers == ("telecom", "video-surveillance", "service")
    assert camera.purposes == ("public-safety", "government-facility-security", "critical-infrastructure-surveillance", "national-security")
    assert found["AO Reiji Lab"].designations[0].affiliates == "included"


def test_a_wholly_owned_subsidiary_has_its_parent(tmp_path: Path) -> None:
    found = entities(build(tmp_path, SAMPLES["fcc-covered"]))
    assert found["ReijiNet (USA) LLC"].parent == found["Reiji Networks Corp"].id


@pytest.mark.parametrize("sample", ["fcc-covered", "fcc-covered-names"])
def test_goods_made_in_a_foreign_country_are_a_designation_of_a_place(tmp_path: Path, sample: str) -> None:
    found = [one for entity in entities(build(tmp_path, SAMPLES[sample])).values() for one in entity.designations if one.designates == "place"]
    assert [(one.country, one.covers, one.period.start) for one in found] == [("!US", ("consumer-router",), date(2026, 3, 23))]


def test_an_entry_that_names_neither_maker_nor_known_goods_is_a_fault(tmp_path: Path) -> None:
    sample = Sample(format="fcc-covered", name="names.csv", octets=(FCC_NAMES + "Foreign-produced Teapots,2026-03-23\n").encode(), rows=3)
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, sample)
    assert [(one.rule, one.where) for one in refused.value.faults] == [("register.fcc-entry", "line 4")]
