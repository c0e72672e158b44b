"""Which part of one name answers to which part of the other, and what is left over on either side."""

import functools
import re
from collections.abc import Callable

from rapidfuzz.distance import OSA, LCSseq

from .across import take_across
from .latin import align_latin
from .lexicon import PLACE_KINDS, bits, character_readings
from .pairs import Alignment, Pair
from .prepared import Prepared, heard
from .readings import coverage, spelled_out
from .segment import Token
from .sounds import loan_key, skeleton, sound_key
from .translations import reads_otherwise

_HAN, _ASCII = re.compile("[\u3400-\u9fff]"), re.compile("[a-z0-9]")
ALIKE = 0.72
"""Below this likeness two words are not taken for one another."""


def align(p: Prepared, q: Prepared) -> Alignment:
    """Equal parts and translated terms first, then words by spelling or sound, then whole names with their spaces lost."""
    if p.scripts == q.scripts == "l":
        return align_latin(p, q)
    if p.letters == q.letters and p.text != q.text:
        shared = _shared_bits(list(p.tokens), list(q.tokens), p, q)
        return Alignment(pairs=(Pair(left=p.text, right=q.text, kind="brand", likeness=1.0, bits=shared, how="same letters"),), left=(), right=())
    if p.scripts == q.scripts == "h":
        return _align_han(p, q)
    left, right = list(p.tokens), list(q.tokens)
    pairs: list[Pair] = []
    _take_equal(left, right, pairs)
    rest_left, rest_right, sure = list(left), list(right), list(pairs)
    across = p.scripts != q.scripts
    for _ in range(3 if across else 0):
        if not (left and right and _take_by_sound(p, q, left, right, pairs)):
            break
    if left and right:
        _take_alike_words(left, right, pairs)
    if (left or right) and rest_left and rest_right:
        pairs, left, right = _as_a_whole(p, q, (rest_left, rest_right, sure), (left, right, pairs))
    return Alignment(pairs=tuple(pairs), left=tuple(left), right=tuple(right))


def align_across(p: Prepared, q: Prepared) -> Alignment:
    """A Japanese name and a Latin one: what is equal or translates, then what is heard."""
    left, right = list(p.tokens), list(q.tokens)
    pairs: list[Pair] = []
    _take_equal(left, right, pairs, _read_as_the_other)
    if p.scripts == "l":
        found, over, rest = take_across(right, left, p.forms)
        found = [pair.turned for pair in found]
        return Alignment(pairs=(*pairs, *found), left=tuple(rest), right=tuple(over))
    found, over, rest = take_across(left, right, q.forms)
    return Alignment(pairs=(*pairs, *found), left=tuple(over), right=tuple(rest))


def _same_meaning(one: Token, other: Token) -> bool:
    return bool(one.concepts) and not one.concepts.isdisjoint(other.concepts)


def _read_as_the_other(one: Token, other: Token) -> bool:
    """The same meaning, and where the Latin side is a reading, a reading of this word."""
    if not _same_meaning(one, other):
        return False
    native, latin = (other, one) if one.script == "latin" else (one, other)
    return native.script == "latin" or not reads_otherwise(native.text, latin.text)


def _take_equal(left: list[Token], right: list[Token], pairs: list[Pair], meaning: Callable[[Token, Token], bool] = _same_meaning) -> None:
    for one in tuple(left):
        for other in right:
            equal = one.text == other.text
            if equal or meaning(one, other):
                kind = one.kind if one.kind == other.kind else _vaguer(one.kind, other.kind)
                shared = min(one.bits, other.bits)
                pairs.append(Pair(left=one.text, right=other.text, kind=kind, likeness=1.0, bits=shared, how="equal" if equal else "translation"))
                left.remove(one)
                right.remove(other)
                break


_VAGUE = ("generic", "line", "sector", "region", "country", "province", "city", "brand")


def _vaguer(one: str, other: str) -> str:
    return min(one, other, key=_VAGUE.index)


