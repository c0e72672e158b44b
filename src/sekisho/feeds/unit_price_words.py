"""Unit-price contracts (単価契約): unit price times estimated quantity, the exact sum, ceilings by sum or by item."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import cast, get_args

from ..tenders.shape import CeilingBy, UnitItem, UnitPrices
from ..terms import Money, TaxBasis
from . import case_words
from .fields import Fields


def unit_prices_from(fields: Fields) -> UnitPrices | None:
    """What unit prices the tender asks for, or None; faults are collected in `fields`."""
    inner = fields.under("unit_prices")
    if inner is None:
        return None
    items = tuple(_unit_item(one) for one in inner.each("items") or ())
    by = cast("CeilingBy", inner.choice("ceiling_by", get_args(CeilingBy), default="total"))
    _each_once(inner, [one.id for one in items])
    if not items:
        what = ("品目がない", "there are no items")
        inner.wrong("items", "missing", what, ("items: [{id, title, quantity}] を書く", "add items: [{id, title, quantity}]"))
    for one in items if by == "line" else ():
        if one.ceiling is None:
            what = ("品目ごとの予定価格がない", "ceilings are by item, and this one has none")
            inner.wrong("items", "unit-ceiling", what, ("ceiling を書く", "give its ceiling"), one.id)
    found = UnitPrices(
        items=items,
        currency=inner.text("currency", default="JPY").upper(),
        tax=cast("TaxBasis", inner.choice("tax", get_args(TaxBasis), default="excluded")),
        ceiling_by=by,
    )
    inner.unknown(())
    return found


def _unit_item(one: Fields) -> UnitItem:
    quantity = one.number("quantity")
    if quantity is None or quantity <= 0:
        what = ("予定数量が正の数でない", "the estimated quantity is not above 0")
        one.wrong("quantity", "unit-quantity", what, ("予定数量を書く", "give the estimated quantity"), one.text("quantity"))
    found = UnitItem(
        id=one.text("id", required=True),
        title=one.text("title"),
        quantity=quantity or Fraction(1),
        unit=one.text("unit"),
        ceiling=one.number("ceiling"),
    )
    one.unknown(())
    return found


def _each_once(fields: Fields, names: list[str]) -> None:
    for twice in sorted(name for name, times in Counter(names).items() if times > 1):
        fields.wrong("items", "id-twice", ("同じ番号が二つある", "an id stands twice"), ("番号を分ける", "give each its own"), twice)


def bid_unit_prices_from(fields: Fields, asked: UnitPrices | None) -> dict[str, Fraction]:
    """The bid's unit price of every item that is asked for; {} before prices are handed in."""
    inner = fields.under("unit_prices")
    if asked is None:
        if inner is not None:
            what = ("調達に単価の品目がない", "the tender asks for no unit prices")
            fields.wrong("unit_prices", "unit-unasked", what, ("除くか、tender.yaml に unit_prices を書く", "take them out, or ask for them"))
        return {}
    if inner is None:
        if fields.value.get("price") is not None:
            what = ("単価を求めているのに総価だけがある", "unit prices are asked for, and there is a total alone")
            fields.wrong("unit_prices", "unit-missing", what, ("品目ごとの単価を書く", "give a price for every item"))
        return {}
    known = {one.id: one for one in asked.items}
    found: dict[str, Fraction] = {}
    for name in inner.value:
        price = inner.number(name)
        if name not in known or price is None or price < 0:
            what = ("単価を求めた品目でないか、0以上の額でない", "this is no item that a unit price is asked for, or no amount of 0 or more")
            inner.wrong(name, "unit-price", what, ("品目の番号と額を確かめる", "check the item's id and the amount"), name)
        else:
            found[name] = price
    for missing in sorted(known.keys() - inner.value.keys()):
        what = ("単価がない品目がある", "an item has no unit price")
        inner.wrong(missing, "unit-missing", what, ("全ての品目の単価を書く", "give a price for every item"), missing)
    return found


def price_from(fields: Fields, asked: UnitPrices | None, given: Mapping[str, Fraction]) -> Money | None:
    """The bid's price: as stated, or the exact sum of unit price times estimated quantity; a stated one that differs is a fault."""
    stated = case_words.money_from(fields, "price")
    if asked is None or any(one.id not in given for one in asked.items):
        return stated
    total = Money(amount=sum((given[one.id] * one.quantity for one in asked.items), Fraction(0)), currency=asked.currency, tax=asked.tax)
    if stated is not None and stated != total:
        fields.wrong(
            "price",
            "unit-total",
            ("総価が、単価に予定数量を乗じた額の合計と異なる", "the price is not the sum of unit prices times estimated quantities"),
            ("どちらかを改めるか、price を除く", "correct one of them, or leave price out"),
            f"{stated.amount} {stated.tax} ≠ {total.amount} {total.tax}",
        )
    return total
