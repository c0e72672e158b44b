"""The sixteen points of the decision record, each drawn from the case, the judgement and the clocks."""

from collections.abc import Iterator
from datetime import date

from ..award.clocks import Clock
from ..findings import Finding, Verdict
from ..terms import Text, decimal_text
from .decision_record import Basis, Entry, PointMaker, Told
from .reasons import protected_reasons
from .results import Results
from .withheld import why_the_check_is_withheld

OWNERSHIP = frozenset({"OWNER", "CONTROL"})


def both(text: str) -> Text:
    """What is the same in both languages: a name, a number, a digest."""
    return Text(ja=text, en=text)


def _day(day: date | None) -> Text:
    return both(day.isoformat()) if day else Text(ja="記録なし", en="not recorded")


def entry(ja: str, en: str, text: Text | str, bid: str = "") -> Entry:
    return Entry(name=Text(ja=ja, en=en), text=text if isinstance(text, Text) else both(text), bid=bid)


def identity(basis: Basis) -> Told:
    tender = basis.case.submission.tender
    found = [
        entry("調達案件番号", "Tender number", tender.id),
        entry("件名", "Title", tender.title or "—"),
        entry("公告日", "Notice", _day(tender.notice_date)),
    ]
    lots = (tender.shape.lot,) if tender.shape.lot else tender.shape.lots
    found.append(entry("ロット", "Lots", ", ".join(f"{lot.id} {lot.title}" for lot in lots) if lots else Text(ja="分割なし", en="one")))
    found += [
        entry(f"公告の版 {one.version}", f"Version {one.version} of the notice", f"{one.at.isoformat()} SHA-256 {one.digest}")
        for one in tender.notices
    ]
    missing = [] if tender.agency else [Text(ja="調達機関の名称", en="the name of the procuring entity")]
    if tender.agency:
        found.insert(2, entry("調達機関", "Procuring entity", tender.agency))
    if not tender.notices:
        missing.append(Text(ja="公告の版とその識別値", en="the version of the notice and its digest"))
    return found, missing


def regime(basis: Basis) -> Told:
    pack, screening = basis.judgement.pack, basis.judgement.screening
    found: list[Entry] = []
    if pack is None:
        found.append(entry("適用した方針", "Policy", Text(ja="なし(総合評価のみ)", en="none (evaluation only)")))
    else:
        found.append(
            entry("適用した方針", "Policy", Text(ja=f"{pack.title.ja}({pack.id} {pack.version})", en=f"{pack.title.en} ({pack.id} {pack.version})"))
        )
        found.append(entry("根拠", "Instrument", pack.instrument))
        found.append(entry("決定日・適用開始", "Adopted, in force from", f"{pack.adopted_at.isoformat()} / {_iso(pack.period.start)}"))
        found.append(entry("基準日", "As of", _day(screening.policy_as_of if screening else None)))
        found.append(entry("識別値", "Digest", pack.digest))
    invocations = basis.case.submission.tender.shape.invocations
    for one in invocations:
        said = Text(ja="援用する" if one.invoked else "援用しない", en="invoked" if one.invoked else "not invoked")
        scope = ", ".join(one.lots)
        text = Text(
            ja=f"{said.ja} {scope} {one.by} {one.authority} {one.at}: {one.reason}",
            en=f"{said.en} {scope} {one.by} {one.authority} {one.at}: {one.reason}",
        )
        found.append(entry(f"政府調達協定{one.paragraph}", f"GPA {one.paragraph}", text))
    missing = (
        []
        if invocations
        else [Text(ja="政府調達協定第3条を援用するか否か(いずれも推定しない)", en="whether GPA Art. III is invoked (neither is presumed)")]
    )
    return found, missing


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"


def scope(basis: Basis) -> Told:
    tender, pack, screening = basis.case.submission.tender, basis.judgement.pack, basis.judgement.screening
    if pack is None:
        return [entry("対象", "Scope", Text(ja="方針を適用しない", en="no policy applies"))], []
    known = {one.id: one.text for one in pack.viewpoints}
    found = [entry("該当する観点", "Viewpoint", known.get(one, both(one))) for one in tender.viewpoints or ()]
    if screening is not None:
        outside = screening.scope == "out"
        found.append(entry("判断", "Answer", Text(ja="対象外" if outside else "対象", en="out of scope" if outside else "in scope")))
    missing = [Text(ja="対象とした者(職)", en="who decided that it is in scope")]
    if tender.viewpoints is None:
        missing.insert(0, Text(ja="該当する観点(対象と推定した)", en="the viewpoints it meets (it was presumed to be in scope)"))
    return found, missing


