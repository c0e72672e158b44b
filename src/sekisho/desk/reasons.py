"""Why each bid fared as it did, in two texts (理由の二つの文).

The publishable one is composed of fixed wording, the criterion of the notice, and numbers of lines and items. It names no maker, product or person
of any bid, whatever was found, so that nothing has to be taken out of it. The protected one tells every finding; it never leaves the agency.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..evaluation.model import Evaluation, Scored
from ..findings import Finding, Verdict
from ..screening.model import ScreenedBid
from ..tenders.methods import ends_in
from ..tenders.model import Bid
from ..terms import Text
from .model import Judgement
from .withheld import is_japanese, why_the_check_is_withheld

Outcome = Literal["won", "outranked", "excluded", "pending", "unevaluated"]
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.-][0-9]{1,4}){0,3}")

WORDING: Mapping[str, Text] = {
    "won": Text(
        ja="公告に定めた要件を満たし、公告に定めた方法による評価が最も高い。",
        en="It meets the requirements of the notice and comes out best by the method of the notice.",
    ),
    "outranked": Text(
        ja="公告に定めた要件を満たしたが、公告に定めた方法による評価が落札者に及ばない。",
        en="It meets the requirements of the notice but comes out below the winner by the method of the notice.",
    ),
    "drawn": Text(
        ja="評価は落札者と同じであり、同点の場合について公告に定めた方法により落札者とならなかった。",
        en="Its evaluation equals that of the winner; the rule of the notice for ties put the winner before it.",
    ),
    "mandatory-unmet": Text(
        ja="公告に定めた必須の要件のうち、当該基準を満たしていると認められない。",
        en="Of the mandatory requirements of the notice, it was not found to meet this criterion.",
    ),
    "security-bar": Text(
        ja="公告に定めた必須の要件のうち、当該基準を満たしていると認められない。",
        en="Of the mandatory requirements of the notice, it was not found to meet this criterion.",
    ),
    "security-refer": Text(
        ja="公告に定めた必須の要件のうち、当該基準を満たすことを確認できていない。",
        en="Of the mandatory requirements of the notice, it is not confirmed that it meets this criterion.",
    ),
    "pending-outranked": Text(
        ja="当該基準の確認は終えていないが、その結果にかかわらず評価が落札者に及ばない。",
        en="This criterion is not confirmed yet; whatever comes of it, the evaluation stays below that of the winner.",
    ),
    "over-ceiling": Text(
        ja="入札価格が、予定価格の制限の範囲内にあると認められない。",
        en="Its price was not found to lie within the limits of the ceiling price.",
    ),
    "over-ceiling-line": Text(
        ja="予定価格の制限の範囲内にあると認められない単価の品目がある。",
        en="The unit price of an item was not found to lie within the limits of its ceiling price.",
    ),
    "lot-limit": Text(
        ja="公告に定めた、一者が落札できるロットの数の上限に達している。",
        en="It has won as many lots as the notice lets one bidder win.",
    ),
    "below-minimum": Text(
        ja="技術点が、公告に定めた最低基準に達していると認められない。",
        en="Its technical points were not found to reach the minimum of the notice.",
    ),
    "low-price": Text(
        ja="入札価格が調査基準価格を下回り、その調査を終えていない。",
        en="Its price is below the low-price line, and the investigation of it is not closed.",
    ),
    "low-price-rejected": Text(
        ja="調査基準価格を下回る入札の調査により、契約の内容に適合した履行がされないおそれがあると認めた。",
        en="The investigation of its low price found that the contract may not be performed as it should.",
    ),
    "unmet": Text(
        ja="公告に定めた要件のうち、当該基準を満たしていると認められない。",
        en="Of the requirements of the notice, it was not found to meet this criterion.",
    ),
    "unevaluated": Text(ja="評価を行っていない。", en="It was not evaluated."),
}
PARTIES: Mapping[str, Text] = {
    "negotiation": Text(ja="交渉権者", en="the party to negotiate with"),
    "contract": Text(ja="契約の相手方", en="the contract party"),
}
"""Who comes first where nothing is awarded: with whom to negotiate (企画競争), and once a price is agreed on, with whom to contract."""
SECURITY = Text(ja="サプライチェーン・リスクの確認", en="Check of supply-chain risk")
FORMULA = Text(ja="評価の方法(算式)", en="Method of evaluation (formula)")
BASES: Mapping[str, Text] = {
    "mandatory-unmet": Text(ja="必須項目", en="Mandatory items"),
    "over-ceiling": Text(ja="予定価格", en="Ceiling price"),
    "over-ceiling-line": Text(ja="品目ごとの予定価格", en="Ceiling price of each item"),
    "lot-limit": Text(ja="落札ロット数の上限", en="Limit on lots"),
    "below-minimum": Text(ja="技術点の最低基準", en="Minimum of technical points"),
    "low-price": Text(ja="調査基準価格", en="Low-price line"),
    "low-price-rejected": Text(ja="調査基準価格", en="Low-price line"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishableReason:
    """Why a bid fared so, fit to be published: `criterion` of the notice, `items` of its tree by id, `lines` of the bidder's own list by number.

    `whole`: the reason concerns the bid as a whole (its supplier, owners, subcontractors), beside any line.
    """

    bid: str
    outcome: Outcome
    code: str
    criterion: Text
    text: Text
    items: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedReason:
    """What was found of a bid, whole, and by which law it is withheld: every finding that weighs or that a person settled."""

    bid: str
    findings: tuple[Finding, ...]
    withheld_by: Text


def publishable_reasons(judgement: Judgement, winner: str | None) -> tuple[PublishableReason, ...]:
    """One for each bid, in the order of the bids; `winner` is the award as decided or proposed."""
    scored = {one.bid: one for one in judgement.evaluation.bids} if judgement.evaluation else {}
    screened = {one.bid: one for one in judgement.screening.bids} if judgement.screening else {}
    return tuple(_reason(judgement, bid, scored.get(bid.id), screened.get(bid.id), winner) for bid in judgement.submission.bids)


def protected_reasons(judgement: Judgement) -> tuple[ProtectedReason, ...]:
    """One for each bid that was screened."""
    japanese = is_japanese(judgement.pack)
    return tuple(
        ProtectedReason(bid=one.bid, findings=tuple(_weighing(one)), withheld_by=why_the_check_is_withheld(japanese=japanese))
        for one in (judgement.screening.bids if judgement.screening else ())
    )


def _weighing(screened: ScreenedBid) -> Iterator[Finding]:
    return (one for one in screened.all_findings() if one.verdict is not Verdict.CLEAR or one.settled is not None)


def _reason(judgement: Judgement, bid: Bid, one: Scored | None, screened: ScreenedBid | None, winner: str | None) -> PublishableReason:
    code = _code(judgement.evaluation, one, winner)
    lines, whole = _lines(bid, screened, code)
    return PublishableReason(
        bid=bid.id,
        outcome=_outcome(one, code),
        code=code,
        criterion=SECURITY if _is_security(code, one) else BASES.get(code, FORMULA),
        text=_wording(judgement, code),
        items=_unmet(one) if code == "mandatory-unmet" else (),
        lines=lines,
        whole=whole,
    )


def _wording(judgement: Judgement, code: str) -> Text:
    usual = WORDING.get(code, WORDING["unmet"])
    if ends_in(judgement.submission.tender.shape.method) != "negotiation":
        return usual
    decided = judgement.submission.publication.award
    party = PARTIES["contract" if decided is not None and decided.price is not None else "negotiation"]
    return Text(ja=usual.ja.replace("落札者", party.ja).replace("入札価格", "見積価格"), en=usual.en.replace("the winner", party.en))


def _code(evaluation: Evaluation | None, one: Scored | None, winner: str | None) -> str:
    if evaluation is None or one is None:
        return "unevaluated"
    if one.bid == winner:
        return "won"
    best = next((other for other in evaluation.bids if other.bid == winner), None)
    if one.status == "pending":
        return "pending-outranked" if best is not None else one.reason_code
    if one.status == "excluded":
        return one.reason_code
    return "drawn" if best is not None and one.total is not None and one.total == best.total else "outranked"


def _outcome(one: Scored | None, code: str) -> Outcome:
    if one is None or code == "unevaluated":
        return "unevaluated"
    return "won" if code == "won" else "excluded" if one.status == "excluded" else "pending" if one.status == "pending" else "outranked"


def _is_security(code: str, one: Scored | None) -> bool:
    return code.startswith("security-") or (code == "pending-outranked" and one is not None and one.reason_code == "security-refer")


def _unmet(one: Scored | None) -> tuple[str, ...]:
    """The mandatory items that were not met, by id."""
    return tuple(item.item for item in one.assessed.items if item.met is False) if one is not None and one.assessed is not None else ()


def _lines(bid: Bid, screened: ScreenedBid | None, code: str) -> tuple[tuple[str, ...], bool]:
    """The lines that the reason concerns, and whether it concerns the bid as a whole."""
    if screened is None or bid.list is None or not (code.startswith("security-") or code == "pending-outranked"):
        return (), True
    least = Verdict.BAR if code == "security-bar" else Verdict.REFER
    places = {item.line: line_number(item.line, place) for place, item in enumerate(bid.list.items, start=1)}
    lines = [places[one.item.line] for one in screened.items if one.verdict >= least and one.item.line in places]
    return tuple(dict.fromkeys(lines)), any(found.standing >= least for found in screened.findings)


def line_number(line: str, place: int) -> str:
    """The bidder's own number of a line where it is a number and no word; else its place in the list."""
    return line if _NUMBER.fullmatch(line) else f"#{place}"
