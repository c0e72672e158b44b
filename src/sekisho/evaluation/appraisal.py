"""The technical evaluation of every bid by the tender's criteria, or every reason why it cannot be reckoned yet."""

from collections.abc import Iterator, Mapping

from ..faults import Fault, InputRefused, fault
from ..findings import Verdict
from ..tenders.model import Bid
from .assess import Assessed, Missing, Scale, Unfit, assess, faults_in, scale_of
from .model import Terms


def assessed_bids(bids: Mapping[str, tuple[Bid, Verdict]], terms: Terms, *, file: str, screened: bool) -> dict[str, Assessed]:
    """Bid -> its assessment; {} where the tender has no criteria. InputRefused lists every mark that is missing or does not fit, of every bid."""
    if terms.criteria is None:
        faults = [_without_criteria(bid) for bid, _ in bids.values() if bid.evaluations]
        if faults:
            raise InputRefused(faults)
        return {}
    scale = scale_of(terms.criteria)
    faults = list(_tender_faults(terms, scale, file, screened=screened))
    found: dict[str, Assessed] = {}
    for name, (bid, verdict) in bids.items():
        wrong = list(_bid_faults(bid, scale))
        try:
            found[name] = assess(scale, bid.evaluations, verdict)
        except (Missing, Unfit):
            wrong += [_mark_fault(f"bids/{bid.id}/bid.yaml", one) for one in faults_in(scale, bid.evaluations)]
        faults += wrong
    if faults:
        raise InputRefused(faults)
    return found


def _tender_faults(terms: Terms, scale: Scale, file: str, *, screened: bool) -> Iterator[Fault]:
    """Security is scored where the notice says so, and nowhere else; the points of the tree are those of the notice."""
    asks, scored = scale.criteria.asks_security, terms.security in ("scored", "both")
    if asks != scored:
        yield fault(
            file,
            "evaluation.security-role",
            where="evaluation.security",
            what=(
                "サプライチェーン・リスクを評価項目とするかどうかが、security と criteria で一致していない",
                "whether security is scored differs between `security` and the criteria",
            ),
            remedy=(
                "security: scored か both なら criteria に security: のある項目を一つ置き、それ以外なら置かない",
                "under scored or both give one item `security: {clear, refer, bar}`; otherwise give none",
            ),
            shown=terms.security,
        )
    if asks and not screened:
        yield fault(
            file,
            "evaluation.security-unscreened",
            where="evaluation.security",
            what=("確認をしていないため、リスクの低減を採点できない", "nothing was screened, so the reduction of risk cannot be scored"),
            remedy=("policy と機器等リストを揃えて判定する", "give a policy and the equipment lists, and judge"),
        )
    if terms.technical_points is not None and terms.technical_points != scale.criteria.points:
        yield fault(
            file,
            "evaluation.points-differ",
            where="evaluation.technical_points",
            what=("技術点満点が評価項目の配点の合計と異なる", "technical_points is not the sum of the criteria's points"),
            remedy=("どちらかを改める", "correct one of them"),
            shown=f"{terms.technical_points} ≠ {scale.criteria.points}",
        )


def _bid_faults(bid: Bid, scale: Scale) -> Iterator[Fault]:
    file = f"bids/{bid.id}/bid.yaml"
    if bid.technical is not None:
        yield fault(
            file,
            "evaluation.technical-twice",
            where="technical",
            what=("評価項目があるのに技術点も書かれている", "the tender has criteria, and a technical score is given as well"),
            remedy=("technical を除き、evaluations に各委員の採点を書く", "take technical out and give the evaluators' marks under evaluations"),
        )
    yield from (_stranger(file, f"evaluations.{member}", member) for member in bid.evaluations if member not in scale.criteria.members)
    for member, marks in bid.evaluations.items():
        if not scale.marked.issuperset(marks):
            yield from (_stranger(file, f"evaluations.{member} {marks[item].where}", item) for item in sorted(marks.keys() - scale.marked))


def _stranger(file: str, where: str, shown: str) -> Fault:
    return fault(
        file,
        "evaluation.mark-unknown",
        where=where,
        what=("公告にない委員又は項目である", "the notice has no such evaluator or item"),
        remedy=("criteria の members と items を確かめる", "check members and items of the criteria"),
        shown=shown,
    )


def _mark_fault(file: str, error: Unfit | Missing) -> Fault:
    if isinstance(error, Missing):
        return fault(
            file,
            "evaluation.mark-missing",
            where=f"evaluations.{error.member}",
            what=("採点がそろっておらず、技術評価が終わっていない", "a mark is missing: the technical evaluation is not closed"),
            remedy=("採点を加えるか、公告の absent: の定めによる", "add the mark, or let absent marks be what the notice says they are"),
            shown=error.item,
        )
    return fault(
        file,
        "evaluation.mark-unfit",
        where=f"evaluations.{error.member}",
        what=(f"項目 {error.item} の評価としては使えない", f"item {error.item} does not take this mark"),
        remedy=(
            "等級(criteria の grades)、0から配点までの点数、必須項目なら met か unmet(適・否)を書く",
            "give a grade of the criteria, points from 0 to the item's own, or met / unmet for a mandatory item",
        ),
        shown=error.given,
    )


def _without_criteria(bid: Bid) -> Fault:
    return fault(
        f"bids/{bid.id}/bid.yaml",
        "evaluation.criteria-missing",
        where="evaluations",
        what=("採点があるのに、公告に評価項目がない", "there are marks, and the tender has no criteria"),
        remedy=("tender.yaml に criteria: を書く", "write criteria: in tender.yaml"),
    )