def criteria(basis: Basis) -> Told:
    evaluation, tender = basis.judgement.evaluation, basis.case.submission.tender
    if evaluation is None:
        return [], [Text(ja="評価の定め", en="terms of evaluation")]
    terms = evaluation.terms
    found = [
        entry("評価の方式", "Method", Text(ja=f"{evaluation.formula.ja}({evaluation.preset})", en=f"{evaluation.formula.en} ({evaluation.preset})")),
        entry("識別値", "Digest", evaluation.notice_digest),
    ]
    if terms.criteria is not None:
        leaves = list(terms.criteria.leaves())
        points = decimal_text(terms.criteria.points)
        found.append(
            entry("評価項目", "Items", Text(ja=f"{len(leaves)}項目、配点の合計{points}点", en=f"{len(leaves)} items, {points} points in all"))
        )
    frozen = bool(tender.notices) and tender.notices[-1].digest == evaluation.notice_digest
    if frozen:
        same = Text(ja="評価に用いた定めは、最後に公告した版と一致する", en="what was reckoned is the last version of the notice")
        found.append(entry("公告との一致", "As noticed", same))
        return found, []
    return found, [
        Text(ja="公告時に凍結した版との一致(公告の版の記録がない)", en="that it is what the notice froze (no version of the notice is on record)")
    ]


def lists(basis: Basis) -> Told:
    found, missing = [], []
    for bid in basis.case.submission.bids:
        if bid.list is None:
            missing.append(Text(ja=f"{bid.id}: 機器等リスト", en=f"{bid.id}: an equipment list"))
            continue
        for one in bid.versions:
            day = one.submitted_at
            found.append(entry(f"版 {one.version}", f"Version {one.version}", f"{one.list.file} SHA-256 {one.list.digest} {_iso(day)}", bid.id))
        if not bid.versions:
            found.append(entry("提出時の機器等リスト", "List as submitted", f"{bid.list.file} SHA-256 {bid.list.digest}", bid.id))
        if not any(one.submitted_at for one in bid.versions):
            missing.append(Text(ja=f"{bid.id}: 機器等リストの提出日", en=f"{bid.id}: the day on which the list was handed in"))
    return found, missing


def advice(basis: Basis) -> Told:
    events = [one for one in basis.case.submission.events if one.kind.startswith("advice-") and one.at <= basis.day]
    words = {"advice-requested": ("助言の依頼", "Advice requested"), "advice-received": ("助言の受領", "Advice received")}
    found = [entry(*words.get(one.kind, (one.kind, one.kind)), f"{one.at.isoformat()} {one.reference}".strip(), one.bid) for one in events]
    missing = []
    if not any(one.kind == "advice-requested" for one in events):
        missing.append(Text(ja="助言の依頼(品目、照会の内容、日付)", en="a request for advice: which items, what was asked, when"))
    elif not any(one.kind == "advice-received" for one in events):
        missing.append(Text(ja="受けた助言", en="the advice received"))
    return found, missing


def evidence(basis: Basis) -> Told:
    judgement, found = basis.judgement, []
    if judgement.screening is None:
        return [], [Text(ja="確認を行っていない", en="nothing was screened")]
    for card in judgement.edition.cards if judgement.edition else ():
        found.append(
            entry("登録簿の典拠", "Source of the register", f"{card.title or card.path} {_iso(card.retrieved_at)} SHA-256 {card.sha256[:16]}")
        )
    for one in judgement.screening.bids:
        tally = {verdict: sum(1 for item in one.all_findings() if item.standing is verdict) for verdict in Verdict}
        unknown = sum(1 for item in one.all_findings() if item.rule == "UNDISCLOSED" and item.standing is not Verdict.CLEAR)
        text = Text(
            ja=f"除外の提案 {tally[Verdict.BAR]}、要確認 {tally[Verdict.REFER]}、うち示されていない事項 {unknown}(根拠は要保護の理由書)",
            en=f"{tally[Verdict.BAR]} exclusion proposed, {tally[Verdict.REFER]} to be confirmed, {unknown} not disclosed (evidence: protected text)",
        )
        found.append(entry("所見の数", "Findings", text, one.bid))
    return found, []


