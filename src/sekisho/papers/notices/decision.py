"""The decision record as a paper: sixteen points, what is on record of each, and what is not."""

import re
from collections.abc import Iterator
from datetime import date

from ...desk.decision_record import DecisionRecord, Point
from ...tenders.model import Tender
from ...terms import Lang
from ..dates import day_text
from .blocks import Column, Document, Say, View, heading, para, points, rows, saying, seals, table
from .tender_rows import tender_rows

_DAY = re.compile(r"(?<![0-9A-Za-z-])[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9A-Za-z-])")
STATES = {
    "recorded": ("○ 記録あり", "○ recorded"),
    "partly": ("△ 一部", "△ in part"),
    "missing": ("× 記録なし", "× not recorded"),
}


def decision_document(record: DecisionRecord, tender: Tender, lang: Lang, *, draft: bool) -> Document:
    say = saying(lang)
    return Document(
        kind="record",
        name="decision-record",
        audience="agency",
        lang=lang,
        title=say("決定の記録", "Decision record"),
        subtitle=say("苦情の申立てに備えて示すべき16の事項", "Sixteen points that a decision must show when it is challenged"),
        draft=draft,
        numbered=True,
        blocks=(
            tender_rows(tender, lang),
            rows([(say("作成の基準日", "As of"), day_text(record.as_of, lang)), (say("判定の識別値", "Digest of the judgement"), record.judgement)]),
            heading(say("概要", "Overview")),
            _overview(record, say, lang),
            para(
                say(
                    "記録にない事項は「記録なし」と記し、推定しない。事項の一覧は協定及び手続から整理したものであり、法令の様式ではない。",
                    "What is not on record is said to be so; nothing is presumed. "
                    "The list is drawn from the agreement and the procedures; it is no statutory form.",
                ),
                "small",
            ),
            heading(say("各事項", "Point by point")),
            *(block for point in record.points for block in _point(point, say, lang)),
            heading(say("確認", "Checked")),
            seals(
                [say("作成", "Made by"), say("審査", "Reviewed by"), say("決裁", "Decided by")],
                [say("年月日", "Date"), say("所属・職名", "Unit and title"), say("氏名・印", "Name and seal")],
            ),
        ),
    )


def _overview(record: DecisionRecord, say: Say, lang: Lang) -> View:
    columns = [
        Column(head=say("番号", "No."), width=12, align="center"),
        Column(head=say("事項", "Point")),
        Column(head=say("状態", "State"), width=32),
        Column(head=say("記録のない事項", "Missing"), width=26, align="right"),
    ]
    return table(columns, [[str(one.number), one.title.pick(lang), say(*STATES[one.state]), str(len(one.missing))] for one in record.points])


def _point(point: Point, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(f"{point.number}. {point.title.pick(lang)}\u3000{say(*STATES[point.state])}", 3)
    if point.entries:
        yield rows(
            [(f"{one.bid}: {one.name.pick(lang)}" if one.bid else one.name.pick(lang), _dated(one.text.pick(lang), lang)) for one in point.entries]
        )
    if point.missing:
        yield para(say("記録がないもの", "Not recorded"), "strong")
        yield points(one.pick(lang) for one in point.missing)


def _dated(text: str, lang: Lang) -> str:
    """Days in the Japanese era in a Japanese paper."""
    return _DAY.sub(lambda found: day_text(date.fromisoformat(found.group()), lang), text) if lang == "ja" else text
