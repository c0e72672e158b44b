"""The documentation is complete, current and whole: every word, rule, verb, preset, pack, code, variable and link."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "sekisho"
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
INCLUDED = re.compile(r"<!-- file: (?P<path>\S+) -->\n(?P<indent> *)```[a-z]*\n(?P<text>.*?)\n *```", re.DOTALL)
STATED = re.compile(r"""\b(?:fault|refuse|_refused|_fault)\(\s*[^"()]*?(?:\([^()]*\)[^"()]*?)?,\s*"(?P<code>[a-z0-9]+\.[a-z0-9-]+)\"""")
TABLED = re.compile(r"""^    "(?P<code>[a-z0-9]+\.[a-z0-9-]+)": (?:Words\(|\($)""", re.MULTILINE)
WRONG = re.compile(r"""\.wrong\(\s*[^,]+,\s*"(?P<code>[a-z-]+)",""")
VARIABLE = re.compile(r"""environ(?:\.get\(|\[)\s*"(?P<name>[A-Z_]+)\"""")


def text_of(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def sources() -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))


@pytest.fixture(scope="module")
def tools() -> Iterator[None]:
    """The tools are scripts beside the package, not part of it."""
    sys.path.insert(0, str(ROOT / "tools"))
    yield
    sys.path.remove(str(ROOT / "tools"))


def test_every_folder_word_of_the_package_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    data = SOURCE / "samples"
    words = {path.name for path in SOURCE.rglob("*") if path.is_dir() and path.name != "__pycache__" and data not in path.parents}
    assert len(words) > 15
    assert {word for word in words if f"| `{word}` |" not in glossary} == set()


def test_every_row_of_the_glossary_has_four_cells_and_none_is_empty() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("## Relations")[0]
    rows = [line for line in glossary.splitlines() if line.startswith("| ")]
    assert len(rows) > 100
    assert [row for row in rows if [bool(cell.strip()) for cell in row.strip("|").split("|")] != [True] * 4] == []


def test_the_glossary_gives_the_exact_wording_of_the_verdicts() -> None:
    from sekisho.cli.telling import WORDS

    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    verdicts = (ROOT / "docs" / "explanation" / "verdicts.md").read_text(encoding="utf-8")
    for verdict, text in WORDS.items():
        assert f"| {verdict.word} | {text['ja']} |" in glossary
        assert f"| `{verdict.word}` | {text['ja']} |" in verdicts


def test_every_rule_is_in_its_reference() -> None:
    from sekisho.screening import rules
    from sekisho.screening.screen import FAILED, STALE

    page = text_of("rules.md")
    ids = {rule for rule, _ in (*rules.OF_LINES, *rules.OF_BIDS)} | {STALE, FAILED}
    assert len(ids) >= 12
    assert {rule for rule in ids if f"| `{rule}` |" not in page} == set()


def test_every_verb_is_in_its_reference(tools: None) -> None:
    from make_reference import verbs  # type: ignore[import-not-found]

    names = set(verbs())
    assert {"judge", "register build", "list check", "keys new"} <= names
    assert {name for name in names if f"### `sekisho {name}`\n" not in text_of("commands.md")} == set()


def test_every_preset_and_policy_pack_is_in_its_reference() -> None:
    from sekisho.evaluation.language import NAMES
    from sekisho.evaluation.presets import presets
    from sekisho.policy.packs import packs

    assert {name for name, japanese in NAMES.items() if f"| `{name}` | {japanese} |" not in text_of("formula-language.md")} == set()
    assert {name for name in presets() if f"| `{name}` |" not in text_of("presets.md")} == set()
    assert {name for name in packs() if f"## `{name}`\n" not in text_of("policy-packs.md")} == set()


def test_every_unverified_fact_of_a_pack_is_told_in_its_reference() -> None:
    from sekisho.policy.packs import packs

    told = text_of("policy-packs.md")
    notes = [note for pack in packs().values() for note in pack.unverified]
    assert notes
    assert [note.en for note in notes if note.en not in told or note.ja not in told] == []


def codes_in_source() -> set[str]:
    """Fault codes as a reader with a search field finds them; `tools/reference_faults.py` finds them by the syntax tree."""
    from sekisho.feeds.lists.faults import rules

    found = set(rules())
    for source in sources():
        found |= {match["code"] for match in STATED.finditer(source)} | {match["code"] for match in TABLED.finditer(source)}
        found |= {f"case.{match['code']}" for match in WRONG.finditer(source)}
    return found


def test_every_fault_code_is_in_its_reference() -> None:
    page = text_of("faults.md")
    codes = codes_in_source()
    assert {"register.missing", "chart.share-reversed", "list.line-duplicate", "case.bid-id", "zip.bomb", "yaml.anchor"} <= codes
    assert {code for code in codes if f"| `{code}`" not in page} == set()


def test_every_fault_code_of_the_reference_has_its_words() -> None:
    rows = [line for line in text_of("faults.md").splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    assert [row for row in rows if row.split(" | ")[1].strip("… ") == "" or row.split(" | ")[2].strip("… ") == ""] == []


def test_every_environment_variable_is_in_its_reference() -> None:
    page = text_of("settings.md")
    names = {
        match["name"] for source in (*sources(), (ROOT / "tests/conftest.py").read_text(encoding="utf-8")) for match in VARIABLE.finditer(source)
    }
    jail = ast.parse((SOURCE / "feeds" / "raw" / "jail.py").read_text(encoding="utf-8"))
    for node in ast.walk(jail):
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "_ENVIRONMENT" for target in node.targets):
            names |= set(ast.literal_eval(node.value))
    assert {"SEKISHO_HOME", "SEKISHO_LANG", "SEKISHO_DEBUG", "SEKISHO_CORPUS", "SYSTEMROOT"} <= names
    assert {name for name in names if f"`{name}`" not in page} == set()


