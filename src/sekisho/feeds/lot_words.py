"""Lots in `tender.yaml` and `bid.yaml`: each with its own ceiling and terms; what a bid offers for each, and the most that one bidder may win."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..evaluation.model import Terms
from ..tenders.methods import MethodId
from ..tenders.model import EquipmentList, Marked
from ..tenders.shape import Lot, LotBid, LotLimit
from . import case_words
from .fields import Fields

OF_A_LOT = ("evaluation", "criteria", "ceiling")
Marks = Mapping[str, Mapping[str, Marked]]


def lots_from(fields: Fields) -> tuple[Lot, ...]:
    found = []
    for one in fields.each("lots") or ():
        for key in OF_A_LOT:
            one.read.add(key)
        found.append(Lot(id=one.text("id", required=True), title=one.text("title")))
        one.unknown(())
    _each_once(fields, [lot.id for lot in found])
    if found and fields.value.get("ceiling") is not None:
        fields.wrong(
            "ceiling",
            "lots-ceiling",
            ("ロットのある調達で、全体の予定価格がある", "a tender with lots has a ceiling for the whole"),
            ("予定価格は lots の各項に書く", "write a ceiling for each lot under lots"),
        )
    if fields.value.get("combined_lots") is not None:
        fields.read.add("combined_lots")
        fields.wrong(
            "combined_lots",
            "lots-combined",
            ("複数ロットをまとめた値引きは、落札の組合せが一つに定まらないため扱わない", "discounts for winning several lots are not reckoned: which lots go together would not be determined"),  # noqa: E501
            ("まとめて求めるものを一つのロットにする", "make what is wanted together one lot"),
        )
    return tuple(found)


def _each_once(fields: Fields, names: list[str]) -> None:
    for twice in sorted(name for name, times in Counter(names).items() if times > 1):
        fields.wrong("lots", "id-twice", ("同じ番号が二つある", "an id stands twice"), ("番号を分ける", "give each its own"), twice)


def limit_from(fields: Fields, lots: tuple[Lot, ...]) -> LotLimit | None:
    inner = fields.under("lot_limit")
    if inner is None:
        return None
    most = inner.number("most")
    if most is None or most.denominator != 1 or not 1 <= most <= max(len(lots), 1) or not lots:
        inner.wrong(
            "most",
            "lot-limit",
            ("1からロットの数までの整数でない", "this is not a whole number from 1 to the number of lots"),
            ("lot_limit: {most: 1} のように書く", "write for instance lot_limit: {most: 1}"),
            inner.text("most"),
        )
        return None
    inner.unknown(())
    return LotLimit(most=int(most))


def lot_terms_from(fields: Fields, notice_date: date, method: MethodId) -> dict[str, Terms]:
    """The terms of each lot: what the tender says of all lots, with what the lot says itself in its place."""
    found: dict[str, Terms] = {}
    shared = fields.value
    for one in fields.each("lots") or ():
        merged = Fields(file=fields.file, value=_merged(shared, one.value), lines=fields.lines, faults=fields.faults, path=one.path)
        terms = case_words.terms_from(merged, notice_date, method)
        if terms is None:
            one.wrong(
                "evaluation",
                "lot-evaluation",
                ("このロットの評価の定めがない", "the tender does not say how this lot's bids are evaluated"),
                ("lots の各項か tender.yaml の先頭に evaluation: を書く", "write evaluation: for the lot, or once for all lots"),
            )
        else:
            found[one.text("id")] = terms
    return found


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The lot's own `evaluation` over the tender's, key by key; its ceiling is its own alone."""
    both = [part.get("evaluation") for part in (shared, own)]
    maps = [one for one in both if isinstance(one, Mapping)]
    joined: dict[str, Any] = {key: one for part in maps for key, one in part.items()}
    criteria = own.get("criteria", shared.get("criteria"))
    return {
        **({"evaluation": joined} if joined else {}),
        **({"criteria": criteria} if criteria is not None else {}),
        **({"ceiling": own["ceiling"]} if "ceiling" in own else {}),
    }


def lot_sheets(fields: Fields) -> dict[str, dict[str, str]]:
    """Lot -> evaluator -> file of marks, as the bid names them."""
    inner = fields.under("lots")
    found = {lot: under.pairs("evaluations") for lot in inner.value if (under := inner.under(lot)) is not None} if inner else {}
    return {lot: sheets for lot, sheets in found.items() if sheets}


def lot_bids_from(fields: Fields, lots: tuple[Lot, ...], listed: EquipmentList | None, marks: Mapping[str, Marks]) -> dict[str, LotBid] | None:
    """What the bid offers for each lot that it is for; None where the tender has no lots."""
    inner, known = fields.under("lots"), [lot.id for lot in lots]
    if not known:
        if inner is not None:
            what = ("調達にロットがない", "the tender has no lots")
            fields.wrong("lots", "lot-unknown", what, ("lots を除くか、tender.yaml に lots を書く", "take lots out, or give the tender lots"))
        return None
    if inner is None or not inner.value:
        what = ("どのロットに応札するかがない", "the bid does not say for which lots it is")
        fields.wrong("lots", "lots-missing", what, ("lots: {ロット: {price: …}} を書く", "add lots: {LOT: {price: …}}"))
        return {}
    _nothing_for_the_whole(fields)
    found = {}
    for lot in inner.value:
        under = inner.under(lot)
        if lot not in known:
            inner.wrong(lot, "lot-unknown", ("調達にこのロットはない", "the tender has no such lot"), ("番号を確かめる", "check its id"), lot)
        elif under is not None:
            found[lot] = _lot(under, listed, marks.get(lot, {}))
    return found


def _nothing_for_the_whole(fields: Fields) -> None:
    for key in ("price", "technical", "evaluations", "low_price"):
        if fields.value.get(key) is not None:
            what = ("ロットのある調達で、全体について書かれている", "the tender has lots, and this is stated for the whole bid")
            fields.wrong(key, "lot-whole", what, ("lots の各項に書く", "write it under each lot"))


def _lot(under: Fields, listed: EquipmentList | None, marks: Marks) -> LotBid:
    found = LotBid(
        price=case_words.money_from(under, "price"),
        technical=case_words.technical_from(under),
        lines=_lines(under, listed),
        evaluations=marks,
        low_price=case_words.low_price_from(under),
    )
    under.read.add("evaluations")
    under.unknown(())
    return found


def _lines(under: Fields, listed: EquipmentList | None) -> tuple[str, ...] | None:
    lines = under.texts("lines")
    known = {item.line for item in listed.items} if listed else set(lines or ())
    for stranger in [line for line in lines or () if line not in known]:
        what = ("機器等リストにこの番号の行がない", "the list has no line of this number")
        under.wrong("lines", "lot-line", what, ("番号を確かめる", "check the number"), stranger)
    return lines
