"""The comparison table (総合評価比較表) for the agency: every mark and mean, every sum with its numbers, both ranks, what would turn it."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ...desk.model import Judgement
from ...desk.what_if import turning_points
from ...evaluation.criteria import MET, Criteria, ItemScore
from ...evaluation.explain import grade_text, turn_text
from ...evaluation.model import Evaluation, Scored, Terms
from ...evaluation.what_if import Sensitivity
from ...tenders.model import Bid
from ...terms import Lang, decimal_text
from ..texts import exact_text, name_text
from ..view_outcome import ranking_rows
from ..view_sums import sums_view
from .blocks import Column, Document, Say, View, heading, para, points, rows, saying, seals, table
from .charts import composition, turning
from .tender_rows import number_text, price_text, tender_rows

MOST_GRADES = 40
_LONG_NUMBER = re.compile(r"(?<![\d.])\d{5,}")
GATES = (
    ("mandatory-unmet", "", "必須", "Mandatory"),
    ("security-bar", "security-refer", "確認", "Check"),
    ("over-ceiling", "", "予定価格", "Ceiling"),
    ("below-minimum", "", "最低基準", "Minimum"),
    ("low-price-rejected", "low-price", "低入札", "Low price"),
)
"""The gates in their order: the code of a bid that fails, of one that waits there, and the gate's name."""


def comparison_document(judgement: Judgement, lang: Lang, *, draft: bool) -> Document:
    """`judgement` has an evaluation."""
    say, evaluation = saying(lang), judgement.evaluation
    assert evaluation is not None
    return Document(
        kind="comparison",
        name="comparison",
        audience="agency",
        lang=lang,
        title=say("総合評価比較表", "Comparison of bids"),
        subtitle=say("採点から順位までの全ての計算", "Every step from marks to ranks"),
        draft=draft,
        blocks=(
            tender_rows(judgement.submission.tender, lang),
            *_summary(judgement, say, lang),
            *_terms(judgement, say, lang),
            *_gates(judgement, evaluation, say, lang),
            *_marks(judgement, evaluation, say),
            *_sums(judgement, say, lang),
            *_turns(judgement, say, lang),
            heading(say("7. 確認", "7. Checked")),
            seals(
                [say("計算", "Reckoned by"), say("検算", "Checked by")],
                [say("年月日", "Date"), say("所属・職名", "Unit and title"), say("氏名・印", "Name and seal")],
            ),
        ),
    )


def _summary(judgement: Judgement, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("1. 総括", "1. Summary"))
    columns = [
        Column(head=say("応札者", "Bidder")),
        Column(head=say("入札価格", "Price"), width=40, align="right"),
        Column(head=say("技術点", "Technical"), width=18, align="right"),
        Column(head=say("価格点", "Price points"), width=16, align="right"),
        Column(head=say("合計", "Total"), width=20, align="right"),
        Column(head=say("順位", "Rank"), width=14, align="center"),
        Column(head=say("保留を除く順位", "Rank without pending"), width=18, align="center"),
        Column(head=say("状態", "State"), width=26),
    ]
    ranking = ranking_rows(judgement, lang)
    scored = {one.bid: one for one in judgement.evaluation.bids} if judgement.evaluation else {}
    prices = {name_text(bid.id): price_text(bid.price, lang) for bid in judgement.submission.bids}
    by_name = {name_text(bid): one for bid, one in scored.items()}
    lines = [
        [
            row["bidder"],
            prices[row["bid"]],
            row["technical"],
            row["price_points"],
            row["total"],
            row["rank"],
            _settled(by_name.get(row["bid"])),
            row["status"],
        ]
        for row in ranking
    ]
    yield table(columns, lines, strong=[place for place, row in enumerate(ranking) if row["winner"]])
    drawn = composition(judgement, lang)
    if drawn is not None:
        yield para(say("得点の内訳(端数処理前。右端は合計)", "What the scores are made of (before rounding; the total stands at the right)"), "small")
        yield drawn


