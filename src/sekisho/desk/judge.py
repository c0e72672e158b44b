"""The officer's verbs on a case: screen it, evaluate it, judge it (both, with a proposal)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .. import __version__
from ..award.model import Proposal
from ..award.propose import propose, withheld
from ..canonical import digest_of
from ..evaluation.evaluate import Standing, evaluate
from ..evaluation.model import Evaluation
from ..faults import InputRefused, fault, refuse
from ..findings import Finding, Verdict
from ..names.normalise import tables_digest
from ..policy.model import Pack
from ..policy.packs import pack_for
from ..policy.reading import scope_of
from ..register.keyring import Keyring
from ..register.model import Edition
from ..screening.facts import Basis
from ..screening.model import Screening
from ..screening.screen import screen
from ..tenders.list_versions import handed_in_by
from ..tenders.model import Submission, Tender
from ..terms import Text
from .against_advice import check_against_advice
from .alerts import decided
from .as_json import evaluation_json, proposal_json, screening_json
from .fairness import unequal_rounds
from .lots import has_lots, with_lots
from .model import Case, Judgement
from .office import Asked, Office
from .procedure import check_method, frozen_digest, procedure, terms_of
from .procedure_json import procedure_json

ENGINE = f"sekisho/{__version__}"
NO_POLICY = "none"


def judge(office: Office, asked: Asked) -> Judgement:
    """The whole path: read, screen, evaluate, propose. Nothing is written."""
    return judge_case(office, office.cases.read(asked.case), asked)


def evaluate_case(office: Office, case: Case, asked: Asked) -> Judgement:
    """Evaluate a case that was read already; screens first where any bid has a list, and leaves screening out where none has."""
    if any(bid.list is not None for bid in case.submission.bids):
        return judge_case(office, case, asked)
    alone = replace(case, submission=replace(case.submission, tender=replace(case.submission.tender, policy=NO_POLICY)))
    pack = _pack(case.submission.tender, asked) if case.submission.tender.policy or asked.policy else None
    check_method(case, pack)
    return judge_case(office, alone, asked, footing=pack)


def judge_case(office: Office, case: Case, asked: Asked, *, stop_before_prices: bool = False, footing: Pack | None = None) -> Judgement:
    """Judge a case that was read already; `stop_before_prices` screens only. `footing`: the pack of a case of which nothing is screened."""
    day = asked.as_of or office.clock.today()
    case = _known_by(_in_order(case), day)
    submission = case.submission
    pack = _pack(submission.tender, asked)
    edition: Edition | None = None
    screening: Screening | None = None
    keyring: Keyring | None = None
    check_method(case, pack)
    if pack is not None:
        _check_viewpoints(submission.tender, pack)
        _refuse_columns(submission, pack)
        lookup = office.registers.open(chosen=asked.register, named_by_case=submission.register, case=asked.case, as_of=day)
        edition = lookup.edition
        tables = office.tables.open() if office.tables else None
        basis = Basis(pack=pack, lookup=lookup, tables_digest=tables_digest(), tables=tables, **decided(office, submission, day))
        screening, keyring = screen(submission, basis, as_of=day), basis.keyring
        check_against_advice(screening)
    evaluation = None if stop_before_prices else _evaluate(case, screening)
    process = (*procedure(case, pack or footing), *unequal_rounds(submission, day))
    proposal = _proposed(submission, screening, evaluation, process)
    outcome = {
        "screening": screening_json(screening) if screening else None,
        "evaluation": evaluation_json(evaluation, case=submission.tender.id) if evaluation else None,
        "proposal": proposal_json(proposal),
        "procedure": procedure_json(submission.tender, process),
        "facts_as_of": day.isoformat(),
        "engine": ENGINE,
    }
    found = Judgement(
        submission=submission,
        pack=pack,
        edition=edition,
        screening=screening,
        evaluation=evaluation,
        proposal=proposal,
        facts_as_of=day,
        engine=ENGINE,
        digest=digest_of(outcome),
        process=process,
        keyring=keyring,
        notices=tuple(Text(ja=one.line("ja"), en=one.line("en")) for one in case.warnings),
    )
    if not has_lots(case) or stop_before_prices or submission.tender.stage == "list":
        return found
    _check_notices(case)
    return with_lots(found, case)


def _proposed(submission: Submission, screening: Screening | None, evaluation: Evaluation | None, process: Sequence[Finding]) -> Proposal:
    """The proposal, withheld while a step of procedure is open; a rehearsal withholds nothing."""
    proposal = propose(submission, screening, evaluation)
    rehearsal = submission.tender.rehearsal or (screening is not None and screening.rehearsal)
    return proposal if rehearsal else withheld(proposal, [one for one in process if one.standing is not Verdict.CLEAR])


def _in_order(case: Case) -> Case:
    """Bids by their id: the order in which they were read names no other outcome."""
    return replace(case, submission=replace(case.submission, bids=tuple(sorted(case.submission.bids, key=lambda bid: bid.id))))


def _known_by(case: Case, day: date) -> Case:
    """The lists that had been handed in by the judging date: a version that came later is not known then."""
    return replace(case, submission=replace(case.submission, bids=tuple(handed_in_by(bid, day) for bid in case.submission.bids)))


def _pack(tender: Tender, asked: Asked) -> Pack | None:
    """The case's own policy, else the one asked for, else the one pack in force on the notice date; `none` = evaluate only."""
    policy = tender.policy or asked.policy
    if asked.pack is not None:
        return asked.pack
    return None if policy == NO_POLICY else pack_for(policy, tender.notice_date)


