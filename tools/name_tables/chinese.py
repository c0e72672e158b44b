"""English words for Chinese ones, counted on the list of the Shenzhen exchange (the part to learn from).

Words and characters that go together are found by their log-likelihood ratio and linked competitively, the best first; the words of chinese.txt
and of terms.txt are linked beside them, and what was linked is counted. Nothing enters a table that fewer than three companies have.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.names import chinese, coined
from sekisho.names.lexicon import bits, han_meanings, latin_meanings, pinyin
from sekisho.names.prepared import Prepared, prepare

from .coined import Trained, train
from .tables import FOLDS, kept_apart, rows_of

LEAST = 3
LONGEST = 4
WRITTEN, WRITTEN_CHARACTER, COUNTED_AS = 0.15, 0.06, 4
"""Shares of a written translation of a word and of a single character before any name is counted, and how many names they weigh as."""
Pairs = Sequence[tuple[Prepared, Prepared]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What the tables chinese_words, chinese_english and coined hold."""

    meanings: dict[str, dict[str, float]]
    left_out: dict[str, float]
    english: dict[str, tuple[float, float]]
    coined: Trained


def listed(corpus: Path) -> list[tuple[str, str]]:
    """(Chinese, English) names of the part to learn from."""
    with (corpus / "china/szse_listed_dev70.csv").open(encoding="utf-8") as lines:
        rows = [(row["公司全称"].strip(), row["英文名称"].strip()) for row in csv.DictReader(lines)]
    return [(native, english) for native, english in rows if native and english and not kept_apart(native)]


def prepared(names: Iterable[tuple[str, str]]) -> list[tuple[Prepared, Prepared]]:
    found = [(prepare(native), prepare(english)) for native, english in names]
    return [(p, q) for p, q in found if p.scripts == "h" and q.scripts == "l"]


def written() -> dict[str, set[str]]:
    """chinese.txt; a word that is only the reading is left out, for the reading is known."""
    found: dict[str, set[str]] = defaultdict(set)
    for listed_han, words in rows_of("chinese.txt"):
        for han in listed_han.translate(FOLDS).split(","):
            said = "".join(pinyin().get(char, "") for char in han)
            found[han].update(word for word in words.replace("-", " ").split(",") if word.replace(" ", "") != said)
    return found


def install(learned: Learned) -> None:
    """Let the package read these tables instead of those on disk."""
    chinese.chinese_meanings = coined.chinese_meanings = lambda: learned.meanings  # type: ignore[assignment]
    chinese.english_shares = lambda: learned.english  # type: ignore[assignment]
    coined._chances = learned.coined.chances  # type: ignore[assignment]
    forget()


def forget() -> None:
    caches = (chinese.english_of, chinese.word_share, chinese._phrases, chinese.han_side, chinese.latin_side, coined._background, coined.made_of)
    for cache in (*caches, coined._common_words):
        cache.cache_clear()


def learn(pairs: Pairs) -> Learned:
    own = written()
    start = _competitive(pairs)
    shares = _english(pairs, Counter())
    known = {*own, *han_meanings(), *start}
    found = Learned(
        meanings=_shares(own, {han: dict(held) for han, held in start.items()}, _times(pairs, known)), left_out={}, english=shares, coined=Trained()
    )
    for _ in range(2):
        install(found)
        links, times, left, terms = _count(pairs, known)
        found = Learned(meanings=_shares(own, links, times), left_out={}, english=shares, coined=found.coined)
    install(found)
    links, times, left, terms = _count(pairs, known)
    gone = {term: (out + 0.6) / (met + 1.5) for term, (met, out) in terms.items() if met >= LEAST}
    found = Learned(meanings=found.meanings, left_out=gone, english=_english(pairs, left), coined=found.coined)
    install(found)
    return Learned(meanings=found.meanings, left_out=gone, english=found.english, coined=train(list(_brands(pairs))))


def _brands(pairs: Pairs) -> Iterator[tuple[tuple[str, ...], str, coined.Meanings]]:
    from sekisho.names.chinese_facts import coinage

    for p, q in pairs:
        han, latin = chinese.han_side(p), chinese.latin_side(q)
        found = coinage(han, latin, chinese.linked(han, latin))
        if found and len(found[0]) <= coined.MOST_LETTERS and len(found[1]) <= coined.MOST_SYLLABLES:
            yield found[1], found[0], found[2]


def _spans(text: str, longest: int) -> Iterator[str]:
    for start in range(len(text)):
        for stop in range(start + 1, min(len(text), start + longest) + 1):
            yield text[start:stop]


def _times(pairs: Pairs, known: set[str]) -> Counter[str]:
    return Counter(span for p, _ in pairs for span in {*_spans(p.text, 8)} & known)


def _competitive(pairs: Pairs) -> dict[str, dict[str, float]]:
    """Han characters -> English word -> names in which the two are linked."""
    names = []
    for p, q in pairs:
        said = {"".join(pinyin().get(char, "") for char in span) for span in _spans(p.text, 6)}
        names.append((p.text, [word for word in dict.fromkeys(chinese.latin_side(q).words) if word not in said or word in latin_meanings()]))
    hans = Counter(span for text, _ in names for span in {*_spans(text, LONGEST)})
    words = Counter(word for _, found in names for word in found)
    both: Counter[tuple[str, str]] = Counter()
    for text, found in names:
        common = [word for word in found if words[word] >= LEAST]
        both.update((span, word) for span in {*_spans(text, LONGEST)} if hans[span] >= LEAST for word in common)
    score = {
        pair: ratio for pair, times in both.items() if times >= LEAST and (ratio := _ratio(times, hans[pair[0]], words[pair[1]], len(names))) > 8
    }
    first = dict(score)
    links: Counter[tuple[str, str]] = Counter()
    for _ in range(4):
        links = Counter(pair for text, found in names for pair in _take_best(text, found, score))
        score = {pair: first[pair] * times / both[pair] for pair, times in links.items() if times >= LEAST}
    held: dict[str, dict[str, float]] = defaultdict(dict)
    for (han, word), times in links.items():
        if (han, word) in score:
            held[han][word] = times
    return held


