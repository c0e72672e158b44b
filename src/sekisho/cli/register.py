"""register build, layer, show, diff: editions and what is in them. Keeping them is in `register_keeping`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from . import lang, show_json
from .options import DAY, json_option
from .register_keeping import COMMANDS


@click.group(short_help="Build, show and compare register editions.")
def register() -> None:
    """Register editions: immutable, named by their digest, built from sources with cards."""


@register.command("build")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--out", "target", required=True, type=click.Path(path_type=Path), help="The edition to write.")
@click.option("--retrieved-at", type=DAY, default=None, help="When a bare CSV was retrieved.")
@click.option("--good-for", type=click.IntRange(0, 3660), default=None, metavar="DAYS", help="For how many days it may be used.")
@click.option("--previous", type=click.Path(path_type=Path), default=None, help="The last edition: a list that shrinks by accident is refused.")
@click.option("--layer", type=click.Choice(["full", "public"]), default="full", show_default=True, help="public: without the protected layer.")
@json_option
def build(
    sources: tuple[Path, ...], target: Path, retrieved_at: date | None, good_for: int | None, previous: Path | None, layer: str, as_json: bool
) -> int:
    """Build an edition from SOURCES: each in the format that the card beside it names, or a bare CSV with --retrieved-at and --good-for.

    Exits 3, and writes nothing, where a source is not what its card says. What was left out is told as a warning.
    An edition of the public layer may lie on any node: it is made of the public rows alone, and clears no line that the centre was not asked about.
    """
    from .. import wiring

    built = wiring.build_register(sources, target, retrieved_at=retrieved_at, good_for=good_for, previous=previous, layer=layer)
    shown = _summary(built.edition)
    if as_json:
        show_json({**shown, "warnings": [one.as_json() for one in built.warnings]})
    else:
        for one in built.warnings:
            click.echo(f"  warning: {one.line(lang())}", err=True)
        click.echo(f"{target}: {shown['entities']} entities, {shown['names']} names, sha256 {shown['digest']}")
    return 0


@register.command("layer")
@click.argument("edition", type=click.Path(path_type=Path))
@click.option("-o", "--out", "target", required=True, type=click.Path(path_type=Path), help="The edition of the public layer to write.")
@json_option
def layer(edition: Path, target: Path, as_json: bool) -> int:
    """Write the public layer of EDITION, for nodes that must not hold the protected one.

    No change of the protected layer moves a byte of it.
    """
    from ..wiring.layers import write_public_layer

    shown = _summary(write_public_layer(edition, target))
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
    marks = ("  DEMO" if found.demo else "") + ("  public layer" if found.layer == "public" else "")
    click.echo(f"sha256 {found.digest}  entities {len(found.entities)}{marks}")
    for card in found.cards:
        click.echo(f"  {card.path}: {card.authority or '-'}, retrieved {card.retrieved_at}, good for {card.good_for_days} days")
    for entity in found.entities.values():
        designated = ", ".join(dict.fromkeys(one.authority for one in entity.designations)) or "-"
        click.echo(f"  {entity.id}: {entity.names[0].name}  [{designated}]")
    return 0


@register.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--as-of", type=DAY, default=None, help="The day on which a source of AFTER may be stale; default today.")
@json_option
def diff(before: Path, after: Path, as_of: date | None, as_json: bool) -> int:
    """What is new, changed, withdrawn and unverifiable from edition BEFORE to edition AFTER.

    Unverifiable: a source of the entity is missing from AFTER, or is stale in it.
    """
    from .. import wiring

    found = wiring.diff_register(before, after, as_of=as_of)
    words = {word: list(getattr(found, word)) for word in ("new", "changed", "withdrawn", "unverifiable")}
    if as_json:
        show_json({"before": found.before, "after": found.after, **words})
    else:
        for word, entities in words.items():
            for entity in entities:
                click.echo(f"{word:12} {entity}")
    return 0


def _summary(edition: Any) -> dict[str, Any]:
    return {
        "digest": edition.digest,
        "demo": edition.demo,
        "layer": edition.layer,
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


for _command in COMMANDS:
    register.add_command(_command)
