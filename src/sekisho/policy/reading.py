"""Reading a pack: which kind a word means, what must be known of a line, which verdict a fact leads to, whether a system is in scope."""

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .model import Kind, Pack, Requirement, VerdictRow, WordList


def plain_word(word: str) -> str:
    """A word of a closed vocabulary as it is compared: width, case, spaces, hyphens and middle dots do not matter."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split()).replace("・", "").replace("-", "")


@functools.lru_cache(maxsize=64)
def _kind_words(kinds: tuple[Kind, ...]) -> dict[str, Kind]:
    return {plain_word(word): kind for kind in kinds for word in (kind.id, kind.text.ja, kind.text.en, *kind.words)}


@functools.lru_cache(maxsize=64)
def _list_words(lists: tuple[WordList, ...]) -> dict[str, str]:
    return {plain_word(word): one.id for one in lists for word in (one.id, one.text.ja, one.text.en, *one.words)}


def kind_of(pack: Pack, word: str) -> Kind | None:
    """The kind that a list's word means, or None where the pack does not know the word."""
    return _kind_words(pack.kinds).get(plain_word(word))


def role_of(pack: Pack, word: str) -> str:
    """The id of the role, or "" where none is given or known."""
    return _list_words(pack.roles).get(plain_word(word), "")


def purpose_of(pack: Pack, word: str) -> str:
    """The id of the purpose of use, or "" where none is given or known."""
    return _list_words(pack.purposes).get(plain_word(word), "")


def required_of_line(pack: Pack, kind: Kind | None, role: str) -> tuple[tuple[str, Requirement], ...]:
    """The facts that must be known of a line, each with the requirement that says so. An unknown kind is held to what every kind is."""
    found: dict[str, Requirement] = {}
    for requirement in pack.requirements:
        if requirement.kinds and (kind is None or kind.id not in requirement.kinds):
            continue
        if requirement.natures and kind is not None and kind.nature not in requirement.natures:
            continue
        if requirement.roles and role not in requirement.roles:
            continue
        for fact in requirement.facts:
            found.setdefault(fact, requirement)
    return tuple(found.items())


def verdict_row(pack: Pack, *, trigger: str, certainty: str, authority: str) -> VerdictRow:
    """The first row of the table that fits. Every pack ends in a row that fits anything, and a test says so."""
    group = pack.authorities.get(plain_word(authority))
    for row in pack.verdicts:
        if row.trigger in (trigger, "*") and row.certainty in (certainty, "*") and row.authority in (authority, group, "*"):
            return row
    raise ValueError(f"pack {pack.id} has no row for {trigger} × {certainty} × {authority}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whether the system is in scope, and whether that was stated or presumed."""

    answer: Literal["in", "out"]
    presumed: bool = False


def scope_of(pack: Pack, viewpoints: Iterable[str] | None) -> Scope:
    """A pack without viewpoints covers everything. Not stated = presumed in; none of the pack's viewpoints = out."""
    if not pack.viewpoints:
        return Scope(answer="in")
    if viewpoints is None:
        return Scope(answer="in", presumed=True)
    return Scope(answer="in" if set(viewpoints) & {one.id for one in pack.viewpoints} else "out")


def in_rehearsal(pack: Pack, notice_date: date) -> bool:
    """Before the pack is in force everything is computed and nobody excluded."""
    return pack.period.start is not None and notice_date < pack.period.start
