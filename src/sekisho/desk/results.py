"""What a bidder may be told of the evaluation, and what may be published of it: scores by the notice's own criteria, and reasons without a maker.

Letters and results are made from this value alone. Of other bids a bidder learns what the notice and GPA XVI publish: names, prices, ranks, and of
the winner the points of each criterion (its relative advantages). Where points would betray a ceiling that stays secret, they are left out of
everything, for every bid alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..evaluation.criteria import ItemScore
from ..evaluation.model import Evaluation, Scored, Terms
from ..evaluation.presets import OWN, presets
from ..tenders.methods import ends_in
from ..terms import Text
from .as_json import score_text
from .model import Case, Judgement
from .publish import Publishable, PublishableBid
from .reasons import PublishableReason, publishable_reasons
from .withheld import is_japanese

CEILING = "ceiling"
CEILING_JA = "予定価格"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """What one item of the notice's tree came to for a bid; `maximum` None = mandatory without points, `points` None = none were given."""

    item: str
    title: str
    maximum: Fraction | None
    points: Fraction | None
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one bid fared. Scores are decimal strings with the notice's places; None where the bid has none or they are left out."""

    bid: PublishableBid
    technical: str | None
    price_points: str | None
    total: str | None
    rank: int | None
    items: tuple[CriterionResult, ...]
    reason: PublishableReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that letters and published results are made from. `points_shown` False: price points and totals would betray the ceiling.

    `total` is what the notice calls it: a total (総合評価点), or under division a value (評価値). `japanese`: Japan's own law of procurement holds.
    `ranked`: bids were compared with each other; `priced`: by their price too.
    """

    published: Publishable
    results: tuple[Result, ...]
    points_shown: bool
    total: Text
    digest: str
    japanese: bool = True
    ranked: bool = True
    priced: bool = True

    @property
    def winner(self) -> Result | None:
        """The award's own result, decided or proposed."""
        named = self.published.award.bid.id if self.published.award else None
        return next((one for one in self.results if one.bid.id == named), None)


def results_of(case: Case, judgement: Judgement, published: Publishable) -> Results:
    """The results as they may be told on the day of `published`, which is opened."""
    named = published.award.bid.id if published.award else None
    reasons = {one.bid: one for one in publishable_reasons(judgement, named)}
    scored = {one.bid: one for one in judgement.evaluation.bids} if judgement.evaluation else {}
    shown = case.terms is not None and (published.ceiling is not None or not rests_on_ceiling(case.terms))
    found = tuple(_result(bid, judgement.evaluation, scored.get(bid.id), reasons[bid.id], shown=shown) for bid in published.bids)
    return Results(
        published=published,
        results=found,
        points_shown=shown,
        total=_total(judgement.evaluation),
        digest=judgement.digest,
        japanese=is_japanese(judgement.pack),
        ranked=judgement.evaluation is not None and ends_in(judgement.submission.tender.shape.method) != "contract",
        priced=judgement.evaluation is not None and _priced(judgement.evaluation),
    )


def rests_on_ceiling(terms: Terms) -> bool:
    """Whether a formula of the notice names the ceiling, so that a score with its price betrays it."""
    if terms.ceiling is None:
        return False
    if terms.preset.lower() == OWN:
        return any(CEILING in text or CEILING_JA in text for text in terms.formulas.values())
    known = presets().get(terms.preset.lower())
    return known is None or known.needs_ceiling


def _total(evaluation: Evaluation | None) -> Text:
    ranked = [one for one in evaluation.bids if one.total is not None] if evaluation else []
    if evaluation is not None and evaluation.terms.priced and ranked and all(one.price_score is None for one in ranked):
        return Text(ja="評価値", en="Value")
    return Text(ja="総合評価点", en="Total")


def _priced(evaluation: Evaluation) -> bool:
    return evaluation.terms.priced or any(one.price_score is not None for one in evaluation.bids)


def _result(bid: PublishableBid, evaluation: Evaluation | None, one: Scored | None, reason: PublishableReason, *, shown: bool) -> Result:
    if evaluation is None or one is None:
        return Result(bid=bid, technical=None, price_points=None, total=None, rank=None, items=(), reason=reason)
    return Result(
        bid=bid,
        technical=score_text(one.technical_score, evaluation.rounding, "technical"),
        price_points=score_text(one.price_score, evaluation.rounding, "price") if shown else None,
        total=score_text(one.total, evaluation.rounding, "total") if shown else None,
        rank=one.rank,
        items=tuple(_items(one)),
        reason=reason,
    )


def _items(one: Scored) -> Iterator[CriterionResult]:
    for item in one.assessed.items if one.assessed is not None else ():
        yield _item(item)


def _item(item: ItemScore) -> CriterionResult:
    return CriterionResult(item=item.item, title=item.title, maximum=item.points, points=item.mean, met=item.met)
