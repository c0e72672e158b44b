"""The path of evidence as a picture: boxes in ranks from left to right, wrapped into bands, with labelled arrows. Geometry only, in millimetres.

The input is a finding's links as plain strings (`sekisho.papers.view_findings`), already fit to print. The same geometry is drawn as SVG in HTML
and natively in PDF. A link that skips ranks passes through unseen cells; a cycle ends in a repeated box.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

WIDTH = 168.0
GUTTER = 24.0
WIDEST_BOX = 40.0
COLUMNS = 4
TEXT_EM = 2.65
LABEL_EM = 2.35
LEADING = 1.35
MOST_LINES = 4
MOST_LINKS = 18
BAND_GAP = 7.0
ROW_GAP = 4.0
TURN = 5.0
TRACK = 3.8
_NO_START = "、。)」』ー・"

Point = tuple[float, float]


@dataclass(slots=True)
class _Cell:
    """A box of the picture, or (with no text) the place where a long arrow passes."""

    key: str
    lines: list[str] = field(default_factory=list)
    caption: str = ""
    style: str = "plain"
    rank: int = 0
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0
    h: float = 0.0
    band_top: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.h / 2


@dataclass(slots=True)
class _Arrow:
    source: str
    target: str
    label: str
    dashed: bool
    headed: bool = True


def picture_of(links: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Geometry of the links: `{"width", "height", "boxes", "arrows", "rest"}`; `rest` is the number of links left to the text."""
    shown = links[:MOST_LINKS]
    cells, arrows = _graph(shown)
    _rank(cells, arrows)
    cells, arrows = _with_passages(cells, arrows)
    turns = _turns(cells, arrows)
    height = _place(cells, turns)
    return {
        "width": WIDTH,
        "height": _mm(height),
        "boxes": [_box(cell) for cell in cells.values() if cell.lines],
        "arrows": [_drawn(arrow, cells, turns) for arrow in arrows],
        "rest": str(len(links) - len(shown)) if len(links) > len(shown) else "",
    }


def _graph(links: Iterable[dict[str, str]]) -> tuple[dict[str, _Cell], list[_Arrow]]:
    cells: dict[str, _Cell] = {}
    arrows: list[_Arrow] = []
    follows: dict[str, set[str]] = {}
    for link in links:
        source, target = link["from"], link["to"]
        cells.setdefault(source, _Cell(key=source, lines=[source], caption=link["from_kind"]))
        if _reaches(follows, target, source):
            target = f"{target} ↺{len(arrows)}"
        cell = cells.setdefault(target, _Cell(key=target, lines=[link["to"]], caption=link["to_kind"]))
        cell.style = link["style"] or cell.style
        label = f"{link['label']}\n{link['share']}" if link["share"] else link["label"]
        arrows.append(_Arrow(source, target, label, dashed=bool(link["dashed"])))
        follows.setdefault(source, set()).add(target)
    return cells, arrows


def _reaches(follows: dict[str, set[str]], start: str, goal: str) -> bool:
    stack, seen = [start], set()
    while stack:
        here = stack.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            stack.extend(follows.get(here, ()))
    return False


def _rank(cells: dict[str, _Cell], arrows: list[_Arrow]) -> None:
    """Each cell one rank behind the last cell that leads to it (the graph has no cycle)."""
    for _ in cells:
        moved = False
        for arrow in arrows:
            least = cells[arrow.source].rank + 1
            if cells[arrow.target].rank < least:
                cells[arrow.target].rank, moved = least, True
        if not moved:
            return


def _with_passages(cells: dict[str, _Cell], arrows: list[_Arrow]) -> tuple[dict[str, _Cell], list[_Arrow]]:
    """Arrows between neighbouring ranks only."""
    short: list[_Arrow] = []
    for number, arrow in enumerate(arrows):
        here, last = arrow.source, cells[arrow.target].rank
        label = arrow.label
        for rank in range(cells[here].rank + 1, last):
            key = f"\x00{number}.{rank}"
            cells[key] = _Cell(key=key, rank=rank)
            short.append(_Arrow(here, key, label, arrow.dashed, headed=False))
            here, label = key, ""
        short.append(_Arrow(here, arrow.target, label, arrow.dashed))
    return cells, short


