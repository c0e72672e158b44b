"""COMPONENT: a part at any depth of a line's bill of materials, or the product as that bill names it, comes from a restricted maker or supplier.

An alternate may be in the product and need not be: whoever is met only as one leads at most to a question.
"""

from collections.abc import Iterator

from ...composition.walk import Reached
from ...findings import Finding
from ...terms import Party
from ..designation import Subject, findings_about
from ..facts import Facts, Line, parties_of_part, same_name
from ..paths import component_text, line_subject, to_component

ID = "COMPONENT"


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """Each part's makers and supplier; a party met in several parts of one line is told once, by its shortest path, alternates last."""
    seen: set[Party] = set()
    for reached in sorted(facts.inside.get(line.item.line, ()), key=lambda one: bool(one.alternate_for)):
        for party in parties_of_part(reached):
            if reached.depth == 0 and same_name(party, line.item.maker):
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
        alternate=bool(reached.alternate_for),
    )
