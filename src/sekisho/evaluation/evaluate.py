"""The second verb: evaluate bids exactly as the notice said.

Gates in order, each bid stopping at the first that it fails: (1) mandatory items, (2) security, where the notice makes it a gate, (3) the ceiling,
(4) the minimum score; then (5) the price formula over the bids that remain. Ties are reported and never silently broken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from ..faults import Fault, InputRefused, fault
from ..findings import Verdict
from ..tenders.model import Bid
from ..terms import Money, Text
from .formulas import Entrant, Frame, Points, score
from .model import Evaluation, Scored, Terms
from .presets import Preset, preset

REASONS = {
    "mandatory-unmet": Text(ja="必須の要求要件を満たしていない", en="A mandatory requirement is not met"),
    "security-bar": Text(ja="懸念あり(除外の提案)", en="A concern was found (exclusion proposed)"),
    "security-refer": Text(
        ja="懸念が払拭できない(要確認)。解消するまで落札候補としない", en="A concern cannot be dispelled yet; no award until it is settled"
    ),
    "over-ceiling": Text(ja="予定価格の制限の範囲を超えている", en="The bid is above the ceiling price"),
    "below-minimum": Text(ja="技術点が最低点に達していない", en="The technical score is below the minimum"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A bid as the evaluation sees it: its verdict from screening (CLEAR where nothing was screened)."""

    bid: Bid
    verdict: Verdict = Verdict.CLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    gated: dict[str, str]
    entrants: dict[str, Entrant]
    pending: frozenset[str]


def evaluate(standings: Sequence[Standing], terms: Terms, *, file: str = "tender.yaml", rehearsal: bool = False) -> Evaluation:
    """Evaluate; InputRefused lists every fact that the formula needs and the case does not give. `rehearsal` excludes nobody for security."""
    chosen = preset(terms.preset, file=file)
    _check(standings, terms, chosen, file)
    gate = terms.security in ("gate", "both") and not rehearsal
    sorted_out = _gates(standings, terms, gate=gate)
    frame = _frame(terms, chosen)
    everyone = score(list(sorted_out.entrants.values()), frame)
    settled = score([one for one in sorted_out.entrants.values() if one.bid not in sorted_out.pending], frame)
    tops = _possible_tops(sorted_out, frame, terms)
    winner, tie, why = _winner(tops, sorted_out, everyone, terms)
    ranks, ranks_settled = _ranks(everyone, terms), _ranks(settled, terms)
    return Evaluation(
        preset=chosen.id,
        formula=chosen.text,
        rounding=frame.rounding,
        terms=terms,
        bids=tuple(_scored(one.bid.id, sorted_out, everyone, ranks, ranks_settled) for one in standings),
        winner=winner,
        tie=tie,
        why_no_winner=why,
        could_win=tuple(sorted({bid for top in tops for bid in top} & sorted_out.pending)),
    )


def _frame(terms: Terms, chosen: Preset) -> Frame:
    return Frame(
        formula=chosen.formula,
        price_points=chosen.price_points if terms.price_points is None else terms.price_points,
        base_points=terms.base_points or Fraction(0),
        rounding=terms.rounding or chosen.rounding,
        ceiling=terms.ceiling.amount if terms.ceiling else None,
    )


def _check(standings: Sequence[Standing], terms: Terms, chosen: Preset, file: str) -> None:
    """Every missing or unfitting fact at once."""
    faults: list[Fault] = []
    if chosen.needs_ceiling and (terms.ceiling is None or terms.ceiling.amount == 0):
        faults.append(
            fault(
                file,
                "evaluation.ceiling-missing",
                where="ceiling",
                what=(f"{chosen.id} には 0 より大きい予定価格が要る", f"{chosen.id} needs a ceiling price above 0"),
                remedy=("ceiling: {amount, currency, tax} を書く", "add ceiling: {amount, currency, tax}"),
            )
        )
    basis = terms.ceiling or next((one.bid.price for one in standings if one.bid.price), None)
    for one in standings:
        faults += _bid_faults(one.bid, terms, chosen, basis)
    if faults:
        raise InputRefused(faults)


def _bid_faults(bid: Bid, terms: Terms, chosen: Preset, basis: Money | None) -> Iterable[Fault]:
    file = f"bids/{bid.id}/bid.yaml"
    if bid.price is None:
        yield fault(
            file, "evaluation.price-missing", where="price", what=("入札価格がない", "there is no price"),
            remedy=("price: {amount, currency, tax} を書く(価格の前なら stage: list で screen を使う)", "add price: {amount, currency, tax} (before prices exist, use `screen` with stage: list)"),  # noqa: E501
        )  # fmt: skip
    elif bid.price.amount == 0 and chosen.formula in ("lowest-ratio", "division"):
        yield fault(
            file, "evaluation.price-zero", where="price.amount", what=("0 円では割り算が定義されない", "a price of 0 cannot be divided by"),
            remedy=("入札の有効性を確認する", "check whether the bid is valid"), shown="0",
        )  # fmt: skip
    elif basis is not None and (bid.price.currency != basis.currency or (bid.price.tax != basis.tax and terms.tax_rate is None)):
        yield fault(
            file, "evaluation.price-basis", where="price",
            what=("通貨か税の扱いが揃っていない", "currency or tax basis differs from the ceiling's or the other bids'"),
            remedy=("通貨と tax を揃えるか、evaluation.tax_rate を書く", "use one currency and tax basis, or state evaluation.tax_rate"),
            shown=f"{bid.price.currency} {bid.price.tax}",
        )  # fmt: skip
    if bid.technical is None or bid.technical.score is None:
        if chosen.formula != "lowest-price":
            yield fault(
                file, "evaluation.technical-missing", where="technical.score", what=("技術点がない", "there is no technical score"),
                remedy=("technical: {score, mandatory_met} を書く", "add technical: {score, mandatory_met}"),
            )  # fmt: skip
    elif bid.technical.score < 0 or (terms.technical_points is not None and bid.technical.score > terms.technical_points):
        yield fault(
            file, "evaluation.technical-out-of-range", where="technical.score", what=("技術点が 0 から満点の間にない", "the technical score is not between 0 and its maximum"),  # noqa: E501
            remedy=("採点表を確認する", "check the score sheet"), shown=str(bid.technical.score),
        )  # fmt: skip


