"""verify and keys: the record, checked by anyone."""

from pathlib import Path

import click

from . import lang, show_json
from .options import json_option


@click.command(short_help="Verify a record or a certificate offline.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", default="", metavar="KEY", help="The signer's public key: a key.vkey file or its line. Without it the signer is unproven.")
@click.option(
    "--checkpoint", type=click.Path(path_type=Path, dir_okay=False), default=None, help="A checkpoint kept from earlier: shows a rewritten history."
)
@click.option("--witness", default="", metavar="KEY", help="The public key of the witness who cosigned that checkpoint.")
@click.option("--vault", type=click.Path(path_type=Path), default=None, help="Where the bodies are; default beside the record.")
@json_option
def verify(path: Path, key: str, checkpoint: Path | None, witness: str, vault: Path | None, as_json: bool) -> int:
    """Verify the record, log or certificate at PATH (DIR, DIR/record, DIR/record.db, a .sdjwt file) from its bytes alone, offline.

    Exits 0 where it holds, 1 where it does not, naming file and entry.

    \b
    `python verifier/verify.py PATH` is a second, independent program that must agree.
    """
    from .. import wiring
    from ..wiring.certificates import is_certificate

    if is_certificate(path):
        from ..wiring.certificates import VerifyAsked
        from .certificates import tell_verified

        return tell_verified(VerifyAsked(file=path, key=key, checkpoint=checkpoint, witness=witness), as_json=as_json)
    _, shown = wiring.verify(path, key=key, checkpoint=checkpoint, vault=vault, witness=witness)
    if as_json:
        show_json(shown)
        return 0 if shown["holds"] else 1
    words = {
        "ja": ("記録は整合している", "記録は整合しない", "署名者は証明されていない(--key で公開鍵を指定していない)", "署名者: 指定された鍵と一致"),
        "en": ("The record holds", "The record does NOT hold", "The signer is unproven (no key was pinned with --key)", "Signer: the pinned key"),
    }[lang()]
    click.echo(f"{words[0] if shown['holds'] else words[1]}: {shown['origin']} {shown['size']} entries, root {shown['root']}")
    click.echo(words[3] if shown["signer"] == "proven" else words[2])
    if shown["witnessed_at"] is not None:
        click.echo({"ja": "立会人の連署: ", "en": "Cosigned by the witness at "}[lang()] + wiring.utc_text(shown["witnessed_at"]))
    for one in shown["faults"]:
        entry = "" if one["entry"] is None else f" entry {one['entry']}"
        click.echo(f"  × {one['file']}{entry}: {one['why']}")
    click.echo(f"disclosures present: {shown['disclosed']['present']} / {shown['disclosed']['total']}")
    return 0 if shown["holds"] else 1


@click.group(short_help="Make signing keys.")
def keys() -> None:
    """Keys that sign checkpoints of a record."""


@keys.command("new")
@click.option("--name", default="sekisho/record", show_default=True, help="The log's name, for instance sekisho/<agency>.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Where to write; default SEKISHO_HOME/keys/.")
@json_option
def new(name: str, out: Path | None, as_json: bool) -> int:
    """Make an Ed25519 key pair: a .skey file for its owner alone, and a .vkey file to hand out."""
    from .. import wiring

    path, line = wiring.new_key(name, out)
    if as_json:
        show_json({"signing_key": str(path), "public_key": line})
    else:
        click.echo(f"{path}\n{line}")
    return 0


@keys.command("sealing")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Where to write; default SEKISHO_HOME/keys/.")
@json_option
def sealing(out: Path | None, as_json: bool) -> int:
    """Make an X25519 key that opens what others seal to you: a .age-key file for its owner alone, and the recipient (age1…) to hand out.

    \b
    Sealed files are in the format of age (C2SP age): any age tool opens and makes them, too.
    """
    from ..wiring.layers import new_sealing_key

    path, recipient = new_sealing_key(out)
    if as_json:
        show_json({"sealing_key": str(path), "recipient": recipient})
    else:
        click.echo(f"{path}\n{recipient}")
    return 0