def owners(basis: Basis) -> Told:
    found, missing = [], []
    screened = {one.bid: one for one in basis.judgement.screening.bids} if basis.judgement.screening else {}
    for bid in basis.case.submission.bids:
        charts = [file for file in bid.files if file.kind == "chart"]
        found += [entry("資本関係図", "Ownership chart", f"{file.path} SHA-256 {file.digest}", bid.id) for file in charts]
        if bid.chart is None:
            missing.append(
                Text(
                    ja=f"{bid.id}: 資本関係図(提出を求めていない、又は提出がない)",
                    en=f"{bid.id}: an ownership chart (none was asked for, or none came)",
                )
            )
        used = [one for one in screened[bid.id].all_findings() if one.rule in OWNERSHIP] if bid.id in screened else []
        for one in used:
            steps = f"{len(one.evidence)}"
            found.append(entry("経路", "Path", Text(ja=f"所見 {one.id}(経路 {steps} 段)", en=f"finding {one.id} ({steps} steps)"), bid.id))
    return found, missing


def responses(basis: Basis) -> Told:
    kinds = {
        "questions-sent": ("照会書の送付", "Questions sent"),
        "answer-received": ("回答の受領", "Answer received"),
        "replacement-asked": ("代替品の求め", "Replacement asked for"),
        "replacement-received": ("代替品の提出", "Replacement handed in"),
        "replacement-declined": ("代替品を提出しない旨の回答", "Replacement declined"),
    }
    events = [one for one in basis.case.submission.events if one.kind in kinds and one.at <= basis.day]
    found = [entry(*kinds[one.kind], f"{one.at.isoformat()} {one.reference}".strip(), one.bid) for one in events]
    asked = {one.bid for one in events if one.kind in ("questions-sent", "replacement-asked")}
    letters = {one.bid for one in basis.judgement.proposal.letters if one.questions} if basis.judgement.proposal else set()
    set_aside = {*basis.judgement.proposal.excluded, *basis.judgement.proposal.pending} if basis.judgement.proposal else set()
    wanting = sorted((letters | set_aside) - asked)
    missing = [Text(ja=f"{bid}: 回答又は代替品の提案の機会", en=f"{bid}: an opportunity to answer or to offer a replacement") for bid in wanting]
    return found, missing


def decision(basis: Basis) -> Told:
    award, found, missing = basis.case.submission.publication.award, [], []
    if award is not None and award.at <= basis.day:
        text = f"{award.winner} {award.at.isoformat()} {award.by} {award.authority}"
        found.append(entry("落札者の決定", "Award", text))
    else:
        missing.append(Text(ja="落札者の決定(決定者、根拠、日付)", en="the award: who decided, on what authority, when"))
    for one in _settled(basis):
        decided = one.settled
        assert decided is not None
        text = f"{one.id} {decided.verdict.word} {decided.at.isoformat()} {decided.by} {decided.authority}"
        found.append(entry("所見についての決定", "Decision on a finding", text, one.subject.get("bid", "")))
    results = basis.results
    if results is not None:
        found += [
            entry("公表できる理由", "Publishable reason", _joined(one.reason.criterion, one.reason.text), one.bid.id) for one in results.results
        ]
    if protected_reasons(basis.judgement):
        japanese = basis.judgement.pack is None or basis.judgement.pack.id.startswith("jp-")
        found.append(
            entry("別に保管する理由と公表しない根拠", "Protected reasons, and why they are withheld", why_the_check_is_withheld(japanese=japanese))
        )
    missing += list(_undecided(basis))
    return found, missing


def _joined(one: Text, other: Text) -> Text:
    return Text(ja=f"{one.ja}: {other.ja}", en=f"{one.en}: {other.en}")


def _settled(basis: Basis) -> Iterator[Finding]:
    for bid in basis.judgement.screening.bids if basis.judgement.screening else ():
        yield from (one for one in bid.all_findings() if one.settled is not None)


def _undecided(basis: Basis) -> Iterator[Text]:
    """Bids that are set aside on a finding that no person has decided."""
    for bid in basis.judgement.screening.bids if basis.judgement.screening else ():
        gravest = [one for one in bid.all_findings() if one.verdict is not Verdict.CLEAR and one.settled is None]
        if gravest:
            yield Text(
                ja=f"{bid.bid}: 所見 {len(gravest)} 件についての署名された決定",
                en=f"{bid.bid}: signed decisions on {len(gravest)} finding(s)",
            )


