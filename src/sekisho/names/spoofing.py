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
_FOREIGN = re.compile(r"[\u0250-\u02af\u0370-\u058f\u1d00-\u1d7f\ua78c\u0131]")
_WORD = re.compile(r"[^\W\d_]+")
_KANA, _HAN = "ァ-ヺー", "\u3400-\u9fff"
KANA_KIN = re.compile(f"[{_KANA}]")
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


def _visible(name: str, seen: list[str]) -> str:
    kept: list[str] = []
    for char in name:
        kind = _invisible(char)
        if kind:
            seen.append(f"{kind} U+{ord(char):04X}")
        else:
            kept.append(char)
    return "".join(kept)


@functools.lru_cache(maxsize=8192)
def _invisible(char: str) -> str:
    """The kind of an invisible character, blank for a visible one. Spaces and variation selectors of Han (異体字) are honest."""
    if char in BIDI:
        return "bidi-control"
    if char in FILLERS:
        return "filler"
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return "variation-selector"
    if unicodedata.category(char) in ("Cf", "Cs", "Co") or (unicodedata.category(char) == "Cc" and char not in "\t\n\r"):
        return "zero-width"
    return ""


def _latin_meant(text: str, seen: list[str]) -> str:
    """Letters of other alphabets become Latin in a word that mixes them, and in a word of look-alikes alone among Latin words."""
    looks, _ = confusables()
    latin_around = any("a" <= char <= "z" for char in text.casefold())

    def meant(found: re.Match[str]) -> str:
        word = found[0]
        letters = word.casefold()
        foreign = [char for char in letters if char in looks]
        mixed = any("a" <= char <= "z" for char in letters)
        if not foreign or not (mixed or (latin_around and all(char in looks for char in letters))):
            return word
        seen.append(f"look-alike U+{ord(foreign[0]):04X}")
        return "".join(looks.get(char, char) for char in letters)

    return _WORD.sub(meant, text)


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
    beside = [bool(KANA_KIN.match(one)) for one in (before, after) if one and (KANA_KIN.match(one) or HAN_KIN.match(one))]
    if char in kana_of and char not in _HAN_OF and beside and all(beside):
        return kana_of[char] if char not in "一" or before else char
    ended = not after or not (KANA_KIN.match(after) or HAN_KIN.match(after))
    lone = HAN_KIN.match(after) and (not before or HAN_KIN.match(before))
    if char in _HAN_OF and (lone or (char in "ーニ" and before and HAN_KIN.match(before) and ended)) and not KANA_KIN.match(further):
        return _HAN_OF[char]
    return char
