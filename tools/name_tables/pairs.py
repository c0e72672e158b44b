"""Name pairs from the public lists: the true ones, and the ways in which a Latin name is damaged on its way into a list."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def true_pairs(corpus: Path) -> dict[str, list[tuple[str, str]]]:
    """Set -> pairs of names of one company."""
    edinet = [row for row in _rows(corpus / "edinet/edinet_codes_dev70.csv") if "法人" in row["filer_type"] and "個人" not in row["filer_type"]]
    szse = _rows(corpus / "china/szse_listed_dev70.csv")
    twse = _rows(corpus / "taiwan/twse_tpex_dev70.csv")
    prime: dict[str, str] = {}
    with (corpus / "ofac/sdn_2021.csv").open(encoding="utf-8", errors="replace") as lines:
        prime = {row[0]: row[1] for row in csv.reader(lines) if len(row) > 2 and row[2].strip() == "-0-"}
    with (corpus / "ofac/alt_2021.csv").open(encoding="utf-8", errors="replace") as lines:
        aliases = [(prime[row[0]], row[3]) for row in csv.reader(lines) if len(row) > 3 and row[0] in prime]
    return {
        "ja-en": [(row["name_ja"], row["name_en"]) for row in edinet if row["name_en"]],
        "ja-kana": [(row["name_ja"], row["name_kana"]) for row in edinet if row["name_kana"]],
        "kana-en": [(row["name_kana"], row["name_en"]) for row in edinet if row["name_en"] and row["name_kana"]],
        "zh-en": [(row["公司全称"], row["英文名称"]) for row in szse if row["英文名称"]],
        "zh-short": [(row["公司全称"], row["A股简称"]) for row in szse],
        "tw-short": [(row["公司名稱"], row["公司簡稱"]) for row in twse],
        "tw-en": [(row["公司名稱"], row["英文簡稱"]) for row in twse if row["英文簡稱"].strip()],
        "alias": aliases,
        "latin": [(name, name) for name in dict.fromkeys([*prime.values(), *(row["name_en"] for row in edinet if row["name_en"])])],
    }


FORMS = ("Co., Ltd.", "Ltd", "Inc.", "Corp.", "LLC", "GmbH", "Limited", "Corporation", "Company")


def damages(name: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """(kind of damage, the name damaged so); kinds that cannot be done to this name are left out."""
    words = name.split()
    bare = [word for word in words if word.strip(".,").lower() not in {form.strip(".").lower() for form in (*FORMS, "Co.,", "Co.,Ltd.", "CO.,LTD")}]
    yield "case", name.swapcase()
    yield "punctuation", "".join(" " if char in ".,-&'()" else char for char in name) + "."
    yield "no-space", name.replace(" ", "")
    yield "form", " ".join([*bare, dice.choice(FORMS)])
    yield "form-dropped", " ".join(bare)
    yield "typo", _slip(name, dice)
    yield "two-typos", _slip(_slip(name, dice), dice)
    if len(bare) > 1:
        at = dice.randrange(1, len(bare))
        yield "reorder", " ".join([*bare[at:], *bare[:at]])
    if len(bare) > 2:
        at = dice.randrange(len(bare))
        yield "word-dropped", " ".join(bare[:at] + bare[at + 1 :])


def _slip(name: str, dice: random.Random) -> str:
    places = [at for at, char in enumerate(name) if char.isalpha()]
    if not places:
        return name
    at = dice.choice(places)
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    way = dice.randrange(4)
    if way == 0:
        return name[:at] + name[at + 1 :]
    if way == 1:
        return name[:at] + letter + name[at:]
    if way == 2:
        return name[:at] + letter + name[at + 1 :]
    return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
