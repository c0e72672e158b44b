"""The centre's book (照会簿): every request with what was answered, by which edition, on which grounds. It never leaves the centre.

BOOK/answers/<request id>.json    canonical JSON: {"request", "answered_at", "edition", "given_by", "given", "grounds", "alarms", "answered"}
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ...canonical import canonical_json
from ...desk.advice_watch import Alarm, LookUp
from ...desk.advise import Earlier
from ...faults import InputRefused, fault
from ...feeds.advice_packages import parse_request, request_text
from ...tenders.centre import AdviceRequest, Given
from .disk import write_durably


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request in the book; `given` is empty where it was refused."""

    request: AdviceRequest
    answered_at: date
    edition: str
    given_by: str
    given: tuple[Given, ...]
    grounds: dict[str, tuple[str, ...]]
    alarms: tuple[Alarm, ...]


class AdviceBook:
    """One folder at the centre."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> tuple[dict[str, Any], ...]:
        """Every entry, in the order of the days of answer; InputRefused where one cannot be read: a budget cannot be told then."""
        found = [self._read(path) for path in sorted((self.folder / "answers").glob("*.json"))]
        return tuple(sorted(found, key=lambda one: (one["answered_at"], one["request"]["id"])))

    def look_ups(self) -> tuple[LookUp, ...]:
        """What was looked up and answered."""
        return tuple(_look_up(one) for one in self.all() if one["answered"])

    def earlier(self) -> tuple[Earlier, ...]:
        """All advice that was given."""
        return tuple(
            Earlier(entity=one["request"]["from"], request=one["request"]["id"], given=_given(given)) for one in self.all() for given in one["given"]
        )

    def has(self, request: str) -> bool:
        """Whether a request of this id was answered already."""
        return any(one["request"]["id"] == request and one["answered"] for one in self.all())

    def keep(self, one: Answered) -> None:
        """Enter a request with its answer, or with the alarms for which it was refused; a refusal is kept beside the answer that may follow."""
        answered = bool(one.given)
        value = {
            "request": json.loads(request_text(one.request)),
            "answered_at": one.answered_at.isoformat(),
            "edition": one.edition,
            "given_by": one.given_by,
            "given": [
                {"question": given.question, "advice": given.advice, "ask": list(given.ask), "expires": given.expires.isoformat()}
                for given in one.given
            ],
            "grounds": {question: list(grounds) for question, grounds in one.grounds.items() if grounds},
            "alarms": [alarm.as_json() for alarm in one.alarms],
            "answered": answered,
        }
        name = f"{one.request.id}.json" if answered else f"{one.request.id}.refused.json"
        write_durably(self.folder / "answers" / name, canonical_json(value))

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            value: dict[str, Any] = json.loads(path.read_bytes())
            if canonical_json(value) != path.read_bytes():
                raise ValueError("not canonical")
            _look_up(value)
            [_given(one) for one in value["given"]]
            date.fromisoformat(value["answered_at"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError, InputRefused) as error:
            raise InputRefused(
                [
                    fault(
                        str(path),
                        "advice.book",
                        what=("照会簿の記載を読めない", "an entry of the book cannot be read"),
                        remedy=("控えから戻す。戻すまで回答しない", "restore it from a copy; nothing is answered until then"),
                    )
                ]
            ) from error
        return value


def _look_up(value: dict[str, Any]) -> LookUp:
    request = parse_request(canonical_json(value["request"]).decode() + "\n", label="book")
    return LookUp(entity=request.sender, case=request.case, at=date.fromisoformat(value["answered_at"]), questions=request.questions)


def _given(value: dict[str, Any]) -> Given:
    return Given(question=value["question"], advice=value["advice"], ask=tuple(value["ask"]), expires=date.fromisoformat(value["expires"]))


def alarms_told(alarms: Sequence[Alarm]) -> list[dict[str, Any]]:
    """Alarms as JSON."""
    return [one.as_json() for one in alarms]
