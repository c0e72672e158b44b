"""chart build: compile ownership charts into one mapped file."""

from pathlib import Path

import click

from . import lang, show_json
from .options import json_option
from .pace import Pace, tell


@click.group("chart", short_help="Compile ownership charts.")
def chart_group() -> None:
    """Ownership charts (資本関係図) of any size: compile them once, ask `sekisho owners` of the compiled file at once.

    \b
      sekisho chart build chart.csv -o build/chart.compiled
      sekisho owners B --chart build/chart.compiled --designated ids.txt --as-of 2026-04-01
    """


@chart_group.command("build")
@click.argument("charts", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The compiled file to write.")
@click.option("--ids-only", is_flag=True, help="Find holders by id and number, not by name: much faster to build.")
@json_option
def build(charts: tuple[Path, ...], output: Path, ids_only: bool, as_json: bool) -> int:
    """Compile the charts FILE... into one file that is mapped, not loaded: a question to millions of stakes is answered in a moment.

    Every file that `owners --chart` reads is taken; holders that stand in several files are joined as there. Every stake keeps its dates, its range
    and its source, and the answers are the same. One CSV with the columns owner and owned, or a .parquet or .arrow file with the same columns, may
    have any length.

    資本関係図を、読み込まずに引ける一つのファイルに編成します。答えは元のファイルと同じです。
    """
    from .. import wiring

    built = wiring.build_chart(charts, output, names=not ids_only, say=tell, progress=Pace("holders", "者"))
    if as_json:
        show_json(built)
    else:
        words = {"ja": f"{built['holders']:,}者、持分{built['stakes']:,}件", "en": f"{built['holders']:,} holders, {built['stakes']:,} stakes"}
        click.echo(f"{output}: {words[lang()]}")
    return 0
