"""The letters on the outcome: to each bidder whose bid was not chosen (非落札の理由の通知) with reasons and the winner's relative advantages
(GPA XVI:1), and to the winner (落札決定の通知), with what comes next as blanks to fill in.

Made from `desk.results` alone. A bidder reads its own price, marks and places, the winner's name and award price, and of the winner the points by
criterion. Every letter to a loser has the same sections, whatever led to it.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from ...desk.results import CriterionResult, Result, Results
from ...terms import Lang
from ..words import word
from .award import challenge_text, decided_text, decider, value_text
from .blocks import Column, Document, Say, View, blanks, heading, para, rows, saying, table
from .endings import Competed, ending_of
from .results import is_draft, places_text, points_note, price_head
from .tender_rows import number_text, price_text, tender_rows

Ahead = Callable[[Fraction | None, Fraction | None], str]
"""(the bidder's own, the winner's) -> which of the two is ahead, in words."""


def letter_documents(results: Results, lang: Lang) -> Iterator[Document]:
    """A letter to the winner; where bids were ranked, one to each other bidder."""
    winner, competed = results.winner, ending_of(results.published).competed
    if winner is None:
        return
    yield _to_the_winner(results, winner, lang)
    if competed is not None:
        yield from (_letter(results, one, winner, competed, lang) for one in results.results if one is not winner)


def _to_the_winner(results: Results, winner: Result, lang: Lang) -> Document:
    say, shown = saying(lang), results.published
    ending = ending_of(shown)
    return Document(
        kind="letters",
        name="decision",
        audience="bidder",
        bid=winner.bid.id,
        lang=lang,
        title=ending.letter.pick(lang),
        draft=is_draft(results),
        numbered=True,
        to=word(lang, "letter_to", bidder=winner.bid.bidder.name),
        sender=(shown.tender.agency, decider(results, say)),
        blocks=(
            para(ending.told.pick(lang)),
            *([para("記", "center")] if lang == "ja" else []),
            tender_rows(shown.tender, lang),
            heading(say("1. 決定の内容", "1. What was decided")),
            rows(_award(results, winner, say, lang)),
            *([para(ending.caution.pick(lang), "box")] if ending.caution.ja else []),
            heading(say("2. 今後の手続", "2. What comes next")),
            blanks(one.pick(lang) for one in ending.to_fill_in),
        ),
    )


def _letter(results: Results, one: Result, winner: Result, competed: Competed, lang: Lang) -> Document:
    say, shown = saying(lang), results.published
    ending = ending_of(shown)
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
            para(competed.not_chosen.pick(lang)),
            *([para("記", "center")] if lang == "ja" else []),
            tender_rows(shown.tender, lang),
            heading(f"1. {ending.party.pick(lang)}"),
            rows(_award(results, winner, say, lang)),
            heading(f"2. {competed.why_not.pick(lang)}"),
            rows(
                [
                    (say("基準", "Criterion"), one.reason.criterion.pick(lang)),
                    (say("該当箇所", "Where"), places_text(one, say)),
                    (say("理由", "Reason"), one.reason.text.pick(lang)),
                ]
            ),
            heading(f"3. {competed.advantages.pick(lang)}"),
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
    ending = ending_of(results.published)
    yield ending.party.pick(lang), winner.bid.bidder.name
    yield ending.amount.pick(lang), value_text(results, say, lang)
    yield ending.decided.pick(lang), decided_text(results, say, lang)


def _comparison(results: Results, one: Result, winner: Result, say: Say, lang: Lang) -> View:
    """Criterion by criterion: the most it can give, the bidder's own, the winner's, and which is ahead."""
    columns = [
        Column(head=say("評価項目", "Criterion")),
        Column(head=say("配点", "Maximum"), width=18, align="right"),
        Column(head=say("貴社", "Yours"), width=40, align="right"),
        Column(head=ending_of(results.published).party.pick(lang), width=40, align="right"),
        Column(head=say("優位", "Ahead"), width=20, align="center"),
    ]
    lines = list(_lines(results, one, winner, say, lang))
    return table(columns, lines)


def _lines(results: Results, one: Result, winner: Result, say: Say, lang: Lang) -> Iterator[list[str]]:
    own = {item.item: item for item in one.items}
    other = say(ending_of(results.published).party.ja, "theirs")

    def ahead(mine: Fraction | None, best: Fraction | None) -> str:
        return _ahead(mine, best, other, say)

    for item in winner.items:
        yield [f"{item.item} {item.title}", number_text(item.maximum), *_item_cells(own, item, ahead, say)]
    yield [
        say("技術点", "Technical points"),
        "—",
        one.technical or "—",
        winner.technical or "—",
        ahead(_number(one.technical), _number(winner.technical)),
    ]
    if results.points_shown and results.priced:
        yield [
            say("価格点", "Price points"),
            "—",
            one.price_points or "—",
            winner.price_points or "—",
            ahead(_number(one.price_points), _number(winner.price_points)),
        ]
    if results.points_shown:
        yield [results.total.pick(lang), "—", one.total or "—", winner.total or "—", ahead(_number(one.total), _number(winner.total))]
    cheaper = ahead(_cheapness(one), _cheapness(winner)) if results.priced else "—"
    yield [price_head(results, say), "—", price_text(one.bid.price, lang), price_text(winner.bid.price, lang), cheaper]


def _cheapness(one: Result) -> Fraction | None:
    return -one.bid.price.amount if one.bid.price is not None else None


def _item_cells(own: Mapping[str, CriterionResult], item: CriterionResult, ahead: Ahead, say: Say) -> list[str]:
    mine = own.get(item.item)
    if item.points is None and item.met is not None:
        return [_met(mine.met if mine else None, say), _met(item.met, say), "—"]
    points = mine.points if mine else None
    return [number_text(points), number_text(item.points), ahead(points, item.points)]


def _met(met: bool | None, say: Say) -> str:
    return "—" if met is None else say("適", "met") if met else say("否", "not met")


def _number(text: str | None) -> Fraction | None:
    return Fraction(text) if text is not None else None


def _ahead(own: Fraction | None, best: Fraction | None, other: str, say: Say) -> str:
    if own is None or best is None:
        return "—"
    return say("同じ", "equal") if own == best else say("貴社", "yours") if own > best else other


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
