"""The scorecard of names: damage does what it says, measures are right by hand, the split never moves, and the harness runs on a tiny corpus."""

import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bench.names import damage, datasets, measures, notices, rows, scorecard, screening, sources, subject, variants

NAME = "NORTHERN HARBOUR CRANE WORKS CO., LTD."
SPLIT = ["tune", "tune", "kept", "tune", "kept", "kept"]
KANA_NAME = "ホクヨウコンピューター株式会社"


def _changed(kind: str, name: str = NAME, seed: int = 0) -> str:
    act = {**damage.CORE, **damage.BEYOND, **damage.CJK}[kind]
    changed = act(name, random.Random(seed))
    assert changed is not None
    return changed


@pytest.mark.parametrize("kind", [*damage.CORE, *damage.BEYOND])
def test_every_kind_of_damage_changes_the_name_and_is_the_same_for_the_same_seed(kind: str) -> None:
    assert _changed(kind) != NAME
    assert [_changed(kind, seed=seed) for seed in range(9)] == [_changed(kind, seed=seed) for seed in range(9)]


@pytest.mark.parametrize("seed", range(12))
def test_damage_is_what_it_says(seed: int) -> None:
    body = "NORTHERN HARBOUR CRANE WORKS"
    assert _changed("case", seed=seed).casefold() == NAME.casefold()
    assert abs(len(_changed("one typo", seed=seed)) - len(NAME)) <= 1
    assert _changed("one typo", seed=seed).endswith("CO., LTD.")
    assert _changed("two typos", seed=seed).endswith("CO., LTD.")
    assert _changed("form dropped", seed=seed) == body
    swapped = _changed("form swapped", seed=seed)
    assert swapped.startswith(body) and not swapped.endswith("CO., LTD.")
    assert sorted(_changed("reordered", seed=seed).split()) == sorted(NAME.split())
    assert len(_changed("word dropped", seed=seed).split()) == len(NAME.split()) - 1
    assert sources.letters(_changed("punctuation", seed=seed)) == sources.letters(NAME)
    assert _changed("spaces lost", seed=seed) == NAME.replace(" ", "")
    assert 29 <= len(_changed("truncated", seed=seed)) <= 35 and NAME.startswith(_changed("truncated", seed=seed))


@pytest.mark.parametrize("seed", range(6))
def test_spoofing_keeps_what_is_read_and_changes_what_is_stored(seed: int) -> None:
    assert len(_changed("confusables", seed=seed)) == len(NAME)
    assert not _changed("confusables", seed=seed).isascii()
    assert "".join(char for char in _changed("zero width", seed=seed) if char.isascii()) == NAME
    assert "".join(char for char in _changed("bidi", seed=seed) if char.isascii()) == NAME
    assert sources.letters(_changed("width", seed=seed)) == sources.letters(NAME)


def test_kana_is_written_as_hiragana_in_half_width_or_without_its_last_long_mark() -> None:
    found = {_changed("kana", KANA_NAME, seed) for seed in range(40)}
    assert found == {"ほくようこんぴゅーたー株式会社", "ﾎｸﾖｳｺﾝﾋﾟｭｰﾀｰ株式会社", "ホクヨウコンピュータ株式会社"}


def test_simplified_characters_become_traditional_and_japanese_ones_their_old_forms() -> None:
    assert _changed("traditional", "华北电气股份有限公司") == "華北電氣股份有限公司"
    assert _changed("traditional", "株式会社沢浜鉄工") == "株式會社澤濱鐵工"


def test_damage_that_cannot_be_done_is_not_counted() -> None:
    dice = random.Random(1)
    assert damage.form_dropped("NORTHERN HARBOUR", dice) is None
    assert damage.reordered("HARBOUR LTD", dice) is None
    assert damage.two_typos("KITA LTD", dice) is None
    assert damage.truncated("SHORT NAME", dice) is None


