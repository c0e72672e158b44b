"""compare: are the two names of each pair one company."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import click

from ..faults import Fault
from . import lang, show_json
from .options import as_of_option, json_option
from .pace import Pace, tell


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
    With --json, a summary is printed with the digests of what the answers rest on. A stale register is used, with a warning and exit code 3.

    名称の組ごとに、同じ者かどうかを点数・分類・警告・理由で答えます。
    """
    from .. import wiring

    done = wiring.compare_pairs(pairs, output, register=register, say=tell)
    words = {"ja": f"{done.pairs:,}組、警告{done.alerts:,}", "en": f"{done.pairs:,} pairs, {done.alerts:,} alerts"}
    return _told(done, output, words, as_json)


@click.command(short_help="Match a list of names with a register.")
@click.argument("names", metavar="IN", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="CSV to write: a row a hit.")
@click.option("--register", default="", metavar="EDITION", help="The register edition to match with.")
@as_of_option
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes; default one a core.")
@click.option("--batch", type=click.IntRange(1, 200_000), default=None, help="Names a part; default 20000.")
@json_option
def match(names: Path, output: Path, register: str, as_of: date | None, jobs: int | None, batch: int | None, as_json: bool) -> int:
    """Find the names of the list IN that may be an entity of the register: one row a hit, with score, class, alert and why.

    \b
      sekisho match suppliers.csv -o hits.csv --register editions/2026-04
    IN is CSV (or .parquet, .arrow) with the column name and, if known, id and country. Any number of names is matched in constant memory. If
    the run is stopped, even by a kill or a power cut, the same command goes on where it was; until it is done its parts lie in OUTPUT.part. A
    stale register is matched, with a warning and exit code 3.

    名称の一覧を登録簿の版と照合し、該当のおそれがある者を一行ずつ、点数・分類・理由とともに書き出します。中断しても同じ命令で続きから始まります。
    """
    from .. import wiring

    asked = wiring.MatchAsked(names=names, out=output, register=register, as_of=as_of, jobs=jobs or 0, batch=batch or 0)
    done = wiring.match_names(asked, say=tell, progress=Pace("names", "件"))
    words = {
        "ja": f"{done.names:,}件のうち{done.matched:,}件に該当のおそれ、{done.hits:,}行",
        "en": f"{done.names:,} names, {done.matched:,} with a hit, {done.hits:,} hits",
    }
    return _told(done, output, words, as_json)


class _Done(Protocol):
    """What compare and match say when they are done."""

    @property
    def stale(self) -> bool: ...
    @property
    def warnings(self) -> Sequence[Fault]: ...
    @property
    def classes(self) -> Mapping[str, int]: ...
    def as_json(self) -> dict[str, Any]: ...


def _told(done: _Done, output: Path, words: Mapping[str, str], as_json: bool) -> int:
    """Show the summary, the warnings first; 3 where the register is stale."""
    if as_json:
        show_json(done.as_json())
    else:
        for one in done.warnings:
            click.echo(f"  warning: {one.line(lang())}", err=True)
        counted = ", ".join(f"{name} {count:,}" for name, count in done.classes.items())
        click.echo(f"{output}: {words[lang()]} ({counted})")
    return 3 if done.stale else 0
