"""rescreen: what a new edition, policy, ownership chart or table of marks does to cases."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import lang, show_json
from .options import as_of_option, json_option, policy_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..desk.rescreen import Difference, Rescreened
    from ..desk.rescreen_estate import Devices
    from ..desk.rescreen_inputs import Change

_KINDS = {"new": ("新規", "new"), "changed": ("変更", "changed"), "cleared": ("解消", "cleared"), "unverifiable": ("確認不能", "unverifiable")}
_INPUTS = {"edition": ("台帳の版", "edition"), "policy": ("方針", "policy"), "chart": ("資本関係図", "chart"), "table": ("対照表", "table")}
_FILE = click.Path(path_type=Path)
_SUMS = (
    "案件 {}、応札 {}、確認の対象 {}。変更が及びうる応札 {}、対象 {}",
    "{} case(s), {} bid(s), {} subjects; the change can reach {} bid(s), {} subjects",
)


@click.command("rescreen")
@click.argument("cases", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--estate",
    "estates",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An export of installed devices (see `estate audit`); may be repeated.",
)
@click.option("--from", "before", type=click.Path(path_type=Path), metavar="EDITION", help="The edition the cases were screened by.")
@click.option("--to", "after", type=click.Path(path_type=Path), metavar="EDITION", help="The edition to screen them by now. One of the two is both.")
@policy_option
@click.option("--from-policy", default="", metavar="ID", help="Judge the earlier outcome by this policy instead of the cases' own.")
@click.option("--to-policy", default="", metavar="ID", help="Judge the later outcome by this policy instead of the cases' own.")
@click.option("--from-chart", "from_charts", multiple=True, type=_FILE, help="An ownership chart of yours as it was; may be repeated.")
@click.option("--to-chart", "to_charts", multiple=True, type=_FILE, help="An ownership chart of yours as it is now; may be repeated.")
@click.option("--from-table", "from_tables", multiple=True, metavar="KIND=FILE", help="A table of marks as it was (see `identify`); may be repeated.")
@click.option("--to-table", "to_tables", multiple=True, metavar="KIND=FILE", help="A table of marks as it is now; may be repeated.")
@as_of_option
@json_option
def rescreen(
    cases: tuple[Path, ...], estates: tuple[Path, ...], before: Path | None, after: Path | None, policy: str, from_policy: str, to_policy: str,
    from_charts: tuple[Path, ...], to_charts: tuple[Path, ...], from_tables: tuple[str, ...], to_tables: tuple[str, ...], as_of: date | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Say what another edition, policy, chart or table does to CASES: case folders, open or awarded, or folders that hold such; and to estates.

    \b
    Only what the change can reach is screened again. Each difference is told once, as one of four kinds:
      new            a finding where there was none        changed       the same finding, otherwise
      cleared        withdrawn by a source that is there   unverifiable  its source is missing or stale: nobody is cleared
    Charts stand in for those the tenders name (`owners`); a side without any has the tenders' own. Tables stand in for this machine's.
    Nothing is written. Exits 0 where nothing differs, 1 where something does, 3 where the later edition is past its time.
      sekisho rescreen cases/ --from editions/2026-04 --to editions/2026-05
      sekisho rescreen cases/ --to editions/2026-05 --from-chart old/group.csv --to-chart new/group.csv
    """
    from ..wiring.changing import RescreenAsked, cases_under
    from ..wiring.changing import rescreen as screened_again
    from ..wiring.surroundings import quiet
    from .cases import _say

    if not cases and not estates:
        raise click.UsageError("name case folders, or exports of devices with --estate")
    earlier, later = before or after, after or before
    if earlier is None or later is None:
        raise click.UsageError("name the edition with --to, and the earlier one with --from where it is another")
    if not (before and after) and not any((from_policy, to_policy, from_charts, to_charts, from_tables, to_tables)):
        raise click.UsageError("nothing differs: name two editions, or what else changed (--to-policy, --to-chart, --to-table)")
    asked = RescreenAsked(
        cases=cases_under(cases), before=earlier, after=later, policy=policy, policy_before=from_policy, policy_after=to_policy,
        charts_before=from_charts, charts_after=to_charts, tables_before=from_tables, tables_after=to_tables, as_of=as_of,
    )  # fmt: skip
    say = quiet if as_json else _say
    found, count, devices = screened_again(asked, estates, say=say)
    if as_json:
        show_json(found.as_json() | {"estate": {"devices": count, "delta": [one.as_json() for one in devices]}})
    else:
        _tell(found)
        for one in devices:
            _tell_devices(one, ja=lang() == "ja")
    return 3 if found.is_stale else 1 if found.delta or devices else 0


def _tell(found: "Rescreened") -> None:
    ja = lang() == "ja"
    click.echo(_SUMS[0 if ja else 1].format(found.cases, found.bids, found.subjects, found.touched_bids, found.touched_subjects))
    for one in found.delta:
        _tell_one(one, ja=ja)
    click.echo("、".join(f"{_KINDS[kind][0]} {count}" for kind, count in found.counts().items()) if ja else _counts(found))
    if found.is_stale:
        click.echo(
            "後の版は有効期間を過ぎている。懸念なしとはいえない。" if ja else "The later edition is past its time: nothing is clear.", err=True
        )


def _counts(found: "Rescreened") -> str:
    return ", ".join(f"{count} {_KINDS[kind][1]}" for kind, count in found.counts().items())


def _tell_devices(one: "Devices", *, ja: bool) -> None:
    shown = one.finding or one.was
    assert shown is not None
    then, now = (side.standing.word if side else "-" for side in (one.was, one.finding))
    count = f"設置済み {one.devices:,} 台" if ja else f"{one.devices:,} installed"
    where, why = ", ".join(one.sites), shown.because.ja if ja else shown.because.en
    click.echo(f"{_KINDS[one.kind][0 if ja else 1]}: {count} ({where}) {shown.rule} {then} → {now}: {why}{_from(one.changes, ja=ja)}")


def _tell_one(one: "Difference", *, ja: bool) -> None:
    shown = one.finding or one.was
    assert shown is not None
    then, now = (side.standing.word if side else "-" for side in (one.was, one.finding))
    where = " ".join(part for part in (one.case, one.bid, f"#{one.line}" if one.line else "") if part)
    awarded = ("(落札決定済み)" if ja else " (awarded)") if one.is_awarded else ""
    why = (shown.because.ja if ja else shown.because.en) + _from(one.changes, ja=ja)
    click.echo(f"{_KINDS[one.kind][0 if ja else 1]}: {where}{awarded} {shown.rule} {then} → {now}: {why}")


def _from(changes: "Sequence[Change]", *, ja: bool) -> str:
    """What changed, with the first signs of the digests of both sides."""
    told = "; ".join(f"{_INPUTS[one.input][0 if ja else 1]} {_short(one.before)} → {_short(one.after)}" for one in changes)
    return f" [{told}]" if told else ""


def _short(digests: "Sequence[str]") -> str:
    return "+".join(digest[:12] for digest in digests) or "-"