def test_precision_recall_and_f1_by_hand() -> None:
    counts = measures.count([(True, True)] * 6 + [(True, False)] * 2 + [(False, True)] * 4 + [(False, False)] * 8)
    assert (counts.hits, counts.false, counts.missed) == (6, 4, 2)
    assert counts.precision == pytest.approx(0.6)
    assert counts.recall == pytest.approx(0.75)
    assert counts.f1 == pytest.approx(2 / 3)
    assert measures.count([(True, False), (False, False)]).f1 == 0.0


def test_calibration_error_by_hand() -> None:
    scored = [(0.95, True)] * 3 + [(0.95, False)] + [(0.05, False)] * 4
    assert measures.calibration_error(scored) == pytest.approx(4 / 8 * 0.20 + 4 / 8 * 0.05)
    assert measures.calibration_error([(1.0, True), (0.0, False)]) == 0.0
    assert measures.calibration_error([]) == 0.0


def test_recall_where_the_alert_is_raised_until_few_negatives_alert_by_hand() -> None:
    negative = [0.0] * 395 + [0.6, 0.7, 0.8, 0.9, 0.95]
    assert measures.recall_at([0.99, 0.85, 0.75, 0.5], negative, 5) == (0.5, 0.8)
    assert measures.recall_at([0.1], [0.0] * 10, 5) == (1.0, 0.0)


def test_false_alerts_ties_and_kinds_by_hand() -> None:
    assert measures.per_thousand([True, False, False, False]) == 250
    assert measures.tied_at_maximum([(1.0, 1.0, True), (1.0, 1.0, False), (0.9, 1.0, False)]) == 0.5
    assert measures.share_by_kind([("case", True), ("case", False), ("bidi", True)]) == {"case": 0.5, "bidi": 1.0}


def test_the_split_never_moves_and_keeps_one_name_in_five() -> None:
    names = ["甲乙", "甲丙", "甲戊", "甲己", "甲辛", "甲子"]
    assert [datasets.part_of(name) for name in names] == SPLIT
    kept = sum(datasets.part_of(f"name {number}") == "kept" for number in range(5_000))
    assert 900 < kept < 1_100


def test_the_split_is_the_one_that_the_tables_of_names_keep_apart() -> None:
    tables = pytest.importorskip("tools.name_tables.tables", reason="the maker of the tables of names is not here", exc_type=ImportError)
    names = [f"name {number}" for number in range(500)]
    assert [datasets.part_of(name) == "kept" for name in names] == [tables.kept_apart(name) for name in names]


def test_a_notice_is_read_though_entries_are_glued_and_lines_wrapped() -> None:
    text = (
        "○ 団体を指定する件\n1 有限会社ホクヨウ\nHokuyo LLC, a.k.a. the following one alias:\n-Hokuyou LLC.\n"
        "所在地：2 Harbour Street, Town,\nCountry.2 ナンヨウ・トレーディング FZC（別称、ナンヨ\nウ）\nNanyo Trading FZC\n"
        "所在地：Somewhere\n３ セイヨウ有限会社（西洋有限公司）Seiyo Ltd\n所在地：Elsewhere"
    )
    assert [(one.japanese, one.english) for one in notices.read(text, "x")] == [
        ("有限会社ホクヨウ", "Hokuyo LLC"),
        ("ナンヨウ・トレーディング FZC", "Nanyo Trading FZC"),
        ("セイヨウ有限会社", "Seiyo Ltd"),
    ]
    assert notices.read(text, "x")[0].aliases == ("Hokuyou LLC",)


def test_a_negative_with_an_affiliate_alert_is_told_apart() -> None:
    queries = [
        screening.Query(name="a", entity="1", kind="case"),
        screening.Query(name="b", entity="2", kind="case"),
        screening.Query(name="c", entity="", kind="negative"),
        screening.Query(name="d", entity="", kind="negative"),
    ]
    wrong = subject.Found(entity="9", score=0.9, relation="same", alert=True)
    related = subject.Found(entity="9", score=0.9, relation="affiliate", alert=True)
    told = screening.tally(queries, [[subject.Found(entity="1", score=1, relation="same", alert=True)], [], [wrong], [related]], {"9": "nine"})
    assert (told.recall, told.false_per_thousand, told.false_affiliates_per_thousand) == (0.5, 1000, 500)
    assert told.missed == ("case: b",)
    assert told.wrong == ("c | nine | same 0.900", "d | nine | affiliate 0.900")


