"""The second verb: evaluate bids exactly as the notice said.

Gates in order, each bid stopping at the first that it fails: (1) mandatory items, (2) security, where the notice makes it a gate, (3) the ceiling,
(4) the minimum score, (5) the low-price investigation; then (6) the notice's formulas over the bids that remain. A bid whose security check or
investigation is open is pending. Ties are reported and never silently broken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from ..faults import InputRefused
from ..findings import Verdict
from ..tenders.model import Bid, Technical
from ..terms import Money, Text
from .appraisal import assessed_bids
from .assess import Assessed
from .check import check, preset_of, undefined
from .formulas import Entrant, Frame, Points, Scorer, UndefinedFor, aggregates, score, sets_further
from .frozen import notice_digest
from .model import Evaluation, Scored, Terms
from .presets import Preset

REASONS = {
    "mandatory-unmet": Text(ja="必須の要求要件を満たしていない", en="A mandatory requirement is not met"),
    "security-bar": Text(ja="懸念あり(除外の提案)", en="A concern was found (exclusion proposed)"),
    "security-refer": Text(
        ja="懸念が払拭できない(要確認)。解消するまで落札候補としない", en="A concern cannot be dispelled yet; no award until it is settled"
    ),
    "over-ceiling": Text(ja="予定価格の制限の範囲を超えている", en="The bid is above the ceiling price"),
    "low-price": Text(
        ja="調査基準価格を下回っており、低入札価格調査が済んでいない", en="The bid is below the low-price line and its investigation is not closed"
    ),
    "low-price-rejected": Text(
        ja="低入札価格調査により、契約の内容に適合した履行がされないおそれがあると認めた",
        en="The low-price investigation found that the contract may not be performed",
    ),
    "over-ceiling-line": Text(
        ja="予定価格を超える単価の品目がある",
        en="The unit price of an item is above its ceiling",
    ),
    "lot-limit": Text(
        ja="一者が落札できるロットの数の上限に達しているため、このロットの対象としない",
        en="The bidder has won as many lots as one bidder may, and is left out of this one",
    ),
    "below-minimum": Text(ja="技術点が最低点に達していない", en="The technical score is below the minimum"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A bid as the evaluation sees it: its verdict from screening (CLEAR where nothing was screened)."""

    bid: Bid
    verdict: Verdict = Verdict.CLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """How a bid came through the gates: the code of the gate that it failed, or the entrant that it is and what it waits for ("" = nothing)."""

    gated: str = ""
    entrant: Entrant | None = None
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All bids after the gates: those that failed one, those that remain, and of these the ones that wait, each with its code."""

    gated: Mapping[str, str]
    entrants: Mapping[str, Entrant]
    waiting: Mapping[str, str]

    @property
    def pending(self) -> frozenset[str]:
        """The bids that wait for something, and may come to nothing."""
        return frozenset(self.waiting)

    @property
    def firm(self) -> list[Entrant]:
        """The bids that wait for nothing."""
        return [one for bid, one in self.entrants.items() if bid not in self.waiting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """The best bids before any lottery, and by what they are the best."""

    order: tuple[Fraction, Fraction]
    bids: frozenset[str]


def evaluate(
    standings: Sequence[Standing], terms: Terms, *, file: str = "tender.yaml", rehearsal: bool = False, screened: bool = True, shown: bool = True
) -> Evaluation:
    """Evaluate; InputRefused lists every fact that the formula needs and the case does not give. `rehearsal` excludes nobody for security.

    `screened` False: nothing was screened, so that no verdict can be scored. `shown` False leaves out the sums as text, for trials by the thousand.
    """
    chosen = preset_of(terms, file=file)
    noticed, terms = terms, completed(terms, chosen)
    assessed = assessed_bids(standings_by_bid(standings), terms, file=file, screened=screened)
    standings = [_with_score(one, assessed) for one in standings]
    check([one.bid for one in standings], terms, chosen, file)
    sorted_out = outcome_of({one.bid.id: pass_gates(one, terms, gate=is_gate(terms, rehearsal=rehearsal)) for one in standings})
    frame = frame_of(terms, chosen)
    try:
        everyone = score(list(sorted_out.entrants.values()), frame, shown=shown)
        settled = score(sorted_out.firm, frame, shown=False) if sorted_out.waiting else everyone
        tops = possible_tops(sorted_out, Scorer(frame), terms) if sorted_out.waiting else {top(everyone, terms)}
    except UndefinedFor as error:
        raise InputRefused([undefined(error, file)]) from error
    winner, tie, why = winner_of(tops, sorted_out, everyone, terms)
    ranks = _ranks(everyone, terms)
    ranks_settled = _ranks(settled, terms) if sorted_out.waiting else ranks
    return Evaluation(
        preset=chosen.id,
        formula=chosen.text,
        rounding=frame.rounding,
        terms=terms,
        bids=tuple(replace(_scored(one.bid.id, sorted_out, everyone, ranks, ranks_settled), assessed=assessed.get(one.bid.id)) for one in standings),
        notice_digest=notice_digest(noticed) if shown else "",
        winner=winner,
        tie=tie,
        why_no_winner=why,
        could_win=tuple(sorted({bid for best in tops for bid in best} & sorted_out.pending)),
    )


def standings_by_bid(standings: Sequence[Standing]) -> dict[str, tuple[Bid, Verdict]]:
    """Each bid with its verdict, by its id."""
    return {one.bid.id: (one.bid, one.verdict) for one in standings}


def _with_score(one: Standing, assessed: Mapping[str, Assessed]) -> Standing:
    found = assessed.get(one.bid.id)
    return one if found is None else replace(one, bid=replace(one.bid, technical=Technical(score=found.score, mandatory_met=found.mandatory_met)))


def completed(terms: Terms, chosen: Preset) -> Terms:
    """The terms with what the notice leaves to its preset."""
    return replace(
        terms,
        tie=chosen.tie if terms.tie is None else terms.tie,
        minimum_score=chosen.minimum_score if terms.minimum_score is None else terms.minimum_score,
    )


def is_gate(terms: Terms, *, rehearsal: bool) -> bool:
    """Whether a concern excludes; in rehearsal nobody is excluded for one."""
    return terms.security in ("gate", "both") and not rehearsal


def frame_of(terms: Terms, chosen: Preset) -> Frame:
    """The numbers that are the same for every bid. What a formula needs and nothing gives was refused by `check`."""
    stated = {
        "technical_points": chosen.technical_points if terms.technical_points is None else terms.technical_points,
        "price_points": chosen.price_points if terms.price_points is None else terms.price_points,
        "base_points": terms.base_points or Fraction(0),
        "ceiling": terms.ceiling.amount if terms.ceiling else None,
        "low_price_line": terms.low_price_line,
        **{one.name: one.default for one in chosen.parameters},
        **terms.parameters,
    }
    constants = {name: value for name, value in stated.items() if value is not None}
    return Frame(formulas=chosen.formulas, rounding=terms.rounding or chosen.rounding, constants=constants)


def pass_gates(one: Standing, terms: Terms, *, gate: bool) -> Passage:
    """A bid through the gates in their order; it stops at the first that it fails."""
    price = _on_basis(one.bid.price, terms)
    technical = one.bid.technical.score if one.bid.technical and one.bid.technical.score is not None else Fraction(0)
    if one.bid.technical is not None and not one.bid.technical.mandatory_met:
        return Passage(gated="mandatory-unmet")
    if gate and one.verdict is Verdict.BAR:
        return Passage(gated="security-bar")
    if terms.ceiling is not None and price > terms.ceiling.amount:
        return Passage(gated="over-ceiling")
    if _is_over_a_line(one.bid, terms):
        return Passage(gated="over-ceiling-line")
    if terms.minimum_score is not None and technical < terms.minimum_score:
        return Passage(gated="below-minimum")
    low, record = one.bid.price is not None and _is_low(price, terms), one.bid.low_price
    if low and record is not None and not record.accepted:
        return Passage(gated="low-price-rejected")
    waits = "security-refer" if gate and one.verdict is Verdict.REFER else "low-price" if low and record is None else ""
    return Passage(entrant=Entrant(bid=one.bid.id, technical=technical, price=price), waits=waits)


def outcome_of(passages: Mapping[str, Passage]) -> Outcome:
    """The bids sorted by how they came through the gates."""
    return Outcome(
        gated={bid: one.gated for bid, one in passages.items() if one.gated},
        entrants={bid: one.entrant for bid, one in passages.items() if one.entrant is not None},
        waiting={bid: one.waits for bid, one in passages.items() if one.waits},
    )


def _is_over_a_line(bid: Bid, terms: Terms) -> bool:
    """Whether any unit price is above the ceiling of its item, where ceilings are by item."""
    asked = terms.unit_prices
    if asked is None or asked.ceiling_by != "line":
        return False
    return any(one.ceiling is not None and bid.shape.unit_prices.get(one.id, Fraction(0)) > one.ceiling for one in asked.items)


def _is_low(price: Fraction, terms: Terms) -> bool:
    """Below the low-price line (予決令85条の調査基準): not excluded, but investigated."""
    return terms.low_price_line is not None and price < terms.low_price_line


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


def leaders_of(scores: Mapping[str, Points], terms: Terms) -> Leaders | None:
    """The best bids by the notice's tie rule, before any lottery; None where no bid remains."""
    orders = {bid: _order(points, terms) for bid, points in scores.items()}
    best = max(orders.values(), default=None)
    return None if best is None else Leaders(order=best, bids=frozenset(bid for bid, order in orders.items() if order == best))


