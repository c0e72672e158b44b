"""The links that lead from a bid to the party a finding is about, and the words for where it was found."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from ..composition.model import Bom
from ..composition.walk import Reached
from ..findings import Link
from ..tenders.model import EquipmentItem
from ..terms import Party, Text
from .facts import Facts, Line

UNKNOWN_MODEL = "型番不明 / model unknown"


def product(line: Line) -> str:
    """How a line's product is shown: maker-independent, model first."""
    item = line.item
    shown = " ".join(part for part in (item.model, item.name) if part) or item.kind or "?"
    if not item.line:
        return shown if shown != "?" else UNKNOWN_MODEL
    return f"#{item.line} {shown}"


def line_subject(facts: Facts, line: Line) -> Mapping[str, str]:
    """The subject of a finding about a line; decisions hold as long as these words stay."""
    item = line.item
    return {"bid": facts.bid.id, "line": item.line, "maker": item.maker.name if item.maker else "", "model": item.model}


def line_text(line: Line) -> Text:
    """Where a line stands and what it is; without a number (an installed device) what it is alone."""
    item = line.item
    if not item.line:
        shown = Text(ja="型番の分からない機器", en="A device of unknown model") if _shown(item) == "-" else Text(ja=_shown(item), en=_shown(item))
        return Text(ja=f"{shown.ja}について、", en=f"{shown.en}:")
    return Text(ja=f"{item.line}番({_where_ja(item)})の{_shown(item)}について、", en=f"Line {item.line} ({item.where}), {_shown(item)}:")


def _where_ja(item: EquipmentItem) -> str:
    return f"{item.where.removeprefix('line ')}行目" if item.where.startswith("line ") else item.where


def _shown(item: EquipmentItem) -> str:
    return " ".join(part for part in (item.model, item.name) if part) or item.kind or "-"


def lines_text(lines: Iterable[Line]) -> Text:
    numbers = [line.item.line for line in lines]
    shown = ", ".join(numbers[:8]) + (" …" if len(numbers) > 8 else "")
    return Text(ja=f"{shown}番({len(numbers)}件)について、", en=f"Lines {shown} ({len(numbers)}):")


def component_text(line: Line, reached: Reached) -> Text:
    here = line_text(line)
    depth = reached.depth
    if depth == 0:
        return Text(ja=f"{here.ja}構成部品表が製品自体について示す", en=f"{here.en} its bill of materials says of the product itself:")
    alternate = Text(ja="(代替部品)", en=" (an alternate)") if reached.alternate_for else Text(ja="", en="")
    return Text(
        ja=f"{here.ja}構成部品表の{depth}階層目の「{reached.component.name}」{alternate.ja}の",
        en=f"{here.en} its bill of materials, level {depth}, “{reached.component.name}”{alternate.en}:",
    )


def to_maker(facts: Facts, line: Line) -> tuple[Link, ...]:
    """bidder —offers→ product —made-by→ maker."""
    maker = line.item.maker.name if line.item.maker else "?"
    return (offers(facts, line), Link(relation="made-by", subject=product(line), target=maker, source=list_place(facts, line)))


def to_component(facts: Facts, line: Line, reached: Reached, party: Party) -> tuple[Link, ...]:
    """bidder —offers→ product —contains→ … —contains→ part —replaceable-by→ alternate —made-by or supplied-by→ party."""
    links = to_part(facts, line, reached)
    relation = "made-by" if party in reached.component.makers else "supplied-by"
    source = f"{facts.bid.boms[line.item.line].file} {reached.component.where}".strip()
    return (*links, Link(relation=relation, subject=links[-1].target, target=party.name, source=source))


def to_part(facts: Facts, line: Line, reached: Reached) -> tuple[Link, ...]:
    """bidder —offers→ product —contains→ … —contains→ part —replaceable-by→ alternate."""
    bom = facts.bid.boms[line.item.line]
    names = {component.ref: component.name for component in bom.components}
    links = [offers(facts, line)]
    here = product(line)
    for relation, ref in steps_to(bom, reached):
        links.append(Link(relation=relation, subject=here, target=names.get(ref, ref), source=bom.file))
        here = names.get(ref, ref)
    return tuple(links)


def steps_to(bom: Bom, reached: Reached) -> Iterator[tuple[str, str]]:
    """(contains or replaceable-by, ref) from the product to a part; an alternate stands behind the part that it may replace."""
    if not reached.alternate_for:
        yield from (("contains", ref) for ref in reached.path[1:])
        return
    contains = {(part.parent, part.child) for part in bom.parts}
    replaces: dict[str, list[str]] = {}
    for pair in bom.alternates:
        replaces.setdefault(pair.alternate, []).append(pair.primary)
    for parent, ref in zip(reached.path, reached.path[1:], strict=False):
        yield from _place_of(parent, ref, contains, replaces)


def _place_of(parent: str, ref: str, contains: Container[tuple[str, str]], replaces: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The part of `parent` in whose place `ref` stands, through any alternates between them, and `ref`."""
    behind: dict[str, str] = {ref: ""}
    queue = [ref]
    for here in queue:
        if (parent, here) in contains:
            yield "contains", here
            while behind[here]:
                here = behind[here]
                yield "replaceable-by", here
            return
        for primary in replaces.get(here, ()):
            if primary not in behind:
                behind[primary] = here
                queue.append(primary)


def offers(facts: Facts, line: Line) -> Link:
    """bidder —offers→ product."""
    return Link(relation="offers", subject=facts.bid.bidder.name, target=product(line), source=list_place(facts, line))


def list_place(facts: Facts, line: Line) -> str:
    """The list and the line's place in it."""
    return f"{facts.bid.list.file_of(line.item.line)} {line.item.where}" if facts.bid.list else line.item.where


def list_of(facts: Facts, lines: Sequence[Line]) -> str:
    """The list in which the first of these lines stands."""
    return facts.bid.list.file_of(lines[0].item.line) if facts.bid.list and lines else ""


def lines_by_party(facts: Facts, named: Callable[[EquipmentItem], Party | None]) -> dict[Party, list[Line]]:
    """The lines of each distinct party, in the order of the list."""
    grouped: dict[Party, list[Line]] = {}
    for line in facts.lines:
        party = named(line.item)
        if party is not None:
            grouped.setdefault(party, []).append(line)
    return grouped
