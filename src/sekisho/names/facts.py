"""What an alignment says for and against, as a few counted facts. The weights that turn them into a score are data (`tables/thresholds.yaml`)."""

import functools
import re
from collections.abc import Iterable

from .across_facts import ACROSS, of_across
from .align import align, align_across, resemblance
from .chinese_facts import chinese_facts
from .denial import denied
from .latin_facts import of_latin
from .lexicon import CRAFTS, PLACE_KINDS, character_readings, places_around, rows
from .namesakes import vetoes
from .pairs import Alignment
from .prepared import Prepared
from .readings import spelled_out
from .segment import Token, same_forms

FACTS = (
    "prior", "brand", "brand_exact", "term", "generic", "place", "equal", "brand_clash", "brand_extra", "no_brand", "line_clash", "line_extra",
    "sector_extra", "generic_extra", "place_clash", "place_extra", "number_clash", "number_extra", "form_clash", "person", "negation", "acronym",
    "country_clash", "complete", "near", "trade_clash",
    "sector_alone", "thin", "formal_clash", "formal_over", *ACROSS,
)  # fmt: skip
_NEGATION = re.compile(
    r"\b(?:not|non|no|without|except|excluding|instead of|other than|free of|replaces|alternative to|compatible with|for use with|reseller of"
    r"|distributor of|dealer of|for)[\s-]+(?:\w+\s+){0,2}$"
)
_TRIGGER = re.compile(
    r"\b(?:no[tn]?|with(?:out)?|except|excluding|of|than|replaces|to|for|free|compatible|alternative|replacement|dealer|reseller|distributor)\b"
)
_FREE_AFTER = re.compile(r"^[\s-]*(?:free|compatible|alternative|replacement|dealer|reseller|distributor)\b")
_BEFORE_FAR_EAST = re.compile("(?:非|不是|并非|並非|适用于|適用於|用于|用於|兼容)$")
_NEGATION_FAR_EAST = re.compile("以外|ではない|でない|不使用|非使用|を除く|除外|互換|不含|代替")


JAPANESE = frozenset({"ja_latin", "kana_latin"})
"""Families whose names are explained by the readings, spellings and translations of a Japanese name."""


def family_of(p: Prepared, q: Prepared) -> str:
    """Which weights apply: latin, han, kana, han_kana, kana_latin, zh_latin or ja_latin."""
    one, other = p.scripts, q.scripts
    if one == other:
        return {"l": "latin", "h": "han", "k": "kana", "hk": "han_kana"}.get(one, "mixed")
    if "l" in (one, other):
        rest = one if other == "l" else other
        if "h" not in rest:
            return "kana_latin"
        return "ja_latin" if "ja" in (p.nation, q.nation) else "zh_latin"
    return "han_kana" if "h" in one + other and "l" not in one + other else "mixed"


def gather(
    p: Prepared, q: Prepared, alignment: Alignment, *, family: str = "", countries: tuple[str, str] = ("", ""), kind: str = ""
) -> dict[str, float]:
    """The facts of a pair; absent ones are left out."""
    facts: dict[str, float] = {"prior": 1.0}
    latin = p.scripts == q.scripts == "l"
    if latin:
        _of_latin(p, q, alignment, facts)
    else:
        _of_pairs(alignment, facts)
        _of_what_is_left(p, q, alignment, facts)
        _of_near_misses(p, q, alignment, facts)
    if p.text == q.text or p.letters == q.letters:
        facts["equal"] = 1.0
    else:
        _of_initials(p, q, facts)
    if not latin:
        _of_thin_evidence(facts)
    if family_of(p, q) == "han" and _written_out(p) and _written_out(q) and p.text != q.text:
        _of_full_names(p, q, alignment, facts)
    if family in JAPANESE:
        of_across(p, q, alignment, facts)
    _of_what_outranks(p, q, family or family_of(p, q), alignment, facts, countries=countries, kind=kind)
    return {name: round(value, 3) for name, value in facts.items() if value}


