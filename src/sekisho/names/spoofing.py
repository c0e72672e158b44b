"""Tricks with characters: what cannot be seen, what turns the text around, and letters that pass for others (UTS 39 calls them confusables).

They are folded so that the name behind is compared, and told as observations of their own: an honest list has no reason to hold them.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

from .lexicon import confusables

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0")
_FOREIGN = re.compile(r"[\u0250-\u02af\u0370-\u058f\u13a0-\u13f5\u1d00-\u1d7f\ua730\ua731\ua78c\u0131]")
_ALPHABETS = (re.compile("[\u0370-\u03ff]"), re.compile("[\u0400-\u052f]"), re.compile("[\u0530-\u058f]"), re.compile("[\u13a0-\u13f5]"))
_PHONETIC = re.compile("[\u0280\u0299\u029c\u029f\u0262\u026a\u0274\u028f\u1d00-\u1d7f\ua730\ua731]")
_WORD = re.compile(r"[^\W\d_]+")
_KANA, _HAN = "ァ-ヺー", "\u3400-\u9fff"
_NUMERALS, _COUNTED = "一二三八千", ("ツ", "ヶ", "ヵ", "ケ", "カ", "ノ")
"""三ツ星, 八ヶ岳: a number before such a kana is a number."""
KANA_KIN = re.compile(f"[{_KANA}]")
_VARIED = re.compile(f"[{_HAN}々\uf900-\ufaff\U00020000-\U0003ffff]")
HAN_KIN = re.compile(f"[{_HAN}々]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmasked:
    """`text` as meant; `observations`, each a kind with the code points met: `bidi-control U+202E`."""

    text: str
    observations: tuple[str, ...] = ()


def unmask(name: str) -> Unmasked:
    """The name without invisible characters, its look-alikes folded. Plain ASCII comes back as it is."""
    if name.isascii() and name.isprintable():
        return Unmasked(text=name)
    seen: list[str] = []
    text = name if _plainly_visible(name) else _visible(name, seen)
    if _FOREIGN.search(text):
        text = _latin_meant(text, seen)
    return Unmasked(text=_kana_or_han(text, seen), observations=tuple(dict.fromkeys(seen)))


_BLANK = re.compile("[" + "".join(sorted(FILLERS)) + "\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def _plainly_visible(name: str) -> bool:
    return name.replace("\u3000", " ").isprintable() and not _BLANK.search(name)


@functools.lru_cache(maxsize=65_536)
def tricks(name: str, *, of_product: bool = False) -> tuple[str, ...]:
    """The observations that no honest spelling explains. Left out: 外字 (private use), and the dotless i, a letter of Turkish.

    `of_product` takes 一, 二, 三, 八 and 千 among katakana for the numbers that they are in what things are called (ハブ八ポート).
    """
    honest = {"U+0131", *(f"U+{ord(char):04X}" for char in (_NUMERALS if of_product else ""))}
    return tuple(one for one in unmask(name).observations if one.split()[1] not in honest and not one.startswith("private-use"))


def shown(name: str) -> str:
    """The name with what cannot be seen written out: `Exam[U+200B]ple`."""
    if name.isprintable() and not _BLANK.search(name):
        return name
    beside = zip(" " + name, name, strict=False)
    return "".join(f"[U+{ord(char):04X}]" if _invisible(char) and not _is_honest(char, before) else char for before, char in beside)


def _visible(name: str, seen: list[str]) -> str:
    kept: list[str] = []
    before = ""
    for char in name:
        kind = _invisible(char)
        if not kind:
            kept.append(char)
        elif not _is_honest(char, before):
            seen.append(f"{kind} U+{ord(char):04X}")
        before = char
    return "".join(kept)


def _is_honest(char: str, before: str) -> bool:
    """A variation selector after a Han character (異体字) or a sign, and a joiner within Arabic and Indic writing, are part of the spelling."""
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return bool(before) and (bool(_VARIED.match(before)) or unicodedata.category(before)[0] == "S")
    return char in "\u200c\u200d" and "\u0600" <= before <= "\u0dff"


@functools.lru_cache(maxsize=8192)
def _invisible(char: str) -> str:
    """The kind of an invisible character, blank for a visible one. Spaces are honest."""
    if char in BIDI:
        return "bidi-control"
    if char in FILLERS:
        return "filler"
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return "variation-selector"
    if unicodedata.category(char) == "Co":
        return "private-use"
    if unicodedata.category(char) in ("Cf", "Cs") or (unicodedata.category(char) == "Cc" and char not in "\t\n\r"):
        return "zero-width"
    return ""


def _latin_meant(text: str, seen: list[str]) -> str:
    """Letters of other alphabets become Latin in a word that mixes them, and in a word of look-alikes alone among Latin words.

    A letter is looked up as it is written before its small form is: Η passes for H and η for n.
    """
    looks, _ = confusables()
    latin_around = any("a" <= char <= "z" for char in text.casefold())

    def meant(found: re.Match[str]) -> str:
        word = found[0]
        letters = [looks.get(char) or looks.get(char.casefold()) or char.casefold() for char in word]
        foreign = [char for char in word if char in looks or char.casefold() in looks]
        plain = [letter for letter in letters if not letter.isascii()]
        if not foreign or not (_mixes(word) or (latin_around and not plain)):
            return word
        seen.append(f"look-alike U+{ord(foreign[0]):04X}")
        return "".join(letters)

    return _WORD.sub(meant, text)


def _mixes(word: str) -> bool:
    """Whether a word is written in two alphabets, or in phonetic small capitals, which no language writes its words in."""
    alphabets = sum(bool(alphabet.search(word)) for alphabet in _ALPHABETS) + any("a" <= char <= "z" for char in word.casefold())
    return alphabets > 1 or _PHONETIC.search(word) is not None


def _kana_or_han(text: str, seen: list[str]) -> str:
    """力 among katakana is カ, and エ alone among Han is 工."""
    suspects = [found.start() for found in _suspects().finditer(text)]
    if not suspects:
        return text
    chars = list(text)
    for at in suspects:
        before, after = (chars[at - 1] if at else ""), (text[at + 1] if at + 1 < len(text) else "")
        swapped = _swap(chars[at], before, after, text[at + 2] if at + 2 < len(text) else "")
        if swapped != chars[at]:
            seen.append(f"look-alike U+{ord(chars[at]):04X}")
            chars[at] = swapped
    return "".join(chars)


_HAN_OF = {"ロ": "口", "ニ": "二", "カ": "力", "エ": "工", "ト": "卜", "タ": "夕", "ー": "一", "ハ": "八", "ミ": "三", "チ": "千", "オ": "才"}


@functools.cache
def _suspects() -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted({*confusables()[1], *_HAN_OF})) + "]")


def _swap(char: str, before: str, after: str, further: str) -> str:
    _, kana_of = confusables()
    if char in _NUMERALS and after in _COUNTED and not (before and KANA_KIN.match(before)):
        return char
    beside = [bool(KANA_KIN.match(one)) for one in (before, after) if one and (KANA_KIN.match(one) or HAN_KIN.match(one))]
    if char in kana_of and char not in _HAN_OF and beside and all(beside):
        return kana_of[char] if char not in "一" or before else char
    ended = not after or not (KANA_KIN.match(after) or HAN_KIN.match(after))
    lone = HAN_KIN.match(after) and (not before or HAN_KIN.match(before))
    if char in _HAN_OF and (lone or (char in "ーニ" and before and HAN_KIN.match(before) and ended)) and not KANA_KIN.match(further):
        return _HAN_OF[char]
    return char
