"""identify: who made a device, by the marks it shows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import lang, show_json
from .options import as_of_option, json_option

if TYPE_CHECKING:
    from ..marks.model import Attribution, Identified, MakerFound, Note

MARKS = {
    "mac": ("--mac", "MAC address, in any usual spelling."),
    "sysobjectid": ("--sysobjectid", "SNMP sysObjectID (1.3.6.1.4.1.…)."),
    "sysdescr": ("--sysdescr", "SNMP sysDescr."),
    "pci": ("--pci", "PCI ids: VEN:DEV or VEN:DEV:SUBVEN:SUBDEV."),
    "usb": ("--usb", "USB ids: VEN:PRO or VEN."),
    "bluetooth": ("--bluetooth", "Bluetooth company id: 637 or 0x027D."),
    "banner": ("--banner", "A service's banner (SSH, SIP, Telnet, HTTP Server …)."),
    "title": ("--title", "Title of the device's web page."),
    "rtsp": ("--rtsp-path", "RTSP path or URL."),
    "cpe": ("--cpe", "CPE 2.3 name or 2.2 URI."),
    "part": ("--part", "Model or part number of the device, a module or a chip; an FCC ID as FCC ID: …"),
    "pnp": ("--pnp", "PnP id of a display (three letters)."),
    "tac": ("--tac", "Type allocation code, or a whole IMEI (needs --table tac=FILE)."),
}
CERTAINTY = {
    "ja": {"surely": "確実", "possibly": "可能性あり", "doubtful": "疑わしい(根拠が弱い)"},
    "en": {"surely": "surely", "possibly": "possibly", "doubtful": "doubtful (the evidence is weak)"},
}
NOTES = {
    "mac-locally-administered": ("ローカル管理アドレスなので誰も示さない", "a locally administered address names nobody"),
    "mac-multicast": ("マルチキャストアドレスなので誰も示さない", "a group address names nobody"),
    "mac-zero": ("全て0のアドレスなので誰も示さない", "a zero address names nobody"),
    "id-zero": ("空の識別番号なので誰も示さない", "an empty id names nobody"),
    "agent-number": ("どの機器でも動く SNMP エージェントの番号なので製造業者を示さない", "the number of an SNMP agent that runs on anybody's device"),
    "not-in-tables": ("どの対照表にもない", "in no table"),
    "table-old": ("対照表が古い。新しい割当てを知らないおそれがある", "this table is old, and may not know what was assigned since"),
    "table-missing": ("対照表がない。--table で渡せる", "this table is missing; pass one with --table"),
}


def _mark_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for family, (option, about) in reversed(MARKS.items()):
        command = click.option(option, family, multiple=True, help=about)(command)
    return command


@click.command(short_help="Who made a device, by the marks it shows.")
@_mark_options
@click.option("--declared", default="", metavar="NAME", help="The maker that somebody wrote down.")
@click.option("--table", "tables", multiple=True, metavar="KIND=FILE", help="A table of your own in place of the installed one.")
@click.option("--in", "source", type=click.Path(path_type=Path), help="Many devices: CSV or Parquet with columns mac, sysobjectid, sysdescr …")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The CSV to write, with --in.")
@as_of_option
@json_option
def identify(
    declared: str, tables: tuple[str, ...], source: Path | None, out: Path | None, as_of: date | None, as_json: bool, **marks: tuple[str, ...]
) -> int:
    """Name the maker of one device by what it shows of itself, with what speaks for it and against it.

    Any option of a mark may be given several times. `surely` takes two independent kinds of marks that agree, or --declared; `possibly` is one;
    `doubtful` proves nothing. A local or group MAC address, or the number of an SNMP agent such as net-snmp, says nothing. A maker that no mark
    names is unknown, which is not the same as harmless.

    \b
      sekisho identify --mac 94:e1:ac:00:00:01 --sysobjectid 1.3.6.1.4.1.39165.1.1
      sekisho identify --pci 8086:10d3:19e5:d11a          the board's maker beside the chip's
      sekisho identify --declared "Brand" --sysobjectid 1.3.6.1.4.1.1004849.2 --rtsp-path /cam/realmonitor
      sekisho identify --in devices.csv -o makers.csv     a row a device and maker
    """
    from .. import wiring
    from ..terms import Mark

    given = [Mark.of(family, value) for family in MARKS for value in marks[family]]
    if source is not None:
        if out is None or given or declared:
            raise click.UsageError("--in takes -o OUT.csv, and no mark beside it")
        return _many(source, out, tables, as_of, as_json=as_json)
    if not given and not declared:
        raise click.UsageError("give at least one mark, such as --mac (see --help)")
    answer = wiring.identify(given, tables, declared=declared, as_of=as_of, say=_say)
    if as_json:
        show_json({**answer.found.as_json(), "as_of": str(answer.as_of), "read": [card.as_json() for card in answer.read]})
    else:
        _show(answer.found)
    return 0


def _say(ja: str, en: str) -> None:
    click.echo(ja if lang() == "ja" else en, err=True)


def _many(source: Path, out: Path, tables: tuple[str, ...], as_of: date | None, *, as_json: bool) -> int:
    from .. import wiring

    done = wiring.identify_list(source, out, tables, as_of=as_of, say=_say)
    for warning in done.warnings:
        click.echo(f"  warning: {warning.line(lang())}", err=True)
    for note in done.notes:
        click.echo("  " + _note(note), err=True)
    if as_json:
        show_json({"devices": done.devices, "named": done.named, "out": str(out), "notes": [note.as_json() for note in done.notes]})
        return 0
    told = {
        "ja": f"{done.devices:,} 台: 製造業者が分かったもの {done.named:,} 台。{out} に書き出しました",
        "en": f"{done.devices:,} devices, {done.named:,} with a maker; written to {out}",
    }
    click.echo(told[lang()])
    return 0


def _show(found: "Identified") -> None:
    if not found.makers:
        unknown = {
            "ja": "製造業者は分かりません(懸念がないという意味ではありません)",
            "en": "the maker is unknown (not the same as no concern)",
        }
        click.echo(unknown[lang()])
    for maker in found.makers:
        _show_maker(maker)
    for mark in found.unreadable:
        click.echo(f"  ? {mark.family} `{mark.value}`: {'読めません' if lang() == 'ja' else 'cannot be read'}")
    for note in found.notes:
        click.echo("  " + _note(note))


def _show_maker(maker: "MakerFound") -> None:
    click.echo(f"{maker.maker}: {CERTAINTY[lang()][maker.certainty]}")
    for one in maker.evidence:
        click.echo("  + " + _line(one))
    for one in maker.against:
        click.echo("  - " + _line(one) + f" → {one.maker}")


def _line(one: "Attribution") -> str:
    dated = f", {one.table_date}" if one.table_date else ""
    cites = f" [{one.cites}]" if one.cites else ""
    if one.family == "declared":
        return f"{'申告' if lang() == 'ja' else 'declared'}: {one.value}"
    return f"{one.family} {one.value}: {one.table}{dated} ({'重み' if lang() == 'ja' else 'weight'} {one.weight}){cites}"


def _note(note: "Note") -> str:
    ja, en = NOTES[note.code]
    dated = f" ({note.dated})" if note.dated else ""
    return f"! {note.about}{dated}: {ja if lang() == 'ja' else en}"
