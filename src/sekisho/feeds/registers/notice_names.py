"""The names in one entry of a notice: Japanese, English, Chinese characters, and the aliases of both layouts. Text in, names out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_KANA = "\u3041-\u30ff\uff66-\uff9f"
_WIDE = _KANA + "\u3005\u3400-\u9fff\u3001\u3002\uff01-\uff60\u300c-\u300f"
_HAS_KANA = re.compile(f"[{_KANA}]")
_HAS_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_LINE = re.compile(r"[A-Z0-9“\"][^\n]*[A-Za-z]|[a-z]+\b")
_RUN_ON = re.compile(f"(?<=[{_WIDE})）])(?P<english>[A-Z0-9“][A-Za-z0-9“”\"'.,&()\\- ]{{7,}}.*)$")
_ALIAS_PARAGRAPH = re.compile(r"\n別称\s*[：:]")
_AKA = re.compile(r",?\s*a\.k\.a\.,?|,\s*the\s?following\b")
_LIST = re.compile(r"the\s?following\s+(?P<many>[a-z]+)\s?alias(?:es)?\s*:?")
_MARK = re.compile(r"(?:^|\n|(?<=:))\s*[-—–‐−]\s?")
_ABBREVIATED = re.compile(r"\b(?:Ltd|Co|Inc|Corp|Şti|Ști|St|A\.Ș|A\.Ş|Tic|San|Pvt)\.$")
_COUNTS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an entry calls its entity; `stated` is how many English aliases it says it lists, 0 where it does not say."""

    japanese: str
    english: str
    chinese: tuple[str, ...] = ()
    japanese_aliases: tuple[str, ...] = ()
    english_aliases: tuple[str, ...] = ()
    stated: int = 0


