"""Two names, one graded answer: how likely they name one company, which class that is, and the facts for and against that made the score."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..terms import Identifier
from .clues import meet
from .facts import RELATED, evidence, families_of
from .namesakes import CODES
from .normalise import NameKey, name_key
from .pairs import Alignment, Pair
from .prepared import Prepared, prepare
from .segment import Token
from .weights import likelihoods, log_odds, score_of, weights

Relation = Literal["same", "affiliate", "possible", "different"]
IDENTIFIER_BITS = 13.0
WEAK_KINDS = frozenset({"weak", "acronym"})
ABROAD = frozenset({"country", "region"})
VETOES = ("negation", "person", "number_clash", *CODES)
SHORT_BRAND = 6
"""Letters of a brand in which one more or another may make another company's."""
SURELY_COINED = 4.0
"""Bits from which a brand that may have been coined from the other needs no second fact to be asked about: one in sixteen others is as likely."""
BELOW = 0.4
"""A veto leaves a name a little above what is possible; one that shares no clue, so much below what stands out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact: its code, how much of it there is (bits, or 1), and the natural log-odds that it adds."""

    code: str
    value: float
    likelihood: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What made a score: the facts whose log-odds add up to it, the parts that answer to one another, and what was seen on the way.

    `steps` are the transforms on either side, `observations` the tricks with characters, `against` the codes of facts that argue against.
    """

    family: str
    facts: tuple[Fact, ...]
    pairs: tuple[Pair, ...] = ()
    left_over: tuple[str, ...] = ()
    right_over: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()

    @property
    def against(self) -> tuple[str, ...]:
        return tuple(fact.code for fact in self.facts if fact.likelihood < 0 and fact.code != "prior")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`score` 0-1; `relation` same, affiliate, possible or different; `alert`: would screening show it; `why` in a sentence; `evidence`."""

    score: float
    relation: Relation
    alert: bool
    evidence: Evidence
    left: Prepared
    right: Prepared

    @property
    def stands_out(self) -> bool:
        """Whether it alerts among thousands of names too (`bulk` in the thresholds), where some are like any name by chance."""
        return self.alert and weights().stands_out(self.evidence.family, self.score)

    @property
    def why(self) -> str:
        from .explain import why

        return why(self)

    @property
    def keys(self) -> tuple[NameKey, NameKey]:
        return name_key(self.left.name), name_key(self.right.name)

    @property
    def steps(self) -> tuple[str, ...]:
        """The transforms on either side, once each, in the order of `normalise`."""
        one, other = self.keys
        return tuple(dict.fromkeys((*one.steps, *other.steps)))


def compare(
    a: str,
    b: str,
    *,
    country_a: str = "",
    country_b: str = "",
    identifiers_a: Sequence[Identifier] = (),
    identifiers_b: Sequence[Identifier] = (),
    kind: str = "",
) -> Comparison:
    """Compare two names. Countries are ISO 3166 codes; `kind` says what is known of the alias (`weak`, `acronym`) or the party (`person`).

    Identifiers outrank names: an equal one makes two names one company, a different one in the same scheme leaves at most `possible`.
    """
    known = _identifiers(identifiers_a, identifiers_b)
    return compare_prepared(prepare(a), prepare(b), countries=(country_a, country_b), identifiers=known, kind=kind)


def compare_prepared(p: Prepared, q: Prepared, *, countries: tuple[str, str] = ("", ""), identifiers: int = 0, kind: str = "") -> Comparison:
    """Compare two prepared names; `identifiers` is 1 where one is shared, -1 where one differs, 0 where none can be compared.

    Choices on the way are greedy, so the names are taken in one order whichever was given first: a comparison is symmetric.
    """
    turned = p.name > q.name
    if turned:
        p, q, countries = q, p, (countries[1], countries[0])
    return _told(p, q, turned, _weighed(p, q, countries, kind), countries, identifiers, kind)


