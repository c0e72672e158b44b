"""The award notice (落札者等の公示): every field of GPA XVI:2, from `desk.results`; what the case does not state is a blank to fill in."""

from collections.abc import Iterator

from ...desk.results import Results
from ...tenders.methods import ends_in
from ...terms import Lang
from ..dates import day_text
from .blocks import Column, Document, Say, blanks, heading, para, saying, table
from .endings import ending_of
from .results import is_draft
from .tender_rows import method_text, price_text, with_tax_text

BLANK = "＿＿＿＿＿＿＿＿＿＿＿＿"
ROOM = "\u3000" * 16
CATEGORIES = {
    "goods": ("物品等", "goods"),
    "services": ("役務", "services"),
    "works": ("建設工事", "construction services"),
}


def award_document(results: Results, lang: Lang) -> Document:
    """The notice; `results` has a winner."""
    say, shown = saying(lang), results.published
    ending = ending_of(shown)
    columns = [
        Column(head=say("番号", "No."), width=12, align="center"),
        Column(head=say("事項", "Item"), width=48),
        Column(head=say("内容", "Content")),
    ]
    lines = [[str(place), name, text] for place, (name, text) in enumerate(_fields(results, say, lang), start=1)]
    return Document(
        kind="award",
        name="award",
        audience="public",
        lang=lang,
        title=ending.notice.pick(lang),
        draft=is_draft(results),
        numbered=True,
        sender=(shown.tender.agency, decider(results, say)),
        blocks=(
            para(ending.noticed.pick(lang)),
            table(columns, lines),
            heading(say("苦情の申立て", "Challenge")),
            para(challenge_text(say, japanese=results.japanese)),
            para(ending.published.pick(lang), "small"),
            blanks([say("担当部局", "Office in charge"), say("電話番号", "Telephone")]),
        ),
    )


def decider(results: Results, say: Say) -> str:
    """The role that decided, and room for a name and a seal."""
    stated = results.published.publication.award
    role = stated.by if stated else say("契約担当官等", "Contracting officer")
    return say(f"{role}{ROOM}印", f"{role} ____________________ (seal)")


def challenge_text(say: Say, *, japanese: bool) -> str:
    """How and until when to challenge; the ten days run from the bidder's knowledge, which only the bidder's receipt shows."""
    if not japanese:
        return say(
            "この調達について苦情がある場合は、公告に定める手続により、定める期限内に申し立てることができる。",
            "A supplier may challenge this procurement by the procedure, and within the time, that the notice names.",
        )
    return say(
        "この調達について苦情がある場合は、政府調達に関する苦情の処理手続に基づき、"
        "苦情の原因となった事実を知り、又は合理的に知り得た時から10日以内に、政府調達苦情検討委員会に苦情を申し立てることができる。申立ての前に、調達機関と協議することが奨励されている。",
        "A supplier may file a complaint with the Government Procurement Review Board of Japan within 10 days of when it knew, or reasonably should "
        "have known, the facts on which the complaint rests. Consultation with the procuring entity beforehand is encouraged.",
    )


def _fields(results: Results, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    shown, award, winner = results.published, results.published.award, results.winner
    assert award is not None and winner is not None
    publication, ending = shown.publication, ending_of(shown)
    category = f" ({say(*CATEGORIES[publication.category])})" if publication.category else ""
    yield say("調達件名及び数量", "Subject and quantity"), f"{shown.tender.title or shown.tender.id}{category} {_quantity(results)}".strip()
    yield say("調達案件番号", "Tender number"), publication.number or shown.tender.id
    yield say("調達機関の名称及び所在地", "Procuring entity and address"), f"{shown.tender.agency}\u3000{say('所在地:', 'address:')}{BLANK}"
    yield say("契約担当官等", "Contracting officer"), publication.award.by if publication.award else BLANK
    yield ending.decided.pick(lang), decided_text(results, say, lang)
    address = publication.gif.get("Award_party_address", "") or BLANK
    numbers = [one.value for one in award.bid.bidder.identifiers if one.scheme == "JP-HOUJIN"]
    number = say(f"(法人番号 {numbers[0]})", f" (corporate number {numbers[0]})") if numbers else ""
    yield (
        say(f"{ending.party.ja}の氏名及び住所", f"{ending.party.en} and address"),
        f"{award.bid.bidder.name}{number}\u3000{say('住所:', 'address:')}{address}",
    )
    yield ending.amount.pick(lang), value_text(results, say, lang)
    yield say("契約の相手方を決定した手続", "Procedure"), method_text(shown.tender, publication, lang) or BLANK
    if publication.method in ("limited", "direct") or ends_in(shown.tender.shape.method) != "award":
        yield say("随意契約による理由", "Reason for limited tendering"), publication.method_reason or _rests_on(results) or BLANK
    yield say("公告を行った日", "Date of the notice"), day_text(shown.tender.notice_date, lang)
    if publication.opened_at:
        yield ending.opened.pick(lang), day_text(publication.opened_at, lang)
    if ends_in(shown.tender.shape.method) == "award":
        yield (
            say("落札方式", "Basis of award"),
            say("最低価格", "lowest price") if shown.noticed.price_alone else say("総合評価", "comprehensive evaluation"),
        )
    if shown.ceiling is not None:
        yield say("予定価格", "Ceiling price"), price_text(shown.ceiling, lang)


def _quantity(results: Results) -> str:
    gif = results.published.publication.gif
    return " ".join(part for part in (gif.get("Quantity", ""), gif.get("Unit", "")) if part)


def _rests_on(results: Results) -> str:
    """The clause and the reason of a discretionary contract, as the case states them."""
    found = results.published.tender.shape.discretionary
    return f"{found.clause} {found.reason}" if found else ""


def decided_text(results: Results, say: Say, lang: Lang) -> str:
    """The day of the decision, or room for it."""
    award = results.published.award
    return day_text(award.at, lang) if award is not None and award.at else say("令和　　年　　月　　日", "____ / ____ / ______")


def value_text(results: Results, say: Say, lang: Lang) -> str:
    """With tax where a rate is stated; otherwise the price as bid, said to be so."""
    award = results.published.award
    assert award is not None
    price = award.price
    if price is None:
        return BLANK
    if award.with_tax is None:
        return price_text(price, lang) + say("(税込の額を計算する税率の記載がない)", " (no tax rate is stated to reckon the value with tax)")
    return with_tax_text(award.with_tax, price.currency, lang)
