"""PLACE: a designation names a place of production for a class of goods; a line of that class made there, or of unknown origin, is found."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from ...countries import country_code
from ...findings import Finding, Link, Question, Verdict
from ...policy.reading import verdict_row
from ...register.model import Designation
from ...terms import Text
from .. import telling
from ..facts import Facts, Line, may_be_covered
from ..paths import line_subject, line_text, product

ID = "PLACE"


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """Findings about where the line was produced."""
    for _, designation in facts.basis.place_designations:
        covered = may_be_covered(facts.basis.pack, line, designation.covers) if designation.covers else "yes"
        if not designation.period.holds(facts.as_of) or covered == "no":
            continue
        met = meets_place(line.item.origin, designation.country)
        if met != "no":
            yield _finding(line, facts, designation, line.item.origin, sure=met == "yes" and covered == "yes", kind_known=covered == "yes")


def meets_place(origin: str, country: str) -> Literal["yes", "may", "no"]:
    """Whether the place is met. `!US` means any place but that; several countries are separated by / , ; 、 or ・.

    A country that is not stated, or written in a way that is not understood, may be the one.
    """
    places = {country_code(part) for part in re.split(r"[/,;、・]", unicodedata.normalize("NFKC", origin)) if part.strip()}
    known = {place for place in places if place}
    if known - {country[1:]} if country.startswith("!") else country in known:
        return "yes"
    return "may" if not places or None in places else "no"


def _finding(line: Line, facts: Facts, designation: Designation, origin: str, *, sure: bool, kind_known: bool) -> Finding:
    row = verdict_row(facts.basis.pack, trigger="place", certainty="same", authority=designation.authority)
    verdict = row.verdict if sure else min(row.verdict, Verdict.REFER)
    question = Question(fact="origin", text=telling.ASK_PLACE) if kind_known else Question(fact="kind", text=telling.ASK_KIND)
    source = designation.source
    stated = Text(ja=f"生産地は「{origin}」である。", en=f"Its place of production is “{origin}”.")
    missing = Text(ja="生産地が示されていない。", en="Its place of production is not stated.")
    unclear = Text(ja=f"生産地「{origin}」をどの国か判別できない。", en=f"It is not clear which country “{origin}” is.")
    return Finding(
        rule=ID,
        verdict=verdict,
        subject={**line_subject(facts, line), "origin": origin, "designated": designation.country},
        because=telling.joined([line_text(line), missing if not origin else stated if sure or not kind_known else unclear, row.because]),
        evidence=(
            Link(relation="lacks" if not origin else "produced-in", subject=product(line), target=origin or "origin", source=line.item.where),
            Link(
                relation="designated-by",
                subject=designation.country,
                target=" ".join(part for part in (designation.authority, designation.clause) if part),
                source=source.name,
                retrieved_at=source.retrieved_at,
                unverified=not source.verified,
            ),
        ),
        ask=question if verdict is not Verdict.CLEAR else None,
        protected=designation.classification == "protected",
    )
