"""From the fields of `tender.yaml`, `bid.yaml` and `decisions.yaml` to values (contract: *A case is a folder*)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import cast, get_args

from ..evaluation.model import AppliesTo, Lottery, Rounding, RoundingMode, SecurityRole, Terms, TieRule
from ..evaluation.presets import presets
from ..findings import Decision, Verdict
from ..tenders.methods import MethodId
from ..tenders.model import ExceptionClaim, LowPriceRecord, MethodException, NoticeVersion, Service, Stage, Subcontractor, Technical, Tender
from ..terms import MARK_FAMILIES, CorporateNumber, Identifier, Mark, Money, Party, TaxBasis
from .appraisals.criteria import criteria_from
from .fields import Fields
from .regime_words import regime_from, statuses_from
from .round_words import rounds_from
from .tax_words import tax_from


def tender_from(fields: Fields) -> Tender:
    """The tender; faults are collected in `fields`."""
    inner = fields.under("tender")
    if inner is None:
        fields.wrong(
            "tender",
            "missing",
            ("tender がない", "there is no tender"),
            ("tender: {id, title, agency, notice_date} を書く", "add tender: {id, title, …}"),
        )
        inner = Fields(file=fields.file, value={}, lines={}, faults=[], path="tender")
    found = Tender(
        id=inner.text("id", required=True),
        title=inner.text("title"),
        agency=inner.text("agency"),
        notice_date=inner.day("notice_date", required=True) or date.min,
        policy=inner.text("policy"),
        viewpoints=inner.texts("viewpoints"),
        stage=cast("Stage", inner.choice("stage", get_args(Stage), default="bid")),
        rehearsal=bool(inner.yes("rehearsal")),
        method_exception=_method_exception(inner),
        notices=_notices(inner),
        regime=regime_from(inner),
        regime_status=statuses_from(fields),
        rounds=rounds_from(inner),
    )
    inner.unknown(("method", "body"))
    return found


def _notices(inner: Fields) -> tuple[NoticeVersion, ...]:
    """The versions of the notice, in their order; the digests are compared once the case is read."""
    found = [_notice(one) for one in inner.each("notices") or ()]
    days = [one.at for one in found]
    if days != sorted(days):
        what = ("公告の版が日付の順でない", "the versions of the notice are not in the order of their days")
        inner.wrong("notices", "notice-order", what, ("順を直す", "mend the order"))
    return tuple(found)


def _notice(one: Fields) -> NoticeVersion:
    sent = one.texts("sent_to")
    return NoticeVersion(
        version=one.text("version", required=True),
        at=one.day("at", required=True) or date.min,
        digest=one.text("digest", required=True).lower(),
        sent_to=None if sent is None or sent == ("all",) else sent,
    )


def _method_exception(tender: Fields) -> MethodException | None:
    inner = tender.under("method_exception")
    if inner is None:
        return None
    return MethodException(
        by=inner.text("by", required=True),
        authority=inner.text("authority", required=True),
        reason=inner.text("reason", required=True),
        at=inner.day("at", required=True) or date.min,
    )


def terms_from(fields: Fields, notice_date: date | None = None, method: MethodId = "") -> Terms | None:
    """The evaluation part, or None where the tender has none; a named tax rate is that of its own day, else of `notice_date`."""
    ceiling = money_from(fields, "ceiling")
    inner = fields.under("evaluation")
    if inner is None:
        return None
    tax = tax_from(inner, notice_date)
    found = Terms(
        preset=inner.text("preset", required=True),
        technical_points=inner.number("technical_points"),
        price_points=inner.number("price_points"),
        base_points=inner.number("base_points"),
        rounding=_rounding(inner),
        minimum_score=inner.number("minimum_score"),
        security=cast("SecurityRole", inner.choice("security", get_args(SecurityRole), default="gate")),
        tie=cast("TieRule | None", inner.choice("tie", ("", *get_args(TieRule)), default="") or None),
        lottery=_lottery(inner),
        tax_rate=tax.rate,
        tax=tax.known,
        ceiling=ceiling,
        low_price_line=inner.number("low_price_line"),
        parameters=_parameters(inner),
        formulas=inner.pairs("formulas"),
        criteria=criteria_from(fields),
        priced=method != "planning",
    )
    inner.unknown(())
    return found


def _parameters(inner: Fields) -> dict[str, Fraction]:
    """Further numbers that the formulas name."""
    under = inner.under("parameters")
    read = {name: under.number(name) for name in under.value} if under else {}
    return {name: number for name, number in read.items() if number is not None}


def _rounding(evaluation: Fields) -> Rounding | None:
    """What the notice says of rounding; keys it leaves out are the preset's own."""
    inner = evaluation.under("rounding")
    if inner is None:
        return None
    known = presets().get(evaluation.text("preset").lower())
    own = known.rounding if known else Rounding(mode="none")
    return Rounding(
        mode=cast("RoundingMode", inner.choice("mode", get_args(RoundingMode), default=own.mode)),
        places=inner.whole("places", default=own.places),
        applies_to=cast("AppliesTo", inner.choice("applies_to", get_args(AppliesTo), default=own.applies_to)),
    )