def scores(basis: Basis) -> Told:
    evaluation, found, missing = basis.judgement.evaluation, [], []
    for one in evaluation.bids if evaluation else ():
        for step in one.steps:
            before, after = decimal_text(step.exact), decimal_text(step.rounded)
            text = Text(ja=f"端数処理前 {before}、後 {after}", en=f"{before} before, {after} after rounding")
            found.append(Entry(name=step.label, text=text, bid=one.bid))
        if one.assessed is not None:
            marks = sum(len(item.by_member) for item in one.assessed.items)
            found.append(
                entry(
                    "委員別・項目別の採点",
                    "Marks by evaluator and item",
                    Text(ja=f"{marks}件(総合評価比較表)", en=f"{marks} (comparison of bids)"),
                    one.bid,
                )
            )
        else:
            missing.append(Text(ja=f"{one.bid}: 委員別・項目別の採点", en=f"{one.bid}: marks by evaluator and item"))
    if evaluation is None:
        missing.append(Text(ja="評価", en="an evaluation"))
    return found, missing


def handling(basis: Basis) -> Told:
    evaluation = basis.judgement.evaluation
    if evaluation is None:
        return [], [Text(ja="評価", en="an evaluation")]
    terms, found, missing = evaluation.terms, [], []
    over = [one.bid for one in evaluation.bids if one.reason_code.startswith("over-ceiling")]
    none = Text(ja="該当なし", en="none")
    if terms.ceiling is not None:
        found.append(entry("予定価格を超える入札", "Bids above the ceiling", ", ".join(over) if over else none))
    else:
        found.append(entry("予定価格", "Ceiling", Text(ja="定めなし", en="none")))
    for bid in basis.case.submission.bids:
        if bid.low_price is not None:
            held = bid.low_price
            found.append(entry("低入札価格調査", "Low-price investigation", f"{held.at.isoformat()} {held.by}: {held.reason}", bid.id))
    waiting = [one.bid for one in evaluation.bids if one.reason_code == "low-price"]
    missing += [Text(ja=f"{bid}: 低入札価格調査の記録", en=f"{bid}: the record of the low-price investigation") for bid in waiting]
    line = terms.low_price_line
    found.append(entry("調査基準価格", "Low-price line", decimal_text(line) if line is not None else Text(ja="定めなし", en="none")))
    if terms.lottery is not None:
        drawn = f"{terms.lottery.winner} {terms.lottery.at.isoformat()} ({', '.join(terms.lottery.witnesses)})"
        found.append(entry("くじ", "Lottery", drawn))
    elif evaluation.tie:
        missing.append(Text(ja="同点を決するくじ等の記録", en="the record of what settled the tie"))
    else:
        found.append(entry("同点", "Ties", none))
    return found, missing


def notices(basis: Basis) -> Told:
    results = basis.results
    if results is None or results.winner is None:
        return [], [Text(ja="落札者とならなかった者への通知", en="notices to the losers")]
    sent = {one.bid: one for one in basis.case.submission.events if one.kind == "loser-notified" and one.at <= basis.day}
    found, missing = [], []
    for bid in _losers(results):
        event = sent.get(bid)
        found.append(entry("相対的な優位点", "Relative advantages", Text(ja="審査結果通知書3に記載", en="section 3 of the letter"), bid))
        if event is None:
            missing.append(Text(ja=f"{bid}: 通知の送付日", en=f"{bid}: the day on which the notice was sent"))
            continue
        found.append(entry("通知の送付", "Notice sent", f"{event.at.isoformat()} {event.reference}".strip(), bid))
        if event.known is None or event.proof is None:
            missing.append(Text(ja=f"{bid}: 知った日とその証拠", en=f"{bid}: the day of knowledge and its proof"))
        else:
            found.append(entry("知った日", "Known on", f"{event.known.isoformat()} ({event.proof.means} {event.proof.reference})", bid))
    return found, missing


def _losers(results: Results) -> list[str]:
    return [one.bid.id for one in results.results if one is not results.winner]


def challenge(basis: Basis) -> Told:
    return _of_clocks(basis, ("challenge", "standstill", "suspension"), Text(ja="苦情申立ての期限", en="the end of the challenge window"))


def keeping(basis: Basis) -> Told:
    return _of_clocks(
        basis,
        ("award-notice", "retention-gpa", "retention-archives", "retention-agency"),
        Text(ja="公示日と保存期限", en="the days of publication and of retention"),
    )


def _of_clocks(basis: Basis, ids: tuple[str, ...], wanted: Text) -> Told:
    clocks = [one for one in basis.clocks if one.id in ids]
    found = [Entry(name=one.title, text=_clock(one), bid=one.bid) for one in clocks if one.state != "not-started"]
    waiting = [one for one in clocks if one.state == "not-started"]
    missing = [_named(one.title, one.bid) for one in waiting]
    return found, missing or ([] if found else [wanted])


