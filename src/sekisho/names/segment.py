"""A name in its parts: [place] [brand] [business terms] [legal form].

The brand carries the identity; places and terms are known in three languages.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from .. import resources
from .lexicon import UNSEEN_BITS, Meaning, bits, han_meanings, kana_meanings, latin_meanings
from .normalise import _plain, _tables

RUN = re.compile(
    r"(?:[a-z0-9]\.){2,}[a-z0-9]?(?![a-z0-9])|(?<![a-z0-9])(?:[a-z0-9]-){2,}[a-z0-9](?![a-z0-9])|[a-z0-9]{1,2}&[a-z0-9]{1,2}(?![a-z0-9])|[a-z0-9\u00df-\u024f]+(?:['’][a-z0-9\u00df-\u024f]+)*|[ァ-ヺー]+|[\u3400-\u9fff々]+|(?:(?![\u3400-\u9fff々ァ-ヺー])[^\W_])+"
)
_OF_A_MAKER = frozenset({"制", "社", "社制"})
"""What is written after a maker's name: of its make, the firm."""
_AGAIN = re.compile("(.)々")
_GRAFTED = re.compile(r"(?<=[a-z0-9][a-z0-9])co\.,\s*(?=ltd|limited)")
"""`EXAMPLECO.,LTD.`: a form written on to the word before it."""
LONGEST_HAN, LONGEST_KANA, LONGEST_PHRASE = 8, 16, 4
MOST_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One part of a name: `script` latin, kana or han; `kind` brand, or that of its meaning; `bits` how surprising it is in a company name."""

    text: str
    script: str
    kind: str = "brand"
    concepts: frozenset[str] = frozenset()
    bits: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """The parts in order, the legal forms taken off, and the folded text they were cut from."""

    plain: str
    tokens: tuple[Token, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForms:
    """The legal forms as the cutter asks for them."""

    han: tuple[str, ...]
    words: frozenset[str]
    phrases: frozenset[str]
    front: frozenset[str]
    transfer: re.Pattern[str]
    transfer_ends: tuple[str, ...]


@functools.cache
def legal_forms() -> LegalForms:
    folds, _, _ = _tables()
    table = resources.read_yaml("names/tables/legal_forms.yaml")
    han = {form.translate(folds) for country in table["cjk"].values() for form in country if re.fullmatch(r"[\u3400-\u9fff]+", form)}
    marks = [form for country in table["cjk"].values() for form in country if form.startswith("(")]
    kana = sorted({_plain(form) for form in (*marks, *table["transfer"])}, key=len, reverse=True)
    either = "|".join(re.escape(form.translate(folds)) for form in kana)
    return LegalForms(
        han=tuple(sorted(han | {form.translate(folds) for form in table["han"]}, key=len, reverse=True)),
        words=frozenset(table["words"]),
        phrases=frozenset(table["phrases"]) | {form for group in table["latin"] for form in group if " " in form and "&" not in form},
        front=frozenset(table["front"]),
        transfer=re.compile(f"^(?:{either})|(?:{either})$"),
        transfer_ends=tuple(form.translate(folds) for form in kana),
    )


@functools.cache
def same_forms() -> dict[str, int]:
    """Legal form -> the family of forms that are one in law."""
    folds, _, _ = _tables()
    families = resources.read_yaml("names/tables/legal_forms.yaml")["same_form"]
    return {_plain(form).translate(folds): number for number, family in enumerate(families) for form in family}


def segments(text: str) -> Segments:
    """Cut a name (invisible characters and look-alikes already folded) into its parts."""
    folds, _, _ = _tables()
    plain = text.lower() if text.isascii() else _plain(text).translate(folds)
    forms: list[str] = []
    body = _GRAFTED.sub(" co., ", plain) if "co.," in plain else plain
    if not plain.isascii():
        if "々" in body:
            body = _AGAIN.sub(r"\1\1", body)
        body = _off_the_ends(body, forms)
    runs = [_joined(run) for run in RUN.findall(body)[:MOST_WORDS]]
    tokens: list[Token] = []
    latin: list[str] = []
    for number, run in enumerate(runs if not plain.isascii() else ()):
        if "ァ" <= run[0] <= "ヺ" or run[0] == "ー":
            _latin_tokens(latin, tokens, forms, number == len(runs) - 1)
            tokens.extend(_kana_tokens(run))
        elif "\u3400" <= run[0] <= "\u9fff" or run[0] == "々":
            _latin_tokens(latin, tokens, forms, False)
            tokens.extend(_han_tokens(_bare(run, forms, first=number == 0, last=number == len(runs) - 1), first=not tokens))
        else:
            latin.append(run)
    _latin_tokens(latin if not plain.isascii() else runs, tokens, forms, True)
    if len(tokens) > 1 and tokens[-1].text in _OF_A_MAKER and tokens[-2].script != "han":
        tokens.pop()
    return Segments(plain=plain, tokens=tuple(tokens), forms=tuple(forms))


def _joined(run: str) -> str:
    """s.p.a -> spa, dun'an -> dunan, at&t -> att; a dot between whole words has been cut before."""
    if run.isalnum():
        return run
    return run.replace(".", "").replace("-", "").replace("'", "").replace("’", "").replace("&", "").replace("@", "a")


