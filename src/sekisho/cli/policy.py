"""policy list, show: the packs, their sources and what in them is unverified."""

from datetime import date
from typing import Any

import click

from ..policy.regime import Regime, Suspension, standing_on
from ..screening.telling import STANDING
from ..terms import decimal_text
from . import lang, show_json
from .options import as_of_option, json_option


@click.group(short_help="List and show policy packs.")
def policy() -> None:
    """Policy packs: dated criteria, as data. No pack holds a company's name."""


@policy.command("list")
@json_option
def listed(as_json: bool) -> int:
    """List the packs with the days they are in force."""
    from .. import wiring

    shown = [{"id": pack.id, "title": pack.title.as_json(), "from": str(pack.period.start), "version": pack.version} for pack in wiring.packs()]
    if as_json:
        show_json(shown)
    else:
        for pack in wiring.packs():
            click.echo(f"{pack.id:10} {pack.period.start}–{pack.period.end or ''}  {pack.title.pick(lang())}")
    return 0


@policy.command("show")
@click.argument("pack_id", metavar="ID")
@json_option
def show(pack_id: str, as_json: bool) -> int:
    """Show a pack: scope, what must be known, the verdict table, sources, what is unverified."""
    from .. import wiring

    found = next((pack for pack in wiring.packs() if pack.id == pack_id), None)
    if found is None:
        known = ", ".join(pack.id for pack in wiring.packs())
        raise click.UsageError(f"there is no policy pack `{pack_id}`; choose one of: {known}")
    shown = _summary(found)
    if as_json:
        show_json(shown)
        return 0
    word = lang()
    click.echo(
        f"{found.id}  {found.title.pick(word)}\n{found.instrument.pick(word)}; from {found.period.start}; {found.version}; sha256 {found.digest}"
    )
    for one in found.viewpoints:
        click.echo(f"  scope     {one.id}: {one.text.pick(word)}{_mark(one.source)}")
    for requirement in found.requirements:
        click.echo(
            f"  required  {', '.join(requirement.facts)} of {', '.join(requirement.natures or requirement.kinds) or 'all'}{_mark(requirement.source)}"
        )
    for row in found.verdicts:
        click.echo(f"  verdict   {row.trigger} × {row.certainty} × {row.authority} → {row.verdict.word}{_mark(row.source)}")
    click.echo(f"  ownership {_rule(found.regime, word)}")
    for note in found.unverified:
        click.echo(f"  ! {note.pick(word)}")
    return 0


@policy.command("regimes")
@as_of_option
@json_option
def regimes(as_of: date | None, as_json: bool) -> int:
    """List the rules on ownership (資本関係の規則) and whether each is in force on a day, as far as the data says.

    \b
    Where the data does not say, an officer does: `regime_status` of tender.yaml, or `owners --regime-status FILE`.
      sekisho policy regimes --as-of 2026-06-01

    資本関係の規則の一覧と、その日の効力(効力あり・停止中・不明・効力なし)を示します。
    """
    from .. import wiring

    day, word = as_of or wiring.today(), lang()
    standings = [standing_on(one, day) for one in wiring.regimes()]
    if as_json:
        show_json([{**_regime(on.regime), "as_of": str(day), "standing": on.standing, "because": on.because.as_json()} for on in standings])
        return 0
    for on in standings:
        click.echo(f"{_rule(on.regime, word)}\n    {day}: {STANDING[on.standing].pick(word)}. {on.because.pick(word)}{_mark(on.source)}")
    return 0


def _rule(regime: Regime, word: str) -> str:
    share = f"{'≥' if regime.inclusive else '>'} {decimal_text(regime.threshold)} % {regime.counting}"
    return f"{regime.id:18} {share}; control {regime.control}; unknown share {regime.unknown_share}{_mark(regime.source)}  {regime.title.pick(word)}"


def _regime(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.id,
        "title": regime.title.as_json(),
        "threshold": decimal_text(regime.threshold),
        "inclusive": regime.inclusive,
        "counting": regime.counting,
        "control": regime.control,
        "unknown_share": regime.unknown_share,
        "governments": list(regime.governments.countries) if regime.governments else [],
        "effective_from": str(regime.starts) if regime.starts else None,
        "effective_to": str(regime.ends) if regime.ends else None,
        "proposed": regime.proposed is not None,
        "suspended": [_suspension(one) for one in regime.suspended],
        "undetermined_from": str(regime.undetermined.day) if regime.undetermined else None,
        "source": regime.source.as_json(),
    }


def _suspension(one: Suspension) -> dict[str, Any]:
    start, end = one.period.start, one.period.end
    return {"from": str(start) if start else None, "to": str(end) if end else None, "source": one.source.as_json()}


def _mark(source: Any) -> str:
    return "" if source.verified else "  [unverified / 未確認]"


def _summary(pack: Any) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title.as_json(),
        "version": pack.version,
        "digest": pack.digest,
        "effective_from": str(pack.period.start),
        "adopted_at": str(pack.adopted_at),
        "revised_at": [str(day) for day in pack.revised_at],
        "viewpoints": [{"id": one.id, **one.text.as_json(), "source": one.source.as_json()} for one in pack.viewpoints],
        "kinds": [{"id": one.id, **one.text.as_json(), "groups": list(one.groups), "source": one.source.as_json()} for one in pack.kinds],
        "bodies": [
            {"name": one.name, "from": str(one.period.start), "open_slot": one.open_slot, "source": one.source.as_json()} for one in pack.bodies
        ],
        "requires": [{"facts": list(one.facts), "natures": list(one.natures), "source": one.source.as_json()} for one in pack.requirements],
        "verdicts": [
            {"trigger": one.trigger, "certainty": one.certainty, "authority": one.authority, "verdict": one.verdict.word} for one in pack.verdicts
        ],
        "ownership": _regime(pack.regime),
        "attestations": [
            {"facts": list(one.facts), "issuers": list(one.issuers), **one.because.as_json(), "source": one.source.as_json()}
            for one in pack.attestations
        ],
        "exceptions": [{"id": one.id, **one.text.as_json(), "clause": one.clause} for one in pack.exceptions],
        "representations": [{"id": one.id, **one.text.as_json()} for one in pack.representations],
        "sources": [one.as_json() for one in pack.sources],
        "unverified": [one.as_json() for one in pack.unverified],
    }
