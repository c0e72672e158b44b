"""register propose, sign, activate, withdraw, guard: an edition counts where two keyholders say so and the list guard lets it pass."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from . import lang, show_json
from .options import DAY, json_option

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
ANY = click.Path(path_type=Path, exists=True)
key_option = click.option("--signing-key", "signing_key", type=FILE, required=True, help="Your own key: one of the keyring's keyholders.")
shelf_option = click.option("--shelf", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder that keeps the editions.")
as_of_option = click.option("--as-of", type=DAY, default=None, help="The day on which sources may be stale; default today.")


@click.command("propose", short_help="Propose an edition, with its dossiers.")
@click.argument("edition", type=ANY)
@click.option("--previous", type=ANY, default=None, help="The edition that it follows.")
@click.option("--dossier", "dossiers", type=FILE, multiple=True, help="A designation dossier (YAML); once for each.")
@click.option("--effective-from", type=DAY, required=True, help="From which day it counts.")
@key_option
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Where to write; default EDITION.approval.")
@json_option
def propose(
    edition: Path, previous: Path | None, dossiers: tuple[Path, ...], effective_from: date, signing_key: Path, out: Path | None, as_json: bool
) -> int:
    """Propose EDITION: write its approval with your signature. Another keyholder signs it with `register sign`.

    \b
    Every designation that is new, changed or withdrawn since --previous needs a dossier that says why.
      sekisho register propose edition-2 --previous edition-1 --dossier d-1.yaml --effective-from 2026-12-01 --signing-key mine.skey
    """
    from ..wiring.keeping import Proposal
    from ..wiring.keeping import propose as proposed

    asked = Proposal(edition=edition, previous=previous, dossiers=dossiers, effective_from=effective_from, signing_key=signing_key, out=out)
    return _tell(proposed(asked), as_json)


@click.command("sign", short_help="Sign another keyholder's proposal.")
@click.argument("note", type=FILE)
@click.option("--edition", type=ANY, required=True, help="The edition that it is about, as you looked at it (`register diff`).")
@key_option
@json_option
def sign(note: Path, edition: Path, signing_key: Path, as_json: bool) -> int:
    """Add your signature to the proposal NOTE. Whoever proposed cannot be the second to sign, with whichever key.

    \b
      sekisho register sign edition-2.approval --edition edition-2 --signing-key mine.skey
    """
    from ..wiring.keeping import sign as signed

    return _tell(signed(note, edition=edition, signing_key=signing_key), as_json)


@click.command("activate", short_help="Put a signed proposal into effect on a shelf.")
@click.argument("note", type=FILE)
@click.option("--edition", type=ANY, required=True, help="The edition that it is about.")
@shelf_option
@as_of_option
@json_option
def activate(note: Path, edition: Path, shelf: Path, as_of: date | None, as_json: bool) -> int:
    """Put the proposal NOTE, signed by two, onto the shelf: an edition past the list guard, or the withdrawal of one.

    \b
    It counts from its own day on; until then the edition before it does. Use the shelf like an edition: --register SHELF.
      sekisho register activate edition-2.approval --edition edition-2 --shelf register
    """
    from ..wiring.keeping import activate as activated

    return _tell(activated(note, edition=edition, shelf=shelf, as_of=as_of), as_json)


@click.command("withdraw", short_help="Propose that an edition counts no more.")
@click.argument("edition", type=ANY)
@click.option("--effective-from", type=DAY, required=True, help="From which day it counts no more.")
@click.option(
    "--instead", type=ANY, default=None, help="The edition of the shelf that counts then; without it nothing is judged until a new one is active."
)
@key_option
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write the withdrawal.")
@json_option
def withdraw(edition: Path, effective_from: date, instead: Path | None, signing_key: Path, out: Path, as_json: bool) -> int:
    """Propose the withdrawal of EDITION. It needs a second signature (`register sign`) and takes effect by `register activate`, like an edition.

    \b
      sekisho register withdraw edition-2 --effective-from 2026-12-10 --instead edition-1 --signing-key mine.skey -o withdrawal
    """
    from ..wiring.keeping import propose_withdrawal

    return _tell(propose_withdrawal(edition, instead=instead, effective_from=effective_from, signing_key=signing_key, out=out), as_json)


@click.command("guard", short_help="Let a delivered register pass, or refuse it.")
@click.argument("delivery", nargs=-1, required=True, type=ANY)
@shelf_option
@click.option("--approval", type=FILE, default=None, help="The approval of the edition; default beside it.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Where an edition built of sources is written.")
@as_of_option
@json_option
def guard(delivery: tuple[Path, ...], shelf: Path, approval: Path | None, out: Path | None, as_of: date | None, as_json: bool) -> int:
    """The list guard: check a DELIVERY (an edition, or sources with their cards) against the last good edition of the shelf.

    \b
    Schema, freshness, the band of rows, the layer and, where a keyring is configured, two signatures. Passed: an edition is taken onto the
    shelf; sources are built, and wait at --out for signatures where those are asked for. Refused: exit 3, the last good edition is kept,
    and nothing is clear by it until a delivery passes.
      sekisho register guard delivered/edition --shelf register
    """
    from ..wiring.keeping import Delivery
    from ..wiring.keeping import guard as guarded

    shown = guarded(Delivery(files=delivery, shelf=shelf, approval=approval, out=out, as_of=as_of))
    if as_json:
        show_json(shown)
        return 0
    words = {"ja": ("棚に載せた", "番人を通った(署名を待つ)"), "en": ("taken onto the shelf", "passed the guard; it waits for its signatures")}[
        lang()
    ]
    click.echo(f"{words[0 if shown['taken'] else 1]}: sha256 {shown['edition']}")
    return 0


def _tell(shown: dict[str, Any], as_json: bool) -> int:
    if as_json:
        show_json(shown)
        return 0
    words = {
        "ja": ("署名", "発効", "もう一人の署名を待つ", "二人の署名が揃った"),
        "en": ("signed by", "in effect from", "waits for another keyholder's signature", "signed by two keyholders"),
    }[lang()]
    click.echo(f"{shown['act']} {shown['edition']}")
    click.echo(f"  {words[0]} {', '.join(shown['signed_by'])}; {words[1]} {shown['effective_from']}; {words[3] if shown['complete'] else words[2]}")
    return 0


COMMANDS = (propose, sign, activate, withdraw, guard)
