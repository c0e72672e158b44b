"""owners: who stands behind an entity, as of a date."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ..ownership.as_json import held_json
from ..ownership.model import Held
from ..policy.regime import StandingOn
from ..screening.gaps import gap_text
from ..screening.meets import meets, red_flags, regime_json
from ..screening.telling import STANDING
from ..terms import Period, decimal_text, parse_number
from . import lang, show_json
from .options import as_of_option, json_option
from .pace import Pace, tell

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
UNVERIFIED = {"ja": "(未確認)", "en": " (unverified)"}
STRENGTH = {
    "ja": {"decides": "支配", "influences": "影響力", "linked": "関係"},
    "en": {"decides": "decides", "influences": "has a say", "linked": "is linked"},
}


@click.command(short_help="Who owns an entity, as of a date.")
@click.argument("entity", required=False, default="")
@click.option("--entities", type=click.Path(path_type=Path), default=None, metavar="IN", help="Many at once: CSV or Parquet, column entity or name.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help="With --entities: CSV to write, a row each.")
@click.option(
    "--chart", "charts", multiple=True, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV, BODS, GLEIF or FtM."
)
@as_of_option
@click.option("--designated", required=True, type=click.Path(path_type=Path), help="A register edition, or a .txt with one id a line.")
@click.option("--threshold", default=None, metavar="PERCENT", help="At or above this share; default 50.")
@click.option("--regime", default="", metavar="ID", help="The rule of a regime instead (see `policy regimes`): its share, its days.")
@click.option("--regime-status", type=click.Path(path_type=Path), default=None, help="YAML: what officers state of regimes.")
@json_option
def owners(
    entity: str,
    entities: Path | None,
    output: Path | None,
    charts: tuple[Path, ...],
    as_of: date | None,
    designated: Path,
    threshold: str | None,
    regime: str,
    regime_status: Path | None,
    as_json: bool,
) -> int:
    """Whether designated owners hold ENTITY at or above the threshold, together and through others, and who controls it without shares.

    \b
    A cascade, not a product of percentages: an owner at or above the threshold passes its whole holding on. Unknown shares are ranges.
      sekisho owners B --chart chart.csv --designated ids.txt --as-of 2026-04-01 --json
    With --regime the answer says whether that rule is in force on the day. Where nobody knows, an officer states it in a file:
      regime_status: [{regime: bis-affiliates, status: in force, from: 2026-11-10, source: "…", by: ROLE}]
    Many at once, from one walk; each row of the output carries its paths, days, control, gaps and sources:
      sekisho owners --entities suppliers.csv -o owners.csv --chart chart.csv --designated ids.txt

    資本関係を基準日の時点でたどり、懸念先が合わせて閾値以上を保有するか、また持分によらず支配するかを答えます。
    """
    from .. import wiring

    asked = wiring.OwnersAsked(
        charts=charts,
        designated=designated,
        as_of=as_of,
        threshold=_threshold(threshold, regime),
        regime=_regime(regime),
        regime_status=regime_status,
    )
    if bool(entity) == (entities is not None) or (entities is None) != (output is None):
        raise click.UsageError("give ENTITY, or --entities IN with -o OUT")
    if entities is not None and output is not None:
        return _many(wiring.owners_in_bulk(entities, output, asked, say=tell, progress=Pace("entities", "件")), output, as_json)
    answer, on = wiring.owners(entity, asked)
    shown = {"entity": entity, "as_of": str(asked.day), "threshold": decimal_text(answer.threshold), **held_json(answer)}
    if as_json:
        show_json({**shown, "regime": regime_json(on, answer)} if on else shown)
        return 0
    _tell(entity, answer)
    if on:
        _tell_regime(on, answer)
    return 0


def _many(told: Any, output: Path, as_json: bool) -> int:
    """The summary of the bulk form, the warnings first."""
    if as_json:
        show_json(told.as_json())
        return 0
    for one in told.warnings:
        click.echo(f"  warning: {one.line(lang())}", err=True)
    counted = ", ".join(f"{word} {count:,}" for word, count in told.designated.items())
    control = ", ".join(f"{word} {count:,}" for word, count in told.controlled.items())
    words = {"ja": ("件", "持分", "支配"), "en": (" entities", "shares", "control")}[lang()]
    click.echo(f"{output}: {told.rows:,}{words[0]}; {words[1]}: {counted}; {words[2]}: {control}")
    if told.regime:
        click.echo(f"  {told.regime.regime.id}: {STANDING[told.regime.standing].pick(lang())} ({told.as_of})")
    return 0


def _threshold(given: str | None, regime: str) -> Fraction:
    if given is not None and regime:
        raise click.UsageError("--threshold and --regime: a regime has its own threshold; give one of the two")
    try:
        limit = parse_number(given if given is not None else "50")
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--threshold") from error
    if not 0 < limit <= 100:
        raise click.BadParameter("a percentage above 0 and at most 100", param_hint="--threshold")
    return limit


def _regime(given: str) -> str:
    from .. import wiring

    if not given:
        return ""
    known = [one.id for one in wiring.regimes()]
    if given not in known:
        raise click.BadParameter(f"there is no regime `{given}`; choose one of: {', '.join(known)}", param_hint="--regime")
    return given


def _tell_regime(on: StandingOn, answer: Held) -> None:
    """The regime's line: its standing on the day and why, whether its rule is met, its red flags."""
    word = lang()
    standing, met = STANDING[on.standing].pick(word), OWNED[word][meets(answer, on.regime)]
    click.echo(f"  {on.regime.title.pick(word)}: {standing} ({on.day}), {met}. {on.because.pick(word)}")
    click.echo(f"    {on.source.name}{'' if on.source.verified else UNVERIFIED[word]}")
    for one in red_flags(answer, on.regime):
        click.echo(f"  ! {one.holder} → {one.entity}: {one.code}")


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
        click.echo(f"  ? {gap_text(code, holder).pick(lang())}")


def _days(period: Period) -> str:
    return f" {period.start or ''}–{period.end or ''}" if period.start or period.end else ""
