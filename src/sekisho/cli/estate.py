"""estate: what is already installed."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..findings import Verdict
from . import lang, show_json
from .options import as_of_option, json_option, policy_option
from .telling import WORDS

if TYPE_CHECKING:
    from ..wiring import EstateAudited

_SHOWN_WARNINGS = 8


@click.group("estate")
def estate() -> None:
    """Devices in use (設置済み機器): read what other tools tell of them, say what is of concern, keep the removal plan.

    \b
      sekisho estate audit netbox.csv scan.xml 台帳.xlsx --register EDITION --policy jp-2018 -o audit
    """


@estate.command("audit", short_help="Audit installed devices.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder of the report.")
@click.option("--register", default="", metavar="EDITION", help="The register edition to judge by.")
@policy_option
@click.option("--mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Which column of an unusual register is which (YAML).")
@click.option("--table", "tables", multiple=True, metavar="KIND=FILE", help="A table of marks of your own (see `identify`); may be repeated.")
@click.option("--tac", type=click.Path(path_type=Path, dir_okay=False), help="Your table of IMEI type allocation codes (CSV: tac, manufacturer).")
@click.option("--plan", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The plan.csv or estate.xlsx that you filled in: kept.")
@click.option("--site", default="", metavar="NAME", help="The site of devices for which the exports name none.")
@as_of_option
@json_option
def audit(
    files: tuple[Path, ...],
    out: Path,
    register: str,
    policy: str,
    mapping: Path | None,
    tables: tuple[str, ...],
    tac: Path | None,
    plan: Path | None,
    site: str,
    as_of: date | None,
    as_json: bool,
) -> int:
    """Read exports of installed devices (FILES, or folders of them), say of each device whether there is a concern, and write a report.

    \b
    Reads: NetBox and Snipe-IT exports, asset registers (XLSX, CSV, JSON), nmap XML, snmpwalk output, captures of `show …` and `display …`,
    ARP and MAC tables, DHCP leases, phone exports with IMEI, passive monitors. Each file is told by what it holds.
    \b
    Writes: report.ja.html, report.en.html  to read and print
            estate.ja.xlsx, estate.en.xlsx  the same with every finding, and the removal plan to fill in
            devices.csv, findings.csv, plan.csv, unread.csv, audit.json
    \b
    A device is clear only where its maker is known: declared, or pointed to by two kinds of marks. Sightings of one device are merged by MAC
    address, serial number with maker, IMEI or asset tag. Exit codes: 0 done (concerns are in the report), 2 bad input (nothing written), 3 the
    register is stale (the report is written, with nothing clear), truncated or missing (nothing is written).

    設置済み機器の書き出しを読み、機器ごとに懸念の有無を示し、報告書と撤去計画の表を作ります。
    """
    from .. import wiring

    given = (*tables, *([f"tac={tac}"] if tac else []))
    asked = wiring.EstateAsked(
        files=files, out=out, register=register, policy=policy, mapping=mapping, tables=given, plan=plan, as_of=as_of, site=site
    )
    done = wiring.audit_estate(asked, say=_tell)
    found = done.paper.audit
    if as_json:
        show_json(wiring.estate_json(done.paper))
    else:
        _summary(done, out)
    return 3 if found.stale else 0


def _summary(done: "EstateAudited", out: Path) -> None:
    paper, language = done.paper, lang()
    for one in [warning for warning in paper.warnings if warning.warning][:_SHOWN_WARNINGS]:
        click.echo(f"  warning: {one.line(language)}", err=True)
    counts, size = paper.audit.counts(), len(paper.audit.devices)
    seen = f"{len(paper.audit.devices.sightings):,}"
    click.echo({"ja": f"機器 {size:,} 台(観測 {seen} 件)", "en": f"{size:,} devices ({seen} sightings)"}[language])
    for verdict in (Verdict.BAR, Verdict.REFER, Verdict.CLEAR):
        click.echo(f"  {counts[verdict]:>10,}  {WORDS[verdict][language]}")
    unread = {"ja": f"読み取れなかった行: {len(paper.unread):,}", "en": f"rows that told nothing: {len(paper.unread):,}"}[language]
    if paper.unread:
        click.echo(f"  {unread}")
    click.echo(f"{out / f'report.{language}.html'}")


def _tell(ja: str, en: str) -> None:
    click.echo(f"  {ja if lang() == 'ja' else en}", err=True)
