"""The sixteen points of the decision record, each drawn from the case, the judgement and the clocks; this module has those up to the decision."""

from datetime import date

from ..findings import Verdict
from ..tenders.advice import Advice
from ..terms import Text, decimal_text
from .decision_record import Basis, Entry, PointMaker, Told, both, entry, iso_day, on_day
from .record_outcome import challenge, decision, handling, interests, keeping, notices, scores

OWNERSHIP = frozenset({"OWNER", "CONTROL"})


def identity(basis: Basis) -> Told:
    tender = basis.case.submission.tender
    found = [
        entry("調達案件番号", "Tender number", tender.id),
        entry("件名", "Title", tender.title or "—"),
        entry("公告日", "Notice", on_day(tender.notice_date)),
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
        found.append(entry("決定日・適用開始", "Adopted, in force from", f"{pack.adopted_at.isoformat()} / {iso_day(pack.period.start)}"))
        found.append(entry("基準日", "As of", on_day(screening.policy_as_of if screening else None)))
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
            found.append(entry(f"版 {one.version}", f"Version {one.version}", f"{one.list.file} SHA-256 {one.list.digest} {iso_day(day)}", bid.id))
        if not bid.versions:
            found.append(entry("提出時の機器等リスト", "List as submitted", f"{bid.list.file} SHA-256 {bid.list.digest}", bid.id))
        if not any(one.submitted_at for one in bid.versions):
            missing.append(Text(ja=f"{bid.id}: 機器等リストの提出日", en=f"{bid.id}: the day on which the list was handed in"))
    return found, missing


def advice(basis: Basis) -> Told:
    """Each question to an advisory body with its answer; what it rests on stays with the body where it says so."""
    events = [one for one in basis.case.submission.events if one.kind.startswith("advice-") and one.at <= basis.day]
    words = {"advice-requested": ("助言の依頼", "Advice requested"), "advice-received": ("助言の受領", "Advice received")}
    found = [entry(*words.get(one.kind, (one.kind, one.kind)), f"{one.at.isoformat()} {one.reference}".strip(), one.bid) for one in events]
    asked = [one for one in basis.case.submission.advice if one.asked_at <= basis.day]
    found += [_advice(one, basis.day) for one in asked]
    missing = [Text(ja=f"{one.id}: 受けた助言", en=f"{one.id}: the advice received") for one in asked if one.received_at is None]
    if not asked and not any(one.kind == "advice-requested" for one in events):
        missing.append(Text(ja="助言の依頼(品目、照会の内容、日付)", en="a request for advice: which items, what was asked, when"))
    elif not asked and not any(one.kind == "advice-received" for one in events):
        missing.append(Text(ja="受けた助言", en="the advice received"))
    return found, missing


ANSWERS = {
    "": Text(ja="回答なし又は失効", en="no answer, or expired"),
    "concern": Text(ja="懸念あり", en="a concern"),
    "no-concern": Text(ja="懸念なし", en="no concern"),
    "more-information": Text(ja="追加の情報を要する", en="more information is needed"),
}


def _advice(one: Advice, day: date) -> Entry:
    answer, lines = ANSWERS[one.answer_on(day)], ", ".join(one.lines)
    kept = f" ({one.basis})" if one.basis else ""
    told = Text(
        ja=f"{answer.ja}。根拠は非開示{kept}" if one.withheld else answer.ja,
        en=f"{answer.en}; its grounds are withheld{kept}" if one.withheld else answer.en,
    )
    before = Text(
        ja=f"{one.asked_at.isoformat()} 照会(行 {lines or '—'})、{iso_day(one.received_at)} 受領",
        en=f"asked {one.asked_at.isoformat()} (lines {lines or '—'}), received {iso_day(one.received_at)}",
    )
    return entry(
        f"助言 {one.id} {one.body}", f"Advice {one.id} {one.body}", Text(ja=f"{before.ja}: {told.ja}", en=f"{before.en}: {told.en}"), one.bid
    )


def evidence(basis: Basis) -> Told:
    judgement, found = basis.judgement, []
    if judgement.screening is None:
        return [], [Text(ja="確認を行っていない", en="nothing was screened")]
    for card in judgement.edition.cards if judgement.edition else ():
        found.append(
            entry("登録簿の典拠", "Source of the register", f"{card.title or card.path} {iso_day(card.retrieved_at)} SHA-256 {card.sha256[:16]}")
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
    for one in basis.case.submission.tender.rounds:
        if one.opened_at <= basis.day:
            told = Text(
                ja=f"{one.opened_at.isoformat()} 送付、回答期限 {one.due.isoformat()}",
                en=f"sent {one.opened_at.isoformat()}, due {one.due.isoformat()}",
            )
            name = ("代替品の回", "Round of replacements") if one.kind == "replacement" else ("照会の回", "Round of questions")
            found.append(entry(f"{name[0]} {one.id}", f"{name[1]} {one.id}", told))
            asked |= {bid.id for bid in basis.case.submission.bids if not one.sent or bid.id in one.sent}
    letters = {one.bid for one in basis.judgement.proposal.letters if one.questions} if basis.judgement.proposal else set()
    set_aside = {*basis.judgement.proposal.excluded, *basis.judgement.proposal.pending} if basis.judgement.proposal else set()
    wanting = sorted((letters | set_aside) - asked)
    missing = [Text(ja=f"{bid}: 回答又は代替品の提案の機会", en=f"{bid}: an opportunity to answer or to offer a replacement") for bid in wanting]
    return found, missing


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