def read_names(text: str) -> Names:
    """The names in an entry's text between its number and 所在地."""
    even = re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()
    main, *paragraph = _ALIAS_PARAGRAPH.split(even, maxsplit=1)
    japanese, english = _halves(main)
    name, groups = _bracketed(_joined(japanese))
    aliases, chinese = _of_groups(groups)
    english_name, listed, stated = _english(english)
    english_name, han = _without_han(english_name)
    more_japanese, more_english = _paragraph("".join(paragraph))
    kept, more_chinese = _split_han([*aliases, *more_japanese])
    return Names(
        japanese=name,
        english=english_name,
        chinese=_once([*chinese, *han, *more_chinese]),
        japanese_aliases=_once(alias for alias in kept if alias != name),
        english_aliases=_once([*listed, *more_english]),
        stated=stated,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _halves(text: str) -> tuple[str, str]:
    """The Japanese and the English part: they part at the first Latin line, or where Latin text runs on, outside brackets."""
    lines = text.split("\n")
    depth = 0
    for at, line in enumerate(lines):
        if at and depth == 0 and _LATIN_LINE.match(line) and not _HAS_KANA.search(line):
            return "\n".join(lines[:at]), "\n".join(lines[at:])
        run = _RUN_ON.search(line)
        if run and not _HAS_KANA.search(run["english"]) and " " in run["english"].strip() and depth + _depth(line[: run.start()]) == 0:
            return "\n".join([*lines[:at], line[: run.start()]]), "\n".join([run["english"], *lines[at + 1 :]])
        depth += _depth(line)
    return text, ""


def _depth(text: str) -> int:
    return sum(text.count(mark) for mark in "(（") - sum(text.count(mark) for mark in ")）")


def _joined(text: str) -> str:
    """Wrapped lines as one: nothing between Japanese characters, a blank between words, nothing after a hyphen inside a word."""
    flat = re.sub(f"(?<=[{_WIDE}])\\s*\n\\s*|\\s*\n\\s*(?=[{_WIDE}])", "", text.strip())
    flat = re.sub(r"(?<=\w-)\n(?=\w)", "", flat)
    return re.sub(r"\s+", " ", flat).strip()


def _bracketed(text: str) -> tuple[str, list[str]]:
    """The text before the first bracket or full stop, and the contents of the brackets outside others."""
    groups: list[str] = []
    name, depth, start = "", 0, 0
    for at, mark in enumerate(text):
        if mark in "(（":
            name = name or text[:at] if not groups and depth == 0 else name
            start = at + 1 if depth == 0 else start
            depth += 1
        elif mark in ")）" and depth:
            depth -= 1
            if depth == 0:
                groups.append(text[start:at])
    return (name or text).split("。")[0].strip(), groups


def _of_groups(groups: Sequence[str]) -> tuple[list[str], list[str]]:
    """Aliases of the 別称 brackets, and names in Chinese characters of the others."""
    aliases: list[str] = []
    chinese: list[str] = []
    for group in groups:
        listed = re.match(r"別称\s*[、：:]?\s*", group)
        if listed:
            aliases += _japanese_list(group[listed.end() :])
        elif _HAS_HAN.search(group) and not _HAS_KANA.search(group):
            chinese += _han_names(group)
    return aliases, chinese


def _han_names(group: str) -> list[str]:
    outer, inner = _bracketed(group)
    return [part.strip() for part in re.split("[、;；]", "、".join([outer, *inner])) if part.strip()]


def _japanese_list(text: str) -> list[str]:
    """Aliases parted by 、 or ; and the last by 及び, outside brackets."""
    parts = _outside_brackets(text, "、;；")
    *firsts, last = parts
    return [part.strip(" .。") for part in (*firsts, *re.split("及び", last)) if part.strip(" .。")]


def _outside_brackets(text: str, marks: str) -> list[str]:
    parts, depth = [""], 0
    for mark in text:
        depth += (mark in "(（") - (mark in ")）")
        if mark in marks and depth <= 0:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


def _split_han(aliases: Sequence[str]) -> tuple[list[str], list[str]]:
    """Aliases without the Chinese characters in their brackets, and those characters."""
    kept, chinese = [], []
    for alias in aliases:
        name, groups = _bracketed(alias)
        han = [group for group in groups if _HAS_HAN.search(group) and not _HAS_KANA.search(group)]
        kept.append(name if han else alias)
        chinese += [one for group in han for one in _han_names(group)]
    return kept, chinese


def _without_han(name: str) -> tuple[str, list[str]]:
    (kept,), chinese = _split_han([name])
    return kept, chinese


def _english(text: str) -> tuple[str, list[str], int]:
    """Name, aliases, and how many aliases the text states."""
    found = _AKA.search(text)
    name = _joined(text[: found.start()] if found else text)
    name = re.split(r", including\b|\. This includes\b", name)[0].strip(" ,")
    listed = _LIST.search(text)
    if not listed:
        return name.rstrip("."), [], 0
    many = listed["many"].lower()
    items = [_item(part) for part in _MARK.split(text[listed.end() - 1 :])[1:]] if _MARK.search(text, listed.end() - 1) else []
    return name, [item for item in items if item], _COUNTS.index(many) if many in _COUNTS else 0


def _item(text: str) -> str:
    clean = re.sub(r"[;；]?\s*\band$", "", _joined(text)).strip(" ;；")
    return clean if _ABBREVIATED.search(clean) else clean.rstrip(".")


def _paragraph(text: str) -> tuple[list[str], list[str]]:
    """The aliases of a 別称 paragraph: Japanese ones, then English ones from the first Latin line."""
    if not text.strip():
        return [], []
    lines = text.strip().split("\n")
    latin = (at for at, line in enumerate(lines) if _LATIN_LINE.match(line) and not _HAS_KANA.search(line))
    border = next(latin, len(lines))
    japanese, english = _joined("\n".join(lines[:border])), _joined("\n".join(lines[border:]))
    return _japanese_list(japanese) if japanese else [], [part.strip() for part in english.split(";") if part.strip()]
