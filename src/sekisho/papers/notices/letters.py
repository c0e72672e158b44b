"""The letter to each bidder whose bid was not chosen (非落札の理由の通知): reasons, and the winner's relative advantages (GPA XVI:1).

Made from `desk.results` alone. A bidder reads its own price, marks and places, the winner's name and award price, and of the winner the points by
criterion. Every letter has the same sections, whatever led to it.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ...desk.results import CriterionResult, Result, Results
from ...terms import Lang
from ..dates import day_text
from ..words import word
from .award import challenge_text, decider
from .blocks import Column, Document, Say, View, blanks, heading, para, rows, saying, table
from .results import is_draft, places_text, points_note
from .tender_rows import number_text, price_text, tender_rows, with_tax_text


def letter_documents(results: Results, lang: Lang) -> Iterator[Document]:
    """A letter for each bid but the winner's."""
    winner = results.winner
    if winner is not None:
        yield from (_letter(results, one, winner, lang) for one in results.results if one is not winner)


def _letter(results: Results, one: Result, winner: Result, lang: Lang) -> Document:
    say, shown = saying(lang), results.published
    return Document(
        kind="letters",
        name="result",
        audience="bidder",
        bid=one.bid.id,
        lang=lang,
        title=say("審査結果通知書", "Notice of the outcome of your bid"),
        draft=is_draft(results),
        numbered=True,
        to=word(lang, "letter_to", bidder=one.bid.bidder.name),
        sender=(shown.tender.agency, decider(results, say)),
        blocks=(
            para(
                say(
                    "下記の調達について提出のあった貴社の応札を公告に定めた基準により審査した結果、貴社を落札者としなかったので、その理由とともに通知します。",
                    "Your bid for the tender below was examined by the criteria of the notice and was not chosen. The reasons follow.",
                )
            ),
            *([para("記", "center")] if lang == "ja" else []),
            tender_rows(shown.tender, lang),
            heading(say("1. 落札者", "1. Winner")),
            rows(_award(results, winner, say, lang)),
            heading(say("2. 貴社を落札者としなかった理由", "2. Why your bid was not chosen")),
            rows(
                [
                    (say("基準", "Criterion"), one.reason.criterion.pick(lang)),
                    (say("該当箇所", "Where"), places_text(one, say)),
                    (say("理由", "Reason"), one.reason.text.pick(lang)),
                ]
            ),
            heading(say("3. 貴社の評価と落札者の優位な点", "3. Your evaluation, and the winner's relative advantages")),
            _comparison(results, one, winner, say, lang),
            *_notes(results, say),
            heading(say("4. 苦情の申立て等", "4. Challenge and questions")),
            para(challenge_text(say, japanese=results.japanese)),
            para(
                say(
                    "この通知を受けた日を明らかにするため、下欄に受領日を記入し、写しを返送してください。",
                    "To show on which day you learnt of this, please enter the day of receipt below and return a copy.",
                )
            ),
            blanks([say("受領日", "Received on"), say("受領者の所属・職名", "Unit and title"), say("担当部局・電話番号", "Our office, telephone")]),
        ),
    )


def _award(results: Results, winner: Result, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    award = results.published.award
    assert award is not None
    yield say("落札者", "Winner"), winner.bid.bidder.name
    price = winner.bid.price
    if award.with_tax is not None and price is not None:
        yield say("落札金額", "Value of the award"), with_tax_text(award.with_tax, price.currency, lang)
    else:
        yield say("落札金額", "Value of the award"), price_text(price, lang)
    yield say("落札者を決定した日", "Date of award"), day_text(award.at, lang) if award.at else say("令和　　年　　月　　日", "____ / ____ / ______")


def _comparison(results: Results, one: Result, winner: Result, say: Say, lang: Lang) -> View:
    """Criterion by criterion: the most it can give, the bidder's own, the winner's, and which is ahead."""
    columns = [
        Column(head=say("評価項目", "Criterion")),
        Column(head=say("配点", "Maximum"), width=18, align="right"),
        Column(head=say("貴社", "Yours"), width=40, align="right"),
        Column(head=say("落札者", "Winner"), width=40, align="right"),
        Column(head=say("優位", "Ahead"), width=20, align="center"),
    ]
    lines = list(_lines(results, one, winner, say, lang))
    return table(columns, lines)


def _lines(results: Results, one: Result, winner: Result, say: Say, lang: Lang) -> Iterator[list[str]]:
    own = {item.item: item for item in one.items}
    for item in winner.items:
        yield [f"{item.item} {item.title}", number_text(item.maximum), *_item_cells(own, item, say)]
    yield [
        say("技術点", "Technical points"),
        "—",
        one.technical or "—",
        winner.technical or "—",
        _ahead(_number(one.technical), _number(winner.technical), say),
    ]
    if results.points_shown:
        yield [
            say("価格点", "Price points"),
            "—",
            one.price_points or "—",
            winner.price_points or "—",
            _ahead(_number(one.price_points), _number(winner.price_points), say),
        ]
        yield [results.total.pick(lang), "—", one.total or "—", winner.total or "—", _ahead(_number(one.total), _number(winner.total), say)]
    mine, best = _cheapness(one), _cheapness(winner)
    yield [say("入札価格", "Price"), "—", price_text(one.bid.price, lang), price_text(winner.bid.price, lang), _ahead(mine, best, say)]


def _cheapness(one: Result) -> Fraction | None:
    return -one.bid.price.amount if one.bid.price is not None else None


def _item_cells(own: Mapping[str, CriterionResult], item: CriterionResult, say: Say) -> list[str]:
    mine = own.get(item.item)
    if item.points is None and item.met is not None:
        return [_met(mine.met if mine else None, say), _met(item.met, say), "—"]
    points = mine.points if mine else None
    return [number_text(points), number_text(item.points), _ahead(points, item.points, say)]


def _met(met: bool | None, say: Say) -> str:
    return "—" if met is None else say("適", "met") if met else say("否", "not met")


def _number(text: str | None) -> Fraction | None:
    return Fraction(text) if text is not None else None


def _ahead(own: Fraction | None, other: Fraction | None, say: Say) -> str:
    if own is None or other is None:
        return "—"
    return say("同じ", "equal") if own == other else say("貴社", "yours") if own > other else say("落札者", "winner")


def _notes(results: Results, say: Say) -> Iterator[View]:
    yield para(
        say(
            "「—」は、基準により計算に至らなかったもの、又は点を付さないものである。項目の点は評価委員の平均であり、端数を処理していない。",
            "“—”: not reckoned under the criteria, or no points are given. Points of items are the evaluators' means, unrounded.",
        ),
        "small",
    )
    if not results.points_shown:
        yield para(points_note(say), "small")
