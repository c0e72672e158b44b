"""Latin names against Latin names: which words answer to which, through slips of the pen, lost spaces and cut ends."""

from rapidfuzz.distance import OSA

from .pairs import Alignment, Pair
from .prepared import Prepared
from .segment import Token
from .sounds import sound_key

MOST_SLIPS = 3
FIELD = range(26, 41)
"""Characters at which fields of older systems cut a name off."""
ENOUGH_LETTERS = 8
_VAGUE = ("generic", "line", "sector", "region", "country", "province", "city", "brand")


def align_latin(p: Prepared, q: Prepared) -> Alignment:
    """Equal words and terms first, then words by spelling or sound, then words joined or parted, then what is left against what is left."""
    if p.letters == q.letters and p.text != q.text:
        bits = min(_bits(p.tokens), _bits(q.tokens))
        return Alignment(pairs=(Pair(left=p.text, right=q.text, kind="brand", likeness=1.0, bits=bits, how="same letters"),), left=(), right=())
    left, right = list(p.tokens), list(q.tokens)
    pairs = _take_equal(left, right)
    if left and right:
        _take_alike(left, right, pairs)
    if left and right:
        _take_joined(left, right, pairs, False)
        _take_joined(right, left, pairs, True)
    if left or right:
        _take_the_rest(p, q, left, right, pairs)
    return Alignment(pairs=tuple(pairs), left=tuple(left), right=tuple(right))


def _bits(tokens: tuple[Token, ...] | list[Token]) -> float:
    return min(24.0, sum([token.bits for token in tokens]))


def _take_equal(left: list[Token], right: list[Token]) -> list[Pair]:
    pairs: list[Pair] = []
    for one in tuple(left):
        for other in right:
            equal = one.text == other.text
            if equal or (one.concepts and other.concepts and not one.concepts.isdisjoint(other.concepts)):
                bits = one.bits if one.bits < other.bits else other.bits
                how = "equal" if equal else "translation"
                pairs.append(Pair(left=one.text, right=other.text, kind=_vaguer(one, other), likeness=1.0, bits=bits, how=how))
                left.remove(one)
                right.remove(other)
                break
    return pairs


def _vaguer(one: Token, other: Token) -> str:
    """A word that is a known term on one side and a slip of it on the other is that term."""
    return one.kind if one.kind == other.kind else min(one.kind, other.kind, key=_VAGUE.index)


def _take_alike(left: list[Token], right: list[Token], pairs: list[Pair]) -> None:
    """Words with slips of the pen or of one sound, the likest first."""
    found = []
    for at, one in enumerate(left):
        word = one.text
        size, first, last = len(word), word[0], word[-1]
        for to, other in enumerate(right):
            text = other.text
            if -4 < size - len(text) < 4 and (first == text[0] or last == text[-1]) and (likeness := alike(word, text)):
                found.append((likeness, at, to))
    if not found:
        return
    gone: set[int] = set()
    met: set[int] = set()
    for likeness, at, to in sorted(found, reverse=True):
        if at not in gone and to not in met:
            gone.add(at)
            met.add(to)
            one, other = left[at], right[to]
            bits = min(one.bits, other.bits)
            how = "sound" if likeness == SOUNDS else "spelling"
            pairs.append(Pair(left=one.text, right=other.text, kind=_vaguer(one, other), likeness=likeness, bits=bits, how=how))
    left[:] = [token for at, token in enumerate(left) if at not in gone]
    right[:] = [token for to, token in enumerate(right) if to not in met]


SOUNDS = 0.935


def alike(one: str, other: str) -> float:
    """How alike two Latin words are that may be one: 0 where there are more slips than a word of this length allows."""
    short, long = len(one), len(other)
    if short > long:
        short, long = long, short
    if short < 3:
        return 0.0
    slips = OSA.distance(one, other, score_cutoff=MOST_SLIPS)
    if slips > (1 if short < 5 else 2 if short < 8 else 3):
        return 0.0
    if slips > 1 and short > 3 and sound_key(one) == sound_key(other):
        return SOUNDS
    return 1 - slips / long