def joined_by(leaders: Leaders | None, one: Points, terms: Terms) -> Leaders:
    """The best bids once this one is among them."""
    order = _order(one, terms)
    if leaders is None or order > leaders.order:
        return Leaders(order=order, bids=frozenset({one.bid}))
    return Leaders(order=order, bids=leaders.bids | {one.bid}) if order == leaders.order else leaders


def drawn(leaders: Leaders | None, terms: Terms) -> frozenset[str]:
    """The best bids after a recorded lottery; more than one is a tie."""
    if leaders is None:
        return frozenset()
    settled = len(leaders.bids) > 1 and terms.lottery is not None and terms.lottery.winner in leaders.bids
    return frozenset({terms.lottery.winner}) if settled and terms.lottery else leaders.bids


def top(scores: Mapping[str, Points], terms: Terms) -> frozenset[str]:
    """The best bids after the notice's tie rule and a recorded lottery; more than one is a tie."""
    return drawn(leaders_of(scores, terms), terms)


def possible_tops(outcome: Outcome, scorer: Scorer, terms: Terms) -> set[frozenset[str]]:
    """Every best set that settling the pending bids can lead to, as far as the award turns on it.

    A score rests on other bids only through the lowest and highest price and the best technical score. So for each pending bid (or none) that could
    set each of those that the formulas use, and one more that could come out best, the outcome is looked at; more of them at a time tell nothing
    new (`tests/property/test_evaluation.py` checks this against all subsets).
    """
    waiting = [outcome.entrants[bid] for bid in sorted(outcome.pending)]
    tops: set[frozenset[str]] = set()
    for setters in _setters(outcome.firm, waiting, scorer.frame.formulas.aggregates):
        further = [one for one in waiting if one not in setters]
        tops |= _tops_with_one_more([*outcome.firm, *setters], further, scorer, terms)
    return tops


