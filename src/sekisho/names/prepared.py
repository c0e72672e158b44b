"""A name made ready once: its parts, sounds, numbers and keys. What an index keeps, and what the comparer reads."""

import functools
import re
from dataclasses import dataclass
from typing import Literal

from .normalise import name_key
from .numbers import numbers_in
from .readings import japanese_mixed, mandarin_mixed, spelled_out
from .segment import Token, segments
from .sounds import kana_sound, sound_key
from .spoofing import Unmasked, unmask

Nation = Literal["ja", "zh", ""]
_JA_FORMS = (
    "株式会社", "投资事业", "有限责任事业", "特定目的会社", "相互会社", "有限会社", "合同会社", "(株)", "(有)", "(同)", "カ)", "(カ", "カブシキ",
    "一般社", "一般财", "公益社", "公益财", "独立行政",
)  # fmt: skip
_ZH_FORMS = ("公司",)
_KANA = re.compile("[ァ-ヺ]")
_HAN = re.compile("[\u3400-\u9fff]")
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
_LETTERS = re.compile(r"[^\W_]+")
_BY_SCRIPT = re.compile("[ァ-ー]+|[^ァ-ー]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """`text` is the name with everything but its legal forms joined, `letters` with them and without spaces or signs (see `_letters`);
    `nation` says by which language its Han characters are read; `tokens` carry the rarity (`bits`) that clues weigh.
    """

    name: str
    text: str
    tokens: tuple[Token, ...]
    forms: tuple[str, ...] = ()
    nation: Nation = ""
    numbers: frozenset[int] = frozenset()
    observations: tuple[str, ...] = ()
    scripts: str = ""
    letters: str = ""

    @property
    def brand(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind == "brand")


@functools.lru_cache(maxsize=100_000)
def prepare(name: str) -> Prepared:
    """Cut and fold a name for comparing. Cached: equal names are prepared once."""
    plain = name.isascii() and name.isprintable()
    clean = PLAIN if plain else unmask(name)
    cut = segments(name if plain else clean.text)
    words = [token.text for token in cut.tokens]
    text = "".join(words)
    scripts = "".join(sorted({token.script[0] for token in cut.tokens})) if not plain else "l" if words else ""
    return Prepared(
        name=name,
        text=text,
        tokens=cut.tokens,
        forms=cut.forms,
        nation=_nation(cut.forms, text) if not plain else "",
        numbers=numbers_in(cut.plain, words),
        observations=clean.observations,
        scripts=scripts,
        letters=cut.plain.translate(_SIGNS) if cut.plain.isascii() else _letters("".join(_LETTERS.findall(cut.plain)), clean.text, scripts),
    )


PLAIN = Unmasked(text="")
"""Nothing is seen in a name of plain ASCII."""


def _letters(whole: str, name: str, scripts: str) -> str:
    """All letters; of a name with kana however they are written, and without its legal form where no Latin letters could pass for one."""
    if "k" not in scripts:
        return whole
    return kana_folded(whole if "l" in scripts else name_key(name).key)


def kana_folded(text: str) -> str:
    """Kana as different hands write one name: large for small (ファ, フア), one letter for one sound (ヂ, ジ), long marks left out.

    A short word keeps its long marks: ビル is no ビール. No two companies of EDINET's list, by name or by reading, become one by this; ヴァ and バ
    part two of them, and stay apart.
    """
    folded = text.translate(_ONE_LETTER)
    bare = folded.replace("ー", "")
    return bare if len(bare) >= ENOUGH_KANA else folded


_ONE_LETTER = str.maketrans("ァィゥェォャュョッヮヵヶヂヅヰヱ", "アイウエオヤユヨツワカケジズイエ")
ENOUGH_KANA = 4


def _nation(forms: tuple[str, ...], text: str) -> Nation:
    if text.isascii() and not forms:
        return ""
    if any(form.startswith(_JA_FORMS) for form in forms) or _KANA.search(text):
        return "ja"
    return "zh" if any(form.endswith(_ZH_FORMS) for form in forms) or "集团" in text else ""


@functools.lru_cache(maxsize=100_000)
def heard(text: str, nation: Nation) -> tuple[str, ...]:
    """The likeliest sound keys of a text in any script."""
    if text.isascii():
        return (sound_key(text),)
    if not _HAN.search(text):
        letters = spelled_out(text)
        sound = sound_key("".join(kana_sound(run) if "ァ" <= run[0] <= "ー" else run for run in _BY_SCRIPT.findall(text)))
        return (sound, sound_key(letters)) if letters else (sound,)
    ways: tuple[str, ...] = ()
    if nation != "ja":
        ways += (mandarin_mixed(text),)
    if nation != "zh":
        ways += japanese_mixed(text)
    return tuple(dict.fromkeys(way for way in ways if way))


__all__ = ["Nation", "Prepared", "heard", "name_key", "prepare"]