def _lottery(evaluation: Fields) -> Lottery | None:
    inner = evaluation.under("lottery")
    if inner is None:
        return None
    found = Lottery(
        winner=inner.text("winner", required=True), at=inner.day("at", required=True) or date.min, witnesses=inner.texts("witnesses") or ()
    )
    if not found.witnesses:
        inner.wrong(
            "witnesses",
            "lottery-witnesses",
            ("くじの立会人が記録されていない", "the lottery is recorded without witnesses"),
            ("立ち会った者の職名を witnesses: [...] に書く", "write who saw it drawn, by their offices: witnesses: [...]"),
        )
    return found


def money_from(fields: Fields, key: str) -> Money | None:
    """An amount under `key`, or None where there is none or it is faulty."""
    inner = fields.under(key)
    if inner is None:
        return None
    amount = inner.number("amount")
    currency = inner.text("currency", default="JPY").upper()
    tax = inner.choice("tax", get_args(TaxBasis), default="excluded")
    if amount is None:
        if not inner.text("amount"):
            inner.text("amount", required=True)
        return None
    try:
        return Money(amount=amount, currency=currency, tax=cast("TaxBasis", tax))
    except ValueError:
        inner.wrong(
            "amount",
            "money",
            ("金額か通貨が正しくない", "amount or currency is not valid"),
            ("0以上の額とISO 4217の通貨を書く", "write an amount ≥ 0 and an ISO 4217 code"),
        )
        return None


def party_from(fields: Fields) -> Party:
    """A party under the given fields (`name`, `country`, `identifiers`)."""
    return Party(
        name=fields.text("name", required=True),
        country=fields.text("country").upper(),
        identifiers=tuple(one for one in map(_identifier, fields.each("identifiers") or ()) if one is not None),
    )


def _identifier(fields: Fields) -> Identifier | None:
    scheme, value = fields.text("scheme", required=True), fields.text("value", required=True)
    if not scheme or not value:
        return None
    found = Identifier.of(scheme, value)
    if found.scheme == "JP-HOUJIN":
        try:
            return Identifier(scheme="JP-HOUJIN", value=CorporateNumber.parse(value).digits)
        except ValueError as error:
            fields.wrong(
                "value",
                "corporate-number",
                (f"法人番号として正しくない({error})", f"not a corporate number: {error}"),
                ("13桁を確かめる", "check the 13 digits"),
                value,
            )
            return None
    return found


def technical_from(fields: Fields) -> Technical | None:
    inner = fields.under("technical")
    if inner is None:
        return None
    met = inner.yes("mandatory_met")
    if met is None:
        inner.wrong(
            "mandatory_met",
            "missing",
            ("必須項目を満たすかが書かれていない", "it is not stated whether every mandatory item is met"),
            ("true か false を書く", "write true or false"),
        )
    return Technical(score=inner.number("score"), mandatory_met=bool(met))


