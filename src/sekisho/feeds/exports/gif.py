"""The government's procurement model (GIF 実装データモデル 調達, DS-451-8): a notice (入札公告), and once it is decided an award (落札公告)."""

from collections.abc import Mapping
from typing import Any, Literal

from ...desk.publish import Publishable
from ...tenders.methods import methods
from ...terms import Identifier, decimal_text
from ..csv_out import csv_octets
from .award_price import decided, decided_parts, price_with_tax
from .gif_items import AWARD, MODEL, MODEL_DATE, NOTICE
from .ocds_values import text

Kind = Literal["notice", "award"]
ITEMS: Mapping[Kind, Mapping[str, str]] = {"notice": NOTICE, "award": AWARD}
TITLES: Mapping[Kind, str] = {"notice": "入札公告", "award": "落札公告"}
CATEGORIES = {"goods": "物品役務", "services": "物品役務", "works": "工事"}


def items_of(shown: Publishable, kind: Kind) -> dict[str, str]:
    """Every item of the model by its English name, in its order; "" where nothing is stated."""
    stated = {**_shared(shown), **(_award(shown) if kind == "award" else _notice(shown))}
    written = {name: words for name, words in shown.publication.gif.items() if words}
    return {name: text(written.get(name) or stated.get(name, "")) for name in ITEMS[kind]}


def as_json(shown: Publishable, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    """The notices with the items that are stated."""
    told = [
        {"kind": TITLES[kind], "items": {name: words for name, words in items_of(part, kind).items() if words}}
        for kind in kinds
        for part in _parts(shown, kind)
    ]
    return {"model": MODEL, "model_date": MODEL_DATE, "notices": told}


def as_csv(shown: Publishable, kind: Kind) -> bytes:
    """One notice as CSV: English names, Japanese names, then a row of values (of awards by lot: one each); UTF-8 with a byte order mark."""
    rows = [items_of(part, kind) for part in _parts(shown, kind)]
    names = list(ITEMS[kind])
    return b"\xef\xbb\xbf" + csv_octets([names, [ITEMS[kind][name] for name in names], *(list(items.values()) for items in rows)])


def _parts(shown: Publishable, kind: Kind) -> tuple[Publishable, ...]:
    """The tender for a notice; for an award what has been awarded, lot by lot."""
    return decided_parts(shown) if kind == "award" else (shown,)


def kinds_of(shown: Publishable) -> tuple[Kind, ...]:
    """What can be told today."""
    return ("notice", "award") if shown.decided else ("notice",)


def _shared(shown: Publishable) -> dict[str, str]:
    told = shown.publication
    return {
        "Procedure_type": told.method_name or _method(shown),
        "Category": CATEGORIES.get(told.category, ""),
        "Contract_folder_ID": told.agency_number,
        "Organization_name": shown.tender.agency,
        "CFT_ID": told.number or shown.tender.id,
        "Project_name": shown.tender.title,
    }


def _method(shown: Publishable) -> str:
    known = methods().get(shown.tender.shape.method)
    return known.text.ja if known else ""


def _why(shown: Publishable) -> str:
    rests_on = shown.tender.shape.discretionary
    return f"{rests_on.clause} {rests_on.reason}" if rests_on else ""


def _notice(shown: Publishable) -> dict[str, str]:
    opened_at = shown.publication.opened_at
    return {
        "CFT_issue_date": shown.tender.notice_date.isoformat(),
        "Opening_tenders_event": opened_at.isoformat() if opened_at else "",
        "Criterion_description": _criteria(shown),
    }


def _criteria(shown: Publishable) -> str:
    """How the winner is found (落札者の決定方法): the criteria, then the formula."""
    if shown.lots:
        return "".join(f"[{one.lot.id} {one.lot.title}]{_criteria(one.shown)}" for one in shown.lots)
    listed = "".join(f"{one.title.ja}: {one.text.ja}" for one in shown.noticed.criteria)
    return f"{listed}{shown.noticed.formula.ja}" if shown.noticed.formula else listed


def _award(shown: Publishable) -> dict[str, str]:
    award, told = decided(shown), shown.publication
    return {
        "Contract_type": told.method_name or _method(shown),
        "Award_party": award.bid.bidder.name,
        "JCN": corporate_number(award.bid.bidder.identifiers),
        "Award_party_name": award.bid.bidder.name,
        "Award_price": price_with_tax(award),
        "Award_discription": told.method_reason or _why(shown),
        "Evaluation_type": ("最低価格落札方式" if shown.noticed.price_alone else "総合評価落札方式") if shown.noticed.formula else "",
        "Estimate_price": decimal_text(shown.ceiling.amount) if shown.ceiling else "",
    }


def corporate_number(identifiers: tuple[Identifier, ...]) -> str:
    """The 法人番号 among these, or ""."""
    return next((one.value for one in identifiers if one.scheme == "JP-HOUJIN"), "")
