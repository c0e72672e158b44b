"""What the papers of a case are made from on a day: the notice always, the bids once they are opened, the award once there is one."""

from dataclasses import dataclass, replace
from datetime import date

from ..award.clocks import Clock
from ..faults import refuse
from ..policy.packs import pack_for
from ..tenders.methods import ends_in
from .decision_record import Basis
from .judge import NO_POLICY, judge_case
from .lots import lot_case
from .model import Case, Judgement
from .notice_terms import NoticeTerms, notice_terms
from .office import Asked, Office
from .publish import Publishable, after_opening, before_opening, check_fresh, day_of, is_opened
from .results import Results, results_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case on `day`. `notice` None: it does not say how bids are evaluated. `judgement` None: nothing may be looked at yet.

    `results` None: no price is opened, or nothing was evaluated; of a discretionary contract they tell of its party and rank nobody.
    At the list stage there is a judgement, of lists alone.
    """

    case: Case
    day: date
    published: Publishable
    notice: NoticeTerms | None = None
    judgement: Judgement | None = None
    results: Results | None = None
    clocks: tuple[Clock, ...] = ()

    @property
    def basis(self) -> Basis | None:
        """What the decision record is drawn up from, once there is a judgement."""
        if self.judgement is None:
            return None
        return Basis(case=self.case, judgement=self.judgement, published=self.published, results=self.results, clocks=self.clocks, day=self.day)


def open_dossier(office: Office, asked: Asked, *, lot: str = "") -> Dossier:
    """Read the case and judge what may be looked at on the day: everything after the opening, lists alone at the list stage, else nothing.

    InputRefused and RegisterRefused as `judge`; a register that was stale on the day is refused, since nothing may be sent on it.
    `lot`: that lot alone, as a case of its own; a tender with lots has its papers lot by lot.
    """
    case = office.cases.read(asked.case)
    day = asked.as_of or day_of(case, office.clock.today())
    opened = is_opened(case, day)
    lists = case.submission.tender.stage == "list" and any(bid.list is not None for bid in case.submission.bids)
    judgement = judge_case(office, case, replace(asked, as_of=day)) if opened or lists else None
    if judgement is not None:
        check_fresh(judgement)
    case, judgement = _of_lot(case, judgement, lot)
    published = after_opening(case, judgement) if opened and judgement is not None else before_opening(case, day)
    outcome = judgement is not None and (judgement.evaluation is not None or ends_in(case.submission.tender.shape.method) == "contract")
    return Dossier(
        case=case,
        day=day,
        published=published,
        notice=_notice(case, asked, day),
        judgement=judgement,
        results=results_of(case, judgement, published) if opened and judgement is not None and outcome else None,
    )


def _of_lot(case: Case, judgement: Judgement | None, lot: str) -> tuple[Case, Judgement | None]:
    """The case and its judgement, or those of the lot that is asked for."""
    known = {one.id: one for one in case.submission.tender.shape.lots}
    if not known and not lot:
        return case, judgement
    if lot not in known:
        raise refuse(
            "tender.yaml",
            "papers.by-lot",
            where="--lot",
            what=("ロットのある調達の文書は、あるロットごとに作成する", "papers of a tender with lots are made for one of them at a time"),
            remedy=(f"--lot で次から選ぶ: {', '.join(known) or 'なし'}", f"choose one with --lot: {', '.join(known) or 'there are none'}"),
            shown=lot,
        )
    judged = {one.lot.id: one.judgement for one in judgement.lots} if judgement else {}
    return lot_case(case, known[lot]), judged.get(lot, judgement)


def _notice(case: Case, asked: Asked, day: date) -> NoticeTerms | None:
    tender = case.submission.tender
    if case.terms is None:
        return None
    policy = tender.policy or asked.policy
    pack = None if policy == NO_POLICY else pack_for(policy, tender.notice_date)
    return notice_terms(tender, case.terms, pack, publication=case.submission.publication, day=day)
