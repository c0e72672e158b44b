"""The likeliest way in which a Japanese name is said, spelled and translated in Latin letters.

The Japanese name is a lattice of readings, the words of the other stand in a row, as sound keys. `explain` walks both from left to right and keeps,
for each place in either, the walk that speaks most for the pair, in bits: what the letters that answer to one another would surprise if the names
had nothing in common, less the surprise of that reading. Nothing is gained by what is passed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .lattice import Lattice, lattice
from .loanwords import letter_bits, sound_bits
from .pairs import Pair
from .segment import Token
from .sounds import sound_key
from .translations import translated

WORST = -8.0
"""A walk that has lost so many bits since its word began is given up."""
SPLIT, INSERTED, UNHEARD, UNSAID = 3.0, 6.0, 0.05, 1.5
"""Bits of beginning inside a token, of a letter that no kana answers to, of a Latin word passed over, of a unit passed over."""
MEANT = 9.0
"""Bits of a translation, while the walk is chosen."""
USUAL_KANA, USUAL_HAN = 1.0, 0.7
"""Bits that a unit of kana, or a character, takes where it is spelled or read as it usually is."""
ODDEST = 20.0
"""Bits over the usual reading at which nothing of a likeness is left."""
SAID = frozenset({"reading", "loanword"})
_LITTLE = frozenset({"アンド", "オブ", "ザ", "ジ", "社"})
"""Words that are not told on the Latin side either."""
_DOUBLED = frozenset("bdghkmnprstz")
"""Two of these that meet between characters are written as one in a sound key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Units `start` to `end` of the Japanese name answer to words `first` to `last` of the other: `heard` or by `translation`."""

    start: int
    end: int
    first: int
    last: int
    gain: float
    how: str


Step = tuple[float, float, int, int, str]
"""Gain so far, gain where the word began, and where the step came from: unit, letter, how."""
States = dict[int, Step]
"""Place in the letters of the other name -> the best step to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The words of the Latin name in a row: their letters, at which letter each begins, and from there the words and phrases with their ends."""

    letters: str
    starts: Mapping[int, int]
    phrases: Mapping[int, Sequence[tuple[str, int]]]


def row(words: Sequence[str]) -> Row:
    sounds = [sound_key(word) for word in words]
    edges = [0]
    for sound in sounds:
        edges.append(edges[-1] + len(sound))
    phrases = {start: [("".join(words[at:to]), edges[to]) for to in range(at + 1, min(at + 4, len(edges)))] for at, start in enumerate(edges[:-1])}
    return Row(letters="".join(sounds), starts={edge: number for number, edge in enumerate(edges)}, phrases=phrases)


def explain(one: Lattice, other: Row) -> list[Said]:
    """The segments of the best walk, in order; those that speak against the pair are left out."""
    best: list[States] = [{} for _ in range(len(one.text) + 1)]
    best[0][0] = (0.0, 0.0, -1, -1, "")
    for unit in range(len(one.text) + 1):
        here = best[unit]
        for place in range(len(other.letters) + 1):
            if place in here:
                _step(one, other, best, unit, place)
    return _segments(other, best)


def _step(one: Lattice, other: Row, best: list[States], unit: int, place: int) -> None:
    """All the ways on from one place: pass over a word or a unit, translate, read."""
    gain, base, _, _, how = best[unit][place]
    last = unit == len(one.text)
    if place in other.starts:
        base = gain
        if place < len(other.letters):
            _keep(best[unit], other.phrases[place][0][1], (gain - UNHEARD, gain - UNHEARD, unit, place, ""))
        if not last:
            _keep(best[unit + 1], place, (gain - UNSAID, gain - UNSAID, unit, place, ""))
            for width, forms in one.meant[unit] if place < len(other.letters) else ():
                for phrase, beyond in other.phrases[place]:
                    if phrase in forms:
                        _keep(best[unit + width], beyond, (gain + MEANT, gain + MEANT, unit, place, "translation"))
            if one.inside[unit] and how != "heard":
                gain -= SPLIT
    elif unit and one.kana[unit - 1] and gain - INSERTED - base > WORST:
        _keep(best[unit], place + 1, (gain - INSERTED, base, unit, place, "heard"))
    if not last:
        _read(one, other, best, unit, place, (gain, base))


def _read(one: Lattice, other: Row, best: list[States], unit: int, place: int, gains: tuple[float, float]) -> None:
    gain, base = gains
    letters = other.letters
    least = base + WORST - gain
    twice = letters[place - 1 : place] if place not in other.starts and not one.kana[unit] else ""
    for width, table, lengths in one.heard[unit]:
        for length in lengths:
            bits = table.get(letters[place : place + length])
            if bits is not None and bits > least:
                _keep(best[unit + width], place + length, (gain + bits, base, unit, place, "heard"))
            if twice in _DOUBLED and length > 1:
                bits = table.get(twice + letters[place : place + length - 1])
                if bits is not None:
                    _keep(best[unit + width], place + length - 1, (gain + bits, base, unit, place, "heard"))


def _keep(states: States, place: int, step: Step) -> None:
    held = states.get(place)
    if held is None or step[0] > held[0]:
        states[place] = step


def _segments(other: Row, best: list[States]) -> list[Said]:
    """Walk back from the end; a word that is heard ends where the next begins."""
    found: list[Said] = []
    unit, place = len(best) - 1, len(other.letters)
    end: tuple[int, int, float] | None = None
    while (unit, place) != (0, 0):
        gain, _, before, came, how = best[unit][place]
        then, _, _, _, way = best[before][came]
        if how == "heard":
            end = end or (unit, place, gain)
            if came in other.starts and (came != place or way != "heard"):
                words = other.starts[came], other.starts[end[1]]
                found.append(Said(start=before, end=end[0], first=words[0], last=words[1], gain=end[2] - then, how=how))
                end = None
        elif how == "translation":
            found.append(Said(start=before, end=unit, first=other.starts[came], last=other.starts[place], gain=gain - then, how=how))
        unit, place = before, came
    return [said for said in reversed(found) if said.gain > 0]


Sides = tuple[list[Pair], list[Token], list[Token]]


def take_across(japanese: Sequence[Token], latin: Sequence[Token], forms: Sequence[str] = ()) -> Sides:
    """The pairs that explain one side by the other, the Japanese part first, and the tokens left on either side; `forms` are the Latin legal forms.

    Where something was heard, another walk takes what the last could not because it stands in another order.
    """
    pairs, over, rest = _walked([token for token in japanese if token.text not in _LITTLE], latin)
    found = pairs
    while over and rest and any(pair.how in SAID for pair in found):
        found, over, rest = _walked(over, rest)
        pairs = pairs + found
    for token in tuple(over):
        form = next((form for form in forms if form in translated(token.text)), "")
        if form:
            over.remove(token)
            pairs.append(Pair(left=token.text, right=form, kind="generic", likeness=1.0, bits=2.0, how="translation"))
    return pairs, over, rest


def _walked(japanese: Sequence[Token], latin: Sequence[Token]) -> Sides:
    if not japanese or not latin:
        return [], list(japanese), list(latin)
    one, other = lattice(japanese), row([token.text.replace(" ", "") for token in latin])
    pairs: list[Pair] = []
    met: set[int] = set()
    answered: set[int] = set()
    for said in explain(one, other):
        owners = [japanese[number] for number in dict.fromkeys(one.token[said.start : said.end])]
        words = latin[said.first : said.last]
        if said.how == "translation":
            pairs.append(_meant(one, owners, words, said))
        elif _is_likely(one, owners, words, said):
            pairs.append(_heard(one, owners, words, said))
        else:
            continue
        met.update(range(said.start, said.end))
        answered.update(range(said.first, said.last))
    return pairs, _over(one, japanese, met), [token for number, token in enumerate(latin) if number not in answered]


def _meant(one: Lattice, owners: Sequence[Token], words: Sequence[Token], said: Said) -> Pair:
    kind = next((token.kind for token in (*owners, *words) if token.kind != "brand"), "line")
    bits = min(10.0, sum(word.bits for word in words))
    return Pair(left=_text(one, said), right=" ".join(word.text for word in words), kind=kind, likeness=1.0, bits=bits, how="translation")


def _heard(one: Lattice, owners: Sequence[Token], words: Sequence[Token], said: Said) -> Pair:
    """No more can be shared than either side says, and than the sound is rare."""
    kana = one.kana[said.start : said.end]
    usual = sum(USUAL_KANA if spelled else USUAL_HAN for spelled in kana)
    likeness = max(0.0, min(1.0, 1 - (_letter_bits(words) - usual - said.gain) / ODDEST))
    whole = sum(1 for number in one.token if number in set(one.token[said.start : said.end]))
    native = max(6.0, (said.end - said.start) / whole * sum(token.bits for token in owners))
    surprise = sum(sound_bits(sound_key(word.text)) for word in words)
    return Pair(
        left=_text(one, said),
        right=" ".join(word.text for word in words),
        kind="brand" if any(token.kind == "brand" for token in (*owners, *words)) else owners[0].kind,
        likeness=round(likeness, 4),
        bits=min(said.gain, surprise, sum(word.bits for word in words), native),
        how="loanword" if any(kana) else "reading",
    )


def _is_likely(one: Lattice, owners: Sequence[Token], words: Sequence[Token], said: Said) -> bool:
    """Two terms of different meaning are not one because an unusual reading would make them so."""
    if any(token.kind == "brand" for token in (*owners, *words)):
        return True
    return said.gain >= _letter_bits(words) - len(_text(one, said))


def _letter_bits(words: Sequence[Token]) -> float:
    return letter_bits("".join(sound_key(word.text) for word in words))


def _text(one: Lattice, said: Said) -> str:
    return "".join(one.text[said.start : said.end])


def _over(one: Lattice, japanese: Sequence[Token], met: set[int]) -> list[Token]:
    """Tokens of which no unit was met, and what is left of those that were met in part."""
    left: list[Token] = []
    for number, token in enumerate(japanese):
        mine = [unit for unit, owner in enumerate(one.token) if owner == number]
        over = [unit for unit in mine if unit not in met]
        if len(over) == len(mine):
            left.append(token)
        elif over and (text := "".join(one.text[unit] for unit in over)) not in _LITTLE:
            left.append(replace(token, text=text, bits=round(token.bits * len(over) / len(mine), 3), concepts=frozenset()))
    return left
