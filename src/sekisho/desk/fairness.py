"""Are rounds of questions and replacements equal for all bidders (機会の均等)? What is not is a finding about the tender (GPA IV:1, X:11).

1. Every bidder is written to, and all on one day.
2. All have the same last day, and none is answered after it.
3. All have as many chances to hand their list in anew: one in each round, none outside.

An inequality that was decided on purpose is recorded at the round (`unequal`) and shown; else the proposal waits for it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from ..findings import Finding, Link, Question, Verdict
from ..tenders.model import Bid, Submission
from ..tenders.rounds import Round
from ..terms import Text

RULE = "ROUNDS"
ASK_EQUAL = Text(
    ja="職員による確認: 全ての応札者に同じ機会と期限を与えるか、異なる扱いとした決定を rounds の unequal に記録してください。",
    en="For the officer: give every bidder the same chance and time, or record the decision to differ as unequal of the round.",
)
UNSENT = Text(ja="照会の回「{round}」を送っていない応札者がいる: {bids}。", en="Round “{round}” was not sent to: {bids}.")
OTHER_DAY = Text(ja="照会の回「{round}」の送付日が応札者により異なる: {bids}。", en="Round “{round}” went out on different days: {bids}.")
OTHER_TIME = Text(ja="照会の回「{round}」の期限が応札者により異なる: {bids}。", en="Round “{round}” has different last days: {bids}.")
LATE = Text(ja="照会の回「{round}」の期限の後に受け取った版がある: {bids}。", en="In round “{round}” a list came in after the last day: {bids}.")
TWICE = Text(
    ja="照会の回「{round}」で機器等リストを二度以上出した応札者がいる: {bids}。", en="In round “{round}” a list was handed in more than once: {bids}."
)
OUTSIDE = Text(
    ja="どの回にもよらず機器等リストを出し直した応札者がいる: {bids}。他の応札者にその機会がなかった。",
    en="A list was handed in anew outside any round: {bids}. The other bidders had no such chance.",
)


def unequal_rounds(submission: Submission, day: date) -> Iterator[Finding]:
    """Every inequality that was there by the day; a tender with one bidder has nobody to be unequal with."""
    bids = submission.bids
    if len(bids) < 2:
        return
    for one in (known for known in submission.tender.rounds if known.opened_at <= day):
        yield from _of_round(submission, one, day)
    later = [(bid.id, version) for bid in bids for version in bid.versions[1:] if not version.round]
    outside = {bid: version.version for bid, version in later if (version.submitted_at or day) <= day}
    if outside:
        yield _finding(submission, None, "number", OUTSIDE, outside)


def _of_round(submission: Submission, one: Round, day: date) -> Iterator[Finding]:
    bids = submission.bids
    sent = {bid.id: one.sent_to(bid.id) for bid in bids}
    due = {bid.id: one.due_of(bid.id).isoformat() for bid in bids}
    unsent = {bid: "-" for bid, at in sent.items() if at is None}
    if unsent:
        yield _finding(submission, one, "sent", UNSENT, unsent)
    if len({at for at in sent.values() if at is not None}) > 1:
        yield _finding(submission, one, "day", OTHER_DAY, {bid: at.isoformat() for bid, at in sent.items() if at is not None})
    if len(set(due.values())) > 1:
        yield _finding(submission, one, "time", OTHER_TIME, due)
    handed_in = {bid.id: _days_in(bid, one, day) for bid in bids}
    late = {bid: ", ".join(at.isoformat() for at in days if at > one.due_of(bid)) for bid, days in handed_in.items()}
    if any(late.values()):
        yield _finding(submission, one, "late", LATE, {bid: days for bid, days in late.items() if days})
    twice = {bid: str(len(days)) for bid, days in handed_in.items() if len(days) > 1}
    if twice:
        yield _finding(submission, one, "number", TWICE, twice)


def _days_in(bid: Bid, one: Round, day: date) -> list[date]:
    """The days on which the bidder handed its list in anew in a round."""
    return [at.submitted_at for at in bid.versions[1:] if at.round == one.id and at.submitted_at is not None and at.submitted_at <= day]


def _finding(submission: Submission, one: Round | None, about: str, words: Text, told: Mapping[str, str]) -> Finding:
    named = ", ".join(f"{bid} ({what})" if what != "-" else bid for bid, what in sorted(told.items()))
    round_id = one.id if one else ""
    decided = one.unequal if one else None
    because = Text(ja=words.ja.format(round=round_id, bids=named), en=words.en.format(round=round_id, bids=named))
    if decided is not None:
        because = Text(
            ja=f"{because.ja}異なる扱いの決定: {decided.by}、{decided.authority}、{decided.at}、理由: {decided.reason}。",
            en=f"{because.en} Decided by {decided.by} ({decided.authority}) on {decided.at}: {decided.reason}.",
        )
    source = "tender.yaml tender.rounds"
    return Finding(
        rule=RULE,
        verdict=Verdict.REFER if decided is None else Verdict.CLEAR,
        subject={"tender": submission.tender.id, "round": round_id, "about": about},
        because=because,
        evidence=tuple(
            Link(relation="granted", subject=bid, target=f"{round_id or '-'}: {what}", source=source) for bid, what in sorted(told.items())
        ),
        ask=Question(fact="rounds", text=ASK_EQUAL) if decided is None else None,
    )