def _off_the_ends(plain: str, forms: list[str]) -> str:
    """(株), カ) and the like, which the cutter into runs would tear."""
    marks = legal_forms()
    if not (plain.startswith(marks.transfer_ends) or plain.endswith(marks.transfer_ends)):
        return plain
    for _ in range(4):
        found = marks.transfer.search(plain)
        if not found or len(found[0]) >= len(plain.strip()):
            break
        forms.append(found[0])
        plain = (plain[: found.start()] + plain[found.end() :]).strip()
    return plain


def _bare(run: str, forms: list[str], *, first: bool, last: bool) -> str:
    """Legal forms of the Far East off the front of the first run and the back of any; a run that is nothing else goes whole."""
    marks = legal_forms().han
    branch = next((word for word in _BRANCHES if run.endswith(word) and len(run) > len(word)), "")
    run = run.removesuffix(branch)
    for _ in range(3):
        if not (run.endswith(marks) or (first and run.startswith(marks))):
            break
        for form in marks:
            if run == form and not (first and last):
                forms.append(form)
                return ""
            if len(run) > len(form) and run.endswith(form):
                run = run[: -len(form)]
            elif len(run) > len(form) and first and run.startswith(form):
                run = run[len(form) :]
            else:
                continue
            forms.append(form)
            break
        else:
            break
    return run + branch


def _han_tokens(run: str, *, first: bool) -> list[Token]:
    """Terms off the back and places off the front, the longest first; what is left is the brand."""
    table = han_meanings()
    if not run:
        return []
    front: list[Token] = []
    while first or not front:
        width = next((width for width in range(min(LONGEST_HAN, len(run)), 1, -1) if (held := table.get(run[:width])) and held.is_place), 0)
        if not width or (width == len(run) and front):
            break
        front.append(_meant(run[:width], "han", table[run[:width]]))
        run = run[width:]
        if not run:
            return front
        if not first:
            break
    back: list[Token] = []
    while run:
        width = next((width for width in range(min(LONGEST_HAN, len(run)), 0, -1) if run[-width:] in table and (width > 1 or len(run) > 2)), 0)
        if not width:
            break
        back.append(_meant(run[-width:], "han", table[run[-width:]]))
        run = run[:-width]
    if len(run) == 1 and back and len(back[-1].text) <= 2 and not front:
        run += back.pop().text
    brand = [Token(text=run, script="han", bits=_han_bits(run))] if run else []
    return front + brand + back[::-1]


def _han_bits(run: str) -> float:
    table = bits()
    return min(24.0, sum(0.8 * table.get(char, 12.0) for char in run))


