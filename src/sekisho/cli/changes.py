"""rescreen: what a new edition or another policy does to cases."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import lang, show_json
from .options import as_of_option, json_option, policy_option

if TYPE_CHECKING:
    from ..desk.rescreen import Difference, Rescreened
    from ..desk.rescreen_estate import Devices

_KINDS = {"new": ("新規", "new"), "changed": ("変更", "changed"), "cleared": ("解消", "cleared"), "unverifiable": ("確認不能", "unverifiable")}
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
@click.option("--from", "before", required=True, type=click.Path(path_type=Path), metavar="EDITION", help="The edition the cases were screened by.")
@click.option("--to", "after", required=True, type=click.Path(path_type=Path), metavar="EDITION", help="The edition to screen them by now.")
@policy_option
@click.option("--from-policy", default="", metavar="ID", help="Judge the earlier outcome by this policy instead of the cases' own.")
@click.option("--to-policy", default="", metavar="ID", help="Judge the later outcome by this policy instead of the cases' own.")
@as_of_option
@json_option
def rescreen(
    cases: tuple[Path, ...], estates: tuple[Path, ...], before: Path, after: Path, policy: str, from_policy: str, to_policy: str, as_of: date | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Say what another register edition, or another policy, does to CASES: case folders, open or awarded, or folders that hold such; and to estates.

    \b
    Only what the change can reach is screened again. Each difference is told once, as one of four kinds:
      new            a finding where there was none        changed       the same finding, otherwise
      cleared        withdrawn by a source that is there   unverifiable  its source is missing or stale: nobody is cleared
    Nothing is written. Exits 0 where nothing differs, 1 where something does, 3 where the later edition is past its time.
      sekisho rescreen cases/ --from editions/2026-04 --to editions/2026-05
    """
    from ..wiring.changing import RescreenAsked, cases_under, rescreen_estate
    from ..wiring.changing import rescreen as screened_again
    from ..wiring.surroundings import quiet
    from .cases import _say

    asked = RescreenAsked(
        cases=cases_under(cases), before=before, after=after, policy=policy, policy_before=from_policy, policy_after=to_policy, as_of=as_of
    )
    if not cases and not estates:
        raise click.UsageError("name case folders, or exports of devices with --estate")
    say = quiet if as_json else _say
    found = screened_again(asked, say=say)
    count, devices = rescreen_estate(estates, asked, say=say) if estates else (0, ())
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
    click.echo(f"{_KINDS[one.kind][0 if ja else 1]}: {count} ({where}) {shown.rule} {then} → {now}: {why}")


def _tell_one(one: "Difference", *, ja: bool) -> None:
    shown = one.finding or one.was
    assert shown is not None
    then, now = (side.standing.word if side else "-" for side in (one.was, one.finding))
    where = " ".join(part for part in (one.case, one.bid, f"#{one.line}" if one.line else "") if part)
    awarded = ("(落札決定済み)" if ja else " (awarded)") if one.is_awarded else ""
    click.echo(f"{_KINDS[one.kind][0 if ja else 1]}: {where}{awarded} {shown.rule} {then} → {now}: {shown.because.ja if ja else shown.because.en}")
