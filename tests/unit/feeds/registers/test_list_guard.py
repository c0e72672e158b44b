"""The guard fails closed in every format: rows, digests, files beside the source, and the size of the edition before."""

import contextlib
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_samples import CSL_NEW, DPL, FCC_TABLE, FTM, OFAC_MAIN, RETRIEVED, SAMPLES, Sample, build, laid_out, read_here

from sekisho.faults import InputRefused, RegisterRefused
from sekisho.feeds.register_source import BareCard, build_edition
from sekisho.feeds.registers.companies import is_acronym, is_company_name
from sekisho.feeds.registers.formats import FORMATS

EVERY = sorted(SAMPLES)
NONE = BareCard(retrieved_at=None, good_for_days=None)


def cut(sample: Sample, octets: bytes) -> Sample:
    return Sample(format=sample.format, name=sample.name, octets=octets, rows=sample.rows, also=sample.also)


def test_there_is_a_sample_of_every_format() -> None:
    assert {sample.format for sample in SAMPLES.values()} == set(FORMATS)


@pytest.mark.parametrize("name", EVERY)
def test_a_source_is_built_with_its_rows_and_its_digest(tmp_path: Path, name: str) -> None:
    import hashlib

    sample = SAMPLES[name]
    built = build(tmp_path, sample, rows=sample.rows, sha256=hashlib.sha256(sample.octets).hexdigest())
    assert built.edition.entities
    assert [card.path for card in built.edition.cards] == [sample.name, *sample.also]
    assert {card.retrieved_at for card in built.edition.cards} == {RETRIEVED}


@pytest.mark.parametrize("part", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("name", EVERY)
def test_a_truncated_source_is_refused_by_its_rows_alone(tmp_path: Path, name: str, part: float) -> None:
    sample = SAMPLES[name]
    with pytest.raises(RegisterRefused) as refused:
        build(tmp_path, cut(sample, sample.octets[: int(len(sample.octets) * part)]), rows=sample.rows)
    assert refused.value.exit_code == 3
    assert {one.rule for one in refused.value.faults} & {"register.truncated", "register.orphan"}


def test_a_table_whose_last_row_breaks_off_is_refused_though_the_number_of_rows_holds(tmp_path: Path) -> None:
    sample = SAMPLES["fcc-covered-names"]
    whole, _, last = sample.octets.rstrip(b"\r\n").rpartition(b"\n")
    broken = whole + b"\n" + last[:9]
    with pytest.raises(RegisterRefused) as refused:
        build(tmp_path, cut(sample, broken), rows=sample.rows)
    assert refused.value.faults[0].rule == "register.truncated"
    with pytest.raises(InputRefused):  # a faulty row that ends as a row does was not cut: it is the user's to mend
        build(tmp_path, cut(sample, broken + b"\n"), rows=sample.rows)


@pytest.mark.parametrize("name", EVERY)
def test_another_digest_is_refused_before_any_row_is_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(RegisterRefused) as refused:
        build(tmp_path, SAMPLES[name], sha256="0" * 64)
    assert [one.rule for one in refused.value.faults] == ["register.digest"]


@pytest.mark.parametrize("beside", ["alt.csv", "add.csv", "comments.csv"])
def test_a_truncated_file_beside_the_source_is_refused(tmp_path: Path, beside: str) -> None:
    main = laid_out(tmp_path, SAMPLES["ofac-sdn"])
    octets = (tmp_path / beside).read_bytes()
    (tmp_path / beside).write_bytes(octets[:-5])
    with pytest.raises(RegisterRefused) as refused:
        build_edition([main], NONE)
    assert [(one.file, one.rule) for one in refused.value.faults] == [(beside, "register.digest")]


@pytest.mark.parametrize("digests", [None, [], ["0" * 64], ["x" * 64, "0" * 64, "0" * 64]])
def test_files_beside_the_source_without_their_digests_are_bad_input(tmp_path: Path, digests: list[str] | None) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, SAMPLES["ofac-sdn"], also_sha256=digests)
    assert [one.rule for one in refused.value.faults] == ["case.also-digest"]


@pytest.mark.parametrize("named", ["../alt.csv", "/etc/passwd", "..", "a/b.csv", "c:alt.csv", "sdn.csv"])
def test_a_file_elsewhere_is_not_taken(tmp_path: Path, named: str) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, SAMPLES["ofac-sdn"], also=[named], also_sha256=["0" * 64])
    assert [one.rule for one in refused.value.faults] == ["case.also"]


def test_a_format_without_companions_takes_none(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, SAMPLES["houjin"], also=["alt.csv"], also_sha256=["0" * 64])
    assert [one.rule for one in refused.value.faults] == ["case.also"]


def test_a_missing_file_beside_the_source_is_told(tmp_path: Path) -> None:
    main = laid_out(tmp_path, SAMPLES["ofac-sdn"])
    (tmp_path / "alt.csv").unlink()
    with pytest.raises(InputRefused) as refused:
        build_edition([main], NONE)
    assert [(one.file, one.rule) for one in refused.value.faults] == [("alt.csv", "file.missing")]


def test_a_file_beside_the_source_that_cannot_be_read_is_told_and_not_called_a_truncated_source(tmp_path: Path) -> None:
    import hashlib

    broken = b'101,1,"aka\n'
    sample = Sample(format="ofac-sdn", name="sdn.csv", octets=SAMPLES["ofac-sdn"].octets, rows=4, also={"alt.csv": broken})
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, sample, rows=4, also_sha256=[hashlib.sha256(broken).hexdigest()])
    assert [(one.file, one.rule) for one in refused.value.faults] == [("alt.csv", "csv.quotes")]


