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
_LONG_MARKS = str.maketrans({"ｰ": "ー", "〜": "ー", "～": "ー"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKey:
    """`key` is what is compared; `forms` the legal forms taken off; `steps` the transforms that changed the name, in order."""

    key: str
    forms: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@functools.cache
def _tables() -> tuple[dict[int, str], tuple[str, ...], tuple[str, ...]]:
    lines = resources.read("names/tables/han_folds.tsv").decode("utf-8").splitlines()
    folds = {ord(char): fold for char, _, fold in (line.partition("\t") for line in lines if not line.startswith("#"))}
    forms = resources.read_yaml("names/tables/legal_forms.yaml")
    cjk = {_plain(form).translate(folds) for country in forms["cjk"].values() for form in country}
    latin = {form for group in forms["latin"] for form in group}
    return folds, tuple(sorted(cjk, key=len, reverse=True)), tuple(sorted(latin, key=len, reverse=True))


def tables_digest() -> str:
    """One digest for the tables that keys rest on."""
    from ..canonical import digest_of

    return digest_of({path: resources.digests()[path] for path in ("names/tables/han_folds.tsv", "names/tables/legal_forms.yaml")})


def _plain(name: str) -> str:
    """NFKC, case, invisible characters, kana and accents of Latin letters."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc", "Cs") or char in "\t\n\r ")
    text = text.translate(_KANA_FOLD).translate(_LONG_MARKS)
    if not text.isascii():
        parts = unicodedata.normalize("NFD", text)
        kept = [char for at, char in enumerate(parts) if not (unicodedata.combining(char) and at and parts[at - 1] < "ɏ")]
        text = unicodedata.normalize("NFC", "".join(kept))
    return re.sub(r"\s+", " ", text).strip()


@functools.lru_cache(maxsize=200_000)
def name_key(name: str) -> NameKey:
    """The key of a company name. An empty key means that nothing comparable was written."""
    folds, cjk, latin = _tables()
    steps: list[str] = []
    plain = _plain(name)
    if plain != name.casefold():
        steps.append("width-and-case")
    folded = plain.translate(folds)
    if folded != plain:
        steps.append("han-variants")
    bare, forms = _strip_forms(folded, cjk, latin)
    if forms:
        steps.append("legal-form")
    key = _DROPPED.sub("", bare.replace("&", "and"))
    return NameKey(key=key, forms=forms, steps=tuple(steps))


def _strip_forms(text: str, cjk: tuple[str, ...], latin: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Take legal forms off both ends until none is left; a name that is nothing else stays as it is."""
    found: list[str] = []
    for _ in range(4):
        shorter = _strip_one(text, cjk, latin, found)
        if shorter == text:
            break
        text = shorter
    return text, tuple(found)


def _strip_one(text: str, cjk: tuple[str, ...], latin: tuple[str, ...], found: list[str]) -> str:
    for form in cjk:
        for rest in (text.removeprefix(form), text.removesuffix(form)):
            if rest != text and _DROPPED.sub("", rest):
                found.append(form)
                return rest.strip(" ,.")
    words = [word for word in re.split(r"[\s.,]+", text) if word]
    for form in latin:
        parts = form.split()
        if len(words) > len(parts) and words[-len(parts) :] == parts:
            found.append(form)
            return " ".join(words[: -len(parts)])
    return text