def test_hits_are_read_from_the_index_in_the_order_of_the_names() -> None:
    screen = subject.screener([("1", "Example Networks Ltd."), ("2", "例示通信技術有限公司")])
    assert [[hit.entity for hit in found] for found in screen(["例示通信技术", "nobody", "EXAMPLE NETWORKS"])] == [["2"], [], ["1"]]


def test_stored_evidence_is_replayed_from_what_was_stored() -> None:
    found = subject.compare("Example Networks", "Exampel Networks Ltd.")
    assert subject.replayed(found.evidence) == found.score


def _written(path: Path, header: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *lines] if header else lines)


_SOUNDS = ("アサ", "イト", "ウミ", "エダ", "オカ", "カワ", "キシ", "クモ")
_ROMAN = ("ASA", "ITO", "UMI", "EDA", "OKA", "KAWA", "KISHI", "KUMO")
_HAN = "朝糸海枝岡川岸雲"


@pytest.fixture
def tiny_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Sixty-four invented companies in every list, all made of the same eight syllables."""
    pairs = [(one, other) for one in range(8) for other in range(8)]
    japanese, chinese, taiwanese, primary, aliases, makers = [], [], [], [], [], []
    for number, (one, other) in enumerate(pairs):
        han, roman, kana = _HAN[one] + _HAN[other], _ROMAN[one] + _ROMAN[other], _SOUNDS[one] + _SOUNDS[other]
        row = (
            f"E{number:05}",
            "内国法人・組合",
            "上場",
            "有",
            1,
            "",
            f"{han}製作所株式会社",
            f"{roman} WORKS CO., LTD.",
            f"{kana}セイサクショカブシキガイシャ",
        )
        japanese.append((*row, "", "", "", ""))
        chinese.append((f"{number:06}", f"{han}电子股份有限公司", f"{roman} Electronics Co., Ltd.", f"{han}电子", "", ""))
        taiwanese.append((number, f"{han}電業股份有限公司", f"{han}電", "", roman[:3] if number % 4 else roman, "", ""))
        primary.append((number, f"{roman} SHIPPING AND TRADING COMPANY", "-0- ", "X"))
        aliases.append((number, number, "aka", f"{roman} SHIPPING & TRADING CO", "-0- "))
        makers.append(("MA-L", f"{number:06X}", f"{roman} Device Inc.", ""))
    edinet = "edinet_code,filer_type,listed,consolidated,capital,fye,name_ja,name_en,name_kana,address,industry,sec_code,corporate_number"
    _written(tmp_path / "edinet/edinet_codes_dev70.csv", edinet.split(","), japanese)
    _written(tmp_path / "china/szse_listed_dev70.csv", ("A股代码", "公司全称", "英文名称", "A股简称", "注册地址", "公司网址"), chinese)
    _written(
        tmp_path / "taiwan/twse_tpex_dev70.csv",
        ("公司代號", "公司名稱", "公司簡稱", "營利事業統一編號", "英文簡稱", "英文通訊地址", "網址"),
        taiwanese,
    )
    _written(tmp_path / "ofac/sdn_2021.csv", (), primary)
    _written(tmp_path / "ofac/alt_2021.csv", (), aliases)
    for name in ("oui", "mam", "oui36", "iab"):
        _written(tmp_path / f"ieee/{name}.csv", ("Registry", "Assignment", "Organization Name", "Organization Address"), makers)
    for name in notices.FILES:
        entries = "".join(
            f"{number} {_SOUNDS[number % 8]}{_SOUNDS[number // 8]}有限会社\n{_ROMAN[number % 8]} LLC\n所在地：X\n" for number in range(1, 9)
        )
        (tmp_path / "meti").mkdir(exist_ok=True)
        (tmp_path / "meti" / name).write_text(f"○ 告示\n{entries}", encoding="utf-8")
    monkeypatch.setenv("SEKISHO_CORPUS", str(tmp_path))
    monkeypatch.setattr(screening, "NEGATIVES", 30)
    monkeypatch.setattr(screening, "JAPANESE_NEGATIVES", 8)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for kept in (sources.japanese, sources.chinese, sources.taiwanese, sources.sanctioned, sources.all_ofac, sources.makers, notices.entries):
        kept.cache_clear()
    datasets.ofac_aliases.cache_clear()


def test_pairs_have_as_many_different_as_true_ones_and_no_company_is_in_both_parts(tiny_corpus: Path) -> None:
    kept, tune = (datasets.labelled("ja-en", part=part) for part in ("kept", "tune"))
    true = [pair for pair in kept.pairs if pair.same]
    assert len(kept.pairs) == 2 * len(true) > 0
    assert {pair.kind for pair in kept.pairs} == {"true", "hard", "random"}
    assert not {pair.left for pair in kept.pairs} & {pair.left for pair in tune.pairs}
    assert kept == datasets.labelled("ja-en")
    truth = {one.native: one.english for one in sources.japanese()}
    assert all((truth[pair.left] == pair.right) == pair.same for pair in kept.pairs)


def test_screening_queries_are_the_same_on_every_run_and_name_their_entity(tiny_corpus: Path) -> None:
    case = screening.damaged(damage.CORE, per_kind=4)
    assert case == screening.damaged(damage.CORE, per_kind=4)
    held = {entity for entity, _ in case.register}
    assert {query.kind for query in case.queries} == {*damage.CORE, "negative"}
    assert all(query.entity in held for query in case.queries if query.kind != "negative")
    across = screening.across("Japanese", sources.japanese(), size=20)
    inside = {entity for entity, _ in across.register}
    assert len(across.register) == 20 and all(query.entity in inside for query in across.queries if query.entity)


def test_variants_are_spellings_of_one_name_and_neighbours_are_different_companies(tiny_corpus: Path) -> None:
    found = variants.spellings(5)
    assert {"legal form moved", "legal form ㈱", "kyujitai", "traditional"} <= {one.kind for one in found}
    assert all(one.left != one.right for one in found)
    assert all(left != right for left, right in variants.neighbours(50).pairs)


def test_the_harness_runs_on_a_tiny_slice_and_keeps_every_row(
    tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rows, "start_rows", lambda plan: iter((rows.at_most("T9", "first answer", None, 1, unit="s"),)))
    plan = rows.Plan(pairs=20, per_kind=3, latin_queries=40, cjk_queries=20, variants=3, register=20, large_register=100, with_peers=False)
    kept = tiny_corpus / "out" / "bench-names.json"
    assert scorecard.run(plan, kept) == 0
    told: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    assert {row["row"] for row in told["rows"]} == {*(f"T{number}" for number in range(1, 12)), "across", "spoof"}
    assert {row["verdict"] for row in told["rows"]} <= {"met", "SHORT", "shown", "not measured"}
    assert {"python", "processor", "cores", "memory_gib"} <= told["machine"].keys()
    assert "Latin names a second and core" in capsys.readouterr().out


def test_without_the_public_data_the_scorecard_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SEKISHO_CORPUS", str(tmp_path))
    assert scorecard.run(rows.Plan(), tmp_path / "out.json") == 2
    assert "SEKISHO_CORPUS" in capsys.readouterr().err


def test_a_figure_is_met_short_shown_or_not_measured() -> None:
    assert rows.at_least("T3", "x", 0.92, 0.92).verdict == "met"
    assert rows.at_most("T9", "x", 1.01, 1).verdict == "SHORT"
    assert rows.shown("spoof", "x", 0.5).verdict == "shown"
    assert rows.at_least("T6", "x", None, 0.98).verdict == "not measured"
