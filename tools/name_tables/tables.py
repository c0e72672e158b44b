"""Each table as rows, made from the dictionaries and from the word lists beside this module."""

import csv
import hashlib
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from . import loans
from .japanese import learn, lexicon

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "src"))
from sekisho.names import sounds  # noqa: E402  (the tables are written in the package's own sound keys)

_KANA = dict(zip(*[iter((HERE / "kana.txt").read_text(encoding="utf-8").split())] * 2, strict=True))
sounds._kana = lambda: _KANA  # type: ignore[assignment]
sound_key, kana_sound = sounds.sound_key, sounds.kana_sound
HAN = re.compile(r"[\u3400-\u9fff]+")
TABLES = HERE.parent.parent / "src/sekisho/names/tables"
SHARE, MOST_READINGS = 0.009, 10


def folds() -> dict[int, str]:
    lines = (TABLES / "han_folds.tsv").read_text(encoding="utf-8").splitlines()
    return {ord(line[0]): line.split("\t")[1] for line in lines if not line.startswith("#")}


FOLDS = folds()


def rows_of(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def kana() -> Iterator[tuple[str, ...]]:
    yield from _KANA.items()


def usual_characters() -> set[str]:
    """Characters of GB 2312, JIS X 0208 and Big5, folded."""
    found = set()
    for code in range(0x3400, 0xA000):
        char = chr(code)
        for charset in ("gb2312", "shift_jis", "big5"):
            try:
                char.encode(charset)
            except UnicodeEncodeError:
                continue
            found.add(char.translate(FOLDS))
            break
    return found


def hong_kong() -> dict[str, set[str]]:
    words = (HERE / "hk.txt").read_text(encoding="utf-8").split()
    spelled: dict[str, set[str]] = defaultdict(set)
    for char, spellings in zip(words[::2], words[1::2], strict=True):
        spelled[char.translate(FOLDS)].update(sound_key(spelling) for spelling in spellings.split(","))
    return spelled


def readings_and_words() -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """(character, pinyin, Japanese readings, other spellings) and (word, pinyin, Japanese readings)."""
    from pypinyin import Style, lazy_pinyin, phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    lexemes = sorted(set(lexicon()))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for char, read in learn(lexemes).items():
        for reading, times in read.items():
            counts[char.translate(FOLDS)][kana_sound(reading)] += times
    japanese = {}
    for char, found in counts.items():
        whole = sum(found.values())
        japanese[char] = [key for key, times in found.most_common(MOST_READINGS) if key and times / whole >= SHARE]
    elsewhere = hong_kong()

    def pinyin(text: str) -> str:
        return "".join(lazy_pinyin(text, style=Style.NORMAL, v_to_u=False, errors="ignore")).replace("v", "u").replace("ü", "u")

    chars = []
    single = {}
    for char in sorted(usual_characters()):
        single[char] = pinyin(char) if ord(char) in pinyin_dict else ""
        chars.append((char, single[char], ",".join(japanese.get(char, ())), ",".join(sorted(elsewhere.get(char, ())))))
    words: dict[str, list[list[str]]] = defaultdict(lambda: [[], []])
    for phrase in sorted(phrases_dict.phrases_dict):
        folded = phrase.translate(FOLDS)
        if 2 <= len(phrase) <= 3 and HAN.fullmatch(phrase) and all(char in single for char in folded):
            read = pinyin(phrase)
            if read != "".join(single[char] for char in folded):
                words[folded][0] = [read]
    rank = {"surname": 0, "place": 1, "word": 2, "given": 3}
    for kind, word, reading in sorted(lexemes, key=lambda lexeme: (rank[lexeme[0]], lexeme)):
        folded, key = word.translate(FOLDS), kana_sound(reading)
        if kind == "given" or not 2 <= len(word) <= 4 or "々" in word or not all(char in single for char in folded):
            continue
        best = sound_key("".join((japanese.get(char) or [""])[0] for char in folded))
        reachable = any(sound_key("".join(way)) == key for way in product(*(japanese.get(char) or [""] for char in folded)))
        keep = (key != best and kind != "word") or not reachable or (kind == "word" and key != best and len(word) == 2)
        if keep and key not in words[folded][1] and len(words[folded][1]) < 3:
            words[folded][1].append(key)
    return chars, [(word, ",".join(zh), ",".join(ja)) for word, (zh, ja) in sorted(words.items()) if zh or ja]


def katakana(word: str) -> str:
    """Sound keys of kana forms are what the matcher looks up."""
    return kana_sound(word.replace("・", ""))


def forms(han: str, kana_forms: str, latin: str) -> tuple[str, str, str]:
    return (
        ",".join(dict.fromkeys(form.translate(FOLDS) for form in han.split(",") if form)),
        ",".join(dict.fromkeys(form.replace("－", "ー").replace("・", "") for form in kana_forms.split(",") if form)),
        ",".join(dict.fromkeys(re.sub(r"[^a-z0-9]+", " ", form.replace("&", " and ").replace("'", "")).strip() for form in latin.split(",") if form)),
    )


def terms() -> Iterator[tuple[str, ...]]:
    """Forms that are two known forms put together are left out: the cutter finds both."""
    found = [(concept, kind, *forms(han, kana_forms, latin)) for concept, kind, han, kana_forms, latin in rows_of("terms.txt")]
    known = [{form for row in found for form in row[column].split(",") if form} for column in (2, 3)]
    for concept, kind, han, kana_forms, latin in found:
        yield concept, kind, _simple(han, known[0], 2), _simple(kana_forms, known[1], 3), latin


def _simple(listed: str, known: set[str], least: int) -> str:
    kept = [form for form in listed.split(",") if not any(form[:at] in known and form[at:] in known for at in range(least, len(form) - least + 1))]
    return ",".join(kept)


def sound_rarity(corpus: Path) -> Iterator[tuple[str, ...]]:
    """(letters, bits of the last one after those before it): how Japanese company names sound, in runs of one to three letters."""
    with (corpus / "edinet/edinet_codes_dev70.csv").open(encoding="utf-8") as lines:
        names = {row["name_kana"] for row in csv.DictReader(lines) if row["name_kana"] and not kept_apart(row["name_ja"])}
    counts: list[Counter[str]] = [Counter() for _ in range(4)]
    for name in sorted(names):
        for word in re.findall("[ァ-ヴー]+", _UNSAID.sub(" ", name)):
            sound = "^" + kana_sound(word)
            for width in (1, 2, 3):
                counts[width].update(sound[at : at + width] for at in range(len(sound) - width + 1))
            counts[0][""] += len(sound) - 1
    return _chances(counts)


_UNSAID = re.compile("カブシキ[カガ]イシ[ャヤ]|ユウゲン[カガ]イシャ|ゴウドウ[カガ]イシャ|ホールディングス?")


def _chances(counts: list[Counter[str]]) -> Iterator[tuple[str, ...]]:
    """Each width leans on the narrower one where it has seen little."""
    chance: dict[str, float] = {}
    for width in (1, 2, 3):
        before = counts[width - 1]
        for letters, times in sorted(counts[width].items()):
            if letters[-1] == "^" or times < 2:
                continue
            narrower = chance.get(letters[1:], 1 / 40) if width > 1 else 1 / 40
            whole = sum(counts[1].values()) if width == 1 else before[letters[:-1]]
            chance[letters] = (times + 8 * narrower) / (whole + 8)
            yield letters, f"{-math.log2(chance[letters]):.1f}"


def translations() -> Iterator[tuple[str, ...]]:
    """(Japanese word, Latin words): beside each word in Han characters its kana, as the lexicon reads it."""
    spelled: dict[str, list[str]] = {}
    for kind, word, reading in sorted(set(lexicon())):
        if kind == "word" and reading not in spelled.setdefault(word, []):
            spelled[word].append(reading)
    found: dict[str, dict[str, None]] = {}
    for word, latin in rows_of("translations.txt"):
        kana_forms = [reading for reading in spelled.get(word, ()) if len(reading) > 2] if len(word) > 1 else []
        for form in (word.translate(FOLDS), *kana_forms):
            found.setdefault(form, {}).update(dict.fromkeys(one.replace(" ", "") for one in latin.split(",")))
    for form, words in sorted(found.items()):
        yield form, ",".join(words)


def loan_spellings() -> Iterator[tuple[str, ...]]:
    yield from loans.spellings(sound_key, kana_sound)


def loan_words() -> Iterator[tuple[str, ...]]:
    """Only words of the rarity table: others are spelled by `loan_spellings`."""
    rare = (line.split("\t")[0] for line in (TABLES / "rarity.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    yield from loans.loanwords(set(rare))


def places() -> Iterator[tuple[str, ...]]:
    for place, kind, inside, han, kana_forms, latin in rows_of("places.txt"):
        yield place, kind, inside, *forms(han, kana_forms, ",".join([latin, *_parted(han, latin)]))


def _parted(han: str, latin: str) -> Iterator[str]:
    """`shen zhen` beside `shenzhen`: a place written syllable by syllable."""
    from pypinyin import Style, lazy_pinyin

    for form in han.split(","):
        parts = lazy_pinyin(form, style=Style.NORMAL)
        if len(parts) > 1 and "".join(parts) in latin.split(","):
            yield " ".join(parts)


def plain_rows(name: str) -> Iterator[tuple[str, ...]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split(" "))


def kept_apart(name: str) -> bool:
    """The split that no table and no weight has seen: one name in five."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def organisations(corpus: Path) -> Iterator[str]:
    with (corpus / "ofac/sdn_2021.csv").open(encoding="utf-8", errors="replace") as lines:
        yield from (row[1] for row in csv.reader(lines) if len(row) > 2 and row[2].strip() == "-0-")
    for registry in ("oui", "mam", "oui36"):
        with (corpus / f"ieee/{registry}.csv").open(encoding="utf-8", errors="replace") as lines:
            yield from {row[2] for row in csv.reader(lines) if len(row) > 2}
    for line in (corpus / "ids/iana_enterprises.tsv").read_text(encoding="utf-8", errors="replace").splitlines():
        yield line.split("\t")[1] if line.count("\t") else ""
    for path, column in (("edinet/edinet_codes_dev70.csv", "name_en"), ("china/szse_listed_dev70.csv", "英文名称")):
        with (corpus / path).open(encoding="utf-8") as lines:
            yield from (row[column] for row in csv.DictReader(lines))


def _han_names(corpus: Path) -> Iterator[str]:
    for path, column in (
        ("edinet/edinet_codes_dev70.csv", "name_ja"),
        ("china/szse_listed_dev70.csv", "公司全称"),
        ("taiwan/twse_tpex_dev70.csv", "公司名稱"),
    ):
        with (corpus / path).open(encoding="utf-8") as lines:
            yield from (row[column] for row in csv.DictReader(lines))


def rarity(corpus: Path) -> Iterator[tuple[str, ...]]:
    """(token, bits): how surprising a Latin word or a Han character is in a company name. Names kept apart are not counted."""
    for pattern, names, least in ((re.compile(r"[a-z0-9]{2,}"), organisations(corpus), 5), (re.compile(r"[\u3400-\u9fff]"), _han_names(corpus), 2)):
        counts: Counter[str] = Counter()
        total = 0
        for name in dict.fromkeys(names):
            if name and not kept_apart(name):
                total += 1
                counts.update(set(pattern.findall(name.lower().replace("'", "").translate(FOLDS))))
        for token, times in sorted(counts.items()):
            if times >= least:
                yield token, f"{math.log2(total / times):.1f}"


def write(target: Path, head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> int:
    lines = ["\t".join(row) for row in rows]
    target.write_text("\n".join([*(f"# {line}" for line in head), *lines]) + "\n", encoding="utf-8", newline="\n")
    return len(lines)