def _settled(one: Scored | None) -> str:
    return str(one.rank_without_pending) if one is not None and one.rank_without_pending is not None else "—"


def _terms(judgement: Judgement, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("2. 公告の定め", "2. What the notice said"))
    digest = judgement.evaluation.notice_digest if judgement.evaluation else ""
    told = [(name, text) for name, text in sums_view(judgement, lang)["terms"]]
    yield rows([*told, (say("評価基準書の識別値", "Digest of the notice"), digest)])


def _gates(judgement: Judgement, evaluation: Evaluation, say: Say, lang: Lang) -> Iterator[View]:
    """Which gates each bid passed, in their order; after the first that it fails nothing more is looked at."""
    yield heading(say("3. 要件の確認", "3. Gates"))
    columns = [Column(head=say("応札者", "Bidder")), *(Column(head=say(ja, en), width=24, align="center") for _, _, ja, en in GATES)]
    columns.append(Column(head=say("評価の対象", "Evaluated"), width=24, align="center"))
    names = {bid.id: f"{bid.bidder.name} ({bid.id})" for bid in judgement.submission.bids}
    yield table(
        columns,
        [
            [
                names[one.bid],
                *_passed(one, evaluation.terms, screened=judgement.screening is not None),
                "○" if one.total is not None or one.rank else "×",
            ]
            for one in evaluation.bids
        ],
    )
    yield para(
        say(
            "○ 満たす、△ 確認中(保留)、× 満たさない、— 定めがない又は先の要件で対象外となり確認していない。",
            "○ met, △ under examination (pending), × not met, — no such rule, or not looked at because an earlier gate stopped the bid.",
        ),
        "small",
    )
    told = [f"{names[one.bid]}: {one.reason.pick(lang)}" for one in evaluation.bids if one.reason is not None]
    if told:
        yield points(told)


def _passed(one: Scored, terms: Terms, *, screened: bool) -> list[str]:
    held = {
        "mandatory-unmet": True,
        "security-bar": screened and terms.security in ("gate", "both"),
        "over-ceiling": terms.ceiling is not None,
        "below-minimum": terms.minimum_score is not None,
        "low-price-rejected": terms.low_price_line is not None,
    }
    shown, stopped = [], False
    for fails, waits, _, _ in GATES:
        if stopped or not held[fails]:
            shown.append("—")
        elif one.reason_code == fails:
            shown.append("×")
            stopped = True
        else:
            shown.append("△" if waits and one.reason_code == waits else "○")
    return shown


def _marks(judgement: Judgement, evaluation: Evaluation, say: Say) -> Iterator[View]:
    criteria = evaluation.terms.criteria
    yield heading(say("4. 採点", "4. Marks"))
    if criteria is None:
        yield para(
            say(
                "公告に評価項目の木がなく、技術評価は応札ごとの点で記録されている。",
                "The notice has no tree of items: technical scores are recorded by bid.",
            )
        )
        scores = [(f"{bid.bidder.name} ({bid.id})", number_text(bid.technical.score) if bid.technical else "—") for bid in judgement.submission.bids]
        yield rows(scores)
        return
    bids = {bid.id: bid for bid in judgement.submission.bids}
    for one in evaluation.bids:
        if one.assessed is not None:
            yield from _marks_of(bids[one.bid], one.assessed.items, criteria, say)


