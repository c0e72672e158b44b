"""The arithmetic as strings: the notice's terms, then every step of every bid with its exact and its rounded value."""

from fractions import Fraction

from ..desk.model import Judgement
from ..evaluation.assess import Assessed
from ..evaluation.criteria import MET, ItemScore
from ..evaluation.model import Evaluation, Rounding, Scored, Step, Terms
from ..tenders.shape import UnitItem
from ..terms import Lang, Text, decimal_text
from .dates import day_text
from .texts import exact_text, grouped, money_text, name_text
from .view_bids import bid_label
from .view_findings import View, finding_view
from .words import word

UNIT_TOTAL = Text(ja="総価(単価 × 予定数量の合計)", en="Price (unit prices × estimated quantities)")


def sums_view(judgement: Judgement, lang: Lang) -> View:
    """Terms, steps by bid, and findings about the evaluation itself; `evaluated` is "" where no price was opened."""
    evaluation = judgement.evaluation
    if evaluation is None:
        return {"evaluated": "", "terms": [], "bids": [], "findings": []}
    labels = {bid.id: bid_label(bid) for bid in judgement.submission.bids}
    return {
        "evaluated": "yes",
        "terms": _terms(evaluation, labels, lang),
        "bids": [_scored(one, labels, _unit_steps(judgement, one.bid), lang) for one in evaluation.bids],
        "findings": [finding_view(found, f"E-{place}", {}, lang) for place, found in enumerate(evaluation.findings, start=1)],
    }


def _terms(evaluation: Evaluation, labels: dict[str, str], lang: Lang) -> list[list[str]]:
    terms = evaluation.terms
    rows = [
        [word(lang, "preset"), evaluation.preset],
        [word(lang, "formula"), evaluation.formula.pick(lang)],
        [word(lang, "rounding"), rounding_text(evaluation.rounding, lang)],
        [word(lang, "points"), _points(terms, lang)],
        [word(lang, "ceiling"), money_text(terms.ceiling, lang) if terms.ceiling else word(lang, "none")],
        [word(lang, "security"), word(lang, f"security.{terms.security}")],
        [word(lang, "tie_rule"), word(lang, f"tie.{terms.tie or 'none'}")],
    ]
    if terms.minimum_score is not None:
        rows.append([word(lang, "minimum_score"), decimal_text(terms.minimum_score)])
    if terms.lottery:
        witnesses = ", ".join(name_text(one) for one in terms.lottery.witnesses)
        winner = labels.get(terms.lottery.winner, name_text(terms.lottery.winner))
        rows.append([word(lang, "lottery"), word(lang, "lottery_text", at=day_text(terms.lottery.at, lang), winner=winner, witnesses=witnesses)])
    return [row for row in rows if row[1]]


def _points(terms: Terms, lang: Lang) -> str:
    points = (terms.technical_points, terms.price_points, terms.base_points)
    if all(one is None for one in points):
        return ""
    technical, price, base = (decimal_text(one) if one is not None else word(lang, "dash") for one in points)
    return word(lang, "points_text", technical=technical, price=price, base=base)


def rounding_text(rounding: Rounding, lang: Lang) -> str:
    """The rounding rule as a sentence."""
    if rounding.mode == "none":
        return word(lang, "round.none")
    key = "round_text" if rounding.places else "round_text_0"
    target, mode = word(lang, f"applies.{rounding.applies_to}"), word(lang, f"round.{rounding.mode}")
    return word(lang, key, target=target, mode=mode, places=rounding.places)


def _unit_steps(judgement: Judgement, bid: str) -> list[Step]:
    """Of a unit-price contract: unit price times estimated quantity, item by item, and their sum."""
    asked = judgement.submission.tender.shape.unit_prices
    given = next((one.shape.unit_prices for one in judgement.submission.bids if one.id == bid), {})
    if asked is None or not given:
        return []
    items = [(one, given[one.id] * one.quantity) for one in asked.items if one.id in given]
    steps = [
        Step(label=_item_label(one), sum=f"{decimal_text(given[one.id])} × {decimal_text(one.quantity)}", exact=amount, rounded=amount)
        for one, amount in items
    ]
    total = sum((amount for _, amount in items), Fraction(0))
    return [*steps, Step(label=UNIT_TOTAL, sum=" + ".join(decimal_text(amount) for _, amount in items), exact=total, rounded=total)]


def _item_label(one: UnitItem) -> Text:
    name = f"{one.id} {one.title}".strip()
    unit = f"({one.unit})" if one.unit else ""
    return Text(ja=f"{name}{unit}", en=f"{name} {unit}".strip())


def _scored(one: Scored, labels: dict[str, str], before: list[Step], lang: Lang) -> View:
    steps = [
        {"no": str(place), "label": step.label.pick(lang), "sum": step.sum, "exact": exact_text(step.exact), "rounded": grouped(step.rounded)}
        for place, step in enumerate([*before, *one.steps], start=1)
    ]
    return {
        "bid": name_text(one.bid),
        "label": labels.get(one.bid, name_text(one.bid)),
        "status": word(lang, f"status.{one.status}"),
        "reason": one.reason.pick(lang) if one.reason else "",
        "members": list(one.assessed.scale.criteria.members) if one.assessed else [],
        "items": [_item(item, one.assessed, lang) for item in one.assessed.items] if one.assessed else [],
        "steps": steps,
    }


def _item(item: ItemScore, assessed: Assessed, lang: Lang) -> View:
    """One criterion: what each evaluator gave it and its worth, and the mean, or whether a mandatory item is met."""
    if item.met is not None:
        mean = word(lang, "met" if item.met else "unmet")
    else:
        mean = exact_text(item.mean) if item.mean is not None else word(lang, "dash")
    return {
        "item": name_text(item.item),
        "title": name_text(item.title),
        "points": grouped(item.points) if item.points is not None else word(lang, "dash"),
        "given": [_given(item, assessed, member, lang) for member in assessed.scale.criteria.members],
        "mean": mean,
    }


def _given(item: ItemScore, assessed: Assessed, member: str, lang: Lang) -> str:
    """A grade with its worth, points as given, a vote, or a dash where nothing was given."""
    held = assessed.marks.get(member, {}).get(item.item)
    if held is None:
        return word(lang, "dash")
    if item.met is not None:
        return word(lang, "met" if held.given == MET else "unmet")
    worth = item.by_member.get(member, "")
    return worth if worth == held.given else f"{held.given} {worth}"
