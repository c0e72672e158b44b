"""MARK: what a line or a part betrays of its maker (part number, ids, addresses, its own words) points to a restricted maker that nobody declared."""

from collections.abc import Iterator

from ...findings import Finding, Link
from ...marks.model import Attribution, MakerFound
from ...terms import Party, Text
from .. import telling
from ..betrayed import Betrayed
from ..designation import Subject, findings_about
from ..facts import Facts, Line
from ..paths import component_text, line_subject, line_text, list_place, offers, product, to_part

ID = "MARK"


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """Findings about makers that marks of the line and its parts point to; a maker met in several parts is told once, by its shortest path."""
    seen: set[Party] = set()
    for one in facts.betrayed.get(line.item.line, ()):
        if one.party not in seen and facts.hits(one.party) and not _is_declared(line, facts, one):
            seen.add(one.party)
            yield from findings_about(facts, _subject(line, facts, one))


def _is_declared(line: Line, facts: Facts, one: Betrayed) -> bool:
    """Whether the register has the declared maker, in whatever script, as an entity that the marks point to: then MAKER and COMPONENT ask."""
    named = one.reached.component.makers if one.reached else (line.item.maker,) if line.item.maker else ()
    declared = {hit.entity.id for party in named for hit in facts.hits(party) if hit.relation == "same"}
    return any(hit.entity.id in declared for hit in facts.hits(one.party))


def _subject(line: Line, facts: Facts, one: Betrayed) -> Subject:
    reached = one.reached
    part = {"component": reached.component.name, "path": "/".join(reached.path)} if reached else {}
    where = component_text(line, reached) if reached else line_text(line)
    return Subject(
        rule=ID,
        trigger="component" if reached and reached.depth else "maker",
        party=one.party,
        about={**line_subject(facts, line), **part, "betrayed": one.found.maker},
        where=telling.joined([where, _said(one)]),
        lines=(line,),
        links=(*_way(line, facts, one), *_witnesses(line, facts, one)),
        inside=bool(reached and reached.depth),
        alternate=bool(reached and reached.alternate_for),
        unsure=one.found.certainty != "surely",
        notes=tuple(_notes(one)),
        ask=telling.ASK_TRUE_MAKER,
    )


def _said(one: Betrayed) -> Text:
    """What the marks say beside the maker that was declared."""
    if not one.declared:
        return Text(ja="製造業者は示されていないが、識別情報は別記の者を指す。", en="No maker is named; its marks point to one.")
    return Text(
        ja=f"示された製造業者「{one.declared}」とは別の者を識別情報が指す。",
        en=f"Its marks point to another maker than the “{one.declared}” that is named.",
    )


def _way(line: Line, facts: Facts, one: Betrayed) -> tuple[Link, ...]:
    return to_part(facts, line, one.reached) if one.reached else (offers(facts, line),)


def _witnesses(line: Line, facts: Facts, one: Betrayed) -> Iterator[Link]:
    """product or part —bears→ mark —points-to→ maker, for each mark; the source is the table with what it cites."""
    bearer = one.reached.component.name if one.reached and one.reached.depth else product(line)
    for said in one.found.evidence:
        mark = f"{said.family} {said.value}"
        yield Link(relation="bears", subject=bearer, target=mark, source=_place(line, facts, one, said))
        yield Link(relation="points-to", subject=mark, target=one.found.maker, source=table_of(said), retrieved_at=said.table_date)


def _place(line: Line, facts: Facts, one: Betrayed, said: Attribution) -> str:
    """Where the mark was read: the bill of materials, the sample that bid.yaml tells of, or the list."""
    if one.reached:
        return f"{facts.bid.boms[line.item.line].file} {one.reached.component.where}".strip()
    sampled = any(mark.family == said.family and mark.value == said.value for mark in facts.bid.marks.get(line.item.line, ()))
    return f"bids/{facts.bid.id}/bid.yaml marks.{line.item.line}" if sampled else list_place(facts, line)


def table_of(said: Attribution) -> str:
    """The table with what it cites."""
    return f"{said.table}: {said.cites}" if said.cites else said.table


def against(found: MakerFound) -> Iterator[Text]:
    """Marks that point to somebody else."""
    for said in found.against:
        yield Text(
            ja=f"反対の事実: {said.family} {said.value} は「{said.maker}」を指す({table_of(said)})",
            en=f"Against: {said.family} {said.value} points to “{said.maker}” ({table_of(said)})",
        )


def _notes(one: Betrayed) -> Iterator[Text]:
    yield from against(one.found)
    for note in one.notes:
        dated = note.dated.isoformat() if note.dated else "?"
        yield Text(
            ja=f"対照表「{note.about}」({dated})は古く、新しい割当てを欠くおそれがある。",
            en=f"The table “{note.about}” ({dated}) is past its time and may lack newer assignments.",
        )
