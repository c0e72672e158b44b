"""Every public list of restricted entities builds an edition, and a truncated copy of it is refused with exit 3 through the command line."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from sekisho.faults import RegisterRefused
from sekisho.feeds.register_source import BareCard, Built, build_edition
from sekisho.register.model import Entity

pytestmark = pytest.mark.corpus


@dataclass(frozen=True, kw_only=True)
class Published:
    """A file of the corpus with what must come of it."""

    format: str
    path: str
    rows: int
    entities: int
    names: int
    designations: int
    also: Sequence[str] = ()
    left_out: int = 0

    def card(self, corpus: Path, **more: object) -> str:
        keys: dict[str, object] = {"format": self.format, "retrieved_at": "2026-06-01", "good_for_days": 30, "rows": self.rows}
        if self.also:
            keys["also"] = [Path(name).name for name in self.also]
            keys["also_sha256"] = [hashlib.sha256((corpus / name).read_bytes()).hexdigest() for name in self.also]
        return "".join(f"{key}: {json.dumps(value)}\n" for key, value in (keys | more).items())


SDN = ("ofac/alt_2021.csv", "ofac/add_2021.csv", "ofac/sdn_comments_2021.csv")
CONS = ("ofac/cons_alt.csv", "ofac/cons_add.csv", "ofac/cons_comments.csv")
PUBLISHED = (
    Published(format="ofac-sdn", path="ofac/sdn_2021.csv", also=SDN, rows=8_976, entities=3_673, names=9_807, designations=3_673, left_out=4_620),
    Published(format="ofac-consolidated", path="ofac/cons_prim.csv", also=CONS, rows=442, entities=363, names=1_583, designations=453, left_out=79),
    Published(format="csl", path="ofac/csl_sample_2019.csv", rows=115, entities=88, names=217, designations=93, left_out=20),
    Published(format="csl", path="ofac/csl_sample_2025.csv", rows=13, entities=9, names=21, designations=9, left_out=4),
    Published(format="bis-dpl", path="ofac/bis_dpl_2019.txt", rows=546, entities=415, names=434, designations=433),
    Published(format="fcc-covered", path="fcc/fcc_covered_list_2026.csv", rows=14, entities=14, names=14, designations=14),
    Published(format="fcc-covered", path="fcc/fcc_covered_list_table.csv", rows=16, entities=17, names=17, designations=17),
    Published(format="meti-notice", path="meti/250912_list_daisangoku_tokutei.pdf.txt", rows=56, entities=55, names=352, designations=55),
    Published(format="meti-notice", path="meti/list_belarus_tokutei.pdf.txt", rows=27, entities=27, names=102, designations=27),
    Published(format="gleif-l1", path="gleif/lei-data.json", rows=13, entities=13, names=22, designations=0),
    Published(format="gleif-l1", path="gleif/lei-data.xml", rows=13, entities=13, names=22, designations=0),
)
TABLES = [one for one in PUBLISHED if one.format not in ("meti-notice", "gleif-l1")]
EVERY = pytest.mark.parametrize("published", PUBLISHED, ids=lambda one: Path(one.path).name)


def laid_out(corpus: Path, folder: Path, published: Published, *, part: float = 1.0, **card: object) -> Path:
    main = folder / Path(published.path).name
    octets = (corpus / published.path).read_bytes()
    main.write_bytes(octets[: int(len(octets) * part)])
    for name in published.also:
        shutil.copyfile(corpus / name, folder / Path(name).name)
    (folder / f"{main.stem}.card.yaml").write_text(published.card(corpus, **card), encoding="utf-8")
    return main


def built(corpus: Path, folder: Path, path: str, **card: object) -> Built:
    published = next(one for one in PUBLISHED if one.path == path)
    return build_edition([laid_out(corpus, folder, published, **card)], BareCard(retrieved_at=None, good_for_days=None))


def named(found: Built, name: str) -> Entity:
    return next(entity for entity in found.edition.entities.values() if name in {known.name for known in entity.names})


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sekisho", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)


@EVERY
def test_a_published_list_builds_an_edition(corpus: Path, tmp_path: Path, published: Published) -> None:
    started = time.perf_counter()
    found = built(corpus, tmp_path, published.path)
    assert time.perf_counter() - started < 15
    counted = found.edition.entities.values()
    assert len(counted) == published.entities
    assert sum(len(entity.names) for entity in counted) == published.names
    assert sum(len(entity.designations) for entity in counted) == published.designations
    told = {one.rule: one.shown for one in found.warnings}
    assert int(told.get("register.persons-left-out", "0")) == published.left_out


@EVERY
def test_a_truncated_copy_is_refused_with_exit_3(corpus: Path, tmp_path: Path, published: Published) -> None:
    ended = command("register", "build", laid_out(corpus, tmp_path, published, part=0.7), "-o", tmp_path / "edition")
    assert ended.returncode == 3, ended.stderr
    assert "register.truncated" in ended.stderr or "register.orphan" in ended.stderr
    assert not (tmp_path / "edition").exists()
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("part", [0.0, 0.02, 0.35, 0.97])
@EVERY
def test_wherever_a_copy_breaks_off_it_is_refused(corpus: Path, tmp_path: Path, published: Published, part: float) -> None:
    with pytest.raises(RegisterRefused) as refused:
        build_edition([laid_out(corpus, tmp_path, published, part=part)], BareCard(retrieved_at=None, good_for_days=None))
    assert refused.value.exit_code == 3
    assert {fault.rule for fault in refused.value.faults} & {"register.truncated", "register.orphan"}


@pytest.mark.parametrize("broken", [*SDN[:2], *CONS])
def test_a_file_beside_the_list_that_breaks_off_is_refused_with_exit_3(corpus: Path, tmp_path: Path, broken: str) -> None:
    published = next(one for one in PUBLISHED if broken in one.also)
    main = laid_out(corpus, tmp_path, published)
    beside = tmp_path / Path(broken).name
    beside.write_bytes(beside.read_bytes()[: int(beside.stat().st_size * 0.8)])
    ended = command("register", "build", main, "-o", tmp_path / "edition")
    assert ended.returncode == 3, ended.stderr
    assert beside.name in ended.stderr
    assert not (tmp_path / "edition").exists()


@pytest.mark.parametrize("lost", [1, 3, 9, 30])
@EVERY
def test_a_copy_that_lost_a_few_bytes_is_refused_by_the_digest_of_its_card(corpus: Path, tmp_path: Path, published: Published, lost: int) -> None:
    whole = (corpus / published.path).read_bytes()
    main = laid_out(corpus, tmp_path, published, sha256=hashlib.sha256(whole).hexdigest())
    main.write_bytes(whole[:-lost])
    with pytest.raises(RegisterRefused) as refused:
        build_edition([main], BareCard(retrieved_at=None, good_for_days=None))
    assert {fault.rule for fault in refused.value.faults} & {"register.digest", "register.truncated"}


@pytest.mark.parametrize(
    "published", [one for one in PUBLISHED if one.format not in ("meti-notice", "gleif-l1")], ids=lambda one: Path(one.path).name
)
def test_a_table_that_lost_its_last_row_is_refused_by_the_number_of_rows_alone(corpus: Path, tmp_path: Path, published: Published) -> None:
    main = laid_out(corpus, tmp_path, published)
    lines = main.read_bytes().rstrip(b"\x1a\r\n").splitlines(keepends=True)
    main.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(RegisterRefused):
        build_edition([main], BareCard(retrieved_at=None, good_for_days=None))


def test_every_list_of_restricted_entities_in_the_corpus_is_tried(corpus: Path) -> None:
    """A list that is added to the folders of registers is noticed here. Two files of the FCC's folder are free text and no list of a feed."""
    tried = {Path(name).name for one in PUBLISHED for name in (one.path, *one.also)}
    found = {path.name for folder in ("ofac", "fcc", "meti") for path in (corpus / folder).iterdir()}
    assert found - tried == {"ns_cmic_fcc_2026.csv", "section_889_5949_statute.csv"}


