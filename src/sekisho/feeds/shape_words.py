"""How a tender is procured, in `tender.yaml`: method, experts' opinions, invocations of GPA Art. III, what a discretionary contract rests on."""

from datetime import date
from typing import cast, get_args

from ..faults import Fault, fault
from ..tenders.methods import MethodId, methods
from ..tenders.model import Bid
from ..tenders.shape import Body, Discretionary, Experts, Invocation, Lot, Opinion, Paragraph, TenderShape
from . import case_words
from .fields import Fields
from .lot_words import limit_from, lots_from
from .tax_words import tax_from
from .unit_price_words import unit_prices_from


def shape_from(fields: Fields, notice_date: date) -> TenderShape:
    """The shape of the tender; faults are collected in `fields`."""
    inner = fields.under("tender") or fields
    method = cast("MethodId", inner.choice("method", ("", *methods()), default=""))
    lots = lots_from(fields)
    found = TenderShape(
        method=method,
        lots=lots,
        lot_limit=limit_from(fields, lots),
        unit_prices=unit_prices_from(fields),
        body=cast("Body", inner.choice("body", get_args(Body), default="national")),
        experts=_experts(fields),
        invocations=tuple(_invocation(one, lots) for one in fields.each("essential_security") or ()),
        discretionary=_discretionary(fields, method, notice_date),
    )
    if found.unit_prices is not None and (lots or found.discretionary is not None):
        fields.wrong(
            "unit_prices",
            "unit-alone",
            ("単価の品目は、ロットとも随意契約とも一つの案件では扱わない", "unit prices stand neither with lots nor in a discretionary contract"),
            ("案件を分ける", "make it a case of its own"),
        )
    if found.discretionary is not None and (lots or fields.value.get("evaluation") is not None):
        fields.wrong(
            "evaluation",
            "discretionary-ranked",
            ("随意契約は順位を付けず、評価の定めもロットもない", "a discretionary contract ranks nobody: it has no terms of evaluation and no lots"),
            ("evaluation と lots を除くか、method を改める", "take evaluation and lots out, or choose another method"),
        )
    return found


def _experts(fields: Fields) -> Experts | None:
    inner = fields.under("experts")
    if inner is None:
        return None
    found = Experts(
        on_criteria=tuple(_opinion(one) for one in inner.each("on_criteria") or ()),
        again=inner.yes("again"),
        on_winner=tuple(_opinion(one) for one in inner.each("on_winner") or ()),
    )
    inner.unknown(())
    return found


def _opinion(one: Fields) -> Opinion:
    found = Opinion(by=one.text("by", required=True), at=one.day("at", required=True) or date.min, opinion=one.text("opinion", required=True))
    one.unknown(())
    return found


def _invocation(one: Fields, lots: tuple[Lot, ...]) -> Invocation:
    named = one.texts("lots") or ()
    known = {lot.id for lot in lots}
    for stranger in [name for name in named if name not in known]:
        one.wrong("lots", "lot-unknown", ("このロットはない", "the tender has no such lot"), ("lots の番号を書く", "write the id of a lot"), stranger)
    invoked = one.yes("invoked")
    if invoked is None:
        one.wrong(
            "invoked",
            "missing",
            ("援用するかどうかが書かれていない", "it is not stated whether the exception is invoked"),
            ("true か false を書く", "write true or false"),
        )
    found = Invocation(
        invoked=bool(invoked),
        paragraph=cast("Paragraph", one.choice("paragraph", get_args(Paragraph), default="III:1")),
        lots=named,
        by=one.text("by", required=True),
        authority=one.text("authority", required=True),
        reason=one.text("reason", required=True),
        at=one.day("at", required=True) or date.min,
    )
    one.unknown(())
    return found


def _discretionary(fields: Fields, method: MethodId, notice_date: date) -> Discretionary | None:
    inner = fields.under("discretionary")
    if (inner is None) == (method == "discretionary"):
        what = (
            "随意契約であるか、その根拠と理由があるかが一致しない",
            "a discretionary contract needs its clause and reason, and nothing else has them",
        )
        remedy = (
            "tender.method: discretionary と discretionary: {clause, reason, by, at} をともに書く",
            "write both tender.method: discretionary and discretionary: {clause, reason, by, at}",
        )
        fields.wrong("discretionary", "discretionary", what, remedy)
    if inner is None:
        return None
    found = Discretionary(
        clause=inner.text("clause", required=True),
        reason=inner.text("reason", required=True),
        by=inner.text("by", required=True),
        at=inner.day("at", required=True) or date.min,
        ceiling=case_words.money_from(fields, "ceiling"),
        tax_rate=tax_from(inner, notice_date).rate,
    )
    inner.unknown(())
    return found


def has_price(bid: Bid) -> bool:
    """Whether any price stands in the bid, for the whole or for a lot."""
    return bid.price is not None or any(one.price is not None for one in (bid.shape.lots or {}).values())


def early_price(file: str) -> Fault:
    """A price at the list stage, where none should be known: a warning, since it is not looked at."""
    return fault(
        file,
        "case.price-early",
        where="price",
        what=("機器等リストの段階に価格がある。用いていない", "there is a price at list stage; it was not used"),
        remedy=("開札まで封をし、誰も見られない所に置く", "keep it sealed until the opening, where nobody can see it"),
        warning=True,
    )
