"""owners: who stands behind an entity, as of a date."""

from datetime import date
from pathlib import Path

import click

from ..terms import decimal_text, parse_number
from . import lang, show_json
from .options import as_of_option, json_option


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
    paths = [[{"owner": stake.owner, "owned": stake.owned, "share": stake.share.as_json()} for stake in path] for path in answer.paths]
    shown = {
        "entity": entity,
        "as_of": str(as_of or wiring.today()),
        "designated": answer.designated,
        "aggregate_share": answer.aggregate.as_json(),
        "threshold": decimal_text(limit),
        "paths": paths,
        "gaps": [{"code": code, "holder": holder} for code, holder in answer.gaps],
    }
    if as_json:
        show_json(shown)
        return 0
    words = {
        "ja": {"surely": "確実に該当", "possibly": "該当する可能性", "no": "該当しない", "unknown": "不明(資本関係の資料なし)"},
        "en": {"surely": "surely", "possibly": "possibly", "no": "no", "unknown": "unknown (no chart)"},
    }[lang()]
    click.echo(f"{entity}: {words[answer.designated]}  {answer.aggregate.text()} (≥ {decimal_text(limit)} %)")
    for path in answer.paths:
        click.echo("  " + " → ".join([path[0].owner, *(f"[{stake.share.text()}] {stake.owned}" for stake in path)]))
    for code, holder in answer.gaps:
        click.echo(f"  ? {holder}: {code}")
    return 0
