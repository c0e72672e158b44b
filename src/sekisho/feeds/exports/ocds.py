"""OCDS 1.1: a release, or a record with all releases of a case, in its package.

Extensions: bids, bid opening, requirements, beneficial owners, withheld information. Ids come from digests of what is published and days from
the case, so the same case gives the same bytes. A day is written as its midnight in UTC: a case knows no hours.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from ...canonical import digest_of
from ...desk.noticed import Criterion
from ...desk.publish import Publishable, PublishableAward, PublishableBid, PublishableLot, versions_by
from ...desk.withheld import Withheld
from ...tenders.methods import methods
from ...tenders.model import NoticeVersion
from ...terms import Money
from .ocds_parties import parties, reference, tenderers
from .ocds_values import number, plain, slug, text

VERSION = "1.1"
_EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_{}_extension/master/extension.json"
EXTENSIONS = tuple(_EXTENSION.format(name) for name in ("bid", "bidOpening", "requirements", "beneficialOwners", "withheldInformation"))
OF_LOTS = _EXTENSION.format("lots")
UNREGISTERED = "unregistered"
"""The prefix of an ocid where the agency has not registered one: such a file is for looking at, not for publication."""
LANGUAGE = "ja"


def ocid_of(shown: Publishable) -> str:
    """The id of the contracting process: the agency's prefix and the tender's number, or a digest where the number has other characters."""
    own = slug(shown.publication.number or shown.tender.id)
    return f"{shown.publication.ocid_prefix or UNREGISTERED}-{own or digest_of([shown.tender.agency, shown.tender.id])[:16]}"


def release_package(shown: Publishable) -> dict[str, Any]:
    """The package with one release: everything that may be published today."""
    return _package(shown, {"releases": [release(shown)]})


def record_package(shown: Sequence[Publishable]) -> dict[str, Any]:
    """The package with the one record of a case: a release for each stage, earliest first, and what they come to."""
    releases = [release(one) for one in shown]
    last = releases[-1]
    compiled = {**last, "id": f"{last['ocid']}-compiled-{digest_of(releases)[:16]}", "tag": ["compiled"]}
    return _package(shown[-1], {"records": [{"ocid": last["ocid"], "releases": releases, "compiledRelease": compiled}]})


def _package(shown: Publishable, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "extensions": [*EXTENSIONS, *([OF_LOTS] if shown.lots else [])],
        "publishedDate": _moment(_day(shown)),
        "publisher": plain({"name": text(shown.tender.agency) or "-", "scheme": _scheme(shown), "uid": shown.publication.agency_number}),
        **content,
    }


def _scheme(shown: Publishable) -> str:
    return "JP-JCN" if shown.publication.agency_number else ""


def release(shown: Publishable) -> dict[str, Any]:
    """One release, with the id that its own content gives it."""
    content = plain({
        "ocid": ocid_of(shown),
        "date": _moment(_day(shown)),
        "tag": list(_tags(shown)),
        "initiationType": "tender",
        "language": LANGUAGE,
        "parties": parties(shown),
        "buyer": reference("buyer", shown.tender.agency),
        "tender": _tender(shown),
        "bids": {"details": list(_bids(shown))},
        "awards": list(_awards(shown)),
        "withheldInformation": [_withheld(place, one) for place, one in enumerate(shown.withheld, start=1)],
    })  # fmt: skip
    return {"id": f"{content['ocid']}-{digest_of(content)[:16]}", **content}


def _day(shown: Publishable) -> date:
    """The day of the last thing that is told."""
    decided = [one.award.at for one in shown.decided if one.award is not None and one.award.at is not None]
    if decided:
        return max(decided)
    opened_at = shown.publication.opened_at
    if shown.opened and opened_at is not None:
        return opened_at
    return max((shown.tender.notice_date, *(one.at for one in versions_by(shown.tender, shown.day))))


def _tags(shown: Publishable) -> Iterator[str]:
    amended = len(versions_by(shown.tender, shown.day)) > 1
    yield "tenderUpdate" if shown.opened else "tenderAmendment" if amended else "tender"
    if shown.awarded:
        yield "award"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _tender(shown: Publishable) -> dict[str, Any]:
    told, tender = shown.publication, shown.tender
    decided = len(shown.decided) == max(len(shown.lots), 1)
    known, rests_on = methods().get(tender.shape.method), tender.shape.discretionary
    return {
        "id": text(told.number or tender.id),
        "title": text(tender.title),
        "status": "complete" if decided else "active",
        "procuringEntity": reference("buyer", tender.agency),
        "value": _value(shown.ceiling),
        "procurementMethod": told.method or (known.ocds if known else ""),
        "procurementMethodDetails": text(told.method_name or (known.text.ja if known else "")),
        "procurementMethodRationale": text(told.method_reason or (f"{rests_on.clause} {rests_on.reason}" if rests_on else "")),
        "mainProcurementCategory": told.category,
        "awardCriteria": ("priceOnly" if shown.noticed.price_alone else "ratedCriteria") if shown.noticed.formula else "",
        "awardCriteriaDetails": text(shown.noticed.formula.ja) if shown.noticed.formula else "",
        "datePublished": _moment(tender.notice_date),
        "bidOpening": {"date": _moment(told.opened_at)} if told.opened_at else {},
        "criteria": list(_criteria(shown)),
        "lots": [_lot(one) for one in shown.lots],
        "numberOfTenderers": len(shown.bids) or None,
        "tenderers": [one for bid in shown.bids for one in tenderers(bid)],
        "documents": [*_criteria_document(shown), *_documents(shown)],
        "amendments": [_amendment(one) for one in versions_by(shown.tender, shown.day)[1:]],
    }


def _lot(one: PublishableLot) -> dict[str, Any]:
    """A lot: its title, its ceiling where that is published, how its winner is found."""
    formula, decided = one.shown.noticed.formula, bool(one.shown.decided)
    return {
        "id": text(one.lot.id),
        "title": text(one.lot.title),
        "status": "complete" if decided else "active",
        "value": _value(one.shown.ceiling),
        "awardCriteria": ("priceOnly" if one.shown.noticed.price_alone else "ratedCriteria") if formula else "",
        "awardCriteriaDetails": text(formula.ja) if formula else "",
    }


def _criteria(shown: Publishable) -> Iterator[dict[str, Any]]:
    """The criteria of the notice, or of each of its lots."""
    if not shown.lots:
        yield from (_criterion(one) for one in shown.noticed.criteria)
    for lot in shown.lots:
        for one in lot.shown.noticed.criteria:
            yield {**_criterion(one, f"{text(lot.lot.id)}-"), "relatesTo": "lot", "relatedItem": text(lot.lot.id)}


def _bids(shown: Publishable) -> Iterator[dict[str, Any]]:
    """Every bid; with lots, what it offers for each of them."""
    if not shown.lots:
        yield from (_bid(bid) for bid in shown.bids)
    for lot in shown.lots:
        for bid in lot.shown.bids:
            yield {**_bid(bid), "id": f"{text(bid.id)}-{text(lot.lot.id)}", "relatedLots": [text(lot.lot.id)]}


def _awards(shown: Publishable) -> Iterator[dict[str, Any]]:
    """The award, or that of each lot."""
    if shown.award is not None:
        yield _award(shown, shown.award)
    for place, lot in enumerate(shown.lots, start=1):
        if lot.shown.award is not None:
            name, award = text(lot.lot.id), _award(shown, lot.shown.award, place)
            yield {**award, "relatedBids": [f"{text(lot.shown.award.bid.id)}-{name}"], "relatedLots": [name]}


def _criterion(one: Criterion, before: str = "") -> dict[str, Any]:
    """A criterion with one group of one requirement; points are stated where the notice gives them."""
    number_in_notice = f"{before}{one.kind}-{text(one.item)}" if one.item else f"{before}{one.kind}"
    requirement: dict[str, Any] = {
        "id": f"{number_in_notice}-1-1",
        "title": text(one.title.ja),
        "description": text(one.text.ja),
        "dataType": "string",
    }
    if one.kind == "mandatory":
        requirement |= {"dataType": "boolean", "expectedValue": True}
    elif one.maximum is not None:
        requirement |= {"dataType": "number", "minValue": number(one.minimum or Fraction(0)), "maxValue": number(one.maximum)}
    return {
        "id": number_in_notice,
        "title": text(one.title.ja),
        "description": text(one.text.ja),
        "requirementGroups": [{"id": f"{number_in_notice}-1", "requirements": [requirement]}],
    }


def _bid(bid: PublishableBid) -> dict[str, Any]:
    """Every bid has the same fields, whatever its status."""
    return {
        "id": text(bid.id),
        "status": bid.status,
        "tenderers": tenderers(bid),
        "value": _value(bid.price),
        "items": [
            {"id": str(place), "description": text(one.kind.ja), "quantity": None if one.quantity is None else number(one.quantity)}
            for place, one in enumerate(bid.offered, start=1)
        ],
        "countriesOfOrigin": list(bid.origins),
    }


def _award(shown: Publishable, award: PublishableAward, place: int = 1) -> dict[str, Any]:
    decided = award.at is not None
    return {
        "id": f"{ocid_of(shown)}-award-{place}",
        "title": "落札" if decided else "落札候補(提案)",
        "status": "active" if decided else "pending",
        "date": _moment(award.at) if award.at else "",
        "value": _award_value(award),
        "suppliers": tenderers(award.bid),
        "relatedBids": [text(award.bid.id)],
    }


def _value(money: Money | None) -> dict[str, Any]:
    """The amount as bid; the same amount again says whether tax is in it (`amountNet`, `amountGross`)."""
    if money is None:
        return {}
    amount = number(money.amount)
    return {"amount": amount, "amountGross" if money.tax == "included" else "amountNet": amount, "currency": money.currency}


def _award_value(award: PublishableAward) -> dict[str, Any]:
    """The price of the award with tax (`amountGross`) beside the bid without it (`amountNet`); the bid alone where no rate is stated."""
    value = _value(award.price)
    if not value or award.with_tax is None:
        return value
    gross = number(award.with_tax)
    return {**value, "amount": gross, "amountGross": gross}


def _amendment(one: NoticeVersion) -> dict[str, Any]:
    """A later version of the notice (GPA X:11): its day, and the digest of what it froze."""
    return {"id": text(one.version), "date": _moment(one.at), "description": f"公告の版 {text(one.version)}、SHA-256 {text(one.digest)}"}


def _criteria_document(shown: Publishable) -> Iterator[dict[str, Any]]:
    """The criteria, weights and formula as frozen at notice, by their digest; the ceiling is no part of it."""
    if shown.noticed.digest:
        told = f"評価の基準、配点及び式 SHA-256 {shown.noticed.digest}"
        yield {"id": "criteria", "documentType": "evaluationCriteria", "title": "落札者の決定方法", "description": told, "language": LANGUAGE}


def _documents(shown: Publishable) -> Iterator[dict[str, Any]]:
    """The record and its papers, by digests that stand in the open log."""
    record = shown.record
    if record is None:
        return
    told = f"origin {record.origin}, {record.size} entries, root SHA-256 {record.root}"
    yield {"id": "record", "documentType": "evaluationReports", "title": "記録(検証できる台帳)", "description": text(told), "language": LANGUAGE}
    for paper in record.papers:
        told = f"record entry {paper.entry}, salted SHA-256 (base64url): {', '.join(paper.digests)}"
        yield {"id": f"paper-{paper.entry}", "documentType": "evaluationReports", "title": "判定書等", "description": text(told)}


def _withheld(place: int, one: Withheld) -> dict[str, Any]:
    return {
        "id": str(place),
        "field": one.field,
        "name": one.name.ja,
        "rationale": one.because.ja,
        "availabilityDate": _moment(one.until) if one.until else "",
    }
