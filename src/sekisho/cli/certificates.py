"""certificate: what a record says of a bid or an item, provable to anyone offline."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import lang, show_json
from .options import json_option

if TYPE_CHECKING:
    from ..terms import Lang
    from ..wiring.certificates import VerifyAsked

STANDING = {
    "current": {"ja": "有効(この記録の時点で取り消されていない)", "en": "current: nothing in the record supersedes it"},
    "superseded": {"ja": "後の登録により失効", "en": "SUPERSEDED by a later entry"},
    "unknown": {"ja": "不明(後の記録を --record で示せば分かる)", "en": "unknown: a later record (--record) would tell"},
}
HOLDS = {
    "ja": ("確認証は整合している", "確認証は整合しない", "署名者: 指定された鍵と一致", "署名者は証明されていない(--key がない)"),
    "en": ("The certificate holds", "The certificate does NOT hold", "Signer: the pinned key", "The signer is unproven (no --key)"),
}
certificate_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group("certificate", short_help="Certificates of a bid or an item.")
def certificate_group() -> None:
    """Certificates: what a record says of one bid or item, with its place in the log, provable to anyone offline.

    \b
    judge --out DIR and demo write them to DIR/certificates (for officers) and DIR/certificates/public.
      sekisho certificate verify DIR/certificates/public/000010.A.no-concern.sdjwt --key key.vkey
    """


@certificate_group.command("issue")
@click.argument("record", type=click.Path(path_type=Path, file_okay=False))
@click.option("--bid", default="", metavar="ID", help="This bid alone; default every bid of the last judgement.")
@click.option("--line", default="", metavar="NUMBER", help="This line of the bid's list alone: no concern found about the item.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="Default: certificates/ beside the record.")
@click.option("--vault", type=click.Path(path_type=Path, file_okay=False), default=None, help="Where the bodies are; default beside the record.")
@click.option("--signing-key", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The log's key; default this machine's own.")
@json_option
def issue(record: Path, bid: str, line: str, out: Path | None, vault: Path | None, signing_key: Path | None, as_json: bool) -> int:
    """Issue certificates from the last judgement of RECORD: each is logged first, then signed. Earlier ones of the same subject are superseded.

    \b
      sekisho certificate issue my-tender/judgement/record --bid A --line 3
    """
    from ..wiring.certificates import IssueAsked, certify

    issued = certify(IssueAsked(record=record, bid=bid, line=line, out=out, vault=vault, signing_key=signing_key))
    if as_json:
        show_json({"certificates": [{"file": str(one.path), "public": str(one.public), "kind": one.token.payload["kind"]} for one in issued]})
    else:
        for one in issued:
            click.echo(f"{one.path}\n{one.public}")
    return 0


@certificate_group.command("show")
@certificate_argument
@json_option
def show(file: Path, as_json: bool) -> int:
    """Show what the certificate FILE says and what this copy discloses. Nothing is verified: ask `certificate verify`."""
    from ..wiring.certificates import show_certificate

    shown = show_certificate(file)
    if as_json:
        show_json(shown)
    else:
        _tell(shown)
        for name, value in sorted(shown["disclosed"].items()):
            click.echo(f"  {name}: {_brief(value)}")
    return 0


@certificate_group.command("redact")
@certificate_argument
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write the copy.")
@click.option("--for", "reader", type=click.Choice(["public", "bidder"]), default="public", show_default=True, help="Who will read the copy.")
@click.option("--keep", multiple=True, metavar="NAME", help="Disclose this claim too; may be repeated.")
@json_option
def redact(file: Path, out: Path, reader: str, keep: tuple[str, ...], as_json: bool) -> int:
    """Write a copy of the certificate FILE that withholds protected fields; it verifies as the whole one does.

    \b
    For the public it discloses nothing but whom an award goes to; for the bidder also what the bidder itself handed in.
    """
    from ..wiring.certificates import redact_certificate

    written = redact_certificate(file, out, reader=reader, keep=keep)
    if as_json:
        show_json(written)
    else:
        words = {"ja": ("開示", "非開示"), "en": ("discloses", "withholds")}[lang()]
        click.echo(f"{out}\n  {words[0]}: {', '.join(written['disclosed']) or '-'}\n  {words[1]}: {', '.join(written['withheld']) or '-'}")
    return 0


@certificate_group.command("print")
@certificate_argument
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A .html or .pdf file.")
@click.option("--lang", "language", type=click.Choice(["ja", "en"]), default="ja", show_default=True, help="The page's language.")
@click.option("--key", default="", metavar="KEY", help="The signer's public key: a key.vkey file or its line.")
@json_option
def print_(file: Path, out: Path, language: "Lang", key: str, as_json: bool) -> int:
    """Print the certificate FILE on one page: its words, basis, and the digests that lead to the log. A broken one is not printed (exit 1).

    \b
    The page shows what this copy discloses: print a public copy to hand it out.
    """
    from ..wiring.certificates import VerifyAsked, print_certificate

    checked = print_certificate(VerifyAsked(file=file, key=key), out, lang=language)
    if as_json:
        show_json({**checked.as_json(), "out": str(out) if checked.holds else None})
    elif checked.holds:
        click.echo(str(out))
    else:
        _tell_faults(checked.as_json())
    return 0 if checked.holds else 1


@certificate_group.command("verify")
@certificate_argument
@click.option("--key", default="", metavar="KEY", help="The signer's public key: a key.vkey file or its line. Without it the signer is unproven.")
@click.option("--record", type=click.Path(path_type=Path), default=None, help="A record to ask whether a later entry supersedes it; default beside.")
@click.option("--checkpoint", type=click.Path(path_type=Path, dir_okay=False), default=None, help="A checkpoint kept from elsewhere: shows a fork.")
@click.option("--witness", default="", metavar="KEY", help="The public key of the witness who cosigned that checkpoint.")
@json_option
def verify(file: Path, key: str, record: Path | None, checkpoint: Path | None, witness: str, as_json: bool) -> int:
    """Verify the certificate FILE offline. Exits 0 where it holds, 1 where it does not or a later entry of the record supersedes it."""
    from ..wiring.certificates import VerifyAsked

    asked = VerifyAsked(file=file, key=key, record=record, checkpoint=checkpoint, witness=witness)
    return tell_verified(asked, as_json=as_json)


def tell_verified(asked: "VerifyAsked", *, as_json: bool) -> int:
    """What `certificate verify` does, and `verify` with a certificate."""
    from ..wiring.certificates import verify_certificate

    checked = verify_certificate(asked)
    shown = checked.as_json()
    if as_json:
        show_json(shown)
        return 0 if checked.holds else 1
    words = HOLDS[lang()]
    click.echo(words[0] if checked.holds else words[1])
    if checked.token is not None:
        _tell({**dict(checked.claims), "entry": shown["entry"]})
        click.echo(words[2] if checked.signer_proven else words[3])
        click.echo(f"{STANDING[checked.standing][lang()]}{f' ({checked.superseded_by})' if checked.superseded_by is not None else ''}")
    _tell_faults(shown)
    return 0 if checked.holds else 1


def _tell_faults(shown: dict[str, Any]) -> None:
    for one in shown["faults"]:
        entry = "" if one["entry"] is None else f" entry {one['entry']}"
        click.echo(f"  × {one['file']}{entry}: {one['why']}")


def _tell(shown: dict[str, Any]) -> None:
    """The statement in one sentence and its basis."""
    ja = lang() == "ja"
    lot = "" if shown["lot"] is None else (f" ロット{shown['lot']}" if ja else f" lot {shown['lot']}")
    line = "" if shown["line"] is None else (f" {shown['line']}番" if ja else f" line {shown['line']}")
    issued = datetime.fromtimestamp(shown["iat"], tz=UTC).isoformat() if isinstance(shown["iat"], int) else "-"
    click.echo(safe(f"{shown['case']} {shown['bid']}{lot}{line}: {shown['says']['ja' if ja else 'en']}"))
    policy = shown["policy"]["id"] if shown["policy"] else "-"
    edition = (shown["public_edition"] or "-")[:16]
    if ja:
        click.echo(f"  {shown['facts_as_of']} 時点、登録簿の版(公開部分) {edition}、{shown['engine']}、調達方針 {policy}({shown['policy_as_of']})")
        click.echo(f"  発行 {issued}、{shown['iss']} の {shown['entry']} 番目の登録")
    else:
        click.echo(f"  as of {shown['facts_as_of']}, edition (public layer) {edition}, {shown['engine']}, policy {policy} of {shown['policy_as_of']}")
        click.echo(f"  issued {issued}, entry {shown['entry']} of {shown['iss']}")
    counts = ", ".join(f"{name} {count}" for name, count in shown["examined"].items())
    click.echo(f"  {'確認した範囲' if ja else 'examined'}: {counts or '-'}")
    for flag, words in (("sample", ("登録簿は見本である", "the register is a sample")), ("rehearsal", ("試行である", "a rehearsal"))):
        if shown[flag]:
            click.echo(f"  {words[0] if ja else words[1]}")


def safe(text: str) -> str:
    """Text in which what was hidden in a name is written out. Names are heavy to import, and `--json` does without."""
    from ..names.spoofing import shown

    return shown(text)


def _brief(value: Any) -> str:
    import json

    text = safe(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 200 else f"{text[:199]}…"