def alerted(p: Prepared, q: Prepared, *, countries: tuple[str, str] = ("", ""), kind: str = "") -> Comparison | None:
    """The comparison of two names where screening shows it, else None: `compare_prepared` without the telling of what nobody asks about.

    What is judged after the sum of the facts only lowers it, so a sum below the alert is the end of the matter.
    """
    turned = p.name > q.name
    one, other, lands = (q, p, (countries[1], countries[0])) if turned else (p, q, countries)
    weighed = _weighed(one, other, lands, kind)
    if p.name != q.name and score_of(weighed[3].values()) < weights().alert(weighed[0]):
        return None
    found = _told(one, other, turned, weighed, lands, 0, kind)
    return found if found.alert else None


def _told(p: Prepared, q: Prepared, turned: bool, weighed: "Weighed", countries: tuple[str, str], identifiers: int, kind: str) -> Comparison:
    """What is judged and told of two names in their order; `turned` where they were given the other way round."""
    family, alignment, counted, logs = weighed
    values = {**counted, **_judged(counted, logs, identifiers, kind, countries), **_unmet(p, q, family, logs, identifiers)}
    if not p.text or not q.text:
        logs["nothing_comparable"] = values["nothing_comparable"] = -20.0
    evidence = Evidence(
        family=family,
        facts=tuple([Fact(code=code, value=values[code], likelihood=likelihood) for code, likelihood in logs.items() if likelihood]),
        pairs=tuple([pair.turned for pair in alignment.pairs]) if turned else alignment.pairs,
        left_over=tuple([token.text for token in (alignment.right if turned else alignment.left)]),
        right_over=tuple([token.text for token in (alignment.left if turned else alignment.right)]),
        observations=tuple(dict.fromkeys((*p.observations, *q.observations))),
    )
    score = replay(evidence) if p.name != q.name or not p.text or evidence.against else 1.0
    alert = score >= weights().alert(family)
    relation = _relation(score, alert, alignment, counted, identifiers) if p.text and q.text else "different"
    if relation == "same" and identifiers <= 0 and not _one_key(p, q):
        both_han = "h" in p.scripts and "h" in q.scripts
        if _is_another_brand(alignment) or (both_han and not _only_adds(p, q)):
            relation = "possible"
    left, right = (q, p) if turned else (p, q)
    return Comparison(score=score, relation=relation, alert=alert, evidence=evidence, left=left, right=right)


Weighed = tuple[str, Alignment, dict[str, float], dict[str, float]]


def _weighed(p: Prepared, q: Prepared, countries: tuple[str, str], kind: str) -> Weighed:
    """Family, alignment, facts and their log-odds; where pinyin reads no brand, the next way counts if it is nearer its alert."""
    families = families_of(p, q)
    if len(families) == 1:
        alignment, counted = evidence(p, q, families[0], countries=countries, kind=kind)
        return families[0], alignment, counted, likelihoods(families[0], counted)
    ways: list[tuple[float, Weighed]] = []
    for family in families:
        alignment, counted = evidence(p, q, family, countries=countries, kind=kind)
        logs = likelihoods(family, counted)
        ways.append((math.fsum(logs.values()) - log_odds(weights().alert(family)), (family, alignment, counted, logs)))
        if counted.get("brand") or counted.get("negation"):
            break
    return max(ways, key=lambda way: way[0])[1]


def replay(evidence: Evidence) -> float:
    """The score of stored evidence, from its facts alone."""
    return score_of(fact.likelihood for fact in evidence.facts)


def _identifiers(ours: Sequence[Identifier], theirs: Sequence[Identifier]) -> int:
    if set(ours) & set(theirs):
        return 1
    schemes = {one.scheme for one in ours} & {one.scheme for one in theirs}
    return -1 if schemes else 0


