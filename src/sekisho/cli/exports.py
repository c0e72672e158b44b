"""export, rakusatsu: a case in the forms in which agencies publish, and published awards read back."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import click

from ..desk.office import Asked
from ..terms import decimal_text
from . import lang, show_json
from .options import as_of_option, case_argument, json_option, policy_option, register_option

Form = Literal["ocds", "gif", "rakusatsu"]
Kind = Literal["notice", "award"]
Command = Callable[..., Any]
out_option = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write it.")


def _say(ja: str, en: str) -> None:
    click.echo(f"… {ja if lang() == 'ja' else en}", err=True)


@click.group(short_help="Publish a case as OCDS, GIF or 落札実績.")
def export() -> None:
    """Write what may be published of a case, in a form that others read.

    \b
    Before the bids are opened (publication.opened_at) that is the notice alone. After it come the bids and the award, proposed or decided.
    No maker, product or finding of any bid leaves, designated or not; what is withheld is listed with its article.
      sekisho export ocds my-tender -o release.json
    """


def _options(command: Command) -> Command:
    for option in (json_option, as_of_option, policy_option, register_option, out_option, case_argument):
        command = option(command)
    return command


@export.command("ocds", short_help="OCDS 1.1: a release, or the record of the case.")
@_options
@click.option("--record", is_flag=True, help="A record package: every release of the case, and what they come to.")
@click.option(
    "--judged", type=click.Path(path_type=Path, file_okay=False), default=None, help="What `judge --out` wrote: name its record and papers."
)
def ocds(case: str, output: Path, register: str, policy: str, as_of: date | None, as_json: bool, record: bool, judged: Path | None) -> int:
    """Write an OCDS 1.1 release package of the folder CASE.

    \b
    Ids come from digests and days from the case: the same case gives the same bytes. Set publication.ocid_prefix to the agency's registered
    prefix; without one the ocid starts with `unregistered`.
      sekisho export ocds my-tender --as-of 2026-06-15 -o release.json
      sekisho export ocds my-tender --record --judged my-tender/judgement -o record.json
    """
    asked = Asked(case=case, register=register, policy=policy, as_of=as_of)
    return _export("ocds", asked, output, as_json, record=record, judged=judged)


@export.command("gif", short_help="DS-451-8: notice and award notice (入札公告・落札公告).")
@_options
@click.option("--kind", type=click.Choice(["notice", "award"]), default=None, help="入札公告 or 落札公告; default what can be told.")
def gif(case: str, output: Path, register: str, policy: str, as_of: date | None, as_json: bool, kind: Kind | None) -> int:
    """Write the notice and the award notice of CASE in the government's procurement model (DS-451-8), as JSON, or as CSV where FILE ends in .csv.

    \b
    What the case does not know (addresses, deadlines, contacts) is written under publication.gif by the model's English names.
      sekisho export gif my-tender -o notice.json
    """
    return _export("gif", Asked(case=case, register=register, policy=policy, as_of=as_of), output, as_json, kind=kind)


@export.command("rakusatsu", short_help="A row of 落札実績 for the award.")
@_options
def rakusatsu_row(case: str, output: Path, register: str, policy: str, as_of: date | None, as_json: bool) -> int:
    """Write the award of CASE as a row of 落札実績: eight columns, no header, UTF-8 with a byte order mark.

    \b
    Needs publication.award, number, ministry_code and method_code; the price is with tax, its fraction cut.
      sekisho export rakusatsu my-tender -o award.csv
    """
    return _export("rakusatsu", Asked(case=case, register=register, policy=policy, as_of=as_of), output, as_json)


def _export(
    form: Form, asked: Asked, output: Path, as_json: bool, *, record: bool = False, judged: Path | None = None, kind: Kind | None = None
) -> int:
    from .. import wiring

    wanted = wiring.ExportAsked(case=asked, form=form, out=output, record=record, judged=judged, kind=kind)
    told = wiring.export_case(wanted, say=wiring.quiet if as_json else _say)
    if as_json:
        show_json(told)
    else:
        _tell(told)
    return 0


def _tell(told: dict[str, Any]) -> None:
    """What was written, then what was not."""
    ja = lang() == "ja"
    click.echo(f"{told['out']}: {told['format']}" + (f", {told['ocid']}" if told["ocid"] else ""))
    if not told["opened"]:
        click.echo("開札前のため、公告の内容だけを書き出しました" if ja else "bids are not opened yet: the notice alone was written")
    elif told["award"]:
        decided = told["award"]["status"] == "active"
        state = ("決定" if decided else "提案") if ja else ("decided" if decided else "proposed")
        click.echo(f"{'落札' if ja else 'award'}: {told['award']['bid']} ({state})")
    for one in told.get("lots", ()):
        won = f"{one['award']['bid']} ({one['award']['status']})" if one["award"] else ("なし" if ja else "none")
        click.echo(f"{'ロット' if ja else 'lot'} {one['lot']}: {won}")
    if told["ocid"] and told["ocid"].startswith("unregistered"):
        click.echo(
            "登録した OCID の接頭辞がありません(publication.ocid_prefix)。公表には使えません"
            if ja
            else "no registered OCID prefix (publication.ocid_prefix): not for publication"
        )
    for note in told["notes"]:
        click.echo(note[lang()])
    click.echo("公表しないもの:" if ja else "withheld:")
    for one in told["withheld"]:
        until = (f"、{one['until']}まで" if ja else f", until {one['until']}") if one["until"] else ""
        click.echo(f"  {one['name'][lang()]} — {one['because'][lang()]}{until}")


@click.group(short_help="Check a file of awards.")
def rakusatsu() -> None:
    """Awards as the procurement portal publishes them (落札実績オープンデータ): eight columns, no header.

    \b
      sekisho rakusatsu check awards.csv
    """


@rakusatsu.command("check", short_help="Every fault of a file of awards.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def check(file: Path, as_json: bool) -> int:
    """Read a file of awards, show every fault of it and what it holds.

    Exits 0 where it can be used (warnings may remain), 2 with faults.
    """
    from .. import wiring

    if not as_json:
        _say("読み込んでいます", "reading the file")
    found = wiring.check_awards(file)
    stops = [one for one in found.faults if not one.warning]
    days = sorted(row.at for row in found.rows)
    told: dict[str, Any] = {
        "rows": len(found.rows),
        "from": days[0].isoformat() if days else None,
        "to": days[-1].isoformat() if days else None,
        "total": decimal_text(sum((row.price for row in found.rows), start=Fraction(0))),
        "without_corporate_number": sum(not row.corporate_number for row in found.rows),
        "faults": [one.as_json() for one in found.faults],
    }
    if as_json:
        show_json(told)
    else:
        _tell_awards(told, [one.line(lang()) for one in found.faults])
    return 2 if stops else 0


def _tell_awards(told: dict[str, Any], faults: list[str]) -> None:
    if lang() == "ja":
        click.echo(f"{told['rows']}件、{told['from']}から{told['to']}まで、合計{told['total']}円、法人番号なし{told['without_corporate_number']}件")
    else:
        click.echo(f"{told['rows']} awards from {told['from']} to {told['to']}, {told['total']} yen in all")
        click.echo(f"{told['without_corporate_number']} without a corporate number")
    for one in faults:
        click.echo(f"  {one}", err=True)
