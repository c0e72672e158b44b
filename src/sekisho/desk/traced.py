"""Every exclusion back to a criterion that was in the notice: the gate, the policy, the rule, and the digest by which the notice froze them.

Under WTO GPA VIII:4, X:7 and XV:5 nobody is left out by anything else.
"""

from collections.abc import Iterator

from ..evaluation.evaluate import REASONS
from ..evaluation.frozen import notice_digest
from ..evaluation.model import Scored, Terms
from ..findings import Verdict
from ..screening.model import ScreenedBid
from ..terms import Text, decimal_text
from .neutrality import Held, Observed, Unlike, Weight

NAMED = {
    "mandatory-unmet": Text(ja="必須項目", en="the mandatory items"),
    "over-ceiling": Text(ja="予定価格の制限", en="the ceiling price"),
    "over-ceiling-line": Text(ja="品目ごとの予定価格の制限", en="the ceiling price of an item"),
    "lot-limit": Text(ja="落札ロット数の上限", en="the limit on lots"),
    "below-minimum": Text(ja="最低点", en="the minimum score"),
    "low-price-rejected": Text(ja="低入札価格調査", en="the low-price investigation"),
    "security-bar": Text(ja="サプライチェーン・リスクの確認", en="the security check"),
}


def traced(held: Held) -> tuple[int, list[Unlike]]:
    """How many exclusions there are, and those that lead to no criterion of the notice, or cannot be shown to."""
    evaluation = held.judgement.evaluation
    excluded = [one for one in evaluation.bids if one.status == "excluded"] if evaluation else []
    found = [unlike for one in excluded for unlike in _of(held, one)]
    if excluded and held.case.terms is not None:
        found += _of_notice(held, held.case.terms, excluded)
    return len(excluded), found


def _of(held: Held, one: Scored) -> Iterator[Unlike]:
    terms = held.terms
    assert terms is not None
    if one.reason_code == "security-bar":
        yield from _of_security(held, terms, one)
    elif not _is_stated(held, terms, one):
        yield _unlike(held, one, "breach", "公告にその定めがない", "the notice states none")


def _is_stated(held: Held, terms: Terms, one: Scored) -> bool:
    """Whether the notice states the gate at all. Where there are no items in the case, the notice's are told by `mandatory_met` of the bid."""
    stated = {
        "mandatory-unmet": terms.criteria is None or any(item.mandatory for item in terms.criteria.leaves()),
        "over-ceiling": terms.ceiling is not None,
        "over-ceiling-line": terms.unit_prices is not None and terms.unit_prices.ceiling_by == "line",
        "lot-limit": held.limited,
        "below-minimum": terms.minimum_score is not None,
        "low-price-rejected": terms.low_price_line is not None,
    }
    return stated.get(one.reason_code, False)


def _of_security(held: Held, terms: Terms, one: Scored) -> Iterator[Unlike]:
    """The security check is a gate by the notice, its policy was in force, and a finding by one of its rules bars the bid."""
    pack, tender = held.judgement.pack, held.submission.tender
    if terms.security not in ("gate", "both"):
        yield _unlike(held, one, "breach", "公告はこれを失格の要件としていない", "the notice does not make it a gate")
    if pack is None or not pack.period.holds(tender.notice_date):
        yield _unlike(held, one, "breach", "公告日に効力のある調達方針によらない", "no policy in force on the notice date says so")
    elif not tender.policy and held.asked.policy:
        yield _unlike(held, one, "unverifiable", "調達方針を公告(tender.policy)が示していない", "the notice (tender.policy) names no policy")
    screening = held.judgement.screening
    screened = next((bid for bid in screening.bids if bid.bid == one.bid), None) if screening else None
    if screened is None or not _barring(screened):
        yield _unlike(held, one, "breach", "除外に至る所見がない", "no finding leads to it")


def _barring(screened: ScreenedBid) -> list[str]:
    return [found.rule for found in screened.all_findings() if found.standing is Verdict.BAR]


def _of_notice(held: Held, terms: Terms, excluded: list[Scored]) -> Iterator[Unlike]:
    """What the case reckons by is what the notice froze: by digest, from its first version or by a change that went to everybody."""
    notices, now = held.submission.tender.notices, held.frozen or notice_digest(terms)
    places = tuple(Observed(case=held.id, bid=one.bid, said=one.reason_code) for one in excluded)
    if not notices:
        text = Text(
            ja="公告した基準の要約値(tender.notices)が案件に記録されておらず、除外の基準が公告のとおりか確かめられない。",
            en="The case keeps no digest of what the notice froze (tender.notices): it cannot be shown that the bids were excluded by its criteria.",
        )
        yield Unlike(check="exclusion", weight="unverifiable", because=text, evidence=places)
    elif notices[0].digest != now:
        text = Text(
            ja=f"除外の基準は公告の第{notices[-1].version}版による。初めの版から変更され、全ての応札者に送られている。",
            en=f"The criteria are those of version {notices[-1].version} of the notice: changed since its first version, and sent to every bidder.",
        )
        yield Unlike(check="exclusion", weight="explained", because=text, evidence=places)


def _unlike(held: Held, one: Scored, weight: Weight, ja: str, en: str) -> Unlike:
    named = NAMED.get(one.reason_code, REASONS.get(one.reason_code, Text(ja=one.reason_code, en=one.reason_code)))
    return Unlike(
        check="exclusion",
        weight=weight,
        because=Text(ja=f"{named.ja}による除外: {ja}。", en=f"Excluded by {named.en}: {en}."),
        evidence=(Observed(case=held.id, bid=one.bid, said=_said(held, one)),),
    )


def _said(held: Held, one: Scored) -> str:
    minimum = held.terms.minimum_score if held.terms else None
    return f"{one.reason_code} (minimum {decimal_text(minimum)})" if one.reason_code == "below-minimum" and minimum is not None else one.reason_code
