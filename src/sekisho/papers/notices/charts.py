"""Charts as geometry in millimetres, drawn alike as SVG and in PDF: of what a score is made, and how near the outcome lies to another.

No colour carries meaning: shades of grey are told apart by their order, their legend and the number in each bar, and every chart has a text that
says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...desk.model import Judgement
from ...evaluation.criteria import Criterion
from ...evaluation.explain import turn_text
from ...evaluation.formulas import LABELS
from ...evaluation.model import Evaluation, Scored
from ...evaluation.what_if import Sensitivity, Turn
from ...terms import Lang, decimal_text
from ..pictures import em_width, wrapped
from ..texts import grouped, name_text
from ..view_findings import View
from .blocks import Say, chart, saying

WIDTH = 170.0
LABEL = 38.0
BAR = 6.4
ROW = 9.6
TEXT = 2.7
SMALL = 2.4
SHADES = ("#2b2b2b", "#6b6b6b", "#9e9e9e", "#c9c9c9", "#e4e4e4")
LIGHT_ON = frozenset(SHADES[:2])
PRICE = "#ffffff"
MOST_TURNS = 16
MOST_PLACES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a bar: what it is, how much, its shade."""

    name: str
    size: Fraction
    shade: str


def drawing(height: float) -> View:
    return {"width": _mm(WIDTH), "height": _mm(height), "rects": [], "lines": [], "texts": []}


def composition(judgement: Judgement, lang: Lang) -> View | None:
    """Of what each bid's total is made; None where no bid has one."""
    evaluation = judgement.evaluation
    if evaluation is None or not any(one.total is not None for one in evaluation.bids):
        return None
    say = saying(lang)
    names = {bid.id: f"{name_text(bid.bidder.name)} ({name_text(bid.id)})" for bid in judgement.submission.bids}
    bars = [(names[one.bid], _parts(one, evaluation, say), one) for one in evaluation.bids]
    return chart(_stacked(bars, say), _composition_text(bars, say))


Bar = tuple[str, list[Part], Scored]


def _parts(one: Scored, evaluation: Evaluation, say: Say) -> list[Part]:
    """Technical points by the headings of the notice where they add up to them, then price points; under division the value alone."""
    if one.total is None:
        return []
    if one.price_score is None:
        return [Part(name=say("評価値", "Value"), size=one.total, shade=SHADES[1])]
    technical = _headings(one, evaluation) or [Part(name=say("技術点", "Technical"), size=one.technical_score or Fraction(0), shade=SHADES[1])]
    return [*technical, Part(name=say("価格点", "Price"), size=one.price_score, shade=PRICE)]


def _headings(one: Scored, evaluation: Evaluation) -> list[Part]:
    """The items of the first level that have points, where they are no more than the shades and sum up to the technical points before rounding."""
    criteria = evaluation.terms.criteria
    if criteria is None or one.assessed is None:
        return []
    means = {item.item: item.mean or Fraction(0) for item in one.assessed.items}
    tops = [(top, sum((means.get(name, Fraction(0)) for name in _leaf_ids(top)), Fraction(0)), _has_points(top)) for top in criteria.items]
    scored = [(top, size) for top, size, points in tops if points]
    exact = next((step.exact for step in one.steps if step.label == LABELS["technical"]), one.technical_score)
    if not scored or len(scored) > len(SHADES) or sum((size for _, size in scored), Fraction(0)) != exact:
        return []
    return [Part(name=f"{top.id} {top.title}", size=size, shade=shade) for (top, size), shade in zip(scored, SHADES, strict=False)]


def _leaf_ids(one: Criterion) -> Iterator[str]:
    if not one.items:
        yield one.id
    for inner in one.items:
        yield from _leaf_ids(inner)


def _has_points(one: Criterion) -> bool:
    return one.points is not None or any(_has_points(inner) for inner in one.items)


def _stacked(bars: Sequence[Bar], say: Say) -> View:
    legend = list(dict.fromkeys((part.name, part.shade) for _, parts, _ in bars for part in parts))
    lines = _legend_lines(legend)
    made = drawing(2.0 + ROW * len(bars) + 2.0 + 5.0 * len(lines))
    longest = max((sum((part.size for part in parts if part.size > 0), Fraction(0)) for _, parts, _ in bars), default=Fraction(1)) or Fraction(1)
    scale = Fraction(WIDTH - LABEL - 20.0) / longest
    for place, (name, parts, one) in enumerate(bars):
        _bar(made, 1.0 + ROW * place, name, parts, one, scale, say)
    made["lines"].append(_line(LABEL, 0.5, LABEL, 1.0 + ROW * len(bars), width=0.35))
    for place, line in enumerate(lines):
        _legend(made, 2.0 + ROW * len(bars) + 2.0 + 5.0 * place, line)
    return made


def _bar(made: View, top: float, name: str, parts: Sequence[Part], one: Scored, scale: Fraction, say: Say) -> None:
    middle = top + BAR / 2 + 0.6
    label = wrapped(name, (LABEL - 2) / TEXT, 2)
    for place, line in enumerate(label):
        made["texts"].append(_text(LABEL - 1.5, middle + (place - (len(label) - 1) / 2) * TEXT * 1.25, line, anchor="end", bold=True))
    x = LABEL
    for part in parts:
        width = float(part.size * scale)
        if width <= 0:
            continue
        made["rects"].append({"x": _mm(x), "y": _mm(top + 0.6), "w": _mm(width), "h": _mm(BAR), "fill": part.shade})
        number = shown_number(part.size)
        if em_width(number) * TEXT + 1.2 <= width:
            made["texts"].append(_text(x + width / 2, middle, number, anchor="middle", light=part.shade in LIGHT_ON))
        x += width
    said = shown_number(one.total) if one.total is not None else ""
    waits = say(" (保留)", " (pending)") if one.status == "pending" else ""
    text = f"{said}{waits}" if said else say("評価の対象外(提案)", "not evaluated (exclusion proposed)")
    made["texts"].append(_text(x + 1.5, middle, text, bold=bool(said)))