def low_price_from(fields: Fields) -> LowPriceRecord | None:
    """The record of a low-price investigation; every part of it is needed."""
    inner = fields.under("low_price")
    if inner is None:
        return None
    accepted = inner.yes("accepted")
    if accepted is None:
        inner.wrong(
            "accepted", "missing", ("調査の結果がない", "the result of the investigation is missing"), ("true か false を書く", "write true or false")
        )
    return LowPriceRecord(
        at=inner.day("at", required=True) or date.min,
        by=inner.text("by", required=True),
        accepted=bool(accepted),
        reason=inner.text("reason", required=True),
    )


def subcontractors_from(fields: Fields) -> tuple[Subcontractor, ...] | None:
    listed = fields.each("subcontractors")
    return None if listed is None else tuple(Subcontractor(party=party_from(one), work=one.text("work")) for one in listed)


def services_from(fields: Fields) -> tuple[Service, ...] | None:
    listed = fields.each("services")
    return None if listed is None else tuple(_service(one) for one in listed)


def _service(fields: Fields) -> Service:
    inner = fields.under("provider") if isinstance(fields.value.get("provider"), dict) else None
    named = fields.text("provider") if inner is None else ""
    provider = party_from(inner) if inner else Party(name=named, country=fields.text("country").upper()) if named else None
    return Service(name=fields.text("name", required=True), provider=provider, region=fields.text("region"))


def represents_from(fields: Fields) -> dict[str, bool]:
    inner = fields.under("represents")
    if inner is None:
        return {}
    stated = {key: inner.yes(key) for key in inner.value}
    return {key: answer for key, answer in stated.items() if answer is not None}


def marks_from(fields: Fields) -> dict[str, tuple[Mark, ...]]:
    """The marks of inspected samples: line -> family -> one value or several."""
    inner = fields.under("marks")
    if inner is None:
        return {}
    found = {line: under for line in inner.value if (under := inner.under(line)) is not None}
    return {line: tuple(_marks(under)) for line, under in found.items()}


def _marks(fields: Fields) -> Iterator[Mark]:
    for family in fields.value:
        texts = fields.texts(family) or ()
        if family in MARK_FAMILIES:
            yield from (Mark.of(family, text) for text in texts)
        else:
            listed = ", ".join(MARK_FAMILIES)
            fields.wrong(
                family,
                "mark-family",
                ("識別情報の種類ではない", "this is no family of marks"),
                (f"次から選ぶ: {listed}", f"choose from: {listed}"),
                family,
            )


def exceptions_from(fields: Fields) -> tuple[ExceptionClaim, ...]:
    return tuple(
        ExceptionClaim(line=one.text("line", required=True), exception=one.text("exception", required=True), statement=one.text("statement"))
        for one in fields.each("exceptions") or ()
    )


def decisions_from(fields: Fields) -> tuple[Decision, ...]:
    """Signed decisions; each needs a role, an authority, a reason, a date and a signature."""
    found = [one for one in map(_decision, fields.each("decisions") or ()) if one is not None]
    for twice in sorted(one for one, times in Counter(decision.finding for decision in found).items() if times > 1):
        fields.wrong(
            "decisions",
            "decided-twice",
            ("同じ所見に決定が二つある", "there are two decisions on one finding"),
            ("効力のある決定だけを残す", "keep the one that is in force"),
            twice,
        )
    return tuple(found)


def _decision(fields: Fields) -> Decision | None:
    verdict = fields.choice("verdict", ("clear", "bar"), default="bar") if fields.text("verdict", required=True) else ""
    at = fields.day("at", required=True)
    finding = fields.text("finding", required=True)
    words = {key: fields.text(key, required=True) for key in ("by", "authority", "reason", "signature")}
    if not verdict or at is None or not finding or not all(words.values()):
        return None
    return Decision(
        finding=finding,
        verdict=Verdict.parse(verdict),
        by=words["by"],
        authority=words["authority"],
        reason=words["reason"],
        at=at,
        signature=words["signature"],
        against_advice=fields.text("against_advice"),
    )