def test_a_list_builds_through_the_command_line_and_says_what_it_left_out(corpus: Path, tmp_path: Path) -> None:
    published = next(one for one in PUBLISHED if one.format == "ofac-consolidated")
    ended = command("register", "build", laid_out(corpus, tmp_path, published), "-o", tmp_path / "edition", "--json")
    assert ended.returncode == 0, ended.stderr
    shown = json.loads(ended.stdout)
    assert (shown["entities"], [one["rule"] for one in shown["warnings"]]) == (363, ["register.persons-left-out"])
    assert [source["path"] for source in shown["sources"]] == ["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"]


def test_a_list_of_another_source_leaves_its_entities_unverifiable(corpus: Path, tmp_path: Path) -> None:
    first, second = (next(one for one in PUBLISHED if one.path.startswith("meti") and word in one.path) for word in ("belarus", "daisangoku"))
    paths = [laid_out(corpus, tmp_path, one) for one in (first, second)]
    assert command("register", "build", *paths, "-o", tmp_path / "both").returncode == 0
    assert command("register", "build", paths[0], "-o", tmp_path / "one").returncode == 0
    ended = command("register", "diff", tmp_path / "both", tmp_path / "one", "--as-of", "2026-06-15", "--json")
    shown = json.loads(ended.stdout)
    assert (ended.returncode, shown["withdrawn"], len(shown["unverifiable"])) == (0, [], 55)
    stale = json.loads(command("register", "diff", tmp_path / "both", tmp_path / "one", "--as-of", "2026-08-15", "--json").stdout)
    assert len(stale["unverifiable"]) == 55 + 27