def shown_number(number: Fraction) -> str:
    """Whole as it is; otherwise to one place, and a value below 1 to four digits that tell it from its like."""
    if number.denominator == 1:
        return grouped(number)
    places = 1
    while abs(number) < 1 and places < MOST_PLACES and abs(number) * 10**places < 1000:
        places += 1
    return grouped(number, places)


def _legend_lines(legend: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The legend in as many lines as it needs."""
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for name, shade in legend:
        width = em_width(name) * SMALL + 9.0
        if lines[-1] and used + width > WIDTH:
            lines.append([])
            used = 0.0
        lines[-1].append((name, shade))
        used += width
    return lines


def _legend(made: View, top: float, line: Sequence[tuple[str, str]]) -> None:
    x = 0.5
    for name, shade in line:
        made["rects"].append({"x": _mm(x), "y": _mm(top), "w": 4.0, "h": 2.8, "fill": shade})
        made["texts"].append(_text(x + 5.0, top + 1.4, name, size=SMALL))
        x += em_width(name) * SMALL + 9.0


def _composition_text(bars: Sequence[Bar], say: Say) -> str:
    said = []
    for name, parts, one in bars:
        if one.total is None:
            said.append(say(f"{name}: 評価の対象外", f"{name}: not evaluated"))
        else:
            inside = say("、", ", ").join(f"{part.name} {decimal_text(part.size)}" for part in parts)
            said.append(say(f"{name}: 計 {decimal_text(one.total)}({inside})", f"{name}: {decimal_text(one.total)} in all ({inside})"))
    return say("得点の内訳。", "What the scores are made of. ") + say("。", ". ").join(said)


def turning(judgement: Judgement, found: Sensitivity, lang: Lang) -> View | None:
    """How far each price, score and weight is from turning the outcome; None where none of them does."""
    turns = sorted(found.turns, key=lambda turn: abs(_change(turn)))[:MOST_TURNS]
    if not turns:
        return None
    say = saying(lang)
    names = {bid.id: name_text(bid.bidder.name) for bid in judgement.submission.bids}
    made = drawing(7.0 + ROW * len(turns) + 4.0)
    middle, half = LABEL + 34.0, 30.0
    for text, x in (("−100%", middle - half), ("0", middle), ("+100%", middle + half)):
        made["texts"].append(_text(x, 2.0, text, anchor="middle", size=SMALL))
        made["lines"].append(_line(x, 4.0, x, 6.0 + ROW * len(turns), width=0.45 if text == "0" else 0.2, dashed=text != "0"))
    for place, turn in enumerate(turns):
        _turn(made, 5.0 + ROW * place, turn, names, (middle, half), say)
    alt = say("結果が変わる点。", "Where the outcome turns. ") + say("。", ". ").join(turn_text(turn).pick(lang) for turn in turns)
    return chart(made, alt)


def _turn(made: View, top: float, turn: Turn, names: Mapping[str, str], axis: tuple[float, float], say: Say) -> None:
    """A bar to the left (less) in dark, to the right (more) in white; beyond 100 % it is cut, and its number says so."""
    middle, half = axis
    change = _change(turn)
    width = float(min(abs(change), Fraction(1)) * Fraction(half))
    x = middle - width if change < 0 else middle
    made["rects"].append({"x": _mm(x), "y": _mm(top + 0.9), "w": _mm(max(width, 0.3)), "h": BAR - 0.6, "fill": SHADES[1] if change < 0 else PRICE})
    height = top + BAR / 2 + 0.6
    subject = {"price": say("入札価格", "price"), "technical": say("技術評価", "technical"), "price-points": say("価格の配点", "weight of price")}
    made["texts"].append(_text(LABEL - 1.5, height, f"{names.get(turn.bid, turn.bid)} {subject[turn.kind]}".strip(), anchor="end"))
    winner = names.get(turn.winner, turn.winner) if turn.winner else say("なし", "nobody")
    percent = f"{'+' if change > 0 else '−'}{grouped(abs(change) * 100, 1)}%"
    text = say(f"{grouped(turn.at)} ({percent}) → {winner}", f"{grouped(turn.at)} ({percent}) → {winner}")
    made["texts"].append(_text(middle + half + 3.0, height, text))


def _change(turn: Turn) -> Fraction:
    """By how much the value differs where the outcome turns, as a share of what it is."""
    return (turn.at - turn.now) / turn.now if turn.now else Fraction(1)


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: float = TEXT, bold: bool = False, light: bool = False) -> View:
    return {
        "x": _mm(x), "y": _mm(y), "text": text, "anchor": anchor, "size": size, "bold": "yes" if bold else "", "light": "yes" if light else ""
    }  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, *, width: float, dashed: bool = False) -> View:
    return {"x1": _mm(x1), "y1": _mm(y1), "x2": _mm(x2), "y2": _mm(y2), "width": width, "dashed": "yes" if dashed else ""}


def _mm(number: float) -> float:
    return round(number, 2)
