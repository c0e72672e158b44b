"""register build, show, diff: editions and what is in them."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from . import show_json
from .options import DAY, json_option


@click.group(short_help="Build, show and compare register editions.")
def register() -> None:
    """Register editions: immutable, named by their digest, built from sources with cards."""


@register.command("build")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--out", "target", required=True, type=click.Path(path_type=Path), help="The edition to write.")
@click.option("--retrieved-at", type=DAY, default=None, help="When a bare CSV was retrieved.")
@click.option("--good-for", type=click.IntRange(0, 3660), default=None, metavar="DAYS", help="For how many days it may be used.")
@click.option("--previous", type=click.Path(path_type=Path), default=None, help="The last edition: a list that shrinks by accident is refused.")
@json_option
def build(sources: tuple[Path, ...], target: Path, retrieved_at: date | None, good_for: int | None, previous: Path | None, as_json: bool) -> int:
    """Build an edition from SOURCES (CSV, each with its card beside it, or with --retrieved-at and --good-for).

    Exits 3, and writes nothing, where a source is not what its card says.
    """
    from .. import wiring

    edition = wiring.build_register(sources, target, retrieved_at=retrieved_at, good_for=good_for, previous=previous)
    shown = _summary(edition)
    if as_json:
        show_json(shown)
    else:
        click.echo(f"{target}: {shown['entities']} entities, {shown['names']} names, sha256 {shown['digest']}")
    return 0


@register.command("show")
@click.argument("edition", type=click.Path(path_type=Path))
@json_option
def show(edition: Path, as_json: bool) -> int:
    """Show an edition: its digest, its sources with their dates, its entities."""
    from .. import wiring

    found = wiring.read_edition(edition)
    if as_json:
        show_json(_summary(found))
        return 0
    click.echo(f"sha256 {found.digest}  entities {len(found.entities)}{'  DEMO' if found.demo else ''}")
    for card in found.cards:
        click.echo(f"  {card.path}: {card.authority or '-'}, retrieved {card.retrieved_at}, good for {card.good_for_days} days")
    for entity in found.entities.values():
        designated = ", ".join(dict.fromkeys(one.authority for one in entity.designations)) or "-"
        click.echo(f"  {entity.id}: {entity.names[0].name}  [{designated}]")
    return 0


@register.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@json_option
def diff(before: Path, after: Path, as_json: bool) -> int:
    """What is new, changed and withdrawn from edition BEFORE to edition AFTER."""
    from .. import wiring

    found = wiring.diff_register(before, after)
    shown = {"before": found.before, "after": found.after, "new": list(found.new), "changed": list(found.changed), "withdrawn": list(found.withdrawn)}
    if as_json:
        show_json(shown)
    else:
        for word in ("new", "changed", "withdrawn"):
            for entity in shown[word]:
                click.echo(f"{word:10} {entity}")
    return 0


def _summary(edition: Any) -> dict[str, Any]:
    return {
        "digest": edition.digest,
        "demo": edition.demo,
        "entities": len(edition.entities),
        "names": sum(len(entity.names) for entity in edition.entities.values()),
        "sources": [
            {
                "path": card.path,
                "authority": card.authority,
                "retrieved_at": card.retrieved_at.isoformat(),
                "good_for_days": card.good_for_days,
                "rows": card.rows,
                "sha256": card.sha256,
                "classification": card.classification,
            }
            for card in edition.cards
        ],
    }
