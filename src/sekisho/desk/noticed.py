"""What the notice said of how bids are evaluated, in publishable form: the formula, the criteria, the digest that froze them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..evaluation.criteria import Criterion as Item
from ..evaluation.frozen import notice_digest
from ..evaluation.model import Terms
from ..evaluation.presets import OWN, Preset, presets
from ..policy.model import Pack
from ..terms import Text

CriterionKind = Literal["mandatory", "technical", "security", "price"]
MANDATORY = Text(ja="必須項目", en="Mandatory items")
ALL_MET = Text(ja="すべて満たすこと。", en="All of them must be met.")
ONE_MET = Text(ja="必須。満たすこと。", en="Mandatory: it must be met.")
TECHNICAL = Text(ja="技術評価", en="Technical evaluation")
POINTS = Text(ja="技術点。", en="Technical points.")
MARKED = Text(ja="評価委員が採点する。", en="Evaluators mark it.")
REDUCED = Text(ja="サプライチェーン・リスクの低減を確認の結果で採点する。", en="The reduction of risk, scored by the outcome of the check.")
WITHIN_CEILING = Text(ja="予定価格の制限の範囲内であること。", en="Within the ceiling price.")
PRICE = Text(ja="価格", en="Price")
PRICE_BID = Text(ja="入札価格。", en="The price bid.")
SECURITY = {
    "gate": Text(ja="満たさない応札は除外する。", en="A bid that does not meet it is excluded."),
    "scored": Text(ja="技術点の一部として採点する。", en="It is scored within the technical points."),
    "both": Text(ja="満たさない応札は除外し、技術点の一部としても採点する。", en="A bid that does not meet it is excluded; it is scored as well."),
    "advice": Text(ja="助言を求め、落札の条件とはしない。", en="Advice is sought; it is no condition of award."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion as the notice had it; `item` is its id in the notice's tree, "" for those every notice has. `maximum`, `minimum` are points."""

    kind: CriterionKind
    title: Text
    text: Text
    item: str = ""
    maximum: Fraction | None = None
    minimum: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """The formula in words (None = no evaluation), whether price alone decides, the criteria; `digest` is the SHA-256 of what the notice froze."""

    formula: Text | None
    price_alone: bool
    criteria: tuple[Criterion, ...]
    digest: str


def noticed(terms: Terms | None, pack: Pack | None) -> Noticed:
    """From the tender alone; nothing of any bid, and no ceiling."""
    known = presets().get(terms.preset.lower()) if terms else None
    return Noticed(
        formula=_formula(terms, known) if terms else None,
        price_alone=known is not None and known.formulas.by_price,
        criteria=tuple(_criteria(terms, known, pack)),
        digest=notice_digest(terms) if terms else "",
    )


def _formula(terms: Terms, known: Preset | None) -> Text | None:
    if known is not None:
        return known.text
    written = "; ".join(f"{part} = {text}" for part, text in terms.formulas.items())
    return Text(ja=f"公告に定める式: {written}", en=f"As the notice says: {written}") if terms.preset.lower() == OWN else None


def _criteria(terms: Terms | None, known: Preset | None, pack: Pack | None) -> Iterator[Criterion]:
    """Mandatory items, technical evaluation, security, price."""
    if terms is not None:
        yield Criterion(kind="mandatory", title=MANDATORY, text=ALL_MET)
        if known is None or known.needs_technical:
            yield _technical(terms, known)
        yield from (_item(one) for one in (terms.criteria.leaves() if terms.criteria else ()))
    if pack is not None:
        yield Criterion(kind="security", title=pack.title, text=SECURITY[terms.security if terms else "gate"])
    if terms is not None:
        points = terms.price_points if terms.price_points is not None else known.price_points if known else None
        yield Criterion(kind="price", title=PRICE, text=WITHIN_CEILING if terms.ceiling else PRICE_BID, maximum=points or None)


def _technical(terms: Terms, known: Preset | None) -> Criterion:
    points, minimum = terms.technical_points, terms.minimum_score
    return Criterion(
        kind="technical",
        title=TECHNICAL,
        text=POINTS,
        maximum=points if points is not None else known.technical_points if known else None,
        minimum=minimum if minimum is not None else known.minimum_score if known else None,
    )


def _item(one: Item) -> Criterion:
    """An item of the tree: its title is the agency's own, its text one of three."""
    title = Text(ja=one.title, en=one.title)
    if one.security is not None:
        return Criterion(kind="security", item=one.id, title=title, text=REDUCED, maximum=one.points)
    kind: CriterionKind = "mandatory" if one.mandatory else "technical"
    return Criterion(kind=kind, item=one.id, title=title, text=ONE_MET if one.mandatory else MARKED, maximum=one.points)
