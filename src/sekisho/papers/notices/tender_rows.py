"""What every paper says first: which tender, whose, since when; and how its sums are told."""

from collections.abc import Iterator
from fractions import Fraction

from ...evaluation.model import Rounding
from ...tenders.methods import methods
from ...tenders.model import Tender
from ...tenders.publication import Publication
from ...terms import Lang, Money, decimal_text
from ..dates import day_text
from ..texts import grouped, money_text
from ..view_sums import rounding_text
from .blocks import Say, View, rows, saying

METHODS = {
    "open": ("一般競争入札", "open tendering"),
    "selective": ("指名競争入札", "selective tendering"),
    "limited": ("随意契約(限定入札)", "limited tendering"),
    "direct": ("随意契約", "single tendering (direct award)"),
}


def tender_rows(tender: Tender, lang: Lang) -> View:
    """Title, number, agency and notice."""
    return rows(_tender(tender, saying(lang), lang))


def _tender(tender: Tender, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    yield say("件名", "Title"), tender.title or tender.id
    yield say("調達案件番号", "Tender number"), tender.id
    yield say("調達機関", "Procuring entity"), tender.agency or say("(記載なし)", "(not stated)")
    yield say("公告日", "Notice date"), day_text(tender.notice_date, lang)


def method_text(tender: Tender, publication: Publication, lang: Lang) -> str:
    """The method of procurement: the agency's own word for it, else the tender's method, else that of the code; "" where none is stated."""
    if publication.method_name:
        return publication.method_name
    known = methods().get(tender.shape.method)
    if known is not None:
        return known.text.pick(lang)
    return saying(lang)(*METHODS[publication.method]) if publication.method else ""


def price_text(price: Money | None, lang: Lang) -> str:
    return money_text(price, lang) if price is not None else "—"


def with_tax_text(amount: Fraction, currency: str, lang: Lang) -> str:
    """An amount that holds the tax."""
    return money_text(Money(amount=amount, currency=currency, tax="included"), lang)


def number_text(number: Fraction | None) -> str:
    return grouped(number) if number is not None else "—"


def percent_text(number: Fraction) -> str:
    return f"{decimal_text(number)}%"


def rounding_words(rounding: Rounding, lang: Lang) -> str:
    return rounding_text(rounding, lang)