def _tops_with_one_more(among: Sequence[Entrant], further: Sequence[Entrant], scorer: Scorer, terms: Terms) -> set[frozenset[str]]:
    """The best of these bids, and the best with each of the further ones. Who sets nothing further leaves the others' scores as they are."""
    together = aggregates(among) if among else None
    leaders = leaders_of(scorer.score(among), terms)
    tops = {drawn(leaders, terms)}
    for one in further:
        if together is None or any(sets_further(name, one, together) for name in scorer.frame.formulas.aggregates):
            tops.add(top(scorer.score([*among, one]), terms))
        else:
            tops.add(drawn(joined_by(leaders, scorer.score_among([one], together)[one.bid], terms), terms))
    return tops


def _setters(firm: Sequence[Entrant], waiting: Sequence[Entrant], names: Sequence[str]) -> set[tuple[Entrant, ...]]:
    """Groups of pending bids of which each sets one of the aggregates beyond what the firm bids make it, or none does."""
    together = aggregates(firm) if firm else None
    choices = [[None, *(one for one in waiting if together is None or sets_further(name, one, together))] for name in names]
    return {tuple(dict.fromkeys(one for one in group if one is not None)) for group in product(*choices)}


def winner_of(
    tops: set[frozenset[str]], outcome: Outcome, everyone: Mapping[str, Points], terms: Terms
) -> tuple[str | None, tuple[str, ...], Text | None]:
    provisional = top(everyone, terms)
    tie = tuple(sorted(provisional)) if len(provisional) > 1 else ()
    if not outcome.entrants:
        return None, (), Text(ja="有効な応札がない", en="No bid remains")
    if len(tops) == 1 and len(provisional) == 1:
        (only,) = provisional
        if only not in outcome.pending:
            return only, (), None
    if any(best & outcome.pending for best in tops) or len(tops) > 1:
        return None, tie, Text(ja="確認中の応札の扱いにより落札者が変わりうる", en="A bid that is still pending could change the winner")
    return None, tie, Text(ja="同点であり、くじ等の定めによる決定を要する", en="A tie that neither the notice's rule nor a lottery has settled")


def _ranks(scores: dict[str, Points], terms: Terms) -> dict[str, int]:
    """1 for the best; equal bids share a rank and the next one is skipped. A lottery's winner stands before those it was drawn with."""
    drawn = terms.lottery.winner if terms.lottery else None
    keys = {bid: (*_order(points, terms), bid == drawn) for bid, points in scores.items()}
    first: dict[tuple[object, ...], int] = {}
    for place, key in enumerate(sorted(keys.values(), reverse=True), start=1):
        first.setdefault(key, place)
    return {bid: first[key] for bid, key in keys.items()}


def _scored(bid: str, outcome: Outcome, everyone: dict[str, Points], ranks: dict[str, int], settled: dict[str, int]) -> Scored:
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
        reason_code=outcome.waiting.get(bid, ""),
        reason=REASONS[outcome.waiting[bid]] if pending else None,
        steps=points.steps,
    )
