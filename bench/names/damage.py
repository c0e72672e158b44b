"""Spoil a name in a known way. Every kind is a function of the name and a seeded source of chance: the same seed gives the same spoilt name.

A kind that cannot be applied to a name (no legal form to drop, one word only) returns None, and the name is not counted under that kind.
"""

import functools
import random
import re
import unicodedata
from collections.abc import Callable, Mapping

Damage = Callable[[str, random.Random], str | None]

LATIN_FORMS: tuple[tuple[str, ...], ...] = (
    ("CO., LTD.", "CO LTD", "COMPANY LIMITED", "CO.,LTD", "CO., LIMITED"),
    ("LIMITED", "LTD.", "LTD"),
    ("CORPORATION", "CORP.", "CORP"),
    ("INCORPORATED", "INC.", "INC"),
    ("LIMITED LIABILITY COMPANY", "LLC", "L.L.C."),
    ("COMPANY", "CO.", "CO"),
    ("S.A.", "SA"),
    ("GMBH",),
    ("OOO",),
    ("JSC",),
    ("PLC",),
    ("LTDA.", "LTDA"),
    ("FZE",),
    ("FZCO",),
)
"""Groups of spellings of one legal form as lists write them at the end of a name."""
_FORMS = sorted((form for group in LATIN_FORMS for form in group), key=len, reverse=True)
_SWAPS = ("CO., LTD.", "LIMITED", "CORPORATION", "INC.", "LLC")
_CONFUSABLE = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"} | dict(
    zip("ABCEHIKMNOPTXYZ", "АВСЕНІКМΝОРТХΥΖ", strict=True)
)
_KANA_CONFUSABLE = {"ロ": "口", "ニ": "二", "カ": "力", "ー": "一", "ハ": "八", "エ": "工", "タ": "夕", "ト": "卜", "ヘ": "へ"}
_HIDDEN = ("\u200b", "\u200d", "\u2060", "\u00ad", "\u3164")
_BIDI = ("\u202e", "\u202c"), ("\u2066", "\u2069"), ("\u200f", "\u200e")


def split_form(name: str) -> tuple[str, str]:
    """The name without its Latin legal form at the end, and that form as written ("" where there is none)."""
    upper = name.upper()
    for form in _FORMS:
        if upper.endswith((" " + form, "," + form)):
            return name[: -len(form)].rstrip(" ,"), name[-len(form) :]
    return name, ""


def case(name: str, chance: random.Random) -> str | None:
    changed = chance.choice((str.lower, str.upper, str.title, str.swapcase))(name)
    return changed if changed != name else _different(name, name.lower())


def one_typo(name: str, chance: random.Random) -> str | None:
    """One letter lost, doubled by another, replaced, or swapped with its neighbour, anywhere in the name before its legal form."""
    body = split_form(name)[0]
    places = [place for place, char in enumerate(body) if char.isalpha()]
    if len(places) < 6:
        return None
    place = chance.choice(places)
    kind = chance.choice(("lost", "added", "replaced", "swapped"))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    letter = letter.upper() if body[place].isupper() else letter
    return _different(name, name.replace(body, _mistyped(body, place, kind, letter), 1)) or name.replace(body, body[:place] + body[place + 1 :], 1)


def _mistyped(body: str, place: int, kind: str, letter: str) -> str:
    if kind == "lost":
        return body[:place] + body[place + 1 :]
    if kind == "added":
        return body[:place] + letter + body[place:]
    if kind == "replaced":
        return body[:place] + letter + body[place + 1 :]
    return body[:place] + body[place + 1 : place + 2] + body[place] + body[place + 2 :]


def two_typos(name: str, chance: random.Random) -> str | None:
    if len([char for char in split_form(name)[0] if char.isalpha()]) < 10:
        return None
    once = one_typo(name, chance)
    for _ in range(8):
        twice = one_typo(once, chance) if once else None
        if twice and twice not in (name, once):
            return twice
    return None


def form_dropped(name: str, chance: random.Random) -> str | None:
    body, form = split_form(name)
    return body if form and body else None


def form_swapped(name: str, chance: random.Random) -> str | None:
    body, form = split_form(name)
    others = [other for other in _SWAPS if not _one_form(form, other)]
    return f"{body} {chance.choice(others)}" if form and body else None


def _one_form(left: str, right: str) -> bool:
    return any(left.upper() in group and right.upper() in group for group in LATIN_FORMS)


def reordered(name: str, chance: random.Random) -> str | None:
    """The words before the legal form in another order; the legal form stays behind."""
    body, form = split_form(name)
    words = body.split()
    if len(set(words)) < 2:
        return None
    mixed = words[:]
    while mixed == words:
        chance.shuffle(mixed)
    return " ".join((*mixed, form)).strip()


def word_dropped(name: str, chance: random.Random) -> str | None:
    """One word of three or more before the legal form is left out, whichever it is."""
    body, form = split_form(name)
    words = body.split()
    if len([word for word in words if len(word) > 1]) < 3:
        return None
    del words[chance.randrange(len(words))]
    return " ".join((*words, form)).strip()


