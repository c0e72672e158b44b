"""All that a notice says of how bids are evaluated (評価基準書), and nothing that stays sealed: no ceiling, no low-price line, no bid.

The paper on it is made from this value alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..evaluation.criteria import Criteria
from ..evaluation.frozen import notice_digest
from ..evaluation.model import Rounding, SecurityRole, Terms, TieRule
from ..evaluation.presets import OWN, presets
from ..policy.model import Pack
from ..tenders.model import Tender
from ..tenders.publication import Publication
from ..terms import Source, TaxBasis, Text
from .noticed import Noticed, noticed
from .withheld import is_japanese


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that the formulas name, as the notice states it; None = the notice does not."""

    name: str
    text: Text
    value: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """The evaluation as noticed. `formulas` are the formulas as text, by part; `numbers` what they name and the notice states.

    `ceiling`: the tax basis of the ceiling, None where there is none; its amount is no part of this value. `low_price_line`: whether there is one.
    `digest` names what the notice froze. `japanese`: Japan's own law of procurement holds.
    """

    tender: Tender
    publication: Publication
    day: date
    noticed: Noticed
    preset: str
    method: Text
    source: Source | None
    formulas: Mapping[str, str]
    numbers: tuple[Number, ...]
    technical_points: Fraction | None
    price_points: Fraction | None
    rounding: Rounding
    tie: TieRule
    minimum_score: Fraction | None
    security: SecurityRole
    ceiling: TaxBasis | None
    low_price_line: bool
    tax_rate: Fraction | None
    criteria: Criteria | None
    policy: Text | None
    digest: str
    japanese: bool


def notice_terms(tender: Tender, terms: Terms, pack: Pack | None, *, publication: Publication, day: date) -> NoticeTerms:
    """From the notice alone; what it leaves out is the preset's own."""
    known = presets().get(terms.preset.lower())
    own = terms.preset.lower() == OWN
    return NoticeTerms(
        tender=tender,
        publication=publication,
        day=day,
        noticed=noticed(terms, pack),
        preset=terms.preset.lower(),
        method=known.text if known else Text(ja="公告に定める式", en="The notice's own formulas"),
        source=known.source if known else None,
        formulas=known.written if known else dict(terms.formulas),
        numbers=tuple(_numbers(terms)),
        technical_points=_stated(terms.technical_points, known.technical_points if known else None),
        price_points=_stated(terms.price_points, known.price_points if known else None),
        rounding=terms.rounding or (known.rounding if known else Rounding(mode="none")),
        tie=terms.tie or (known.tie if known and not own else "none"),
        minimum_score=_stated(terms.minimum_score, known.minimum_score if known else None),
        security=terms.security,
        ceiling=terms.ceiling.tax if terms.ceiling else None,
        low_price_line=terms.low_price_line is not None,
        tax_rate=terms.tax_rate,
        criteria=terms.criteria,
        policy=pack.title if pack else None,
        digest=notice_digest(terms),
        japanese=is_japanese(pack),
    )


def _stated(number: Fraction | None, otherwise: Fraction | None) -> Fraction | None:
    return otherwise if number is None else number


def _numbers(terms: Terms) -> list[Number]:
    """Base points and the further numbers that the formulas name."""
    known = presets().get(terms.preset.lower())
    told = {one.name: one for one in known.parameters} if known else {}
    found = [Number(name=name, text=one.text, value=terms.parameters.get(name, one.default)) for name, one in told.items()]
    found += [Number(name=name, text=Text(ja=name, en=name), value=value) for name, value in terms.parameters.items() if name not in told]
    if terms.base_points is not None:
        found.append(Number(name="base_points", text=Text(ja="標準点", en="base points"), value=terms.base_points))
    return found