def _take_joined(ones: list[Token], others: list[Token], pairs: list[Pair], turned: bool) -> None:
    """`iranair` answers to `iran air`."""
    at = 0
    while at < len(ones) and len(others) > 1:
        one = ones[at]
        to = _joined_at(one.text, others) if len(one.text) > 4 else -1
        if to < 0:
            at += 1
            continue
        both = others[to].text + others[to + 1].text
        bits = min(24.0, max(one.bits, others[to].bits + others[to + 1].bits))
        names = (both, one.text) if turned else (one.text, both)
        likeness = 1.0 if both == one.text else 1 - 1 / max(len(both), len(one.text))
        pairs.append(Pair(left=names[0], right=names[1], kind="brand", likeness=likeness, bits=bits, how="spaces"))
        del ones[at], others[to : to + 2]


def _joined_at(one: str, others: list[Token]) -> int:
    """Where two words stand that make this one, give or take a letter; -1 where there are none."""
    size = len(one)
    for to in range(len(others) - 1):
        first, second = others[to].text, others[to + 1].text
        if -2 < len(first) + len(second) - size < 2 and OSA.distance(one, first + second, score_cutoff=1) <= 1:
            return to
    return -1


def _take_the_rest(p: Prepared, q: Prepared, left: list[Token], right: list[Token], pairs: list[Pair]) -> None:
    """A name that a field has cut off; slips that lost or moved a space, or befell a legal form; what is left of both as a whole."""
    short, long = (p, q) if len(p.letters) <= len(q.letters) else (q, p)
    if len(short.name) in FIELD and long.letters.startswith(short.letters):
        rest = left if short is p else right
        _book(rest, [], pairs, 0, "cut short", turned=short is q)
        rest.clear()
        return
    further = len(long.letters) - len(short.letters)
    if further <= 2 and len(short.letters) >= ENOUGH_LETTERS:
        slips = OSA.distance(p.letters, q.letters, score_cutoff=2)
        if slips <= 2:
            _all(left, right, pairs, slips, "letters")
            return
    if left and right:
        one, other = _text(left), _text(right)
        size = min(len(one), len(other))
        most = min(MOST_SLIPS, size // 4)
        if most and abs(len(one) - len(other)) <= most and (slips := OSA.distance(one, other, score_cutoff=most)) <= most:
            _all(left, right, pairs, slips, "spaces")
            return
    if pairs and len(left) + len(right) < 3:
        left[:] = [token for token in left if not _is_slip_of_a_form(token, q.forms)]
        right[:] = [token for token in right if not _is_slip_of_a_form(token, p.forms)]


def _all(left: list[Token], right: list[Token], pairs: list[Pair], slips: int, how: str) -> None:
    _book(left, right, pairs, slips, how)
    left.clear()
    right.clear()


def _text(tokens: list[Token]) -> str:
    return "".join([token.text for token in tokens]).replace(" ", "")


def _book(left: list[Token], right: list[Token], pairs: list[Pair], slips: int, how: str, turned: bool = False) -> None:
    one, other = _text(left), _text(right)
    if turned:
        one, other = other, one
    kinds = {token.kind for token in (*left, *right)}
    bits = min(_bits(left), _bits(right)) if left and right else 0.0
    likeness = 1 - slips / max(len(one), len(other), 3)
    if one or other:
        pairs.append(Pair(left=one, right=other, kind="brand" if "brand" in kinds and bits else "generic", likeness=likeness, bits=bits, how=how))


def _is_slip_of_a_form(token: Token, forms: tuple[str, ...]) -> bool:
    """`cmpany` beside a `company` of the other side."""
    size = len(token.text)
    return size > 2 and any(-2 < len(form) - size < 2 and OSA.distance(token.text, form, score_cutoff=1) <= 1 for form in forms)
