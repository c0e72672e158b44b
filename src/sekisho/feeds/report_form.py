"""The blank form of a report, as a YAML file in which every field says what it is and whether it is needed."""

from collections.abc import Iterator

from ..award.duties import Duty, FieldAsked
from ..desk.reporting import REPORTS

NEEDED = {
    "always": "必須 / needed",
    "if-applicable": "該当するとき / if applicable",
    "if-known": "分かるとき / if known",
    "one-of": "いずれか一つ / one of them",
}


def blank_octets(duty: Duty) -> bytes:
    """The form as UTF-8."""
    return ("\n".join(_lines(duty)) + "\n").encode("utf-8")


def _lines(duty: Duty) -> Iterator[str]:
    yield f"# {duty.title.ja} / {duty.title.en}"
    yield f"# {duty.unverified.ja} / {duty.unverified.en}"
    yield "identification:"
    yield f"  regime: {duty.id}"
    yield '  at: ""         # 2026-07-02T15:30:00-04:00'
    yield '  by: ""         # 職名 / a role'
    yield "  how: identified  # identified, notified"
    yield '  source: ""     # 通知した者 / who notified'
    yield '  what: ""'
    for kind in REPORTS:
        fields = [one for one in duty.fields if one.report == kind]
        if fields:
            yield f"{kind}:"
            yield from (_field(one) for one in fields)
    yield "sent: {}  # {initial: 2026-07-03, further: 2026-07-15}"


def _field(one: FieldAsked) -> str:
    return f'  {one.id}: ""  # {one.title.ja} / {one.title.en}: {NEEDED[one.needed]}'
