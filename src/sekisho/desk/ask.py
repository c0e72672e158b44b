"""The officer asks: one letter a bidder for a round of questions (照会), all of them on the same terms."""

from dataclasses import dataclass

from ..award.model import Letter
from ..award.propose import letters_of_round
from ..faults import refuse
from ..tenders.rounds import Round
from .judge import judge_case
from .model import Judgement
from .office import Asked, Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The letters of a round: one for every bid. `round` None = the case names none yet, so the letters have no last day."""

    judgement: Judgement
    round: Round | None
    letters: tuple[Letter, ...]


def ask_bidders(office: Office, asked: Asked, *, round_id: str = "") -> Asking:
    """Screen the case and write to every bidder of a round ("" = the last one that the tender names)."""
    judgement = judge_case(office, office.cases.read(asked.case), asked, stop_before_prices=True)
    screening = judgement.screening
    if screening is None:
        raise refuse(
            "tender.yaml",
            "questions.not-screened",
            where="tender.policy",
            what=("確認をしない案件であり、照会する事項がない", "the case is not screened, so there is nothing to ask"),
            remedy=("policy: none を外すか、調達方針を指定する", "take out policy: none, or name a policy"),
        )
    chosen = _round(judgement.submission.tender.rounds, round_id)
    return Asking(judgement=judgement, round=chosen, letters=letters_of_round(judgement.submission, screening, chosen))


def _round(rounds: tuple[Round, ...], wanted: str) -> Round | None:
    if not wanted:
        return rounds[-1] if rounds else None
    found = next((one for one in rounds if one.id == wanted), None)
    if found is None:
        raise refuse(
            "tender.yaml",
            "questions.round-unknown",
            where="tender.rounds",
            what=("この番号の回がない", "there is no round of this id"),
            remedy=("rounds の id を指定する", "name an id of rounds"),
            shown=wanted,
        )
    return found


def letter_json(letter: Letter) -> dict[str, object]:
    """A letter as `questions --json` prints it; `findings` are for the officer and stand in no letter."""
    return {
        "bid": letter.bid,
        "bidder": letter.bidder,
        "round": letter.round or None,
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "due": letter.due.isoformat() if letter.due else None,
        "questions": [
            {"fact": one.fact, "about": one.about, "text": one.text.as_json(), "lines": list(one.lines), "findings": list(one.findings)}
            for one in letter.questions
        ],
    }