def _marks_of(bid: Bid, items: Sequence[ItemScore], criteria: Criteria, say: Say) -> Iterator[View]:
    yield heading(f"{bid.bidder.name} ({bid.id})", 3)
    width = max(12, min(22, 80 // max(len(criteria.members), 1)))
    columns = [
        Column(head=say("項目", "Item"), width=12),
        Column(head=say("評価項目", "Criterion")),
        Column(head=say("配点", "Points"), width=14, align="right"),
        *(Column(head=member, width=width, align="center") for member in criteria.members),
        Column(head=say("平均・判定", "Mean or vote"), width=28, align="right"),
    ]
    lines = [[item.item, item.title, number_text(item.points), *_by_member(bid, item, criteria, say), _mean(item, say)] for item in items]
    total = sum((item.mean or Fraction(0) for item in items), Fraction(0))
    lines.append(
        [
            "",
            say("技術評価(端数処理前)", "Technical score, unrounded"),
            number_text(criteria.points),
            *("" for _ in criteria.members),
            exact_text(total),
        ]
    )
    yield table(columns, lines, strong=[len(lines) - 1])
    comments = [f"{member} {item}: {mark.comment}" for member, marks in bid.evaluations.items() for item, mark in marks.items() if mark.comment]
    if comments:
        yield points(comments)


def _by_member(bid: Bid, item: ItemScore, criteria: Criteria, say: Say) -> list[str]:
    """Each evaluator's mark and what it is worth."""
    return [_mark(bid, member, item, say) for member in criteria.members]


def _mark(bid: Bid, member: str, item: ItemScore, say: Say) -> str:
    held = bid.evaluations.get(member, {}).get(item.item)
    if held is None:
        return say("(確認の結果)", "(by the check)") if not item.by_member else say("欠席", "absent")
    if item.met is not None:
        return say("適", "met") if held.given == MET else say("否", "not met")
    worth = item.by_member.get(member, "")
    return worth if worth == held.given else f"{held.given}  {worth}"


def _mean(item: ItemScore, say: Say) -> str:
    if item.met is not None:
        verdict = say("適", "met") if item.met else say("否", "not met")
        return f"{verdict} {decimal_text(item.mean)}" if item.mean is not None else verdict
    return exact_text(item.mean) if item.mean is not None else "—"


def _sums(judgement: Judgement, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("5. 計算", "5. The arithmetic"))
    columns = [
        Column(head=say("応札者", "Bidder"), width=26),
        Column(head=say("段階", "Step"), width=24),
        Column(head=say("数値を入れた式", "Sum with its numbers")),
        Column(head=say("端数処理前", "Exact"), width=40, align="right"),
        Column(head=say("端数処理後", "Rounded"), width=24, align="right"),
    ]
    lines = []
    for bid in sums_view(judgement, lang)["bids"]:
        lines += [[bid["label"], step["label"], _grouped(step["sum"]), step["exact"], step["rounded"]] for step in bid["steps"]]
        if not bid["steps"]:
            lines.append([bid["label"], "—", say(f"計算に至らなかった: {bid['reason']}", f"not reckoned: {bid['reason']}"), "—", "—"])
    yield table(columns, lines)


def _grouped(sum_text: str) -> str:
    """A sum with commas between thousands."""
    return _LONG_NUMBER.sub(lambda found: f"{int(found.group()):,}", sum_text)


def _turns(judgement: Judgement, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("6. 結果が変わる条件", "6. What would turn the outcome"))
    yield para(
        say(
            "一つの値だけが異なり、他が同じであった場合に、落札候補者が変わる最も近い値を示す。試算であり、評価に影響しない。",
            "The nearest value at which, that one value being otherwise and all else equal, another bid would win. A trial: it changes nothing.",
        )
    )
    found = turning_points(judgement)
    drawn = turning(judgement, found, lang)
    if drawn is not None:
        yield para(
            say("黒い棒は減少、白い棒は増加(現在の値に対する割合)。", "Dark bars: less; white bars: more, as a share of the present value."), "small"
        )
        yield drawn
    yield points(_sentences(found, say, lang))


def _sentences(found: Sensitivity, say: Say, lang: Lang) -> Iterator[str]:
    yield from (turn_text(turn).pick(lang) for turn in found.turns)
    yield from (grade_text(turn).pick(lang) for turn in found.grades[:MOST_GRADES])
    more = len(found.grades) - MOST_GRADES
    if more > 0:
        yield say(f"ほかに、一つの採点で結果が変わるものが{more}件ある。", f"{more} more single marks would turn the outcome.")
    if not found.turns and not found.grades:
        yield say("単独で結果を変える値は見当たらない。", "No single value would turn the outcome.")
