"""The notice of criteria (評価基準書): who wins, by which formula in words and as arithmetic, every item with its points, every rule for the rest.

Made from `desk.notice_terms`, which holds no ceiling and no bid: it may be published with the notice (GPA X:7(c), X:9).
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from ...desk.notice_terms import NoticeTerms
from ...desk.noticed import SECURITY
from ...desk.noticed import Criterion as Noted
from ...evaluation.criteria import Criteria, Criterion
from ...evaluation.formulas import LABELS, PARTS, VALUE
from ...evaluation.language import NAMES
from ...findings import Verdict
from ...terms import Lang
from ..dates import day_text
from .blocks import Column, Document, Say, View, blanks, heading, para, points, rows, saying, table
from .tender_rows import method_text, number_text, percent_text, rounding_words, tender_rows

ENGLISH = {
    "bid": "bid price",
    "ceiling": "ceiling price",
    "technical": "technical score",
    "technical_points": "technical maximum",
    "price_points": "price maximum",
    "base_points": "base points",
    "raw_points": "raw maximum",
    "lowest_bid": "lowest bid price",
    "highest_bid": "highest bid price",
    "best_technical": "best technical score",
    "low_price_line": "low-price line",
    "technical_score": "technical points",
    "price_score": "price points",
}
_NAME = re.compile(r"[^\W\d]\w*")
_CANONICAL = {japanese: name for name, japanese in NAMES.items()}
_SIGNS = str.maketrans({"*": "×", "/": "÷", "-": "−"})
ABSENT = {
    "refuse": (
        "欠席した委員の採点がない間は、技術評価を終えない。",
        "While the marks of an absent evaluator are missing, the evaluation is not closed.",
    ),
    "leave-out": ("欠席した委員を除き、採点した委員の平均とする。", "An absent evaluator is left out: the mean is that of those who marked."),
    "zero": ("欠席した委員の採点は0点とし、全委員の平均とする。", "An absent evaluator counts as nought in the mean of all."),
}
VOTE = {
    "majority": ("必須項目の適否は、委員の過半数により決する。", "Whether a mandatory item is met is decided by a majority of the evaluators."),
    "all": ("必須項目は、全ての委員が適とした場合に満たすものとする。", "A mandatory item is met where every evaluator says so."),
}
TIES = {
    "none": (
        "評価が最も高い者が二人以上あるときは、くじにより落札者を定める。くじは立会人の前で行い、記録する。",
        "Where two or more are equal and best, a lottery decides. It is held before witnesses and recorded.",
    ),
    "higher-technical": (
        "評価が最も高い者が二人以上あるときは、技術点の高い者を落札者とし、なお同じであるときは、くじにより定める。くじは立会人の前で行い、記録する。",
        "Where two or more are equal and best, the one with the higher technical points wins; if these are equal too, a lottery decides. "
        "It is held before witnesses and recorded.",
    ),
}


def criteria_document(notice: NoticeTerms, lang: Lang) -> Document:
    """The whole paper; `publication.method_name` stands in it where the agency stated it."""
    say = saying(lang)
    return Document(
        kind="criteria",
        name="criteria",
        audience="public",
        lang=lang,
        title=say("評価基準書", "Notice of criteria"),
        subtitle=say("落札者の決定方法及び評価の基準", "How the award is decided, and by which criteria"),
        blocks=(
            tender_rows(notice.tender, lang),
            *_method(notice, say, lang),
            *_formulas(notice, say, lang),
            *_items(notice, say, lang),
            *_marking(notice, say),
            *_rules(notice, say, lang),
            *_frozen(notice, say, lang),
            blanks([say("担当部局", "Office in charge"), say("電話番号", "Telephone"), say("電子メール", "E-mail")]),
        ),
    )


def _method(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("1. 落札者の決定方法", "1. How the award is decided"))
    gates = [say("必須の要件を全て満たし", "meets every mandatory requirement")]
    if notice.ceiling:
        gates.append(say("予定価格の制限の範囲内の価格で入札し", "is priced within the ceiling"))
    joined = say("、かつ、", " and ").join(gates)
    best = say("入札価格が最も低い", "has the lowest price") if notice.noticed.price_alone else say(
        "「2. 算式」により求めた評価が最も高い", "comes out highest by section 2"
    )  # fmt: skip
    yield para(say(f"{joined}た者のうち、{best}者を落札者とする。", f"The award goes to the bid that {joined} and, among such bids, {best}."))
    yield rows(_method_rows(notice, say, lang))


def _method_rows(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    method = method_text(notice.tender, notice.publication, lang)
    if method:
        yield say("契約方式", "Procurement method"), method
    yield say("評価の方式", "Method of evaluation"), f"{notice.method.pick(lang)} ({notice.preset})"
    if not notice.noticed.price_alone:
        technical, price = notice.technical_points, notice.price_points
        yield say("技術の配点", "Technical maximum"), _points(technical, say)
        if price:
            yield say("価格の配点", "Price maximum"), _points(price, say)
        if technical and price:
            yield say("技術と価格の比", "Technical to price"), _ratio(technical, price)
    if notice.policy:
        yield say("確認の方針", "Policy of the check"), notice.policy.pick(lang)


def _points(number: Fraction | None, say: Say) -> str:
    return say(f"{number_text(number)}点", f"{number_text(number)} points") if number is not None else "—"


def _ratio(technical: Fraction, price: Fraction) -> str:
    share = technical / price
    return f"{share.numerator} : {share.denominator}"


def _formulas(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[View]:
    written = [(part, notice.formulas[part]) for part in PARTS if part in notice.formulas]
    if not written:
        return
    yield heading(say("2. 算式", "2. Formula"))
    yield para(notice.method.pick(lang))
    heads = [
        Column(head=say("評価", "Score"), width=28), Column(head=say("算式", "Formula")), Column(head=say("数値を入れた算式", "With its numbers"))
    ]  # fmt: skip
    known = _stated(notice)
    yield table(heads, [[_part(part, notice, lang), told(text, lang), told(text, lang, known)] for part, text in written])
    stated = [(one.text.pick(lang), number_text(one.value)) for one in notice.numbers if one.value is not None]
    if stated:
        yield rows(stated)
    yield para(
        say(
            "予定価格は開札まで公表しない。計算は分数のまま正確に行い、定めた箇所でのみ端数を処理する。"
            if notice.ceiling
            else "計算は分数のまま正確に行い、定めた箇所でのみ端数を処理する。",
            ("The ceiling is not published before the opening. " if notice.ceiling else "")
            + "Sums are exact fractions and are rounded only where this notice says so.",
        ),
        "small",
    )


def _part(part: str, notice: NoticeTerms, lang: Lang) -> str:
    label = VALUE if part == "total" and "price" not in notice.formulas else LABELS[part]
    return label.pick(lang)


def _stated(notice: NoticeTerms) -> dict[str, Fraction]:
    numbers = {"technical_points": notice.technical_points, "price_points": notice.price_points} | {one.name: one.value for one in notice.numbers}
    return {name: value for name, value in numbers.items() if value is not None}


def told(formula: str, lang: Lang, known: dict[str, Fraction] | None = None) -> str:
    """A formula in the paper's language, with the numbers of `known` in place of their names."""

    def name(found: re.Match[str]) -> str:
        word = _CANONICAL.get(found.group(), found.group())
        if known and word in known:
            return number_text(known[word])
        return (NAMES if lang == "ja" else ENGLISH).get(word, found.group())

    return _NAME.sub(name, formula.translate(_SIGNS))