@pytest.mark.parametrize("name", ["250912_list_daisangoku_tokutei.pdf.txt", "list_belarus_tokutei.pdf.txt"])
def test_at_least_98_percent_of_a_notice_s_entries_are_read(corpus: Path, tmp_path: Path, name: str) -> None:
    text = (corpus / "meti" / name).read_text(encoding="utf-8")
    entries = len(re.findall("所在地", text))
    stated = re.findall(r"the ?following (\w+) ?\n?alias", text.replace("\n", " "))
    found = built(corpus, tmp_path, f"meti/{name}", rows=entries)
    lines = {known.source.url for entity in found.edition.entities.values() for known in entity.names}
    merged = entries - len({url.rpartition("#")[2] for url in lines})
    assert len(lines) + merged >= 0.98 * entries
    assert len(stated) > 15
    assert found.warnings == ()
    for entity in found.edition.entities.values():
        langs = [known.lang for known in entity.names]
        assert {"ja", "en"} <= set(langs)
        for known in entity.names:
            assert re.search("[\u3041-\u30ff\u4e00-\u9fff]", known.name) is None or known.lang in ("ja", "zh")
            assert not re.search(r"a\.k\.a|following|所在地|別称|\n", known.name), known.name
            assert len(known.name) < 120


def test_numbers_of_the_chinese_military_list_are_read_from_its_remarks(corpus: Path, tmp_path: Path) -> None:
    found = built(corpus, tmp_path, "ofac/cons_prim.csv")
    cmic = [entity for entity in found.edition.entities.values() if any(one.authority == "US-NS-CMIC" for one in entity.designations)]
    assert len(cmic) == 68
    assert sum(any(known.scheme == "CN-USCC" for known in entity.identifiers) for entity in cmic) >= 50
    assert all(one.period.start for entity in cmic for one in entity.designations if one.authority == "US-NS-CMIC")


def test_the_two_layouts_of_the_covered_list_name_the_same_entities(corpus: Path, tmp_path: Path) -> None:
    names = set(built(corpus, tmp_path, "fcc/fcc_covered_list_2026.csv").edition.entities)
    table = set(built(corpus, tmp_path, "fcc/fcc_covered_list_table.csv").edition.entities)
    assert names < table
    assert len(table - names) == 3


def test_json_and_xml_of_the_same_records_give_the_same_entities(corpus: Path, tmp_path: Path) -> None:
    by_json, by_xml = (
        {entity.id: ([known.name for known in entity.names], entity.country, entity.identifiers) for entity in one.edition.entities.values()}
        for one in (built(corpus, tmp_path, "gleif/lei-data.json"), built(corpus, tmp_path, "gleif/lei-data.xml"))
    )
    assert by_json == by_xml


def test_persons_come_with_their_card(corpus: Path, tmp_path: Path) -> None:
    found = built(corpus, tmp_path, "ofac/sdn_2021.csv", persons=True)
    assert len(found.edition.entities) == 3_673 + 4_620
    assert [one.rule for one in found.warnings] == ["register.others-left-out"]
