"""reporting: what was identified, reported in time (Section 889, FASCSA)."""

from datetime import date
from pathlib import Path

import click

from ..desk.clocks import clock_json
from ..desk.reporting import ReportSheet, report_json
from . import lang, show_json
from .clocks import STATES
from .options import DAY, as_of_option, json_option

_regime = click.option("--regime", type=click.Choice(["us-889", "fascsa"]), default="us-889", show_default=True, help="Whose duty it is.")
_report = click.argument("report", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group(short_help="Reports of what was identified.")
def reporting() -> None:
    """Report what was identified (Section 889, FASCSA) in time. A clock starts with a person's signature and with nothing else.

    \b
      sekisho reporting form -o report.yaml
      sekisho reporting identify report.yaml --signing-key me.skey -o identified.note
      sekisho reporting show report.yaml --identified identified.note --key me.vkey
      sekisho reporting recheck --last 2026-07-01
    """


@reporting.command("form")
@_regime
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write it.")
@json_option
def form(regime: str, output: Path, as_json: bool) -> int:
    """Write a blank report: every field with whether it is needed. 報告の様式を書き出します。"""
    from ..wiring import reporting as wired

    wired.blank_report(regime, output)
    if as_json:
        show_json({"out": str(output), "regime": regime})
    else:
        click.echo(str(output))
    return 0


@reporting.command("identify")
@_report
@click.option("--signing-key", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The key of the person who identified it.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write the signed note.")
@json_option
def identify(report: Path, signing_key: Path, output: Path, as_json: bool) -> int:
    """Sign that what REPORT names was identified at the moment it states. This starts the clocks; no other command does.

    特定の日時と内容に署名します。期限はこの署名から始まります。
    """
    from ..wiring import reporting as wired

    found = wired.sign_identification(report, signing_key, output)
    if as_json:
        show_json({"out": str(output), "regime": found.identification.regime, "at": found.identification.at.isoformat()})
    else:
        click.echo(f"{output}: {found.identification.at.isoformat()}")
    return 0


@reporting.command("show")
@_report
@click.option("--identified", "note", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The signed note; without it nothing runs.")
@click.option("--key", default="", metavar="KEY", help="The public key of the person who signed; needed with --identified.")
@as_of_option
@json_option
def show(report: Path, note: Path | None, key: str, as_of: date | None, as_json: bool) -> int:
    """Show the clocks of REPORT, its form with what is still missing, and what to do next.

    \b
    Exits 0 while nothing is late, 1 where a report is late, 2 where the note says something else than the report.
    """
    from ..wiring import reporting as wired

    if note is not None and not key:
        raise click.UsageError("--identified needs --key: a signature that nobody can check starts no clock")
    sheet = wired.report_of(report, note=note, key=key, as_of=as_of)
    if as_json:
        show_json(report_json(sheet))
    else:
        _tell(sheet)
    return 0 if sheet.kept else 1


@reporting.command("recheck")
@_regime
@click.option("--last", type=DAY, default=None, help="The day of the last check; without one it is due now.")
@as_of_option
@json_option
def recheck(regime: str, last: date | None, as_of: date | None, as_json: bool) -> int:
    """Say when the next quarterly check is due. Exits 1 where it is late or was never done. 三月ごとの再照合の期限を示します。"""
    from ..wiring import reporting as wired

    clock = wired.quarterly(regime, last, as_of=as_of)
    if as_json:
        from ..wiring import today

        show_json({"regime": regime, "due_now": last is None, "clock": clock_json(clock, as_of or today())})
    else:
        click.echo(f"{STATES[clock.state][lang()]}  {clock.title.pick(lang())}  {clock.due or '-'}  {clock.deadline.clause}")
    return 1 if clock.state in ("late", "not-started") else 0


def _tell(sheet: ReportSheet) -> None:
    ja = lang() == "ja"
    click.echo(f"{sheet.duty.title.pick(lang())}  {sheet.report.identification.at.isoformat()}  {sheet.report.identification.what}")
    for clock in sheet.clocks:
        unsure = f" [{'未確認' if ja else 'unverified'}]" if not clock.deadline.source.verified else ""
        days = f"{clock.due or '-'}{f' ({clock.done})' if clock.done else ''}"
        click.echo(f"  {STATES[clock.state][lang()]}  {clock.title.pick(lang())}  {days}  {clock.deadline.clause}{unsure}")
    for one in sheet.form:
        mark = "×" if one.missing else "·"
        click.echo(f"  {mark} {one.field.title.pick(lang())}: {one.value or ('未記入' if ja else 'not given')}")
    for task in sheet.tasks:
        click.echo(f"→ {task.pick(lang())}")
    click.echo(f"! {sheet.duty.unverified.pick(lang())}")