def _items(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("3. 評価項目及び配点", "3. Items and points"))
    columns = [
        Column(head=say("項目", "Item"), width=16),
        Column(head=say("評価項目", "Criterion")),
        Column(head=say("区分", "Kind"), width=36),
        Column(head=say("配点", "Points"), width=20, align="right"),
    ]
    if notice.criteria is None:
        yield table(columns, [_noticed_row(place, one, lang) for place, one in enumerate(notice.noticed.criteria, start=1)])
        return
    lines = list(_tree(notice.criteria.items, 0, say))
    lines.append((["", say("合計", "Total"), "", number_text(notice.criteria.points)], True))
    yield table(columns, [cells for cells, _ in lines], strong=[place for place, (_, strong) in enumerate(lines) if strong])
    security = [one for one in notice.criteria.leaves() if one.security is not None]
    yield from (_security_points(one, say) for one in security)


def _noticed_row(place: int, one: Noted, lang: Lang) -> list[str]:
    return [str(place), one.title.pick(lang), one.text.pick(lang), number_text(one.maximum) if one.maximum is not None else "—"]


def _tree(items: tuple[Criterion, ...], level: int, say: Say) -> Iterator[tuple[list[str], bool]]:
    for one in items:
        title = "\u3000" * level + one.title
        if one.items:
            total = sum((leaf.points or Fraction(0) for leaf in _leaves(one)), Fraction(0))
            yield [one.id, title, "", f"({number_text(total)})" if total else ""], True
            yield from _tree(one.items, level + 1, say)
        else:
            yield [one.id, title, _kind(one, say), number_text(one.points) if one.points is not None else "—"], False


def _leaves(one: Criterion) -> Iterator[Criterion]:
    if not one.items:
        yield one
    for inner in one.items:
        yield from _leaves(inner)


def _kind(one: Criterion, say: Say) -> str:
    if one.security is not None:
        return say("任意(確認の結果による)", "scored by the check")
    if one.mandatory:
        return say("必須(適否、基礎点)", "mandatory, with points") if one.points is not None else say("必須(適否)", "mandatory")
    return say("任意(採点)", "scored")


def _security_points(one: Criterion, say: Say) -> View:
    shares = one.security or {}
    words = {
        Verdict.CLEAR: say("懸念が認められない場合", "no concern found"),
        Verdict.REFER: say("懸念が払拭できない場合", "a concern that cannot be dispelled"),
        Verdict.BAR: say("懸念がある場合", "a concern"),
    }
    told_shares = say("、", ", ").join(f"{words[verdict]} {percent_text(share)}" for verdict, share in shares.items())
    return para(say(f"項目 {one.id} の得点は、配点に次の割合を乗じた点とする: {told_shares}。", f"Item {one.id} gives of its points: {told_shares}."))