def test_an_unknown_format_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, SAMPLES["sekisho-csv"], format="ofac-sdm")
    assert [(one.rule, one.shown) for one in refused.value.faults] == [("case.choice", "ofac-sdm")]


def test_an_edition_far_smaller_than_the_one_before_is_refused(tmp_path: Path) -> None:
    before = build(tmp_path, SAMPLES["ftm"]).edition
    main = laid_out(tmp_path, cut(SAMPLES["ftm"], FTM.splitlines()[0].encode()))
    with pytest.raises(RegisterRefused) as refused:
        build_edition([main], NONE, previous=before)
    assert [one.rule for one in refused.value.faults] == ["register.out-of-band"]


def test_sources_of_several_formats_make_one_edition(tmp_path: Path) -> None:
    paths = [laid_out(tmp_path, SAMPLES[name]) for name in ("ofac-sdn", "meti-notice", "gleif-l1-xml")]
    edition = build_edition(paths, NONE).edition
    assert len(edition.entities) == 2 + 3 + 2
    assert [card.format for card in edition.cards] == ["ofac-sdn"] * 4 + ["meti-notice", "gleif-l1"]


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    assert build(tmp_path, SAMPLES["ftm"]).octets == build(tmp_path, SAMPLES["ftm"]).octets


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=30)
@given(octets=st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(name: str, octets: bytes) -> None:
    read_or_refused(name, octets)


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=30)
@given(start=st.floats(0, 1), length=st.integers(0, 40), instead=st.binary(max_size=6) | st.sampled_from([b'"', b",", b"\n", b"[]", b"null", b"1"]))
def test_a_damaged_source_is_read_or_refused(name: str, start: float, length: int, instead: bytes) -> None:
    octets = SAMPLES[name].octets
    at = int(start * len(octets))
    read_or_refused(name, octets[:at] + instead + octets[at + length :])


def read_or_refused(name: str, octets: bytes) -> None:
    try:
        reading = read_here(SAMPLES[name], octets)
    except (InputRefused, RegisterRefused) as refusal:
        assert all(one.remedy_ja and one.remedy_en for one in refusal.faults)
        return
    assert reading.count >= 0
    assert all(row.cells["entity"] and row.cells["name"] for row in reading.rows)


HEAD = OFAC_MAIN.split(b",-0- ,")[0] + b"," + b"-0- ," * 9
MOST = 32_000
"""Characters in one field of a CSV, about the most that are let through."""
HOSTILE = {
    "blanks in a notice": ("meti-notice", ("1 れ" + " " * 60_000 + "\n" * 200_000 + "x").encode()),
    "numbers in a notice": ("meti-notice", b"1 " * 30_000 + "れ".encode() + (b"\n" + b"2 " * 30_000) * 20),
    "lines in a notice": ("meti-notice", ("1 例(" + "あ\n" * 300_000 + "所在地:x").encode()),
    "brackets in a notice": ("meti-notice", ("(告示第" * 300_000).encode()),
    "addresses in a notice": ("meti-notice", ("1 例\nReiji\n" + "所在地:x\n" * 200_000).encode()),
    "aliases in a remark": ("ofac-sdn", HEAD + b'"' + b"a.k.a. '" * (MOST // 8) + b'"'),
    "issuers in a remark": ("ofac-sdn", HEAD + b'"' + b"Issuer Name " * (MOST // 12) + b'"'),
    "dates in a remark": ("ofac-consolidated", HEAD + b'"' + b"Listing Date (" * (MOST // 14) + b'"'),
    "blanks in a name": ("bis-dpl", DPL.encode().splitlines(True)[0] + b'"A' + b" " * MOST + b'B"' + b'\t""' * 8 + b"\r\n"),
    "affiliates in an entry": ("fcc-covered", FCC_TABLE.encode().splitlines(True)[0] + b'"made by x, ' + b"or any of its " * (MOST // 14) + b'",'),
    "makers in an entry": ("fcc-covered", FCC_TABLE.encode().splitlines(True)[0] + b'"' + b"made, produced by " * (MOST // 18) + b'",'),
    "blanks in an address": ("csl", CSL_NEW.encode().splitlines(True)[0] + b'a,List (EL),,,,Reiji,"' + b", " * 8_000 + b" " * 16_000 + b'x",,,,,'),
}


@pytest.mark.parametrize("made", HOSTILE)
def test_nothing_in_a_source_keeps_its_reader_busy(made: str) -> None:
    named, octets = HOSTILE[made]
    bare = Sample(format=named, name=SAMPLES[named].name, octets=octets, rows=0)
    started = time.process_time()
    with contextlib.suppress(InputRefused, RegisterRefused):
        read_here(bare, octets)
    assert time.process_time() - started < (2 if sys.gettrace() is None else 10)


@pytest.mark.parametrize("name", ["REIJI CO., LTD.", "REIJI TRADE", "REIJI GMBH", "3R", "A & B", "REIJI.NET", "MICROWAVE (REIJI)"])
def test_a_company_s_name_is_known_by_its_words(name: str) -> None:
    assert is_company_name(name)


@pytest.mark.parametrize("name", ["TARO REIJI", "REIJI, TARO", "T. REIJI", "REIJI", "TARO REIJI-COTEN"])
def test_a_name_without_them_is_not_taken_for_a_company_s(name: str) -> None:
    assert not is_company_name(name)


def test_an_acronym_is_a_few_capitals_and_nothing_else() -> None:
    assert [name for name in ("RJA", "BX-NT", "R2", "R", "REIJIS", "Rja", "R J", "RJ-ABCD") if is_acronym(name)] == ["RJA", "BX-NT", "R2"]
