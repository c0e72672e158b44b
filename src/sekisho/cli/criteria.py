"""criteria show, form: what a notice freezes, and the evaluators' sheets."""

from pathlib import Path

import click

from ..evaluation.criteria import Criteria, Criterion
from ..terms import decimal_text
from . import lang, show_json
from .options import json_option

_case = click.argument("case", type=click.Path(path_type=Path, exists=True, file_okay=False))


@click.group("criteria", short_help="Criteria of a notice, and evaluators' sheets.")
def criteria_group() -> None:
    """Criteria (評価項目): what the notice freezes, and a sheet for each evaluator (採点表).

    \b
      sekisho criteria show CASE               the tree, its points, and the digest to publish / 評価項目と公告のダイジェスト
      sekisho criteria form CASE -o SHEETS     a sheet for each bid and evaluator / 採点表を作る
    Filled-in sheets are named in bid.yaml under evaluations, and read by `sekisho evaluate`.
    """


@criteria_group.command("show")
@_case
@json_option
def show(case: Path, as_json: bool) -> int:
    """Show the criteria of CASE/tender.yaml and the digest of all that the notice freezes (formula, weights, rounding, criteria)."""
    from .. import wiring

    digest, criteria = wiring.notice_of(case)
    if as_json:
        show_json({"notice_digest": digest, "points": _text(criteria), "items": [_shown(one) for one in criteria.leaves()] if criteria else []})
        return 0
    if criteria is not None:
        for level, one in _tree(criteria.items, 0):
            click.echo(f"{'  ' * level}{one.id}  {one.title}  {_points(one)}".rstrip())
        click.echo(f"{'配点の合計' if lang() == 'ja' else 'points in all'}: {_text(criteria)}")
        click.echo(f"{'委員' if lang() == 'ja' else 'evaluators'}: {', '.join(criteria.members)}")
    click.echo(f"{'公告のダイジェスト' if lang() == 'ja' else 'digest of the notice'}: {digest}")
    return 0


@criteria_group.command("form")
@_case
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="A folder for the sheets; existing ones stay.")
@click.option("--lang", "language", type=click.Choice(["ja", "en"]), help="Language; default that of the machine. / 言語")
@json_option
def form(case: Path, output: Path, language: str | None, as_json: bool) -> int:
    """Write a blank sheet (XLSX) for each bid and evaluator: items, points, choices; no price, and nobody else's marks.

    応札者・委員ごとの採点表を書き出します(価格や他の委員の採点は載せません)。
    """
    from .. import wiring

    written, kept = wiring.criteria_forms(case, output, language or lang())
    if as_json:
        show_json({"written": [str(path) for path in written], "kept": [str(path) for path in kept]})
        return 0
    for path in written:
        click.echo(f"{path}")
    for path in kept:
        click.echo(f"{path}: " + ("既にあるため残しました" if lang() == "ja" else "was there and is kept"))
    return 0


def _tree(items: tuple[Criterion, ...], level: int) -> list[tuple[int, Criterion]]:
    found = []
    for one in items:
        found += [(level, one), *_tree(one.items, level + 1)]
    return found


def _points(one: Criterion) -> str:
    ja = lang() == "ja"
    words = [] if one.points is None else [f"{decimal_text(one.points)}{'点' if ja else ' points'}"]
    words += [("必須" if ja else "mandatory")] if one.mandatory else []
    words += [("確認の結果による" if ja else "by the security check")] if one.security else []
    return "、".join(words) if ja else ", ".join(words)


def _shown(one: Criterion) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "points": decimal_text(one.points) if one.points is not None else None,
        "mandatory": one.mandatory,
        "security": {verdict.word: decimal_text(percent) for verdict, percent in one.security.items()} if one.security else None,
    }


def _text(criteria: Criteria | None) -> str | None:
    return decimal_text(criteria.points) if criteria else None