def _take_alike_words(left: list[Token], right: list[Token], pairs: list[Pair]) -> None:
    """Latin words with slips of the pen, the likest first; a word cut short; kana words likewise."""
    found = []
    for at, one in enumerate(left):
        for to, other in enumerate(right):
            if one.script == other.script != "han":
                likeness, how = _alike(one.text, other.text)
                if likeness >= ALIKE:
                    found.append((likeness, at, to, how))
    if not found:
        return
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for likeness, at, to, how in sorted(found, reverse=True):
        if at in taken_left or to in taken_right:
            continue
        taken_left.add(at)
        taken_right.add(to)
        one, other = left[at], right[to]
        kind = "brand" if "brand" in (one.kind, other.kind) else one.kind
        pairs.append(Pair(left=one.text, right=other.text, kind=kind, likeness=likeness, bits=min(one.bits, other.bits), how=how))
    left[:] = [token for at, token in enumerate(left) if at not in taken_left]
    right[:] = [token for to, token in enumerate(right) if to not in taken_right]


@functools.lru_cache(maxsize=200_000)
def _alike(one: str, other: str) -> tuple[float, str]:
    short = min(len(one), len(other))
    if short < 3:
        return (0.0, "")
    latin = one.isascii()
    distance = OSA.distance(one, other, score_cutoff=3)
    likeness = 1 - distance / max(len(one), len(other)) if distance <= 3 else 0.0
    if distance == 1 and short <= 4:
        likeness = min(likeness, 0.73 if short == 4 else 0.6)
    if latin and likeness < 0.9 and short >= 6 and one[:short] == other[:short]:
        return (max(likeness, 0.85), "cut short")
    if latin and likeness < 0.9 and sound_key(one) == sound_key(other) and short > 3:
        return (0.94, "sound")
    return (likeness, "spelling")


def _take_by_sound(p: Prepared, q: Prepared, left: list[Token], right: list[Token], pairs: list[Pair]) -> bool:
    """What is left is read aloud: the brands alone, then with the terms that nothing translated, then brand by brand."""
    best: tuple[float, float, list[Token], list[Token], str] = (0.0, 0.0, [], [], "")
    theirs = _choices(right)
    for ones in _choices(left):
        for others in theirs:
            likeness, how = _said(_text(ones), _text(others), p, q)
            if likeness >= ALIKE:
                shared = _shared_bits(ones, others, p, q)
                worth = shared * (likeness - 0.5) - 0.05 * abs(len(ones) - len(others))
                if worth > best[0]:
                    best = (worth, likeness, ones, others, how)
    _, likeness, ones, others, how = best
    if (not ones or likeness < 0.9) and _take_head(p, q, left, right, pairs):
        return True
    if not ones:
        return False
    pairs.append(Pair(left=_text(ones), right=_text(others), kind="brand", likeness=likeness, bits=_shared_bits(ones, others, p, q), how=how))
    left[:] = [token for token in left if token not in ones]
    right[:] = [token for token in right if token not in others]
    return True


def _take_head(p: Prepared, q: Prepared, left: list[Token], right: list[Token], pairs: list[Pair]) -> bool:
    """冲電線 against `oki`: the head of a Han brand is read exactly so, and its tail is a term that no table knows."""
    for ones, others, who, swapped in ((left, right, p, False), (right, left, q, True)):
        for token in ones:
            if token.kind != "brand" or token.script != "han" or len(token.text) < 3:
                continue
            for other in others:
                cut = 0 if other.kind != "brand" or other.script == "han" else _head(token.text, _sound(other.text), who.nation)
                if not cut:
                    continue
                head, tail = token.text[:cut], token.text[cut:]
                shared = min(_han_worth(head), other.bits, 2.4 * len(_sound(other.text)))
                names = (other.text, head) if swapped else (head, other.text)
                pairs.append(Pair(left=names[0], right=names[1], kind="brand", likeness=1.0, bits=shared, how="reading of its head"))
                ones[ones.index(token)] = Token(text=tail, script="han", kind="line", bits=min(10.0, _han_worth(tail)))
                others.remove(other)
                return True
    return False


def _head(han: str, sound: str, nation: str) -> int:
    """How many characters of the front are read exactly so; 0 for none, or for fewer than two characters and four letters."""
    for cut in range(len(han) - 1, 0, -1):
        if (cut > 1 or len(sound) > 2) and len(sound) > 2 and coverage(han[:cut], sound, nation) == 1.0:
            return cut
    return 0


def _han_worth(han: str) -> float:
    table = bits()
    return min(24.0, sum(0.8 * table.get(char, 12.0) for char in han))


