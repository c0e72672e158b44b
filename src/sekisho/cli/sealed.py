"""sealed seal, open: files from a maker that only the agency can read."""

from pathlib import Path

import click

from ..names.spoofing import shown
from . import lang, show_json
from .options import json_option

_tender = click.option("--tender", required=True, metavar="ID", help="The tender that it is for (tender.id).")
_lines = click.option("--line", "lines", multiple=True, metavar="NUMBER", help="A line of the bidder's list that it is about; may be repeated.")
_bid = click.option("--bid", default="", metavar="ID", help="The bid that it is for; left out: any bidder's.")


@click.group("sealed", short_help="Files from a maker that only the agency can read.")
def sealed_group() -> None:
    """Sealed files (封緘した資料): a maker shows the agency what no bidder may see, such as the makers of its parts.

    \b
      sekisho keys sealing                     the agency's key; publish the age1… that it shows / 調達機関の鍵を作る
      sekisho sealed seal parts.xlsx --to age1… --tender T-1 --line 3 -o parts.age    the maker seals / 製造業者が封緘する
      sekisho sealed open parts.age --tender T-1 --line 3 -o parts.xlsx               the agency opens / 調達機関が開封する
    The bidder hands the sealed file in, named in bid.yaml under attestations. The format is age (X25519, HKDF-SHA-256, ChaCha20-Poly1305).
    """


@sealed_group.command("seal")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", "recipient", required=True, metavar="age1…", help="The agency's recipient, as it published it.")
@_tender
@_lines
@_bid
@click.option("--issuer", default="", metavar="NAME", help="Who seals it.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The sealed file; nothing is written over.")
@json_option
def seal(file: Path, recipient: str, tender: str, lines: tuple[str, ...], bid: str, issuer: str, output: Path, as_json: bool) -> int:
    """Seal FILE to an agency for one tender and its lines; only the agency's key opens it, and only for that use.

    Tell the agency the SHA-256 that is shown by a way of your own: sealing hides, and does not prove who sealed.

    調達機関だけが開ける形に封緘します。示されたSHA-256を、応札者を介さずに調達機関へ知らせてください。
    """
    from ..wiring.sealed import label, seal_file

    about = label(tender=tender, bid=bid, lines=lines, issuer=issuer, name=file.name)
    digest = seal_file(file, about, recipient, output)
    if as_json:
        show_json({"file": str(output), "sha256": digest, **about.as_json()})
    else:
        click.echo(f"{output}  sha256 {digest}")
        told = "このSHA-256を調達機関に直接知らせてください" if lang() == "ja" else "tell the agency this SHA-256 directly"
        click.echo(told, err=True)
    return 0


@sealed_group.command("open")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_tender
@_lines
@_bid
@click.option("--sha256", "digest", default="", metavar="HEX", help="The digest that the issuer told; another file is refused.")
@click.option("--identity", type=click.Path(path_type=Path, dir_okay=False), help="The agency's key; default this machine's own.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="What was inside; nothing is written over.")
@json_option
def open_(file: Path, tender: str, lines: tuple[str, ...], bid: str, digest: str, identity: Path | None, output: Path, as_json: bool) -> int:
    """Open a sealed FILE that was handed in for a tender and its lines; one that was sealed for another use is refused.

    封緘した資料を開きます。別の案件や番号のために封緘されたもの、改変されたものは開きません。
    """
    from ..wiring.sealed import label, open_sealed

    found = open_sealed(file, label(tender=tender, bid=bid, lines=lines), identity=identity, digest=digest, out=output)
    if as_json:
        show_json({"file": str(output), **found.as_json(), "digest_checked": bool(digest)})
        return 0
    click.echo(shown(f"{output}  {found.issuer or '-'}  {found.name}"))
    if not digest:
        unproven = {
            "ja": "発行者が知らせたSHA-256と照合していません(--sha256)。誰が封緘したかは確かめられていません",
            "en": "not compared with a SHA-256 that the issuer told (--sha256): who sealed it is unproven",
        }
        click.echo(unproven["ja" if lang() == "ja" else "en"], err=True)
    return 0