def evidence(p: Prepared, q: Prepared, family: str, *, countries: tuple[str, str] = ("", ""), kind: str = "") -> tuple[Alignment, dict[str, float]]:
    """Align two names and gather their facts in the way of a family of scripts."""
    if not p.text or not q.text:
        alignment = Alignment(pairs=(), left=p.tokens, right=q.tokens)
        return alignment, gather(p, q, alignment, countries=countries, kind=kind)
    if family != "zh_latin":
        alignment = align_across(p, q) if family in JAPANESE else align(p, q)
        return alignment, gather(p, q, alignment, family=family, countries=countries, kind=kind)
    alignment, facts = chinese_facts(p, q)
    _of_trades(p, q, alignment, facts)
    if p.letters == q.letters:
        facts["equal"] = 1.0
    _of_what_outranks(p, q, family, alignment, facts, countries=countries, kind=kind)
    return alignment, facts


def _of_what_outranks(
    p: Prepared, q: Prepared, family: str, alignment: Alignment, facts: dict[str, float], *, countries: tuple[str, str], kind: str
) -> None:
    """Numbers, legal forms, countries, people, and texts that say that they are not that company."""
    _of_numbers(p, q, alignment, facts)
    if p.forms and q.forms and _forms_clash(p.forms, q.forms):
        facts["form_clash"] = 1.0
    if all(countries) and countries[0].upper() != countries[1].upper():
        facts["country_clash"] = 1.0
    if _person_against_company(p, q) or kind.lower() in ("person", "individual"):
        facts["person"] = 1.0
    if p.text != q.text and p.letters != q.letters and "acronym" not in facts:
        facts.update(dict.fromkeys(vetoes(p, q, family, alignment, facts), 1.0))
    if p.text != q.text and (_denied(p, q) or _denied(q, p) or denied(p, q, alignment)):
        facts["negation"] = 1.0


_NO_CLASH = (
    "brand_clash", "brand_extra", "no_brand", "line_extra", "sector_extra", "generic_extra", "place_extra", "loss", "loss_more", "loss_much",
    "strange_words", "complete",
)  # fmt: skip


def _of_initials(p: Prepared, q: Prepared, facts: dict[str, float]) -> None:
    """One side is the initials of the other, and the other the words that they stand for. Such words are then no clash of brands."""
    latin = p.scripts == q.scripts == "l"
    for short, long in ((p, q), (q, p)):
        if latin and (short.text[:1] != long.text[:1] or len(short.text) * 2 > len(long.text)):
            continue
        words = [word for token in long.tokens if token.script == "latin" for word in token.text.split()]
        brand = [spelled_out(token.text) or token.text for token in short.tokens if token.kind == "brand"]
        letters = "".join(word[0] for word in words)
        if len(words) > 2 and len(brand) == 1 and 2 < len(brand[0]) <= len(letters) and letters.startswith(brand[0]):
            facts["acronym"] = float(len(brand[0]))
            for name in _NO_CLASH:
                facts.pop(name, None)


def facts_of(p: Prepared, q: Prepared) -> dict[str, float]:
    """Align and gather, in the order in which `compare` takes them."""
    if p.name > q.name:
        p, q = q, p
    return evidence(p, q, family_of(p, q))[1]


def families_of(p: Prepared, q: Prepared) -> tuple[str, ...]:
    """Which weights may apply: a Han name that does not say its language is read both ways beside a Latin one."""
    family = family_of(p, q)
    return ("zh_latin", "ja_latin") if family == "zh_latin" and "zh" not in (p.nation, q.nation) else (family,)