def _choices(tokens: list[Token]) -> list[list[Token]]:
    brand = [token for token in tokens if token.kind == "brand"]
    ways = [brand, tokens]
    if len(brand) > 1:
        ways.extend([token] for token in brand[:3])
        ways.extend([brand[at], brand[at + 1]] for at in range(min(3, len(brand) - 1)) if len(brand) > 2)
    if 1 <= len(brand) < len(tokens):
        at = tokens.index(brand[-1])
        ways.append(tokens[: at + 2])
        ways.append(tokens[at:])
        first = tokens.index(brand[0])
        if first:
            ways.append(tokens[first - 1 : at + 1])
    seen: list[list[Token]] = []
    for way in ways:
        if way and way not in seen:
            seen.append(way)
    return seen


def _text(tokens: list[Token]) -> str:
    return "".join(token.text.replace(" ", "") for token in tokens)


def _said(one: str, other: str, p: Prepared, q: Prepared) -> tuple[float, str]:
    return said(one, other, p.nation, q.nation)


@functools.lru_cache(maxsize=200_000)
def said(one: str, other: str, nation: str, other_nation: str) -> tuple[float, str]:
    """How alike two texts of any scripts sound, and by which reading."""
    if one.isascii() and other.isascii():
        return OSA.normalized_similarity(one, other), "spelling"
    han, other_han = _has_han(one), _has_han(other)
    if han and other_han:
        return _han_likeness(one, other), "characters"
    if other_han:
        return said(other, one, other_nation, nation)
    if han or (not one.isascii() and not other.isascii() and (_is_mixed(one) or _is_mixed(other))):
        if not han and _is_mixed(other):
            one, other, nation = other, one, other_nation
        kana = not other.isascii()
        sound = _sound(other)
        if not len(one) * 0.8 <= len(sound) <= len(one) * 7:
            return 0.0, "reading"
        likeness = coverage(one, sound, "ja" if kana else nation)
        return likeness, "kana reading" if kana else ("pinyin" if nation == "zh" else "reading")
    return _loan(one, other)


def _is_mixed(text: str) -> bool:
    return _ASCII.search(text) is not None


def _has_han(text: str) -> bool:
    return not text.isascii() and _HAN.search(text) is not None


@functools.lru_cache(maxsize=100_000)
def _sound(text: str) -> str:
    return sound_key(text) if text.isascii() else next(iter(heard(text, "ja")), "")


def _loan(one: str, other: str) -> tuple[float, str]:
    """Kana against Latin or kana: by letters spelled out, by sound, by the consonants that a loanword keeps."""
    if other.isascii():
        one, other = other, one
    if one.isascii():
        letters = spelled_out(other)
        if (letters and letters == one) or (len(one) < 9 and coverage(one, _sound(other), "ja") == 1.0):
            return 1.0, "letters spelled out"
    sound, heard_as = _sound(one), _sound(other)
    plain = OSA.normalized_similarity(sound, heard_as)
    if one.isascii():
        plain = max(plain, 0.97 * OSA.normalized_similarity(loan_key(one, False), loan_key(heard_as, True)))
    bones, other_bones = skeleton(sound if not one.isascii() else one), skeleton(heard_as)
    if one.isascii() and min(len(bones), len(other_bones)) > 1:
        likeness = OSA.normalized_similarity(bones, other_bones)
        if plain < (0.45 if min(len(bones), len(other_bones)) > 3 else 0.6):
            return plain, "kana reading"
        likeness = min(0.97, likeness * (0.6 + 0.4 * min(1.0, plain * 1.6)) + 0.012 * min(len(bones), 8) - 0.03)
        return (likeness, "loanword") if likeness > plain else (plain, "kana reading")
    return plain, "kana reading"


@functools.lru_cache(maxsize=100_000)
def resemblance(one: str, other: str, nation: str, other_nation: str) -> float:
    """How much two brands of different scripts sound alike where no reading joins them: by sound, consonants, or initials of the syllables."""
    if _has_han(other):
        if _has_han(one):
            return 0.0
        one, other, nation = other, one, other_nation
    best = 0.0
    target = _sound(other)
    bones = skeleton(other) if other.isascii() else skeleton(target)
    for way in heard(one, nation if nation in ("ja", "zh") else ""):
        best = max(best, OSA.normalized_similarity(way, target), 0.9 * OSA.normalized_similarity(skeleton(way), bones))
        if target and way and (target.startswith(way) or way.startswith(target)):
            best = max(best, 0.75)
    if _has_han(one) and nation != "ja" and other.isascii() and 1 < len(other) <= len(one) + 1:
        chars = character_readings()
        initials = "".join(chars[char].initial for char in one if char in chars)
        if initials and other in (initials, initials[: len(other)]):
            best = max(best, 0.8)
    return best


