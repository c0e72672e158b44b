"""PRODUCT: a designation names the product or model itself, or the class of goods it belongs to."""

from collections.abc import Iterator

from ...findings import Finding, Link, Question, Verdict
from ...names.normalise import name_key
from ...policy.reading import verdict_row
from ...register.model import Designation, Entity
from ...terms import Text
from .. import telling
from ..facts import Facts, Line, label, may_be_covered
from ..paths import line_subject, line_text, product

ID = "PRODUCT"


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """Findings about the line's model, product name and kind."""
    for entity, designation in facts.basis.product_designations:
        if not designation.period.holds(facts.as_of):
            continue
        if designation.designates == "product":
            spelled = _named(line, designation)
            if spelled:
                yield _finding(line, facts, entity, designation, spelled)
        else:
            covered = may_be_covered(facts.basis.pack, line, designation.covers)
            if covered == "yes" and line.kind is not None:
                yield _finding(line, facts, entity, designation, line.kind.id)
            elif covered == "unknown":
                yield from _of_unknown_kind(line, facts, entity, designation)


def _named(line: Line, designation: Designation) -> str:
    """The designated model that the line's model or name is, or ""."""
    mine = {name_key(text).key for text in (line.item.model, line.item.name) if text} - {""}
    return next((model for model in designation.models if name_key(model).key in mine), "")


def _of_unknown_kind(line: Line, facts: Facts, entity: Entity, designation: Designation) -> Iterator[Finding]:
    """A line whose kind is not known may be of the designated class: a question, where the pack acts on the class at all."""
    found = _finding(line, facts, entity, designation, " ".join(designation.covers))
    if found.verdict is not Verdict.CLEAR:
        said = Text(ja="種別が不明であり、指定された種類に当たるか確認できない。", en="Its kind is not known, so it may be of the designated class.")
        yield Finding(
            rule=ID,
            verdict=Verdict.REFER,
            subject=found.subject,
            because=telling.joined([line_text(line), said]),
            evidence=(Link(relation="lacks", subject=product(line), target="kind", source=line.item.where), *found.evidence[1:]),
            ask=Question(fact="kind", text=telling.ASK_KIND),
            protected=found.protected,
        )


def _finding(line: Line, facts: Facts, entity: Entity, designation: Designation, spelled: str) -> Finding:
    row = verdict_row(facts.basis.pack, trigger="product", certainty="same", authority=designation.authority)
    source = designation.source
    shown = label(entity) if designation.designates == "product" else " ".join(designation.covers)
    return Finding(
        rule=ID,
        verdict=row.verdict,
        subject={**line_subject(facts, line), "designated": spelled},
        because=telling.joined(
            [line_text(line), Text(ja=f"製品「{spelled}」が指定されている。", en=f"The product “{spelled}” is designated."), row.because]
        ),
        evidence=(
            Link(relation="same-as", subject=product(line), target=spelled, source=source.name, retrieved_at=source.retrieved_at),
            Link(
                relation="designated-by",
                subject=shown,
                target=" ".join(part for part in (designation.authority, designation.clause) if part),
                source=source.name,
                retrieved_at=source.retrieved_at,
                unverified=not source.verified,
            ),
        ),
        ask=Question(fact="replacement", text=telling.ASK_REPLACEMENT) if row.verdict is not Verdict.CLEAR else None,
        protected=designation.classification == "protected",
    )
