"""The points of the decision record from the decision on: who decided and why, scores, notices, clocks, interests."""

from collections.abc import Iterator, Mapping

from ..award.clocks import Clock
from ..findings import Finding, Verdict
from ..tenders.methods import EndsIn, ends_in
from ..terms import Text, decimal_text
from .decision_record import Basis, Entry, Told, entry
from .reasons import protected_reasons
from .results import Results
from .withheld import is_japanese, why_the_check_is_withheld

PARTIES: Mapping[EndsIn, Text] = {
    "award": Text(ja="落札者", en="Award"),
    "negotiation": Text(ja="交渉権者・契約の相手方", en="Party to negotiate or contract with"),
    "contract": Text(ja="契約の相手方", en="Contract party"),
}
"""Who is decided on, by what the method ends in."""


def decision(basis: Basis) -> Told:
    award, found, missing = basis.case.submission.publication.award, [], []
    party = PARTIES[ends_in(basis.case.submission.tender.shape.method)]
    if award is not None and award.at <= basis.day:
        text = f"{award.winner} {award.at.isoformat()} {award.by} {award.authority}"
        found.append(entry(f"{party.ja}の決定", party.en, text))
    else:
        missing.append(Text(ja=f"{party.ja}の決定(決定者、根拠、日付)", en="the award: who decided, on what authority, when"))
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
        japanese = is_japanese(basis.judgement.pack)
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
    if not _losers(results):
        return [entry("通知", "Notices", Text(ja="他の応札者はなく、通知を要しない", en="there was no other bidder to notify"))], []
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