def _named(title: Text, bid: str) -> Text:
    before = f"{bid}: " if bid else ""
    return Text(ja=f"{before}{title.ja}(起算する日の記録がない)", en=f"{before}{title.en} (the day it runs from is not recorded)")


def _clock(one: Clock) -> Text:
    states = {
        "running": Text(ja="進行中", en="running"),
        "suspended": Text(ja="停止中", en="suspended"),
        "met": Text(ja="期限内に実施", en="met"),
        "late": Text(ja="期限を徒過", en="late"),
        "ended": Text(ja="満了", en="over"),
        "broken": Text(ja="期限前に次の段階に進んだ", en="the next step was taken too early"),
        "not-started": Text(ja="未起算", en="not started"),
    }
    state, unsure = states[one.state], Text(ja="、未確認の典拠による" if one.unverified else "", en=", unverified source" if one.unverified else "")
    until = (
        Text(ja=f"{one.due.isoformat()} まで", en=f"until {one.due.isoformat()}") if one.due else Text(ja="末日は定まらない", en="no last day yet")
    )
    return Text(ja=f"{until.ja}({state.ja}、{one.deadline.clause}{unsure.ja})", en=f"{until.en} ({state.en}, {one.deadline.clause}{unsure.en})")


def interests(basis: Basis) -> Told:
    stated = [one for one in basis.case.submission.interests if one.at <= basis.day]
    found = []
    for one in stated:
        answer = Text(ja="利益相反あり" if one.conflict else "利益相反なし", en="a conflict" if one.conflict else "no conflict")
        rest = " ".join(part for part in (one.statement, one.handling) if part)
        found.append(
            entry(one.by, one.by, Text(ja=f"{answer.ja} {one.at.isoformat()} {rest}".strip(), en=f"{answer.en} {one.at.isoformat()} {rest}".strip()))
        )
    who = {one.by for one in stated}
    missing = [Text(ja=f"{role}: 利益相反の申告", en=f"{role}: a statement on conflicts of interest") for role in _roles(basis) if role not in who]
    return found, missing


def _roles(basis: Basis) -> list[str]:
    """Those whose statement is wanted: each evaluator, and whoever decides the award."""
    evaluation, award = basis.judgement.evaluation, basis.case.submission.publication.award
    members = list(evaluation.terms.criteria.members) if evaluation and evaluation.terms.criteria else []
    return list(dict.fromkeys([*members, *([award.by] if award else [])])) or ["契約担当官"]


POINTS: tuple[tuple[Text, PointMaker], ...] = (
    (Text(ja="調達案件、調達機関、ロット、公告の版", en="Tender, entity, lot, version of the notice"), identity),
    (Text(ja="適用した方針・協定の条項とその版", en="Regime and clause applied, with its version"), regime),
    (Text(ja="対象とした理由と判断した者", en="Why the system is in scope, and who decided so"), scope),
    (Text(ja="公告した評価基準・配点・算式(凍結)", en="Criteria, weights and formula as noticed (frozen)"), criteria),
    (Text(ja="提出された機器等リストと各版", en="Equipment lists as submitted, and each version"), lists),
    (Text(ja="助言機関への照会と受けた助言", en="Questions put to the advisory body, and its advice"), advice),
    (Text(ja="根拠、典拠、取得日、不明の事項", en="Evidence, sources, days, and what is unknown"), evidence),
    (Text(ja="用いた資本関係の経路", en="Ownership paths used"), owners),
    (Text(ja="応札者の回答・代替品の機会とその結果", en="Opportunity to answer or replace, and the reply"), responses),
    (Text(ja="決定、決定者、公表できる理由と保護する理由", en="Decision, who took it, both texts of reasons"), decision),
    (Text(ja="委員別・項目別の得点(端数処理の前後)", en="Scores by evaluator and item, before and after rounding"), scores),
    (Text(ja="予定価格・低入札・同点の扱い", en="Ceiling, low prices, ties"), handling),
    (Text(ja="落札者とならなかった者への通知", en="Notices to the losers"), notices),
    (Text(ja="苦情申立ての期限と停止の状態", en="Challenge window and suspension"), challenge),
    (Text(ja="保存期限と公示日", en="Retention and publication"), keeping),
    (Text(ja="利益相反", en="Conflicts of interest"), interests),
)
"""Title and maker of each point, in the order of the list."""
