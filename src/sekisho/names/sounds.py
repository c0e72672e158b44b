"""Spellings of one sound folded to one: kana to romaji, romanisations among themselves, and a skeleton of consonants for loanwords.

Every reading and every Latin word is brought to one *sound key*: Kunrei and Hepburn, passport spellings, long vowels, l/r, v/b and f/h meet in it.
"""

import functools
import re

from .. import resources

_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
_FOLDS = (
    ("tch", "ty"), ("sch", "sy"), ("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("dzu", "zu"), ("sh", "sy"), ("ch", "ty"), ("ji", "zi"), ("jy", "zy"),
    ("j", "zy"), ("ph", "h"), ("f", "h"), ("l", "r"), ("v", "b"), ("ou", "o"), ("oo", "o"), ("uu", "u"), ("aa", "a"), ("ii", "i"),
    ("ee", "e"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"), ("di", "zi"), ("du", "zu"), ("wo", "o"), ("'", ""), ("-", ""),
)  # fmt: skip
_FOLD_TO = dict(_FOLDS)
_FOLD = re.compile("|".join(re.escape(spelling) for spelling, _ in _FOLDS))
_DOUBLE = re.compile(r"([^aeiouy\d])\1+")
_H_BEFORE_CONSONANT = re.compile(r"(?<=[aeiou])h(?![aeiouy])")


@functools.cache
def _kana() -> dict[str, str]:
    lines = resources.read("names/tables/kana.tsv").decode("utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


def _folded(found: re.Match[str]) -> str:
    return _FOLD_TO[found[0]]


@functools.lru_cache(maxsize=100_000)
def sound_key(word: str) -> str:
    """The sound key of a Latin word or a romanised reading (lower case, no accents)."""
    folded = _FOLD.sub(_folded, word)
    if folded != word:
        folded = _FOLD.sub(_folded, folded)
    if "h" in folded:
        folded = _H_BEFORE_CONSONANT.sub("", folded)
    return _DOUBLE.sub(r"\1", folded)


@functools.lru_cache(maxsize=100_000)
def kana_sound(kana: str) -> str:
    """The sound key of a run of katakana; characters that are no kana are dropped."""
    table = _kana()
    out: list[str] = []
    for char in kana:
        if char in _SMALL:
            _glide(out, _SMALL[char])
        else:
            out.append(table.get(char, ""))
    return sound_key("".join(out))


def _glide(out: list[str], small: str) -> None:
    """A small kana takes the place of the vowel before it: キ+ャ = kya, テ+ィ = ti, ウ+ェ = we."""
    before = out.pop() if out else ""
    stem = before[:-1]
    if before == "u" and small != "u":
        out.append("w" + small)
    elif small.startswith("y") and stem in ("t", "s", "z", "d") and before[-1:] != "i":
        out.append(stem + small)
    else:
        out.append((stem or before) + small)


_HARD = (
    ("ckq", "k"), ("sch", "s"), ("sh", "s"), ("ch", "t"), ("tch", "t"), ("ph", "h"), ("th", "s"), ("ts", "t"), ("ck", "k"), ("cc", "k"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("j", "s"), ("dg", "s"),
    ("ge", "se"), ("gi", "si"), ("f", "h"), ("v", "b"), ("l", "r"), ("mb", "nb"), ("mp", "np"), ("gh", ""), ("kn", "n"), ("wr", "r"),
    ("sy", "s"), ("ty", "t"), ("zy", "s"), ("y", ""), ("w", ""), ("ng", "n"), ("m", "n"), ("du", "t"), ("zu", "s"), ("zi", "s"), ("di", "s"),
)  # fmt: skip
_HARD_TO = dict(_HARD)
_HARDEN = re.compile("|".join(re.escape(spelling) for spelling, _ in sorted(_HARD, key=lambda pair: -len(pair[0]))))
_SILENT_R = re.compile(r"(?<=[aeiou])r+(?![aeiour])")
_VOWELS = re.compile(r"(?<!^)[aeiouh]")


@functools.lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants that a loanword keeps in kana: `brainpad` and `bureinpaddo` both give `brnpd`."""
    hard = _HARDEN.sub(lambda found: _HARD_TO[found[0]], _SILENT_R.sub("", word))
    bones = _VOWELS.sub("", hard)
    return _DOUBLE.sub(r"\1", "a" + bones[1:] if bones[:1] in tuple("aeiou") else bones)


_HELPING = re.compile(r"(?<=[^aeiou])u(?=[^aeiou]|$)|(?<=[td])o(?=[^aeiou]|$)")
_SILENT_E = re.compile(r"(?<=[aeiou][^aeiou])e$")


@functools.lru_cache(maxsize=100_000)
def loan_key(word: str, of_kana: bool) -> str:
    """A loanword with its vowels, without those that kana need to part consonants: `rikusu` and `rix` both give `riks`."""
    plain = _HELPING.sub("", word) if of_kana else _SILENT_E.sub("", word)
    hard = _HARDEN.sub(lambda found: _HARD_TO[found[0]], _SILENT_R.sub("", plain))
    return _DOUBLE.sub(r"\1", hard)
