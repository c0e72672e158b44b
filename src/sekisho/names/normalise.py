"""From a name as written to the key it is compared by: width, case, invisible characters, legal forms at both ends, Han variants.

Two names with the same key are the same name for this version's matcher. Each step that changed something is kept, so that evidence can say how a
spelling was recognised.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

from .. import resources

_KANA_FOLD = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_DROPPED = re.compile(r"[\s\-‐‑‒–—―−・･.,'’`\"“”()\[\]「」『』【】〔〕<>《》〈〉/\\:;!?、。_*#|~^=+]")
MOST_FORMS = 16
_LONG_MARKS = str.maketrans({"ｰ": "ー", "〜": "ー", "～": "ー"})
_SOUND_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a"})
"""Sound marks written as characters of their own, which NFKC would part from their kana by a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKey:
    """`key` is what is compared; `forms` the legal forms taken off; `steps` the transforms that changed the name, in order."""

    key: str
    forms: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@functools.cache
def _tables() -> tuple[dict[int, str], tuple[str, ...], tuple[str, ...]]:
    """Folds of characters; legal forms of the Far East, and those in Latin letters, the longest first."""
    lines = resources.read("names/tables/han_folds.tsv").decode("utf-8").splitlines()
    folds = {ord(char): fold for char, _, fold in (line.partition("\t") for line in lines if not line.startswith("#"))}
    forms = resources.read_yaml("names/tables/legal_forms.yaml")
    cjk = {_plain(form).translate(folds) for country in forms["cjk"].values() for form in country}
    latin = {form for group in forms["latin"] for form in group}
    return folds, tuple(sorted(cjk, key=len, reverse=True)), tuple(sorted(latin, key=len, reverse=True))


def latin_forms() -> tuple[str, ...]:
    """The legal forms written in Latin letters, the longest first."""
    return _tables()[2]


@functools.cache
def _front(first: str) -> re.Pattern[str] | None:
    """The legal forms of the Far East that begin with a character, at the front of a name, and the rest of it."""
    forms = [_spread(form) for form in _tables()[1] if form[0] == first]
    return re.compile(f"({'|'.join(forms)})(.*)", re.DOTALL) if forms else None


@functools.cache
def _back(last: str) -> re.Pattern[str] | None:
    """Those that end with a character, at the back of a name. One pattern for all of them would take a while to compile."""
    forms = [_spread(form) for form in _tables()[1] if form[-1] == last]
    return re.compile(f"({'|'.join(forms)})$") if forms else None


def _spread(form: str) -> str:
    """The characters of a form may stand apart."""
    return (_DROPPED.pattern + "{0,3}").join(re.escape(char) for char in form)


def tables_digest() -> str:
    """One digest for the tables that keys and scores rest on."""
    from ..canonical import digest_of

    return digest_of({path: digest for path, digest in resources.digests().items() if path.startswith("names/tables/")})


def _plain(name: str) -> str:
    """NFKC, case, invisible characters, kana and accents of Latin letters."""
    text = unicodedata.normalize("NFKC", name.translate(_SOUND_MARKS)).casefold()
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc", "Cs") or char in "\t\n\r ")
    text = text.translate(_KANA_FOLD).translate(_LONG_MARKS)
    return " ".join((text if text.isascii() else _without_accents(text)).split())


_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")


def _without_accents(text: str) -> str:
    """Marks go where the last letter before them is Latin; a kana's sound mark stays."""
    if not _ACCENTED.search(text):
        return unicodedata.normalize("NFC", text)
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char):
            base = base if _DROPPED.match(char) else char
            kept.append(char)
        elif not "" < base < "ɏ":
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


@functools.lru_cache(maxsize=200_000)
def name_key(name: str) -> NameKey:
    """The key of a company name. An empty key means that nothing comparable was written."""
    folds, _, latin = _tables()
    steps: list[str] = []
    plain = _plain(name)
    if plain != name.casefold():
        steps.append("width-and-case")
    folded = plain.translate(folds)
    if folded != plain:
        steps.append("han-variants")
    bare, forms = _strip_forms(folded, latin)
    key, spaced = _strip_forms(unicodedata.normalize("NFC", _DROPPED.sub("", bare.replace("&", "and"))), ())
    if forms or spaced:
        steps.append("legal-form")
    return NameKey(key=key, forms=forms + spaced, steps=tuple(steps))


def _strip_forms(text: str, latin: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Take legal forms off both ends until none is left (a hostile name has thousands); a name that is nothing else stays as it is."""
    found: list[str] = []
    while len(found) < MOST_FORMS and (shorter := _strip_one(text, latin, found)) != text:
        text = shorter
    return text, tuple(found)


def _strip_one(text: str, latin: tuple[str, ...], found: list[str]) -> str:
    heads, tails = _front(text[:1]), _back(text[-1:])
    front, back = heads.match(text) if heads else None, tails.search(text) if tails else None
    if (front and not front[2]) or (back and back.start() == 0):
        return text
    for form, rest in ((front[1], front[2]) if front else ("", ""), (back[1], text[: back.start()]) if back else ("", "")):
        if _DROPPED.sub("", rest):
            found.append(re.sub(r"\s", "", form))
            return rest.strip(" ,.")
    words = [word for word in re.split(r"[\s.,/]+", text) if word]
    for form in latin:
        parts = form.split()
        if len(words) > len(parts) and words[-len(parts) :] == parts:
            found.append(form)
            return " ".join(words[: -len(parts)])
    return text