def _gates(standings: Sequence[Standing], terms: Terms, *, gate: bool) -> _Outcome:
    gated: dict[str, str] = {}
    entrants: dict[str, Entrant] = {}
    pending: set[str] = set()
    for one in standings:
        price = _on_basis(one.bid.price, terms)
        technical = one.bid.technical.score if one.bid.technical and one.bid.technical.score is not None else Fraction(0)
        if one.bid.technical is not None and not one.bid.technical.mandatory_met:
            gated[one.bid.id] = "mandatory-unmet"
        elif gate and one.verdict is Verdict.BAR:
            gated[one.bid.id] = "security-bar"
        elif terms.ceiling is not None and price > terms.ceiling.amount:
            gated[one.bid.id] = "over-ceiling"
        elif terms.minimum_score is not None and technical < terms.minimum_score:
            gated[one.bid.id] = "below-minimum"
        else:
            entrants[one.bid.id] = Entrant(bid=one.bid.id, technical=technical, price=price)
            if gate and one.verdict is Verdict.REFER:
                pending.add(one.bid.id)
    return _Outcome(gated=gated, entrants=entrants, pending=frozenset(pending))


def _on_basis(price: Money | None, terms: Terms) -> Fraction:
    """The price on the ceiling's tax basis (without a ceiling: tax excluded); exact, unrounded."""
    if price is None:
        return Fraction(0)
    wanted = terms.ceiling.tax if terms.ceiling else "excluded"
    if price.tax == wanted or terms.tax_rate is None:
        return price.amount
    return price.amount * (1 + terms.tax_rate) if wanted == "included" else price.amount / (1 + terms.tax_rate)


def _order(points: Points, terms: Terms) -> tuple[Fraction, Fraction]:
    return points.order, points.technical if terms.tie == "higher-technical" else Fraction(0)


def _top(scores: dict[str, Points], terms: Terms) -> frozenset[str]:
    """The best bids after the notice's tie rule and a recorded lottery; more than one is a tie."""
    if not scores:
        return frozenset()
    best = max(_order(points, terms) for points in scores.values())
    top = frozenset(bid for bid, points in scores.items() if _order(points, terms) == best)
    if len(top) > 1 and terms.lottery is not None and terms.lottery.winner in top:
        return frozenset({terms.lottery.winner})
    return top


def _possible_tops(outcome: _Outcome, frame: Frame, terms: Terms) -> set[frozenset[str]]:
    """Every outcome that settling the pending bids can lead to.

    Two pending bids at a time suffice: a score depends on other bids only through the lowest price, so one pending bid sets that price and at
    most one other comes out best (`tests/property/test_evaluation.py` checks this against all subsets).
    """
    firm = [one for bid, one in outcome.entrants.items() if bid not in outcome.pending]
    waiting = [outcome.entrants[bid] for bid in sorted(outcome.pending)]
    chosen = [kept for size in (0, 1, 2) for kept in combinations(waiting, size)]
    return {_top(score([*firm, *kept], frame), terms) for kept in chosen}


def _winner(
    tops: set[frozenset[str]], outcome: _Outcome, everyone: dict[str, Points], terms: Terms
) -> tuple[str | None, tuple[str, ...], Text | None]:
    provisional = _top(everyone, terms)
    tie = tuple(sorted(provisional)) if len(provisional) > 1 else ()
    if not outcome.entrants:
        return None, (), Text(ja="有効な応札がない", en="No bid remains")
    if len(tops) == 1 and len(provisional) == 1:
        (only,) = provisional
        if only not in outcome.pending:
            return only, (), None
    if any(top & outcome.pending for top in tops) or len(tops) > 1:
        return None, tie, Text(ja="確認中の応札の扱いにより落札者が変わりうる", en="A bid that is still pending could change the winner")
    return None, tie, Text(ja="同点であり、くじ等の定めによる決定を要する", en="A tie that neither the notice's rule nor a lottery has settled")


def _ranks(scores: dict[str, Points], terms: Terms) -> dict[str, int]:
    """1 for the best; equal bids share a rank and the next one is skipped. A lottery's winner stands before those it was drawn with."""
    drawn = terms.lottery.winner if terms.lottery else None
    keys = {bid: (*_order(points, terms), bid == drawn) for bid, points in scores.items()}
    return {bid: 1 + sum(other > key for other in keys.values()) for bid, key in keys.items()}


def _scored(bid: str, outcome: _Outcome, everyone: dict[str, Points], ranks: dict[str, int], settled: dict[str, int]) -> Scored:
    if bid in outcome.gated:
        code = outcome.gated[bid]
        return Scored(bid=bid, status="excluded", reason_code=code, reason=REASONS[code])
    points = everyone[bid]
    pending = bid in outcome.pending
    return Scored(
        bid=bid,
        status="pending" if pending else "ranked",
        technical_score=points.technical,
        price_score=points.price,
        total=points.total,
        unrounded_total=points.unrounded,
        rank=ranks[bid],
        rank_without_pending=settled.get(bid),
        reason_code="security-refer" if pending else "",
        reason=REASONS["security-refer"] if pending else None,
        steps=points.steps,
    )
