"""Deadlines as an iCalendar file (RFC 5545): one all-day event a clock that ends, with a reminder, so that a calendar program shows them.

The same clocks as of the same day give the same bytes. Nothing of a price, a maker or a finding is in it.
"""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from ...award.clocks import Clock
from ...canonical import digest_of
from ...desk.clocks import ClockSheet
from ...terms import Text

if TYPE_CHECKING:
    from icalendar import Event

REMINDER = timedelta(days=-3)
SHOWN = ("running", "late", "suspended")


def ical_octets(sheet: ClockSheet, lang: str) -> bytes:
    """The calendar of every clock that still runs and whose last day is known."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Sekisho//clocks//JA" if lang == "ja" else "-//Sekisho//clocks//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{sheet.case} {sheet.title}".strip())
    for clock in sheet.clocks:
        if clock.due is not None and clock.state in SHOWN and clock.deadline.kind != "keep":
            calendar.add_component(_event(sheet, clock, lang))
    octets: bytes = calendar.to_ical()
    return octets


def _event(sheet: ClockSheet, clock: Clock, lang: str) -> "Event":
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{digest_of([sheet.case, clock.id, clock.bid, str(clock.started)])[:32]}@sekisho")
    event.add("dtstamp", datetime.combine(sheet.as_of, time(), tzinfo=UTC))
    event.add("summary", _summary(sheet, clock).pick(lang))
    event.add("dtstart", clock.due)
    event.add("dtend", (clock.due or sheet.as_of) + timedelta(days=1))
    event.add("description", _described(clock).pick(lang))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clock.title.pick(lang))
    alarm.add("trigger", REMINDER)
    event.add_component(alarm)
    return event


def _summary(sheet: ClockSheet, clock: Clock) -> Text:
    bidder = f" ({sheet.bidders.get(clock.bid, clock.bid)})" if clock.bid else ""
    return Text(ja=f"{clock.title.ja}の末日{bidder} {sheet.case}", en=f"{clock.title.en}, last day{bidder} {sheet.case}")


def _described(clock: Clock) -> Text:
    deadline = clock.deadline
    unsure = Text(ja="(未確認の出典を含む)", en=" (partly unverified)") if clock.unverified else Text(ja="", en="")
    lines = [
        Text(ja=f"担当: {deadline.who.ja}", en=f"Who: {deadline.who.en}"),
        Text(ja=f"根拠: {deadline.clause}{unsure.ja}", en=f"Clause: {deadline.clause}{unsure.en}"),
        *clock.notes,
    ]
    return Text(ja="\n".join(one.ja for one in lines), en="\n".join(one.en for one in lines))