def _evaluate(case: Case, screening: Screening | None) -> Evaluation | None:
    if case.terms is None or case.submission.tender.stage == "list":
        return None
    verdicts = {one.bid: one.verdict for one in screening.bids} if screening else {}
    _check_notices(case)
    standings: Sequence[Standing] = [Standing(bid=bid, verdict=verdicts.get(bid.id, Verdict.CLEAR)) for bid in case.submission.bids]
    return evaluate(standings, case.terms, rehearsal=screening.rehearsal if screening else False, screened=screening is not None)


def _check_notices(case: Case) -> None:
    """What is reckoned is what the last version of the notice froze, and every later version went to all who bid (GPA X:11)."""
    notices = case.submission.tender.notices
    if not notices or not terms_of(case):
        return
    faults = []
    now = frozen_digest(case)
    if notices[-1].digest != now:
        faults.append(
            fault(
                "tender.yaml",
                "evaluation.not-as-noticed",
                where="tender.notices",
                what=("評価の定めが、公告の最後の版で定めたものと異なる", "the terms of evaluation are not those of the notice's last version"),
                remedy=("定めを戻すか、新しい版を公告して全ての応札者に送る", "restore them, or publish a new version and send it to every bidder"),
                shown=f"{notices[-1].version}: {notices[-1].digest[:16]} ≠ {now[:16]}",
            )
        )
    for notice in notices[1:]:
        left_out = [bid.id for bid in case.submission.bids if notice.sent_to is not None and bid.id not in notice.sent_to]
        if left_out:
            faults.append(
                fault(
                    "tender.yaml",
                    "evaluation.notice-not-sent",
                    where="tender.notices",
                    what=("変更した公告を送っていない応札者がいる", "a changed notice was not sent to every bidder"),
                    remedy=("送った上で sent_to に加える。応札の期限も見直す", "send it, add them to sent_to, and look at the deadline again"),
                    shown=f"{notice.version}: {', '.join(left_out)}",
                )
            )
    if faults:
        raise InputRefused(faults)


def _check_viewpoints(tender: Tender, pack: Pack) -> None:
    """A viewpoint that the pack does not know is bad input: misspelt, it would put the system out of scope unseen."""
    known = [one.id for one in pack.viewpoints]
    unknown = [one for one in tender.viewpoints or () if known and one not in known]
    if unknown:
        listed = ", ".join(known)
        raise refuse(
            "tender.yaml",
            "policy.viewpoint-unknown",
            where="tender.viewpoints",
            what=("調達方針にない観点である", "the policy has no such viewpoint"),
            remedy=(f"次から選ぶ(どれにも当たらなければ []): {listed}", f"choose from: {listed}; [] where none applies"),
            shown=", ".join(unknown),
        )


def _refuse_columns(submission: Submission, pack: Pack) -> None:
    """A system out of scope must not collect what only the check would need (nationality, owners, place of production)."""
    if scope_of(pack, submission.tender.viewpoints).answer == "in":
        return
    faults = [
        fault(
            bid.list.file if bid.list else f"bids/{bid.id}/bid.yaml",
            "list.column-refused-out-of-scope",
            what=("対象外の調達では求めてはならない事項である", "a procurement out of scope must not ask for this"),
            remedy=("その列・資料を除いて出し直してもらう", "have it handed in again without it"),
            shown=column,
        )
        for bid in submission.bids
        for column in (
            *(one for one in (bid.list.columns if bid.list else ()) if one in pack.out_of_scope_columns),
            *(("owners",) if bid.chart is not None else ()),
        )
    ]
    if faults:
        raise InputRefused(faults)
