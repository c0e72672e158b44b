"""COMPONENT: a part at any depth of a line's bill of materials, or the product as that bill names it, comes from a restricted maker or supplier."""

from collections.abc import Iterator

from ...composition.walk import Reached
from ...findings import Finding
from ...terms import Party
from ..designation import Subject, findings_about
from ..facts import Facts, Line, same_name
from ..paths import component_text, line_subject, to_component

ID = "COMPONENT"


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """Findings about each part's maker and supplier; a party met in several parts of one line is told once, by its shortest path."""
    seen: set[Party] = set()
    for reached in facts.inside.get(line.item.line, ()):
        for party in (reached.component.maker, reached.component.supplier):
            if party is None or (reached.depth == 0 and same_name(party, line.item.maker)):
                continue
            if party not in seen and facts.hits(party):
                seen.add(party)
                yield from findings_about(facts, _subject(line, facts, reached, party))


def _subject(line: Line, facts: Facts, reached: Reached, party: Party) -> Subject:
    return Subject(
        rule=ID,
        trigger="component",
        party=party,
        about={**line_subject(facts, line), "component": reached.component.name, "path": "/".join(reached.path)},
        where=component_text(line, reached),
        lines=(line,),
        links=to_component(facts, line, reached, party),
        inside=reached.depth > 0,
    )