def spaces_lost(name: str, chance: random.Random) -> str | None:
    return _different(name, name.replace(" ", ""))


def punctuation(name: str, chance: random.Random) -> str | None:
    """Marks are left out, or other marks are put where there were spaces."""
    bare = re.sub(r"[^\w\s]", "", name)
    if bare != name and chance.random() < 0.6:
        return tidy_spaces(bare)
    places = [place for place, char in enumerate(name) if char == " "]
    if not places:
        return _different(name, tidy_spaces(bare)) or f"{name}."
    place = chance.choice(places)
    return name[:place] + chance.choice(("-", ", ", ".", "/", " - ")) + name[place + 1 :]


def truncated(name: str, chance: random.Random) -> str | None:
    """Cut at 30 to 35 characters, as fields of older systems do."""
    length = chance.randint(30, 35)
    return name[:length].rstrip() if len(name) > length else None


def width(name: str, chance: random.Random) -> str | None:
    """Letters, digits and marks of the ASCII range in full width."""
    return _different(name, "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else "　" if char == " " else char for char in name))


def kana(name: str, chance: random.Random) -> str | None:
    """Katakana as hiragana, or without the long mark at a word's end, or in half width."""
    if not re.search("[ァ-ヶ]", name):
        return None
    ways = (_hiragana(name), re.sub("(?<=[ァ-ヶ])ー(?![ァ-ヶー])", "", name), _half_width(name))
    return chance.choice([way for way in ways if way != name])


def _hiragana(name: str) -> str:
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in name)


@functools.cache
def _halves() -> Mapping[str, str]:
    halves = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF65, 0xFF9E)}
    marks = (("\u3099", 0xFF9E), ("\u309a", 0xFF9F))
    voiced = {unicodedata.normalize("NFC", full + mark): half + chr(code) for full, half in halves.items() for mark, code in marks}
    return halves | {char: half for char, half in voiced.items() if len(char) == 1}


def _half_width(name: str) -> str:
    return "".join(_halves().get(char, char) for char in name)


@functools.cache
def _converter(scheme: str) -> Callable[[str], str] | None:
    try:
        import opencc
    except ImportError:
        return None
    convert: Callable[[str], str] = opencc.OpenCC(scheme).convert
    return convert


def converted(name: str, scheme: str) -> str | None:
    """The name in another form of its Han characters (schemes s2t, s2tw, t2s, t2jp, jp2t); None where nothing changes or OpenCC is absent."""
    convert = _converter(scheme)
    return _different(name, convert(name)) if convert else None


def traditional(name: str, chance: random.Random) -> str | None:
    """Simplified or Japanese characters as traditional ones, traditional ones simplified."""
    japanese = re.search("[ぁ-ヶ々]|株式会社|有限会社|合同会社", name)
    return converted(name, "jp2t") if japanese else converted(name, "s2t") or converted(name, "t2s")


def confusables(name: str, chance: random.Random) -> str | None:
    """One to three letters replaced by look-alikes of another script (Cyrillic and Greek for Latin, kanji and hiragana for katakana)."""
    table = _KANA_CONFUSABLE if re.search("[ァ-ヶ]", name) else _CONFUSABLE
    places = [place for place, char in enumerate(name) if char in table]
    if not places:
        return None
    chosen = set(chance.sample(places, min(len(places), chance.randint(1, 3))))
    return "".join(table[char] if place in chosen else char for place, char in enumerate(name))


def zero_width(name: str, chance: random.Random) -> str | None:
    """Invisible characters inside the name."""
    if len(name) < 3:
        return None
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(1, len(name) - 1)
        name = name[:place] + chance.choice(_HIDDEN) + name[place:]
    return name


def bidi(name: str, chance: random.Random) -> str | None:
    """Controls of writing direction around a part of the name."""
    if len(name) < 3:
        return None
    start, end = sorted(chance.sample(range(len(name) + 1), 2))
    before, after = chance.choice(_BIDI)
    return name[:start] + before + name[start:end] + after + name[end:]


def tidy_spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _different(name: str, changed: str) -> str | None:
    return changed if changed and changed != name else None


CORE: Mapping[str, Damage] = {
    "case": case,
    "one typo": one_typo,
    "two typos": two_typos,
    "form dropped": form_dropped,
    "form swapped": form_swapped,
    "reordered": reordered,
    "word dropped": word_dropped,
    "spaces lost": spaces_lost,
    "punctuation": punctuation,
}
"""The nine kinds of T2."""
BEYOND: Mapping[str, Damage] = {
    "truncated": truncated,
    "width": width,
    "confusables": confusables,
    "zero width": zero_width,
    "bidi": bidi,
}
"""Kinds measured apart from T2."""
CJK: Mapping[str, Damage] = {
    "kana": kana,
    "traditional": traditional,
    "width": width,
    "confusables": confusables,
    "zero width": zero_width,
    "bidi": bidi,
}
"""Kinds for names in Han characters and kana."""