OF_THE_CASE = ("case", "shape", "lot", "joint", "unit_price", "tax", "round", "attestation", "advice", "list", "interest")


def _keys_asked_for(path: Path) -> set[str]:
    """The keys that a reader of YAML asks its fields for."""
    return set(re.findall(r"""\.(?:text|number|whole|day|yes|choice|under|each|texts|pairs)\(\s*"([a-z_]+)\"""", path.read_text(encoding="utf-8")))


def test_every_key_that_a_reader_of_words_asks_for_is_in_the_reference() -> None:
    reference = " ".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs" / "reference").glob("*.md")))
    readers = sorted((SOURCE / "feeds").glob("*_words.py"))
    asked = set().union(*map(_keys_asked_for, readers))
    assert len(readers) > 12
    assert {key for key in asked if not re.search(rf"[`.{{ ,]{key}[`:,}}. ]", reference)} == set()


def test_every_key_that_the_readers_ask_for_is_in_the_case_folder_reference() -> None:
    page = text_of("case-folder.md")
    asked = set().union(*(_keys_asked_for(SOURCE / "feeds" / f"{name}_words.py") for name in OF_THE_CASE))
    asked |= _keys_asked_for(SOURCE / "feeds" / "case_folder.py") | _keys_asked_for(SOURCE / "feeds" / "bid_folder.py")
    asked |= {"finding", "by", "authority", "reason", "signature"}
    assert {"notice_date", "preset", "mandatory_met", "boms", "lottery"} <= asked
    assert {key for key in asked if not re.search(rf"[`.{{ ,]{key}[`:,}}. ]", page)} == set()


def test_every_column_of_a_register_source_and_key_of_a_card_is_in_the_reference() -> None:
    from sekisho.register.build import COLUMNS

    page = text_of("register-sources.md")
    source = (SOURCE / "feeds" / "register_source.py").read_text(encoding="utf-8")
    keys = set(re.findall(r"""fields\.(?:text|number|day|yes|choice)\("([a-z_0-9]+)\"""", source))
    assert {"sha256", "retrieved_at", "demo"} <= keys
    assert {word for word in (*COLUMNS, *keys) if f"`{word}`" not in page} == set()


def test_every_part_that_is_made_from_data_is_current(tools: None) -> None:
    from make_reference import PAGES as MADE
    from make_reference import made

    assert len(MADE) >= 8
    for page, parts in MADE.items():
        assert made(page, parts) == page.read_text(encoding="utf-8"), f"run `make docs`: {page.name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = [target for target in (match["target"] for match in LINK.finditer(text)) if not _resolves(page, target)]
    assert broken == []


def _resolves(page: Path, target: str) -> bool:
    if target.startswith("https://"):
        return True
    path, _, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    if not found.exists() or not found.is_relative_to(ROOT):
        return False
    return not anchor or anchor in _anchors(found)


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def test_a_missing_anchor_is_a_broken_link() -> None:
    glossary = ROOT / "docs" / "glossary.md"
    assert _resolves(glossary, "#relations-in-evidence")
    assert not _resolves(glossary, "#nowhere")
    assert not _resolves(glossary, "nowhere.md")


@pytest.mark.parametrize("page", [page for page in PAGES if "<!-- file: " in page.read_text(encoding="utf-8")], ids=lambda page: page.name)
def test_every_file_that_a_page_shows_is_shown_as_it_is(page: Path) -> None:
    shown = list(INCLUDED.finditer(page.read_text(encoding="utf-8")))
    assert len(shown) == page.read_text(encoding="utf-8").count("<!-- file: ")
    for match in shown:
        lines = [line.removeprefix(match["indent"]) for line in match["text"].splitlines()]
        assert "\n".join(lines) + "\n" == (ROOT / "docs" / match["path"]).read_text(encoding="utf-8"), match["path"]


def test_every_page_is_reached_from_another_one() -> None:
    linked = set()
    for page in PAGES:
        for match in LINK.finditer(page.read_text(encoding="utf-8")):
            if not match["target"].startswith("https://"):
                linked.add((page.parent / match["target"].partition("#")[0]).resolve())
    reached = {page for page in PAGES if page in linked or page.name == "README.md"}
    assert [page.relative_to(ROOT).as_posix() for page in PAGES if page not in reached] == []


def test_every_architecture_decision_has_its_date_and_its_three_parts() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE), page.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], page.name


def test_the_picture_of_the_read_me_is_a_small_png() -> None:
    octets = (ROOT / "docs" / "examples" / "judgement.png").read_bytes()
    assert octets.startswith(b"\x89PNG")
    assert 20_000 < len(octets) <= 300 * 1024


def test_the_check_digits_on_the_page_are_computed_right() -> None:
    from sekisho.terms import CorporateNumber, corporate_number_check_digit

    page = text_of("corporate-number.md")
    for digits in ("4000012090001", "2876543210987"):
        assert digits in page
        assert corporate_number_check_digit(digits[1:]) == int(digits[0])
        assert CorporateNumber.parse(digits).existence == "unknown"


def test_no_page_calls_anything_safe() -> None:
    quoted = re.compile(r"never 安全|安全 is never said|\(安全\)|「安全」とは言いません|公共の安全|安全保障")
    for page in PAGES:
        assert "安全" not in quoted.sub("", page.read_text(encoding="utf-8")), page.name