def _kana_tokens(run: str) -> list[Token]:
    """Known loanwords off both ends; what is left is the brand."""
    table = kana_meanings()
    back: list[Token] = []
    while run:
        whole, longest = len(run), min(LONGEST_KANA, len(run))
        width = next((w for w in range(longest, 1, -1) if run[-w:] in table and (whole == w or (whole - w > 1 and w > 2))), 0)
        if not width:
            break
        back.append(_meant(run[-width:], "kana", table[run[-width:]]))
        run = run[:-width]
    front: list[Token] = []
    while run:
        width = next((w for w in range(min(LONGEST_KANA, len(run)), 2, -1) if run[:w] in table and len(run) - w > 1), 0)
        if not width:
            break
        front.append(_meant(run[:width], "kana", table[run[:width]]))
        run = run[width:]
    brand = [Token(text=run, script="kana", bits=min(24.0, 3.4 * len(run)))] if run else []
    return front + brand + back[::-1]


@functools.lru_cache(maxsize=8192)
def _meant(text: str, script: str, meaning: Meaning) -> Token:
    return Token(text=text, script=script, kind=meaning.kind, concepts=meaning.concepts, bits=concept_bits(meaning.concepts))


@functools.lru_cache(maxsize=4096)
def concept_bits(concepts: frozenset[str]) -> float:
    """A term is as surprising as its commonest English word."""
    table = _bits_of_concepts()
    return min((table.get(concept, 9.0) for concept in concepts), default=9.0)


@functools.cache
def _bits_of_concepts() -> dict[str, float]:
    table = bits()
    found: dict[str, float] = {}
    for word, held in latin_meanings().items():
        if " " not in word:
            for concept in held.concepts:
                found[concept] = min(found.get(concept, UNSEEN_BITS), table.get(word, UNSEEN_BITS))
    return found


def _latin_tokens(words: list[str], tokens: list[Token], forms: list[str], last: bool) -> None:
    """Cut the Latin words gathered so far, then forget them."""
    if not words:
        return
    marks, table = legal_forms(), latin_meanings()
    if len(words) > 1 and words[0] in marks.front:
        forms.append(words.pop(0))
    at = 0
    while at < len(words):
        at = _one_latin(words, at, tokens, forms, marks, table, last)
    words.clear()


def _one_latin(
    words: Sequence[str], at: int, tokens: list[Token], forms: list[str], marks: LegalForms, table: dict[str, Meaning], last: bool
) -> int:
    word = words[at]
    rest = len(words) - at
    if rest > 1 and word in _begin_phrases():
        for width in range(min(LONGEST_PHRASE, rest), 1, -1):
            phrase = " ".join(words[at : at + width])
            if phrase in marks.phrases and (at or tokens):
                forms.append(phrase)
                return at + width
            if phrase in table:
                tokens.append(_meant(phrase, "latin", table[phrase]))
                return at + width
    if rest == 1 and len(word) > 8 and word not in table and word.endswith(_GLUED):
        form = next(form for form in _GLUED if word.endswith(form))
        if len(word) - len(form) > 3:
            forms.append(form)
            word = word[: -len(form)]
    if (at or tokens) and word in marks.words:
        forms.append(word)
    elif word in table:
        tokens.append(_latin_meant(word, table[word]))
    elif word not in LITTLE or rest == len(words) == 1:
        tokens.append(_latin_brand(word))
    return at + 1


@functools.cache
def _begin_phrases() -> frozenset[str]:
    """The first words of all phrases that are known: few words are one."""
    return frozenset(phrase.partition(" ")[0] for phrase in chain(legal_forms().phrases, latin_meanings()) if " " in phrase)


_BRANCHES = ("分公司", "子公司")
_GLUED = ("coltd", "corporation", "incorporated", "limited", "company", "ltd", "inc", "llc", "gmbh", "plc")
LITTLE = frozenset({"and", "of", "the", "for", "de", "la", "del", "et", "und", "y", "e"})


@functools.lru_cache(maxsize=50_000)
def _latin_brand(word: str) -> Token:
    return Token(text=word, script="latin", bits=latin_bits(word))


@functools.lru_cache(maxsize=8192)
def _latin_meant(word: str, meaning: Meaning) -> Token:
    return Token(text=word, script="latin", kind=meaning.kind, concepts=meaning.concepts, bits=min(latin_bits(word), concept_bits(meaning.concepts)))


def latin_bits(word: str) -> float:
    """Bits of a Latin word; a short word cannot say more than its letters."""
    return min(bits().get(word, UNSEEN_BITS), 3.3 * len(word))
