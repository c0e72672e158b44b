"""The letter of questions (照会書) of a round: the same terms for every bidder, whether it has questions or not.

It is made from the letter and the bidder's own lines, and from nothing that the register or anybody else says: what it asks, in fixed wording by
fact, is the same whoever is designated.
"""

from collections.abc import Iterator, Sequence

from ...award.model import AskedOf, Letter
from ...award.propose import letters_of_round
from ...desk.model import Judgement
from ...tenders.model import EquipmentItem, Tender
from ...terms import Lang
from ..dates import day_text
from ..texts import name_text
from .blocks import Column, Document, Say, View, blanks, heading, para, rows, saying, table
from .tender_rows import tender_rows

INTRO = (
    "下記の調達案件について提出された書類に関し、次のとおり照会します。",
    "We write to you about what you submitted for the tender below. ",
)
EQUAL = (
    "この照会は、全ての応札者に対し、同じ日付及び同じ回答期限で行うものです。",
    "Every bidder is written to on the same day and with the same last day for answers. ",
)
NO_SIGN = (
    "照会事項の有無及びその数は、応札の可否を示すものではありません。",
    "Whether there are questions, and how many, says nothing of how a bid will be decided.",
)
HOW = (
    "回答は、同封の回答書(表計算ファイル)の白い欄に記入し、根拠となる資料を添えて提出してください。回答しない事項は、その旨を記入してください。",
    "Please answer in the white cells of the form that comes with this letter, and attach the documents that show it. Where you will not answer, "
    "say so there.",
)
SUBSTITUTES = (
    "回答期限までに、代替品を含む改訂した機器等リストを一回に限り提出することができます。照会事項がない場合も同様です。",
    "Until the last day you may hand in your equipment list anew, once, with substitutes in it. So may a bidder without questions.",
)
NONE = ("貴社に回答を求める事項はありません。", "There is nothing that you need to answer.")
NO_LINES = ("該当する品目はありません。", "No items are concerned.")
NO_DAY = ("令和　　年　　月　　日", "____ / ____ / ______")


def letters_on(judgement: Judgement) -> tuple[Letter, ...]:
    """The letters of the last round that was opened by the judging date: one for every bid; () where there is none."""
    opened = [one for one in judgement.submission.tender.rounds if one.opened_at <= judgement.facts_as_of]
    if not opened or judgement.screening is None:
        return ()
    return letters_of_round(judgement.submission, judgement.screening, opened[-1])


def question_document(letter: Letter, items: Sequence[EquipmentItem], tender: Tender, lang: Lang) -> Document:
    """The letter; `items` are the bidder's own lines. Its sections are the same for every bidder."""
    say = saying(lang)
    return Document(
        kind="questions",
        name="questions",
        audience="bidder",
        lang=lang,
        title=say("照会書", "Letter of questions"),
        bid=letter.bid,
        numbered=True,
        to=say(f"{name_text(letter.bidder)} 御中", f"To: {name_text(letter.bidder)}"),
        sender=(name_text(tender.agency),) if tender.agency else (),
        blocks=tuple(_blocks(letter, items, tender, say, lang)),
    )


def _blocks(letter: Letter, items: Sequence[EquipmentItem], tender: Tender, say: Say, lang: Lang) -> Iterator[View]:
    yield para(say(*INTRO) + (say(*EQUAL) if letter.equal else "") + say(*NO_SIGN))
    yield tender_rows(tender, lang)
    yield rows([
        (say("照会の回", "Round"), name_text(letter.round) or "—"),
        (say("送付日", "Sent on"), day_text(letter.sent_at, lang) if letter.sent_at else say(*NO_DAY)),
        (say("回答期限", "Last day for answers"), day_text(letter.due, lang) if letter.due else say(*NO_DAY)),
    ])  # fmt: skip
    yield heading(say("照会事項", "Questions"))
    questions = [_question(place, one, say, lang) for place, one in enumerate(letter.questions, start=1)]
    head = [Column(head=say("番号", "No."), width=14), Column(head=say("照会事項", "Question")), Column(head=say("リストの番号", "Lines"), width=32)]
    yield table(head, questions or [("—", say(*NONE), "—")])
    yield heading(say("貴社リストの該当品目", "Items of your list"))
    yield table(_columns(say), list(_own_lines(letter, items)) or [("—", say(*NO_LINES), "—", "—")])
    yield heading(say("回答の方法", "How to answer"))
    yield para(say(*HOW))
    yield para(say(*SUBSTITUTES))
    yield blanks([say("担当(所属・連絡先)", "Contact (unit, telephone)")])


def _question(place: int, asked: AskedOf, say: Say, lang: Lang) -> tuple[str, str, str]:
    lines = ", ".join(name_text(line) for line in asked.lines)
    return str(place), asked.text.pick(lang), lines or say("応札全体", "the bid as a whole")


def _columns(say: Say) -> list[Column]:
    return [
        Column(head=say("番号", "Line"), width=14),
        Column(head=say("製造業者", "Maker"), width=48),
        Column(head=say("型番", "Model"), width=44),
        Column(head=say("製品名", "Name")),
    ]


def _own_lines(letter: Letter, items: Sequence[EquipmentItem]) -> Iterator[tuple[str, str, str, str]]:
    """The lines that are asked about, in the bidder's own words."""
    wanted = {line for asked in letter.questions for line in asked.lines}
    for item in items:
        if item.line in wanted:
            maker = name_text(item.maker.name) if item.maker else "—"
            yield name_text(item.line), maker, name_text(item.model) or "—", name_text(item.name) or "—"
