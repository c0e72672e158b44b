"""owners: who stands behind an entity, as of a date."""

from datetime import date
from pathlib import Path

import click

from ..ownership.as_json import held_json
from ..ownership.model import Held
from ..terms import Period, decimal_text, parse_number
from . import lang, show_json
from .options import as_of_option, json_option

OWNED = {
    "ja": {"surely": "確実に該当", "possibly": "該当する可能性", "no": "該当しない", "unknown": "不明(資本関係の資料なし)"},
    "en": {"surely": "surely", "possibly": "possibly", "no": "no", "unknown": "unknown (no chart)"},
}
CONTROL = {
    "ja": {
        "surely": "持分によらない支配: 懸念先が確実に支配",
        "possibly": "持分によらない支配: 懸念先が支配している可能性",
        "no": "持分によらない支配・影響(懸念先によるものは確認されない)",
        "unknown": "持分によらない支配・影響",
    },
    "en": {
        "surely": "control without shares: surely by a designated holder",
        "possibly": "control without shares: possibly by a designated holder",
        "no": "control or influence without shares (none of it by a designated holder)",
        "unknown": "control or influence without shares",
    },
}
STRENGTH = {
    "ja": {"decides": "支配", "influences": "影響力", "linked": "関係"},
    "en": {"decides": "decides", "influences": "has a say", "linked": "is linked"},
}


@click.command(short_help="Who owns an entity, as of a date.")
@click.argument("entity")
@click.option(
    "--chart", "charts", multiple=True, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV, BODS, GLEIF or FtM."
)
@as_of_option
@click.option("--designated", required=True, type=click.Path(path_type=Path), help="A register edition, or a .txt with one id a line.")
@click.option("--threshold", default="50", show_default=True, help="Percent, at or above.")
@json_option
def owners(entity: str, charts: tuple[Path, ...], as_of: date | None, designated: Path, threshold: str, as_json: bool) -> int:
    """Whether designated owners hold ENTITY at or above the threshold, together and through others.

    \b
    A cascade, not a product of percentages: an owner at or above the threshold passes its whole holding on. Unknown shares are ranges.
      sekisho owners B --chart chart.csv --designated ids.txt --as-of 2026-04-01 --json
    """
    from .. import wiring

    try:
        limit = parse_number(threshold)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--threshold") from error
    if not 0 < limit <= 100:
        raise click.BadParameter("a percentage above 0 and at most 100", param_hint="--threshold")
    answer = wiring.owners(entity, charts, as_of=as_of, designated=designated, threshold=limit)
    shown = {"entity": entity, "as_of": str(as_of or wiring.today()), "threshold": decimal_text(limit), **held_json(answer)}
    if as_json:
        show_json(shown)
        return 0
    _tell(entity, answer)
    return 0


def _tell(entity: str, answer: Held) -> None:
    """The answer in lines: certainty and share, the paths of stakes, the evidence of control, the gaps."""
    click.echo(f"{entity}: {OWNED[lang()][answer.designated]}  {answer.aggregate.text()} (≥ {decimal_text(answer.threshold)} %)")
    for path in answer.paths:
        click.echo("  " + " → ".join([path[0].owner, *(f"[{stake.share.text()}] {stake.owned}" for stake in path)]))
    if answer.control:
        click.echo(f"  {CONTROL[lang()][answer.controlled]}")
    for one in answer.control:
        click.echo(f"  * {one.holder} [{one.kind}{_days(one.period)}] {one.entity}: {STRENGTH[lang()][one.strength]}  ({one.source.name})")
    for code, holder in answer.gaps:
        click.echo(f"  ? {holder}: {code}")


def _days(period: Period) -> str:
    return f" {period.start or ''}–{period.end or ''}" if period.start or period.end else ""
