"""`sekisho list`: the blank form, the check before a list is handed in, a proposed mapping, and the difference of two versions."""

from pathlib import Path

import click

from ..names.spoofing import shown
from . import lang, show_json
from .options import json_option

_lang_option = click.option("--lang", "language", type=click.Choice(["ja", "en"]), help="Language; default that of the machine. / 言語")


@click.group("list")
def list_group() -> None:
    """Equipment lists (機器等リスト): make the form, check a filled-in list, map an unusual one.

    A bidder needs three steps:

    \b
      sekisho list form -o list.xlsx         a blank form / 様式を作る
      sekisho list check list.xlsx           every mistake at once / 誤りを一度に全部示す
      sekisho list map other-form.xlsx       when the headers are not understood / 見出しが読めないとき
      sekisho list diff list.xlsx list-2.xlsx  what a later version changed / 版の違い
    """


@list_group.command("form")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("list.xlsx"), show_default=True, help="Where to write it."
)
@_lang_option
def form(output: Path, language: str | None) -> int:
    """Write a blank form (XLSX) with instructions, drop-down lists and a sheet for subcontractors.

    様式(機器等リスト・再委託先・記入要領)を書き出します。
    """
    from .. import wiring

    language = language or lang()
    _write(output, wiring.list_form(language))
    click.echo(f"{output}: " + ("様式を書き出しました" if language == "ja" else "form written"))
    return 0


@list_group.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Which column is which (see `sekisho list map`).")
@click.option("--corrected", type=click.Path(path_type=Path, dir_okay=False), help="Write a copy (XLSX) with an error column and marked cells.")
@json_option
@_lang_option
def check(file: Path, mapping: Path | None, corrected: Path | None, as_json: bool, language: str | None) -> int:
    """Check a filled-in list (XLSX or CSV) and show every mistake in one pass: where it is, what is wrong, how to mend it.

    Nothing is sent anywhere. Exit status: 0 = can be handed in (warnings may remain), 2 = mistakes to mend.

    記入済みの一覧を検査し、誤りをすべて一度に示します(0 = 提出可、2 = 要修正)。
    """
    from .. import wiring

    found = wiring.check_list(file, mapping, language or lang())
    written = corrected if corrected and found.faults else None
    if written:
        _write(written, found.corrected())
    if as_json:
        show_json({**found.as_json(), "corrected": str(written) if written else None})
    else:
        for line in found.lines():
            click.echo(line)
        counts = (len(found.list.items), found.errors, found.warnings)
        click.echo(_summary(found.lang, str(file), counts, str(written) if written else ""))
    return 2 if found.errors else 0


@list_group.command("map")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it; without it, the screen.")
def propose(file: Path, output: Path | None) -> int:
    """Propose a mapping (YAML) for a list whose headers are not understood: mend its lines, then pass it with --mapping.

    見出しが読めない一覧のために、列の対応表の案を書き出します。直してから --mapping で渡してください。
    """
    from .. import wiring

    text = wiring.propose_mapping(file)
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text.encode("utf-8"))
        click.echo(f"{output}: 対応表の案を書き出しました / mapping proposed")
    return 0


@list_group.command("diff")
@click.argument("before", metavar="V1", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("after", metavar="V2", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Which column is which, in both (see `sekisho list map`)."
)
@click.option("--mapping-after", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The mapping of V2, where it has one of its own.")
@json_option
@_lang_option
def diff(before: Path, after: Path, mapping: Path | None, mapping_after: Path | None, as_json: bool, language: str | None) -> int:
    """Say what changed from one version of a list (V1) to the next (V2): lines added, removed, changed (column by column), unchanged.

    \b
    Lines are matched however they were renumbered or moved, and each match says by what. Exits 0 once compared, 2 where either list has mistakes.
      sekisho list diff list.xlsx list-2.xlsx --json

    二つの版の一覧を比べ、追加・削除・変更(列ごと)・変更なしの行を示します。番号の付け直しや並べ替えがあっても対応する行を見つけます。
    """
    from ..tenders.explain import diff_json, diff_lines
    from ..wiring.rounds import diff_lists

    found, warnings = diff_lists(before, after, mapping=mapping, mapping_after=mapping_after)
    language = language or lang()
    if as_json:
        show_json({**diff_json(found), "warnings": [one.as_json() for one in warnings]})
        return 0
    for line in diff_lines(found, "ja" if language == "ja" else "en"):
        click.echo(shown(line))
    for one in warnings:
        click.echo(f"  ⚠ {one.line(language)}", err=True)
    return 0


def _write(path: Path, octets: bytes) -> None:
    try:
        path.write_bytes(octets)
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or "cannot be written / 書き込めません") from error


def _summary(language: str, file: str, counts: tuple[int, int, int], written: str) -> str:
    items, errors, warnings = counts
    if language == "ja":
        told = f"{file}: {items}件を読みました。誤り{errors}件、注意{warnings}件"
        return told + (f"。誤りを書き込んだ写し: {written}" if written else "")
    told = f"{file}: {items} items read, {errors} faults, {warnings} warnings"
    return told + (f"; marked copy: {written}" if written else "")