def _judged(counted: dict[str, float], logs: dict[str, float], identifiers: int, kind: str, countries: tuple[str, str]) -> dict[str, float]:
    """Facts that outrank the rest. A veto takes the sum down to what is merely possible; it is booked as the log-odds that this takes."""
    values: dict[str, float] = {}
    if identifiers > 0:
        logs["identifier"] = values["identifier"] = IDENTIFIER_BITS + max(0.0, -round(math.fsum(logs.values()), 4))
        return values
    vetoes = [code for code in VETOES if counted.get(code)]
    if identifiers < 0:
        vetoes.append("identifier_clash")
    second_fact = counted.get("term") or counted.get("place") or (countries[0] and countries[0].upper() == countries[1].upper())
    if kind in WEAK_KINDS and not second_fact:
        vetoes.append("weak_alias")
    if 0 < counted.get("acronym", 0.0) <= 3 and not second_fact:
        vetoes.append("short_acronym")
    if 0 < counted.get("coined", 0.0) < SURELY_COINED and not second_fact:
        vetoes.append("coined_alone")
    ceiling = log_odds(weights().possible) + BELOW if vetoes else 0.0
    for code in vetoes:
        excess = round(math.fsum(logs.values()) - ceiling, 4)
        if excess > 0:
            logs[code] = round(logs.get(code, 0.0) - excess, 4)
        values[code] = values.get(code, counted.get(code, 1.0))
        logs[code] = logs.get(code) or -0.0001
    return values


def _unmet(p: Prepared, q: Prepared, family: str, logs: dict[str, float], identifiers: int) -> dict[str, float]:
    """A likeness without a clue in common never stands out: that is what lets an index skip it (`sekisho.names.clues`)."""
    limits = weights()
    if identifiers > 0 or not limits.stands_out(family, score_of(logs.values())) or meet(p, q):
        return {}
    ceiling = log_odds(limits.stands_out_from(family)) - BELOW
    logs["unmet"] = round(ceiling - math.fsum(logs.values()), 4)
    return {"unmet": 1.0}


def _relation(score: float, alert: bool, alignment: Alignment, counted: dict[str, float], identifiers: int) -> Relation:
    limits = weights()
    if not alert or identifiers < 0:
        return "possible" if score >= limits.possible else "different"
    if identifiers > 0:
        return "same"
    if _is_related(alignment.left, alignment.right):
        return "affiliate"
    guessed = counted.get("acronym") or counted.get("coined")
    return "same" if score >= limits.same and not guessed else "possible"


def _is_another_brand(alignment: Alignment) -> bool:
    """A word that names is left over, or the one short brand has another letter: a slip of the pen, or another company."""
    if any(token.kind == "brand" for token in (*alignment.left, *alignment.right)):
        return True
    brands = [pair for pair in alignment.pairs if pair.kind == "brand"]
    if len(brands) != 1 or brands[0].how != "spelling" or brands[0].likeness == 1:
        return False
    return min(len(brands[0].left), len(brands[0].right)) <= SHORT_BRAND


def _one_key(p: Prepared, q: Prepared) -> bool:
    """The same characters, but for what every spelling of a name may differ in."""
    return p.letters == q.letters or p.text == q.text or name_key(p.name).key == name_key(q.name).key


def _only_adds(p: Prepared, q: Prepared) -> bool:
    """The shorter name's parts in order among the longer one's, which adds only places and terms to them."""
    short, long = sorted((p, q), key=lambda one: len(one.tokens))
    left = iter(long.tokens)
    met = [any(token.text == other.text for other in left) for token in short.tokens]
    return all(met) and bool(short.brand) and [token.text for token in short.brand] == [token.text for token in long.brand]


def _is_related(left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Over and above the other name stand a country or region, or a word such as Holdings, and no other brand."""
    extra = (*left, *right)
    if any(token.kind == "brand" and token.bits > 6 for token in extra):
        return False
    return any(token.kind in ABROAD or token.concepts & RELATED for token in extra)