def _marking(notice: NoticeTerms, say: Say) -> Iterator[View]:
    criteria = notice.criteria
    if criteria is None:
        return
    yield heading(say("4. 採点の方法", "4. How marks are given"))
    yield points(_marking_rules(criteria, say))
    scored = any(one.points is not None and not one.mandatory and one.security is None for one in criteria.leaves())
    if scored:
        grades = list(criteria.grades.items())
        yield table(
            [Column(head=say("等級", "Grade"), width=30, align="center"), Column(head=say("得点(配点に対する割合)", "Points (share of the item's)"))],
            [[grade, percent_text(share)] for grade, share in grades],
        )


def _marking_rules(criteria: Criteria, say: Say) -> Iterator[str]:
    members = say("、", ", ").join(criteria.members)
    yield say(
        f"評価委員({members})が、各項目を応札者ごとに、価格を知らない状態で採点する。",
        f"The evaluators ({members}) mark every item of every bid without knowing any price.",
    )
    yield say(
        "各項目の得点は、採点した委員の点の平均とし、端数を処理しない。技術評価は、その合計とする。",
        "An item's score is the mean of the evaluators' points, unrounded; the technical score is the sum of the items.",
    )
    if any(one.mandatory for one in criteria.leaves()):
        yield say(*VOTE[criteria.mandatory_by])
    yield say(*ABSENT[criteria.absent])


def _rules(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("5. その他の定め", "5. Further rules"))
    yield rows(_rule_rows(notice, say, lang))


def _rule_rows(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    yield say("端数処理", "Rounding"), rounding_words(notice.rounding, lang)
    yield say("税の扱い", "Tax basis"), _tax(notice, say)
    yield say("同点の場合", "Ties"), say(*TIES[notice.tie])
    if notice.minimum_score is not None:
        least = number_text(notice.minimum_score)
        yield (
            say("最低基準", "Minimum"),
            say(f"技術点が{least}点に満たない応札は、評価の対象としない。", f"A bid with fewer than {least} technical points is not evaluated."),
        )
    if notice.ceiling:
        yield (
            say("予定価格", "Ceiling price"),
            say(
                "予定価格の制限の範囲を超える入札は、評価の対象としない" + ("(予算決算及び会計令第79条)。" if notice.japanese else "。"),
                "A bid above the ceiling is not evaluated" + (" (予算決算及び会計令 Art. 79)." if notice.japanese else "."),
            ),
        )
    if notice.low_price_line:
        yield (
            say("低入札価格調査", "Low bids"),
            say(
                "調査基準価格を下回る入札があったときは、調査を終えるまで落札者の決定を保留する。調査基準価格は開札まで公表しない。",
                "A bid below the low-price line is investigated before any award. The line is not published before the opening.",
            ),
        )
    if notice.policy:
        yield (
            say("サプライチェーン・リスクの確認", "Check of supply-chain risk"),
            say(
                f"「{notice.policy.ja}」に基づき、提出された機器等リスト等により確認する。{SECURITY[notice.security].ja}",
                f"Checked by the equipment list and what comes with it, under “{notice.policy.en}”. {SECURITY[notice.security].en}",
            ),
        )


def _tax(notice: NoticeTerms, say: Say) -> str:
    basis = {
        "excluded": say("入札価格は消費税及び地方消費税を含まない金額で比べる。", "Prices are compared without consumption tax."),
        "included": say("入札価格は消費税及び地方消費税を含む金額で比べる。", "Prices are compared with consumption tax."),
    }[notice.ceiling or "excluded"]
    if notice.tax_rate is None:
        return basis
    rate = percent_text(notice.tax_rate * 100)
    return basis + say(
        f"落札価格は、入札価格に{rate}に相当する額を加算した金額(1円未満の端数は切り捨てる。)とする。",
        f" The award price is the bid with {rate} added, fractions of a yen cut.",
    )


def _frozen(notice: NoticeTerms, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(say("6. この基準の版", "6. Version of these criteria"))
    versions = [(one.version, day_text(one.at, lang), one.digest) for one in notice.tender.notices if one.at <= notice.day]
    if versions:
        columns = [Column(head=say("版", "Version"), width=20), Column(head=say("公告日", "Published"), width=56), Column(head="SHA-256")]
        yield table(columns, versions)
    yield rows([(say("この基準の識別値(SHA-256)", "Digest of these criteria (SHA-256)"), notice.digest)])
    yield para(
        say(
            "この基準を変更するときは、新しい版を公告し、全ての応札者に書面で送付する。入札の期限は、応札者が改めて提出できるよう延長する。",
            "A change of these criteria is published as a new version and sent in writing to every bidder, in time to bid again (GPA X:11).",
        ),
        "small",
    )
