"""MAKER: the maker of a line is restricted, itself or as an affiliate (申合せ: 懸念が払拭できない企業の機器)."""

from collections.abc import Iterator

from ...findings import Finding
from ..designation import Subject, findings_about
from ..facts import Facts, Line
from ..paths import line_subject, line_text, to_maker

ID = "MAKER"


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """Findings about the line's maker, where it names one."""
    if line.item.maker is None:
        return
    yield from findings_about(
        facts,
        Subject(
            rule=ID,
            trigger="maker",
            party=line.item.maker,
            about=line_subject(facts, line),
            where=line_text(line),
            lines=(line,),
            links=to_maker(facts, line),
        ),
    )
