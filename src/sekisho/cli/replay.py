"""replay: a sealed judgement computed again, and why today's answer differs."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..names.spoofing import shown as safe
from . import lang, show_json
from .options import as_of_option, json_option

if TYPE_CHECKING:
    from ..desk.replay import Change, Replayed

ANSWERS = {
    "same": {"ja": "再現した: 結論は封緘されたとおり", "en": "Replayed: the outcome is what was sealed"},
    "different": {"ja": "再現しない: 結論が封緘されたものと異なる", "en": "NOT reproduced: the outcome is not what was sealed"},
    "unverifiable": {"ja": "検証できない: 入力が保管庫にない", "en": "Unverifiable: an input is not in the vault"},
}
TODAY = {
    "same": {"ja": "今日の入力でも結論は同じ", "en": "By today's inputs the outcome is the same"},
    "different": {"ja": "今日の入力では結論が異なる", "en": "By today's inputs the outcome is another"},
}
CAUSES = {
    "as-of": {"ja": "判定日", "en": "judging date"},
    "edition": {"ja": "登録簿の版", "en": "edition"},
    "pack": {"ja": "調達方針", "en": "policy pack"},
    "chart": {"ja": "資本関係図", "en": "ownership chart"},
    "list": {"ja": "機器等リスト", "en": "equipment list"},
    "bom": {"ja": "構成部品表", "en": "bill of materials"},
    "bid": {"ja": "応札の書類", "en": "the bid's own files"},
    "tender": {"ja": "調達の書類", "en": "tender.yaml"},
    "engine": {"ja": "プログラムの版", "en": "engine"},
    "table": {"ja": "対照表", "en": "table"},
    "unexplained": {"ja": "説明できない", "en": "unexplained"},
}


@click.command(short_help="Judge again what a record sealed; say why today differs.")
@click.argument("record", type=click.Path(path_type=Path, file_okay=False))
@click.option("--vault", type=click.Path(path_type=Path, file_okay=False), default=None, help="Where the bodies are; default beside the record.")
@click.option("--register", default="", metavar="EDITION", help="Today's edition, to compare with the sealed one.")
@click.option("--policy", default="", metavar="ID", help="Today's policy pack; default the installed one of the sealed pack's id.")
@click.option("--case", type=click.Path(path_type=Path, file_okay=False), default=None, help="Today's case folder: its files as they are now.")
@as_of_option
@json_option
def replay(record: Path, vault: Path | None, register: str, policy: str, case: Path | None, as_of: date | None, as_json: bool) -> int:
    """Judge again what RECORD sealed, from the inputs in its vault: the same engine gives the same bytes.

    \b
    With today's inputs named, every change is told with the input that makes it: edition, pack, chart, list, table, engine …
    Exits 0 where nothing differs, 1 where something does or an input is missing (unverifiable).
      sekisho replay judgement/record --register editions/2026-10
    """
    from .. import wiring
    from ..wiring.replaying import ReplayAsked
    from ..wiring.replaying import replay as replayed

    asked = ReplayAsked(record=record, vault=vault, register=register, policy=policy, case=case, as_of=as_of)
    found = replayed(asked, say=wiring.quiet if as_json else _say)
    if as_json:
        show_json(found.as_json())
    else:
        _tell(found)
    return 0 if found.holds else 1


def _say(ja: str, en: str) -> None:
    click.echo(f"… {ja if lang() == 'ja' else en}", err=True)


def _tell(found: "Replayed") -> None:
    here = lang()
    click.echo(f"{found.case}: {ANSWERS[found.replay][here]}")
    if found.sealed_engine != found.engine:
        click.echo(f"  {found.sealed_engine} → {found.engine}")
    for one in found.missing:
        click.echo(safe(f"  × {one['kind']} {one['id']} {one['digest'][:16]}"))
    for change in found.changes:
        _tell_change(change)
    if found.today is not None:
        click.echo(TODAY[found.today][here])
    for name, sealed, today in found.apart:
        click.echo(safe(f"  {CAUSES[name][here]}: {sealed[:80]} → {today[:80]}"))
    for change in found.today_changes:
        _tell_change(change)


def _tell_change(change: "Change") -> None:
    because = ", ".join(CAUSES[one][lang()] for one in change.because)
    about = f" {change.about[lang()]}" if change.about else ""
    click.echo(safe(f"  {f'{change.bid} '.lstrip()}{change.what}: {change.was or '-'} → {change.now or '-'}  [{because}]{about}"))
