"""compare: are the two names of each pair one company."""

from pathlib import Path

import click

from . import lang, show_json
from .options import json_option


@click.command(short_help="Compare pairs of names.")
@click.option("--pairs", required=True, type=click.Path(path_type=Path), help="CSV with name1,name2 and, if known, country1,country2,kind.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="CSV to write: the same rows and what was found."
)
@click.option("--register", default="", metavar="EDITION", help="A register edition, whose aliases and parents are facts.")
@json_option
def compare(pairs: Path, output: Path, register: str, as_json: bool) -> int:
    """Say of each pair of names whether they are one company: score, class, alert and why, one row a pair in the input's order.

    \b
      sekisho compare --pairs pairs.csv -o compared.csv --register editions/2026-04
    With --json, a summary is printed with the digests of what the answers rest on.

    名称の組ごとに、同じ者かどうかを点数・分類・警告・理由で答えます。
    """
    from .. import wiring

    done = wiring.compare_pairs(pairs, output, register=register, say=_tell)
    if as_json:
        show_json(done.as_json())
        return 0
    for one in done.warnings:
        click.echo(f"  warning: {one.line(lang())}", err=True)
    counted = ", ".join(f"{name} {count}" for name, count in done.classes.items())
    words = {"ja": f"{done.pairs:,}組、警告{done.alerts:,}", "en": f"{done.pairs:,} pairs, {done.alerts:,} alerts"}
    click.echo(f"{output}: {words[lang()]} ({counted})")
    return 0


def _tell(ja: str, en: str) -> None:
    click.echo(f"  {ja if lang() == 'ja' else en}", err=True)
