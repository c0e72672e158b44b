"""From `publication` of `tender.yaml` to its value."""

import re
from collections.abc import Sequence
from datetime import date
from typing import cast, get_args

from ..tenders.publication import AwardDecision, Category, Method, Publication
from ..terms import CorporateNumber
from .case_words import money_from
from .exports.gif_items import ITEMS, OWN
from .fields import Fields

OCID_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
CODE = re.compile(r"[0-9A-Za-z-]{1,40}")


def publication_from(fields: Fields, bids: Sequence[str], lots: Sequence[str] = ()) -> Publication:
    """What the agency adds for publication; faults are collected in `fields`. `bids` are the ids that an award may name."""
    inner = fields.under("publication")
    if inner is None:
        return Publication()
    found = Publication(
        ocid_prefix=_prefix(inner),
        number=_code(inner, "number"),
        agency_number=_corporate_number(inner),
        ministry_code=_code(inner, "ministry_code"),
        method_code=_code(inner, "method_code"),
        method=cast("Method", inner.choice("method", get_args(Method), default="")),
        method_name=inner.text("method_name"),
        method_reason=inner.text("method_reason"),
        category=cast("Category", inner.choice("category", get_args(Category), default="")),
        opened_at=inner.day("opened_at"),
        award=_award(inner, bids),
        awards=_awards(inner, bids, lots),
        ceiling_published=bool(inner.yes("ceiling_published")),
        owners_published=bool(inner.yes("owners_published")),
        gif=_gif(inner),
    )
    _check_days(inner, found)
    inner.unknown(())
    return found


def _prefix(inner: Fields) -> str:
    prefix = inner.text("ocid_prefix")
    if prefix and not OCID_PREFIX.fullmatch(prefix):
        inner.wrong(
            "ocid_prefix",
            "ocid-prefix",
            ("OCID の接頭辞の形でない", "this is not the form of an OCID prefix"),
            ("登録した接頭辞を ocds- と英小文字・数字6字で書く", "write the registered prefix: ocds- and six lower-case letters or digits"),
            prefix,
        )
        return ""
    return prefix


def _code(inner: Fields, key: str) -> str:
    code = inner.text(key)
    if code and not CODE.fullmatch(code):
        inner.wrong(
            key,
            "publication-code",
            ("番号・コードの形でない", "this is not the form of a number or code"),
            ("半角の英数字とハイフンで書く", "write letters, digits and hyphens"),
            code,
        )
        return ""
    return code


def _corporate_number(inner: Fields) -> str:
    text = inner.text("agency_number")
    try:
        return CorporateNumber.parse(text).digits if text else ""
    except ValueError as error:
        inner.wrong(
            "agency_number",
            "agency-number",
            ("調達機関の法人番号として読めない", "this is not a corporate number"),
            ("13桁の法人番号を書く", "write the agency's corporate number of 13 digits"),
            f"{text} ({error})",
        )
        return ""


def _award(inner: Fields, bids: Sequence[str]) -> AwardDecision | None:
    under = inner.under("award")
    return None if under is None else _decision(under, bids)


def _awards(inner: Fields, bids: Sequence[str], lots: Sequence[str]) -> tuple[AwardDecision, ...]:
    """The awards of a tender with lots, one for each lot that was awarded."""
    found = [_decision(one, bids, lots) for one in inner.each("awards") or ()]
    if (lots and inner.value.get("award") is not None) or len({one.lot for one in found}) != len(found):
        what = ("ロットごとに一つの決定になっていない", "there is not one award for each lot")
        inner.wrong("awards", "awards-by-lot", what, ("awards: [{lot, winner, at, by, authority}] を書く", "write awards: [{lot, winner, …}]"))
    return tuple(found)


def _decision(under: Fields, bids: Sequence[str], lots: Sequence[str] | None = None) -> AwardDecision:
    lot = "" if lots is None else under.text("lot", required=True)
    if lot and lots is not None and lot not in lots:
        under.wrong("lot", "lot-unknown", ("調達にこのロットはない", "the tender has no such lot"), ("番号を確かめる", "check its id"), lot)
    winner = under.text("winner", required=True)
    if winner and winner not in bids:
        under.wrong(
            "winner",
            "award-winner",
            ("落札者が応札者にない", "the winner is not among the bids"),
            ("応札者の記号を書く", "write the id of a bid"),
            winner,
        )
    found = AwardDecision(
        winner=winner,
        at=under.day("at", required=True) or date.min,
        by=under.text("by", required=True),
        authority=under.text("authority", required=True),
        lot=lot,
        price=money_from(under, "price"),
    )
    under.unknown(())
    return found


def _check_days(inner: Fields, found: Publication) -> None:
    """An award follows the opening."""
    for award in (*([found.award] if found.award else []), *found.awards):
        if award.at == date.min or (found.opened_at is not None and award.at >= found.opened_at):
            continue
        inner.wrong(
            "award.at",
            "award-before-opening",
            ("開札の前に落札者が決まっている", "the award stands before the opening of bids"),
            ("opened_at に開札日を書き、日付を確かめる", "write the day of opening as opened_at, and check the days"),
            award.at.isoformat(),
        )


def _gif(inner: Fields) -> dict[str, str]:
    """Further items; those that a case states itself may not be written a second time."""
    found = inner.pairs("gif")
    for name in found:
        if name in OWN:
            inner.wrong(
                f"gif.{name}",
                "gif-own",
                ("案件の他の項目から書き出す項目である", "this item is written from the case itself"),
                ("ここからは除く", "take it out here"),
                name,
            )
        elif name not in ITEMS:
            inner.wrong(
                f"gif.{name}",
                "gif-unknown",
                ("データモデル DS-451-8 にない項目である", "the data model DS-451-8 has no such item"),
                ("英語表記の綴りを確かめる", "check the English name of the item"),
                name,
            )
    return found
