"""The auditor's verb: is like judged alike? Over any number of cases, of any number of entities.

1. Judge every case as it stands.
2. Same product, purpose and role: same verdict (`like_alike`).
3. Judge each case again with what must not matter changed (`judged_again`).
4. Trace every exclusion to a criterion of the notice (`traced`).

Nothing is written, no record is made.
"""

from collections.abc import Sequence

from ..names.normalise import tables_digest
from ..screening.facts import Basis
from .alerts import decided
from .judge import evaluate_case, judge_case
from .judged_again import judged_again
from .like_alike import like_alike
from .lots import lot_case
from .model import Case, Judgement
from .neutrality import Counted, Held, NeutralityAudit
from .office import Asked, Office
from .procedure import frozen_digest, terms_of
from .traced import traced

HEAVIEST = ("breach", "unverifiable", "explained")


def audit_neutrality(office: Office, several: Sequence[Asked]) -> NeutralityAudit:
    """Audit these cases; InputRefused and RegisterRefused as for judging them."""
    held = [one for asked in several for one in _held(office, asked)]
    lines, products, found = like_alike(held)
    reruns = exclusions = 0
    for one in held:
        count, unlike = judged_again(one)
        reruns, found = reruns + count, [*found, *unlike]
        count, unlike = traced(one)
        exclusions, found = exclusions + count, [*found, *unlike]
    counted = Counted(lines=lines, products=products, reruns=reruns, exclusions=exclusions)
    return NeutralityAudit(cases=tuple(held), counted=counted, findings=tuple(sorted(found, key=lambda one: HEAVIEST.index(one.weight))))


def _held(office: Office, asked: Asked) -> list[Held]:
    """The case as it was judged; with lots, each of them."""
    case = office.cases.read(asked.case)
    judgement = _judged(office, case, asked)
    basis, frozen = _basis(office, judgement, asked), frozen_digest(case) if terms_of(case) else ""
    limited = case.submission.tender.shape.lot_limit is not None
    parts = [(lot_case(case, one.lot), one.judgement, one.lot.id) for one in judgement.lots] or [(case, judgement, "")]
    return [Held(asked=asked, case=part, judgement=judged, basis=basis, frozen=frozen, lot=lot, limited=limited) for part, judged, lot in parts]


def _judged(office: Office, case: Case, asked: Asked) -> Judgement:
    prices = bool(terms_of(case)) and case.submission.tender.stage != "list"
    return evaluate_case(office, case, asked) if prices else judge_case(office, case, asked)


def _basis(office: Office, judgement: Judgement, asked: Asked) -> Basis | None:
    if judgement.screening is None or judgement.pack is None:
        return None
    lookup = office.registers.open(chosen=asked.register, named_by_case=judgement.submission.register, case=asked.case, as_of=judgement.facts_as_of)
    tables = office.tables.open() if office.tables else None
    settled = decided(office, judgement.submission, judgement.facts_as_of)
    return Basis(pack=judgement.pack, lookup=lookup, tables_digest=tables_digest(), tables=tables, **settled)