def _columns(cells: dict[str, _Cell]) -> tuple[int, int]:
    """How many ranks there are, and how many of them stand side by side."""
    ranks = max((cell.rank for cell in cells.values()), default=0) + 1
    bands = -(-ranks // COLUMNS)
    return ranks, -(-ranks // bands)


def _turns(cells: dict[str, _Cell], arrows: list[_Arrow]) -> dict[int, list[int]]:
    """Rank -> the arrows (by identity) that turn a corner to enter it, each on a track of its own."""
    _, columns = _columns(cells)
    turning: dict[int, list[int]] = {}
    for arrow in arrows:
        rank = cells[arrow.target].rank
        if rank % columns == 0:
            turning.setdefault(rank, []).append(id(arrow))
    return turning


def _gap(tracks: int) -> float:
    return BAND_GAP + TRACK * max(tracks - 1, 0)


def _place(cells: dict[str, _Cell], turns: dict[int, list[int]]) -> float:
    """Sets every cell's box; returns the height of the picture."""
    ranks, columns = _columns(cells)
    bands = -(-ranks // columns)
    margin = TURN + 0.4 if bands > 1 else 0.4
    width = min(WIDEST_BOX, (WIDTH - 2 * margin - (columns - 1) * GUTTER) / columns)
    top = 0.5
    for first in range(0, ranks, columns):
        top += _gap(len(turns.get(first, ()))) if first else 0.0
        stacks = [[cell for cell in cells.values() if cell.rank == rank] for rank in range(first, min(ranks, first + columns))]
        for column, stack in enumerate(stacks):
            for cell in stack:
                _fit(cell, margin + column * (width + GUTTER), width)
        tallest = max(3 * LABEL_EM * LEADING, *(_stack_height(stack) for stack in stacks))
        for stack in stacks:
            _stack(stack, top, tallest)
        top += tallest
    return top + 0.5


def _stack_height(stack: list[_Cell]) -> float:
    return sum(cell.h + ROW_GAP for cell in stack) - ROW_GAP


def _fit(cell: _Cell, x: float, width: float) -> None:
    cell.x, cell.w = x, width
    if cell.lines:
        cell.lines = wrapped(cell.lines[0], (width - 3.0) / TEXT_EM, MOST_LINES)
        cell.h = len(cell.lines) * TEXT_EM * LEADING + 3.0 + LABEL_EM * LEADING
    else:
        cell.h = LABEL_EM * LEADING


def _stack(stack: list[_Cell], top: float, tallest: float) -> None:
    y = top + (tallest - _stack_height(stack)) / 2
    for cell in stack:
        cell.y, cell.band_top = y, top
        y += cell.h + ROW_GAP


def _box(cell: _Cell) -> dict[str, Any]:
    return {
        "x": _mm(cell.x), "y": _mm(cell.y), "w": _mm(cell.w), "h": _mm(cell.h),
        "style": cell.style, "caption": cell.caption, "lines": cell.lines,
        "cx": _mm(cell.x + cell.w / 2), "cy": _mm(cell.y + LABEL_EM * 1.25),
        "ly": [_mm(cell.y + LABEL_EM * LEADING + 1.0 + TEXT_EM * (0.9 + LEADING * place)) for place in range(len(cell.lines))],
    }  # fmt: skip


def _drawn(arrow: _Arrow, cells: dict[str, _Cell], turns: dict[int, list[int]]) -> dict[str, Any]:
    source, target = cells[arrow.source], cells[arrow.target]
    start = (source.x + source.w, source.middle)
    end = (target.x, target.middle)
    if end[0] > start[0]:
        points, spot = [start, end], ((start[0] + end[0]) / 2 - 0.8, (start[1] + end[1]) / 2)
        lines = [line for part in arrow.label.split("\n") for line in wrapped(part, (GUTTER - 9.0) / LABEL_EM, 3)] if arrow.label else []
    else:
        points, spot = _round_the_corner(start, end, target.band_top, _track(arrow, turns[target.rank]))
        lines = wrapped(arrow.label.replace("\n", " "), 30.0, 1) if arrow.label else []
    if not source.lines:
        points.insert(0, (source.x, source.middle))
    tall, wide = len(lines) * LABEL_EM * LEADING, max((em_width(line) for line in lines), default=0.0) * LABEL_EM + 1.0
    return {
        "points": [[_mm(x), _mm(y)] for x, y in points],
        "head": _head(points) if arrow.headed else [],
        "dashed": "yes" if arrow.dashed else "",
        "lines": lines,
        "x": _mm(spot[0]), "y": _mm(spot[1]), "w": _mm(wide), "h": _mm(tall),
        "ly": [_mm(spot[1] - tall / 2 + LABEL_EM * (1.0 + LEADING * place)) for place in range(len(lines))],
    }  # fmt: skip


def _track(arrow: _Arrow, tracks: list[int]) -> tuple[int, int]:
    return tracks.index(id(arrow)), len(tracks)


def _round_the_corner(start: Point, end: Point, band_top: float, track: tuple[int, int]) -> tuple[list[Point], Point]:
    """From the right end of one band to the left end of the next, on the arrow's own track through the gap between them."""
    place, tracks = track
    shift = place * min(0.9, 3.0 / tracks)
    gap = band_top - BAND_GAP / 2 - (tracks - 1 - place) * TRACK
    right, left = start[0] + TURN - 1.0 - shift, end[0] - TURN + 0.4 + (tracks - 1 - place) * min(0.9, 3.0 / tracks)
    return [start, (right, start[1]), (right, gap), (left, gap), (left, end[1]), end], ((right + left) / 2, gap)


def _head(points: Sequence[Point]) -> list[list[float]]:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 0.001)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    back = (x1 - 2.2 * ux, y1 - 2.2 * uy)
    return [[_mm(x1), _mm(y1)], [_mm(back[0] - 0.9 * uy), _mm(back[1] + 0.9 * ux)], [_mm(back[0] + 0.9 * uy), _mm(back[1] - 0.9 * ux)]]


def _mm(number: float) -> float:
    return round(number, 2)


def em_width(text: str) -> float:
    """How wide the text is, in em: East Asian wide characters 1, capitals and digits about 0.62, other letters 0.56."""
    return sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in "MWmw@%":
        return 0.92
    return 0.66 if char.isupper() or char.isdigit() else 0.58


def wrapped(text: str, em: float, most: int) -> list[str]:
    """The text in at most `most` lines of `em` and of about the same length, broken at a space or mark where one is near.

    What does not fit ends in `…`.
    """
    rest = text.strip()
    whole = em_width(rest)
    even = min(em, whole / -(-whole // em) * 1.15 + 0.5) if whole > em else em
    lines: list[str] = []
    while rest and len(lines) < most:
        count = _good_break(rest, _fitting(rest, even)) or _good_break(rest, _fitting(rest, em)) or _fitting(rest, em)
        lines.append(rest[:count].rstrip())
        rest = rest[count:].lstrip()
    if rest and lines:
        lines[-1] = lines[-1][: max(len(lines[-1]) - 1, 1)] + "…"
    return lines or [""]


def _fitting(text: str, em: float) -> int:
    """How many characters fit, one at least."""
    width = 0.0
    for count, char in enumerate(text):
        width += _advance(char)
        if width > em:
            return max(count, 1)
    return len(text)


def _good_break(text: str, count: int) -> int:
    """Where to break at or before `count`; 0 where that would cut a word in two."""
    if count >= len(text) or text[count] == " " or (_is_wide(text[count - 1]) and _is_wide(text[count]) and text[count] not in _NO_START):
        return count
    for place in range(count, count // 3, -1):
        if text[place - 1] in " -/_,、・)" or text[place] in "([「":
            return place
    return 0


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