def _shared_bits(ones: list[Token], others: list[Token], p: Prepared, q: Prepared) -> float:
    """What the two sides share cannot be more than either says, nor more than the sound can carry."""
    sounds = [len(next(iter(heard(_text(side), who.nation)), "")) for side, who in ((ones, p), (others, q))]
    return min(sum(token.bits for token in ones), sum(token.bits for token in others), 2.4 * min(sounds), 24.0)


Standing = tuple[list[Token], list[Token], list[Pair]]


def _as_a_whole(p: Prepared, q: Prepared, before: Standing, after: Standing) -> tuple[list[Pair], list[Token], list[Token]]:
    """Names written without spaces, or parted elsewhere: all that was not plainly equal against all, where that explains more."""
    ones, others, sure = before
    left, right, pairs = after
    one, other = _text(ones), _text(others)
    likeness, how = _said(one, other, p, q)
    if likeness < 0.86:
        return pairs, left, right
    held = sum(pair.bits * (pair.likeness - 0.5) for pair in pairs[len(sure) :])
    shared = _shared_bits(ones, others, p, q)
    if shared * (likeness - 0.5) <= held:
        return pairs, left, right
    return [*sure, Pair(left=one, right=other, kind="brand", likeness=likeness, bits=shared, how=how + ", whole name")], [], []


def _align_han(p: Prepared, q: Prepared) -> Alignment:
    """Han against Han: equal parts, then the shorter as a subsequence of the longer (华信新材 in 江苏华信新材料)."""
    left, right = list(p.tokens), list(q.tokens)
    pairs: list[Pair] = []
    _take_equal(left, right, pairs)
    one_brand = [token for token in left if token.kind == "brand"]
    other_brand = [token for token in right if token.kind == "brand"]
    whole = bool(left or right) and min(len(p.text), len(q.text)) > 2
    if not one_brand and not other_brand and not (whole and (p.text in q.text or q.text in p.text)):
        return Alignment(pairs=tuple(pairs), left=tuple(left), right=tuple(right))
    if p.text in q.text or q.text in p.text:
        likeness = 1.0
    else:
        likeness = _han_likeness(p.text, q.text)
    held = any(pair.kind == "brand" for pair in pairs)
    if held or likeness < 0.6:
        return Alignment(pairs=tuple(pairs), left=tuple(left), right=tuple(right))
    short, long = (p, q) if len(p.text) <= len(q.text) else (q, p)
    common = _common(short.text, long.text)
    table = bits()
    worth = min(24.0, sum(0.8 * table.get(char, 12.0) for char in common))
    kept_short = tuple(token for token in short.tokens if not _within(token.text, common))
    kept_long = tuple(token for token in long.tokens if not set(token.text) & set(common))
    pair = Pair(left=p.text, right=q.text, kind="brand", likeness=likeness, bits=worth, how="characters")
    sides = (kept_short, kept_long) if short is p else (kept_long, kept_short)
    return Alignment(pairs=(pair,), left=sides[0], right=sides[1])


def _within(text: str, common: str) -> bool:
    return sum(char in common for char in text) * 2 >= len(text)


@functools.lru_cache(maxsize=100_000)
def _common(short: str, long: str) -> str:
    return "".join(short[block.src_start : block.src_end] for block in _equal_blocks(short, long))


class _Block:
    __slots__ = ("src_end", "src_start")

    def __init__(self, start: int, end: int) -> None:
        self.src_start, self.src_end = start, end


def _equal_blocks(short: str, long: str) -> list[_Block]:
    return [_Block(op.src_start, op.src_end) for op in LCSseq.opcodes(short, long) if op.tag == "equal"]


@functools.lru_cache(maxsize=100_000)
def _han_likeness(one: str, other: str) -> float:
    """The share of the shorter name's surprise that the longer holds in the same order."""
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    table = bits()
    whole = sum(table.get(char, 12.0) for char in short)
    return sum(table.get(char, 12.0) for char in _common(short, long)) / whole


def is_place(token: Token) -> bool:
    return token.kind in PLACE_KINDS
