"""The result of the evaluation, fit to be published (総合評価の結果), and the publishable reasons (理由書). Made from `desk.results` alone."""

from collections.abc import Iterator, Sequence

from ...desk.results import Result, Results
from ...terms import Lang
from ..dates import day_text
from .blocks import Column, Document, Say, View, blanks, heading, para, rows, saying, table
from .endings import ending_of
from .tender_rows import method_text, price_text, tender_rows

STATUSES = {
    "valid": ("有効", "valid"),
    "pending": ("確認中", "under examination"),
    "disqualified": ("評価の対象外", "not evaluated further"),
}
PLACES_SHOWN = 60


def results_document(results: Results, lang: Lang) -> Document:
    """Names, prices, scores where they may be shown, ranks; of a bid that was set aside only that it was, on whatever ground."""
    say, shown = saying(lang), results.published
    competed = ending_of(shown).competed
    assert competed is not None
    return Document(
        kind="results",
        name="results",
        audience="public",
        lang=lang,
        title=competed.results.pick(lang),
        draft=is_draft(results),
        blocks=(
            tender_rows(shown.tender, lang),
            rows(_facts(results, say, lang)),
            heading(say("1. 評価の結果", "1. Result")),
            _ranking(results, say, lang),
            *([] if results.points_shown else [para(points_note(say), "small")]),
            heading(say("2. 評価の基準", "2. Criteria")),
            para(
                say(
                    "評価は、公告した評価基準書のみにより行った。評価基準書の識別値(SHA-256)は次のとおりである。",
                    "The evaluation rests on the published notice of criteria alone. Its digest (SHA-256) is:",
                )
            ),
            para(shown.noticed.digest, "center"),
            heading(say("3. 公表しないもの", "3. What is withheld")),
            _withheld(results, lang),
            blanks([say("担当部局", "Office in charge"), say("電話番号", "Telephone")]),
        ),
    )


def is_draft(results: Results) -> bool:
    """Whether the award it rests on is not decided."""
    return results.published.award is None or results.published.award.at is None


def _facts(results: Results, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    shown = results.published
    method = method_text(shown.tender, shown.publication, lang)
    if method:
        yield say("契約方式", "Procurement method"), method
    if shown.publication.opened_at:
        yield ending_of(shown).opened.pick(lang), day_text(shown.publication.opened_at, lang)
    if shown.ceiling is not None:
        yield say("予定価格", "Ceiling price"), price_text(shown.ceiling, lang)
    yield say("応札者数", "Number of bids"), str(len(results.results))


def _ranking(results: Results, say: Say, lang: Lang) -> View:
    columns = [
        Column(head=say("順位", "Rank"), width=12, align="center"),
        Column(head=say("応札者", "Bidder")),
        Column(head=price_head(results, say), width=36, align="right"),
        Column(head=say("技術点", "Technical"), width=18, align="right"),
        *(
            [
                *([Column(head=say("価格点", "Price points"), width=18, align="right")] if results.priced else []),
                Column(head=results.total.pick(lang), width=20, align="right"),
            ]
            if results.points_shown
            else []
        ),
        Column(head=say("結果", "Outcome"), width=30),
    ]
    ordered = in_order(results)
    winner = results.winner
    return table(columns, [_row(one, results, say, lang) for one in ordered], strong=[place for place, one in enumerate(ordered) if one is winner])


def in_order(results: Results) -> list[Result]:
    """By rank, then those without one in the order of the bids."""
    return sorted(results.results, key=lambda one: (one.rank is None, one.rank or 0))


def _row(one: Result, results: Results, say: Say, lang: Lang) -> list[str]:
    points = [*([one.price_points or "—"] if results.priced else []), one.total or "—"] if results.points_shown else []
    status = say(*STATUSES[one.bid.status])
    outcome = ending_of(results.published).status.pick(lang) if one is results.winner else status
    rank = str(one.rank) if one.rank is not None else "—"
    return [rank, one.bid.bidder.name, price_text(one.bid.price, lang), one.technical or "—", *points, outcome]


def price_head(results: Results, say: Say) -> str:
    """What the price of a bid is called; where it does not count and is negotiated, it is what was quoted."""
    return say("入札価格", "Price") if results.priced else say("見積価格", "Price as quoted")


def points_note(say: Say) -> str:
    """Why price points are left out."""
    return say(
        "価格点及び合計は、入札価格と併せると公表しない予定価格が算出されるため、全ての応札について示さない。",
        "Price points and totals are left out for every bid: with the prices they would betray the ceiling, which is not published.",
    )


def _withheld(results: Results, lang: Lang) -> View:
    say = saying(lang)
    columns = [Column(head=say("公表しないもの", "Withheld"), width=56), Column(head=say("理由", "Reason"))]
    return table(columns, [[one.name.pick(lang), one.because.pick(lang)] for one in results.published.withheld])


def reasons_document(results: Results, lang: Lang) -> Document:
    """The publishable text of reasons, a row a bid: the criterion, the places, the fixed wording. Every bid has the same fields."""
    say = saying(lang)
    columns = [
        Column(head=say("応札者", "Bidder"), width=26),
        Column(head=say("基準", "Criterion"), width=40),
        Column(head=say("該当箇所", "Where"), width=40),
        Column(head=say("理由", "Reason")),
    ]
    return Document(
        kind="reasons",
        name="reasons",
        audience="public",
        lang=lang,
        title=say("評価の理由書", "Reasons"),
        subtitle=say("公表用(製造業者・製品の名称を含まない)", "Publishable text: it names no maker or product"),
        draft=is_draft(results),
        blocks=(
            tender_rows(results.published.tender, lang),
            table(columns, [reason_cells(one, say, lang) for one in results.results]),
            para(
                say(
                    "この文は、定型の文言、公告の基準及び番号のみで作成し、いずれの応札についても製造業者、製品及び個人の名称を記載しない。"
                    "確認の内容は、所見の有無にかかわらず公表しない。",
                    "This text consists of fixed wording, the criteria of the notice and numbers. It names no maker, product or person of any bid. "
                    "What the check said is published of no bid, whether or not anything was found.",
                ),
                "small",
            ),
        ),
    )


def reason_cells(one: Result, say: Say, lang: Lang) -> list[str]:
    """Bidder, criterion, places, reason."""
    return [one.bid.bidder.name, one.reason.criterion.pick(lang), places_text(one, say), one.reason.text.pick(lang)]


def places_text(one: Result, say: Say) -> str:
    """Items of the notice, lines of the bidder's own list, or the bid as a whole."""
    reason = one.reason
    parts = []
    if reason.items:
        parts.append(say(f"評価項目 {_listed(reason.items, '、')}", f"items {_listed(reason.items, ', ')}"))
    if reason.lines:
        parts.append(say(f"機器等リストの {_listed(reason.lines, '、')} 行", f"lines {_listed(reason.lines, ', ')} of the list"))
    if reason.whole and not reason.items:
        parts.append(say("応札全体", "the bid as a whole"))
    return say("、", "; ").join(parts)


def _listed(numbers: Sequence[str], apart: str) -> str:
    more = len(numbers) - PLACES_SHOWN
    return apart.join(numbers[:PLACES_SHOWN]) + (f" … (+{more})" if more > 0 else "")
