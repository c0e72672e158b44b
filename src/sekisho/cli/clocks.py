"""clocks: the deadlines of a case, since when and until when, by the working days of the office."""

from datetime import date
from pathlib import Path

import click

from ..award.clocks import Clock, State
from ..desk.clocks import ClockSheet, clock_sheet_json
from ..papers.dates import day_text
from ..terms import Lang
from . import lang, show_json
from .options import as_of_option, case_argument, json_option

STATES: dict[State, dict[str, str]] = {
    "not-started": {"ja": "未開始", "en": "not started"},
    "running": {"ja": "進行中", "en": "running"},
    "suspended": {"ja": "停止中", "en": "suspended"},
    "met": {"ja": "履行済", "en": "met"},
    "late": {"ja": "遅延", "en": "late"},
    "ended": {"ja": "満了", "en": "ended"},
    "broken": {"ja": "違反", "en": "broken"},
}
WORDS = {
    "ja": {
        "from": "起算", "due": "末日", "act": "最後の開庁日", "done": "済", "clause": "根拠", "who": "担当", "unverified": "未確認",
        "not": "より長いものによる",
    },
    "en": {
        "from": "from", "due": "last day", "act": "last working day", "done": "done", "clause": "clause", "who": "who", "unverified": "unverified",
        "not": "a longer one applies",
    },
}  # fmt: skip


@click.command(short_help="The deadlines of a case.")
@case_argument
@as_of_option
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write the running deadlines as an iCalendar file, too.")
@json_option
def clocks(case: str, as_of: date | None, ics: Path | None, as_json: bool) -> int:
    """Show every deadline of the folder CASE: notice, advice, questions, replacement, complaints, standstill, suspension, award notice, keeping.

    \b
    Reads `events:` of tender.yaml. A bidder's ten days run from the day it knew, and end for certain only where that day is proven.
    Exits 0 while everything is kept, 1 where something is late or a step was taken too early.
      sekisho clocks my-tender --as-of 2026-06-01
      sekisho clocks my-tender --ics deadlines.ics
    """
    from ..wiring import clocks as wired

    sheet = wired.clocks(case, as_of=as_of)
    if ics is not None:
        wired.write_ical(sheet, ics, lang())
    if as_json:
        show_json(clock_sheet_json(sheet))
    else:
        _tell(sheet, "ja" if lang() == "ja" else "en")
    return 0 if sheet.kept else 1


def _tell(sheet: ClockSheet, language: Lang) -> None:
    click.echo(f"{sheet.case}  {sheet.title}  {day_text(sheet.as_of, language)}\n")
    for clock in sheet.clocks:
        _tell_clock(sheet, clock, language)
    for calendar in sheet.calendars:
        unsure = "" if calendar.source.verified else f" [{WORDS[language]['unverified']}]"
        click.echo(f"{calendar.title.pick(language)}: {calendar.clause}{unsure}")


def _tell_clock(sheet: ClockSheet, clock: Clock, language: Lang) -> None:
    words = WORDS[language]
    lot = f" [{clock.by.lot}]" if clock.by and clock.by.lot else ""
    bidder = f"{lot} {clock.bid} {sheet.bidders.get(clock.bid, '')}" if clock.bid else lot
    other = "" if clock.governs or clock.due is None else f" ({words['not']})"
    click.echo(f"{STATES[clock.state][language]}  {clock.title.pick(language)}{bidder}{other}")
    days = [(words["from"], clock.started), (words["due"], clock.due), (words["done"], clock.done)]
    if clock.act_by is not None and clock.act_by != clock.due and clock.state == "running":
        days.insert(2, (words["act"], clock.act_by))
    shown = [f"{head} {day_text(day, language)}" for head, day in days if day is not None]
    if shown:
        click.echo(f"    {'  '.join(shown)}")
    named = "; ".join(_named(one.name, language) for one in clock.unverified)
    unsure = f" [{words['unverified']}: {named}]" if named else ""
    click.echo(f"    {words['who']} {clock.deadline.who.pick(language)}  {words['clause']} {clock.deadline.clause}{unsure}")
    for note in clock.notes:
        click.echo(f"    ! {note.pick(language)}")


def _named(source: str, language: Lang) -> str:
    """The half of a source's name (`日本語 / English`) in the language."""
    ja, _, en = source.partition(" / ")
    return ja if language == "ja" or not en else en