def _ratio(both: int, one: int, other: int, names: int) -> float:
    """The log-likelihood ratio of two events that go together; 0 where they do not."""
    if both * names <= one * other:
        return 0.0

    def likely(times: int, of: int, chance: float) -> float:
        chance = min(max(chance, 1e-9), 1 - 1e-9)
        return times * math.log(chance) + (of - times) * math.log(1 - chance)

    alone, rest = other / names, (other - both) / max(1, names - one)
    return 2 * (
        likely(both, one, both / one) + likely(other - both, names - one, rest) - likely(both, one, alone) - likely(other - both, names - one, alone)
    )


def _take_best(text: str, words: Sequence[str], score: dict[tuple[str, str], float]) -> Iterator[tuple[str, str]]:
    found = [
        (score[text[start:stop], word] * (1 + 0.05 * (stop - start)), at, start, stop)
        for at, word in enumerate(words)
        for start in range(len(text))
        for stop in range(start + 1, min(len(text), start + LONGEST) + 1)
        if (text[start:stop], word) in score
    ]
    used: set[int] = set()
    spans: list[tuple[int, int]] = []
    for _, at, start, stop in sorted(found, reverse=True):
        if at not in used and not any(start < last and first < stop and (start, stop) != (first, last) for first, last in spans):
            used.add(at)
            spans.append((start, stop))
            yield text[start:stop], words[at]


def _shares(own: dict[str, set[str]], links: dict[str, dict[str, float]], times: Counter[str]) -> dict[str, dict[str, float]]:
    """Counted shares, with the written translations and those of terms.txt behind them."""
    by_concept = chinese._words_of_concepts()
    found: dict[str, dict[str, float]] = {}
    for han in {*own, *links, *(han for han in han_meanings() if times[han] >= LEAST)}:
        held = han_meanings().get(han)
        before = {word: chinese.UNCOUNTED for concept in held.concepts for word in by_concept[concept]} if held else {}
        before |= dict.fromkeys(own.get(han, ()), WRITTEN if len(han) > 1 else WRITTEN_CHARACTER)
        counted = {word: met for word, met in links.get(han, {}).items() if met >= LEAST}
        met = times[han]
        if met < LEAST:
            found[han] = before
            continue
        shares = {word: (COUNTED_AS * share + counted.get(word, 0)) / (COUNTED_AS + met) for word, share in before.items()}
        found[han] = shares | {word: times_ / (COUNTED_AS + met) for word, times_ in counted.items() if word not in shares}
    return {han: dict(sorted(words.items(), key=lambda one: (-one[1], one[0]))) for han, words in found.items() if words}


Counted = tuple[dict[str, dict[str, float]], Counter[str], Counter[str], dict[str, list[int]]]


def _count(pairs: Pairs, known: set[str]) -> Counted:
    """Links, times met outside a longer link, words left over, and (met, left out) of each term."""
    links: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(int))
    times: Counter[str] = Counter()
    left: Counter[str] = Counter()
    terms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for p, q in pairs:
        han, latin = chinese.han_side(p), chinese.latin_side(q)
        found = chinese.linked(han, latin)
        times.update(_outside(han.text, [(link.start, link.stop) for link in found.links], known))
        for link in found.links:
            if link.how == "translation":
                links[han.text[link.start : link.stop]][" ".join(latin.words[link.first : link.last])] += 1
        left.update(latin.words[at] for at in found.left)
        for start, stop, _, term in han.terms:
            terms[term][0] += 1
            terms[term][1] += found.covered.isdisjoint(range(start, stop))
    return links, times, left, terms


def _outside(text: str, taken: Sequence[tuple[int, int]], known: set[str]) -> set[str]:
    spans = [(start, stop) for start in range(len(text)) for stop in range(start + 1, min(len(text), start + 8) + 1)]
    return {
        text[start:stop]
        for start, stop in spans
        if text[start:stop] in known and not any(first <= start and stop <= last and (first, last) != (start, stop) for first, last in taken)
    }


def _english(pairs: Pairs, left: Counter[str]) -> dict[str, tuple[float, float]]:
    """Word or phrase -> (share of names, share of its times that nothing answers to it). Words that no other list has may be brands: left out."""
    times: Counter[str] = Counter()
    for _, q in pairs:
        side = chinese.latin_side(q)
        times.update(side.words)
        times.update(phrase for _, _, phrase in side.phrases)
    general = {**bits(), **latin_meanings()}
    return {
        word: (met / len(pairs), (left[word] + 0.5) / (met + 1.5))
        for word, met in sorted(times.items())
        if met >= LEAST and (" " in word or word in general)
    }


def word_rows(learned: Learned) -> Iterator[tuple[str, ...]]:
    for han in sorted({*learned.meanings, *learned.left_out}):
        words = learned.meanings.get(han, {})
        left = f"{learned.left_out[han]:.3f}" if han in learned.left_out else ""
        yield han, left, ",".join(f"{word}:{share:.4f}" for word, share in words.items())


def english_rows(learned: Learned) -> Iterator[tuple[str, ...]]:
    for word, (share, left) in learned.english.items():
        yield word, f"{share:.5f}", "" if " " in word else f"{left:.3f}"


Rows = Callable[[Learned], Iterator[tuple[str, ...]]]