@functools.lru_cache(maxsize=50_000)
def _forms_clash(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Both are known in law, and no form of the one is a form of the other."""
    one, other = _families(ours), _families(theirs)
    return bool(one and other and one.isdisjoint(other))


def _written_out(p: Prepared) -> bool:
    """With its legal form; 股份 alone ends short names too."""
    return any(form != "股份" for form in p.forms)


def _of_full_names(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    """Two names with their legal forms are written out: neither is short for the other, and a character that differs tells them apart."""
    if [token.text for token in p.brand] != [token.text for token in q.brand]:
        facts["formal_clash"] = 1.0
    over = [token for token in (*alignment.left, *alignment.right) if token.kind not in PLACE_KINDS and not token.concepts & RELATED]
    differing = sum(min(pair.bits, 8.0) for pair in alignment.pairs if pair.how == "translation")
    facts["formal_over"] = min(24.0, sum(token.bits for token in over) + differing)


RELATED = frozenset({"holdings", "group", "branch", "subsidiary", "investment_holding", "headquarters"})
"""Words by which a company of the same house differs."""


def _families(forms: Iterable[str]) -> frozenset[int]:
    table = same_forms()
    return frozenset(table[form] for form in forms if form in table)


_SHARE = {"brand": "brand", "line": "term", "sector": "term", "generic": "generic"}


def _of_pairs(alignment: Alignment, facts: dict[str, float]) -> None:
    for pair in alignment.pairs:
        name = _SHARE.get(pair.kind, "place")
        sure = max(0.0, (pair.likeness - 0.5) * 2) ** 1.5
        facts[name] = min(28.0, facts.get(name, 0.0) + pair.bits * sure)
        if pair.kind == "brand" and pair.likeness >= 0.999 and pair.bits >= 6:
            facts["brand_exact"] = 1.0


def _of_near_misses(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    """Across scripts, brands that no rule of reading joins may still sound alike a little; and a brand that is wholly answered says more."""
    ours = "".join(token.text for token in alignment.left if token.kind == "brand")
    theirs = "".join(token.text for token in alignment.right if token.kind == "brand")
    if ours and theirs and p.scripts != q.scripts:
        near = resemblance(ours, theirs, p.nation, q.nation)
        if near > 0.2:
            facts["near"] = 10 * (near - 0.2)
    rest = [token for token in (*alignment.left, *alignment.right) if token.kind in ("brand", "line", "sector")]
    if not rest and any(pair.kind == "brand" and pair.likeness >= 0.75 for pair in alignment.pairs):
        facts["complete"] = 1.0


def _worth(tokens: Iterable[Token], kinds: frozenset[str]) -> float:
    return sum(token.bits for token in tokens if token.kind in kinds)


_BRAND, _LINE, _SECTOR, _GENERIC = (frozenset({kind}) for kind in ("brand", "line", "sector", "generic"))


def _of_what_is_left(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    left, right = alignment.left, alignment.right
    one, other = min(24.0, _worth(left, _BRAND)), min(24.0, _worth(right, _BRAND))
    facts["brand_clash"] = min(one, other)
    facts["brand_extra"] = abs(one - other)
    words_alone = p.scripts == q.scripts == "l" and bool(left or right)
    if not facts.get("brand") and (words_alone or (p.brand and q.brand)):
        facts["no_brand"] = 1.0
    lines = _LINE | _SECTOR
    clash = min(_worth(left, lines), _worth(right, lines))
    facts["line_clash"] = min(clash, 20.0)
    facts["sector_extra"] = max(0.0, min(20.0, _worth((*left, *right), _SECTOR) - clash))
    facts["line_extra"] = max(0.0, min(20.0, _worth((*left, *right), _LINE) - clash))
    facts["generic_extra"] = min(20.0, _worth((*left, *right), _GENERIC))
    _of_trades(p, q, alignment, facts)
    _of_places(left, right, facts)


SHORT_SLIP = 1.7
"""One letter of five or fewer, in tenths of the word: then no legal form makes up for it."""


def _of_latin(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    """Latin names; for a name that a field has cut off, what is missing says nothing."""
    of_latin(alignment, facts)
    if p.forms and p.forms == q.forms and facts.get("slip_alone", 0.0) < SHORT_SLIP:
        facts["form_same"] = 1.0
    if alignment.left or alignment.right:
        kinds = {token.kind for token in (*alignment.left, *alignment.right)}
        if "cut" not in facts and kinds != _BRAND:
            _of_trades(p, q, alignment, facts)
            if not kinds.isdisjoint(PLACE_KINDS):
                _of_places(alignment.left, alignment.right, facts)
            if "trade_clash" in facts or "sector_alone" in facts or "place_clash" in facts:
                facts.pop("whole_brand", None)
    elif facts.get("brand", 0.0) > 0:
        facts["complete"] = 1.0


def _of_places(left: tuple[Token, ...], right: tuple[Token, ...], facts: dict[str, float]) -> None:
    ours, theirs = _places(left), _places(right)
    if not (ours or theirs):
        return
    abroad = [any(token.kind in ("country", "region") for token in side) for side in (left, right)]
    if ours and theirs and not _nested(ours, theirs) and abroad[0] == abroad[1]:
        facts["place_clash"] = 1.0
    elif ours or theirs:
        facts["place_extra"] = 1.0


def _of_trades(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    """Two trades on one brand: 例示建設 is not 例示技術. And a far trade beside a bare brand: a hotel of that name."""
    left, right = alignment.left, alignment.right
    trades = [any(token.kind in ("line", "sector") for token in side) for side in (left, right)]
    crafts = [any(token.concepts & CRAFTS for token in side) for side in (left, right)]
    sectors = [any(token.kind == "sector" for token in side) for side in (left, right)]
    if all(trades) or (sectors[0] and crafts[1]) or (sectors[1] and crafts[0]):
        facts["trade_clash"] = 1.0
    elif any(sectors) and _says_nothing(right if sectors[0] else left) and not any(pair.kind == "sector" for pair in alignment.pairs):
        facts["sector_alone"] = 1.0


def _says_nothing(side: tuple[Token, ...]) -> bool:
    """Nothing is left but places and words such as Holdings, which say nothing of a trade."""
    return not any(token.kind in ("brand", "line", "sector") or token.concepts & CRAFTS for token in side)


def _places(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(place for token in tokens if token.kind in PLACE_KINDS for place in token.concepts)


def _nested(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(places_around(ours) & theirs or places_around(theirs) & ours)


def _of_numbers(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    if p.numbers == q.numbers:
        return
    if p.numbers and q.numbers:
        facts["number_clash"] = 1.0
    elif any(token.bits and (token.text.isdigit() or "第" in token.text) for token in (*alignment.left, *alignment.right)):
        facts["number_extra"] = 1.0


@functools.cache
def _syllables() -> frozenset[str]:
    return frozenset(reading.mandarin for reading in character_readings().values())


@functools.cache
def _surnames() -> frozenset[str]:
    return frozenset(surname for kind, surname, _ in rows("spelling") if kind == "surname")


ENOUGH_BITS = 14.0


def _of_thin_evidence(facts: dict[str, float]) -> None:
    """What agrees says little: a common word in two names that are not the same."""
    met = sum(facts.get(name, 0.0) for name in ("brand", "place", "term", "generic"))
    if not facts.get("equal") and met < ENOUGH_BITS:
        facts["thin"] = ENOUGH_BITS - met


def _person_against_company(p: Prepared, q: Prepared) -> bool:
    """`Hua Wei` on its own reads as a person's name where the other side writes one word or a company."""
    return (_personal(p) and not _personal(q) and len(q.tokens) > 0 and p.text != "") or (_personal(q) and not _personal(p))


TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof"})


def _personal(p: Prepared) -> bool:
    if p.forms or p.scripts != "l" or len(p.tokens) not in (2, 3, 4) or any(token.kind != "brand" for token in p.tokens):
        return False
    words = [token.text for token in p.tokens]
    words = words[words[0] in TITLES :]
    if len(words) not in (2, 3) or words[0] not in _surnames():
        return False
    from .sounds import sound_key

    return all(sound_key(word) in _syllables() for word in words)


@functools.lru_cache(maxsize=100_000)
def _may_deny(name: str) -> bool:
    """Whether a name of Latin words has any word by which it could deny another: few have."""
    text = name.lower()
    return _TRIGGER.search(text) is not None or _NEGATION_FAR_EAST.search(text) is not None


def _says(text: str, word: str) -> bool:
    """The other name has the same little word: *Movement for Reform* does not deny *Movement for Islamic Reform*."""
    return word in text.split()


def _denied(p: Prepared, q: Prepared) -> bool:
    """The other's brand stands in this text, and the text says that it is not that, or is for or like it."""
    if p.scripts == q.scripts == "l" and not _may_deny(p.name):
        return False
    text = p.name.lower()
    if _NEGATION_FAR_EAST.search(text):
        return len(p.text) > len(q.text)
    for token in q.tokens:
        if token.kind != "brand" or len(token.text) < (2 if token.script == "han" else 3):
            continue
        at = text.find(token.text)
        if at > 0 and _BEFORE_FAR_EAST.search(text[:at]):
            return True
        if at > 0 and (found := _NEGATION.search(text[:at])):
            return not _says(q.name.lower(), found[0].split()[0])
        if at >= 0 and _FREE_AFTER.search(text[at + len(token.text) :]):
            return True
    return False
