"""ledger: the standing log, its proofs, its keys and its witnesses."""

from pathlib import Path
from typing import Any

import click

from . import lang, show_json
from .options import json_option

path_argument = click.argument("path", type=click.Path(path_type=Path))
key_option = click.option(
    "--signing-key", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The log's signing key; default: this machine's."
)


def _tell(shown: dict[str, Any], as_json: bool, ja: str, en: str) -> int:
    if as_json:
        show_json(shown)
    else:
        click.echo({"ja": ja, "en": en}[lang()])
    return 0


@click.group("ledger", short_help="A log that only grows, and proofs out of it.")
def ledger_group() -> None:
    """A standing transparency log (C2SP tlog-tiles): what was decided, looked up and published, sealed so that anyone can verify it.

    \b
    sekisho ledger init DIR                         begin a log
    sekisho ledger append DIR acts.json             record acts; done when durable and in the tree
    sekisho ledger prove DIR --entry 12             the proof that entry 12 is in it
    sekisho ledger witness DIR --state W --key K    cosign it as somebody who watches it
    sekisho verify DIR --key K --checkpoint C --witness W
    """


@ledger_group.command("init")
@path_argument
@click.option("--database", is_flag=True, help="Keep the record in DIR/record.db (SQLite) instead of the folder DIR/record.")
@click.option("--purpose", default="", help="What the log is for; the first thing that it records.")
@key_option
@json_option
def init(path: Path, database: bool, purpose: str, signing_key: Path | None, as_json: bool) -> int:
    """Begin a log in the folder PATH: record, vault (DIR/vault.db) and public key (DIR/key.vkey)."""
    from ..wiring import ledger

    done, key = ledger.init(path, database=database, signing_key=signing_key, purpose=purpose)
    shown = {"origin": done.checkpoint.origin, "size": done.checkpoint.size, "public_key": key}
    ja, en = f"記録を始めた: {path}\n公開鍵(別の道で配る): {key}", f"The log begins: {path}\nIts public key (hand it out by another way): {key}"
    return _tell(shown, as_json, ja, en)


@ledger_group.command("append")
@path_argument
@click.argument("acts", type=click.Path(path_type=Path, dir_okay=False))
@key_option
@json_option
def append(path: Path, acts: Path, signing_key: Path | None, as_json: bool) -> int:
    """Record the acts of a JSON file in the log at PATH. Returns when they are durable and in the tree.

    \b
    ACTS is a list of {"type": "outcome", "claims": {"case": "T-1"}, "reads": [3], "files": {"paper": "judgement.html"}}.
    `reads` are earlier entries that the act stands on; `files` go into the vault, and the claim holds their digest.
    Types: outcome, decision, look-up, paper, edition, pack, suppression, register, advice, certificate, superseded, erasure.
    """
    from ..wiring import ledger

    given, bodies = ledger.read_acts(acts)
    done = ledger.append(path, given, bodies, signing_key=signing_key)
    shown = {"first": done.first, "entries": len(given), "size": done.checkpoint.size, "root": done.checkpoint.root.hex()}
    last = done.first + len(given) - 1
    return _tell(shown, as_json, f"項目 {done.first}〜{last} を記録した", f"Recorded as entries {done.first} to {last}")


@ledger_group.command("enter")
@path_argument
@click.argument("judged", type=click.Path(path_type=Path, file_okay=False))
@key_option
@json_option
def enter(path: Path, judged: Path, signing_key: Path | None, as_json: bool) -> int:
    """Enter a judgement, which `judge --out` left in JUDGED, into the standing log at PATH.

    Its own record is verified first. Entered are the edition and the pack, the outcome that stands on them with the record's checkpoint, and each
    decision and paper by its hash: no name and no price.
    """
    from ..wiring import ledger

    done = ledger.enter(path, judged, signing_key=signing_key)
    shown = {"first": done.first, "entries": done.checkpoint.size - done.first, "size": done.checkpoint.size, "root": done.checkpoint.root.hex()}
    last = done.checkpoint.size - 1
    return _tell(shown, as_json, f"項目 {done.first}〜{last} に記録した", f"Entered as entries {done.first} to {last}")


@ledger_group.command("checkpoint")
@path_argument
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write it there, to give away.")
@json_option
def checkpoint(path: Path, out: Path | None, as_json: bool) -> int:
    """Print the signed checkpoint of the log at PATH: give it to others, who keep it."""
    from ..wiring import ledger

    octets, shown = ledger.checkpoint(path)
    if out:
        ledger.keep(out, octets)
    if as_json:
        show_json(shown)
    else:
        click.echo(octets.decode(), nl=False)
    return 0


@ledger_group.command("prove")
@path_argument
@click.option("--entry", type=int, default=None, help="Prove that this entry is in the log.")
@click.option("--since", type=int, default=None, metavar="SIZE", help="Prove that the log of SIZE entries is the beginning of today's.")
@json_option
def prove(path: Path, entry: int | None, since: int | None, as_json: bool) -> int:
    """Print a proof (RFC 9162): of inclusion with --entry, of consistency with --since. Hashes in base64, the leaf's side first."""
    from ..wiring import ledger

    if (entry is None) == (since is None):
        raise click.UsageError("give --entry or --since / --entry か --since の一方を指定する")
    shown = ledger.prove(path, entry=entry, since=since)
    if as_json:
        show_json(shown)
    else:
        click.echo("\n".join([*shown["proof"], "", shown["checkpoint"]]), nl=False)
    return 0


@ledger_group.command("time-stamp")
@click.argument("checkpoint", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--request", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write a request (.tsq), to carry to an authority.")
@click.option("--token", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The authority's response (.tsr), to be verified.")
@click.option("--authority", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The authority's root certificate (PEM).")
@json_option
def time_stamp(checkpoint: Path, request: Path | None, token: Path | None, authority: Path | None, as_json: bool) -> int:
    """Time-stamp a CHECKPOINT by RFC 3161, from files alone: write the request, or verify the response that an authority gave.

    Exits 0 where the token is of these very bytes and signed under the authority's root, 1 where not. No connection is opened: carry the files.
    """
    from ..wiring import time_stamps

    if (request is None) == (token is None) or (token is None) != (authority is None):
        raise click.UsageError("give --request, or --token with --authority / --request か、--token と --authority を指定する")
    if request is not None:
        time_stamps.request(checkpoint, request)
        return _tell({"request": str(request)}, as_json, f"時刻認証局への要求を書いた: {request}", f"The request to an authority: {request}")
    assert token is not None and authority is not None
    shown = time_stamps.verified(checkpoint, token, authority)
    if as_json:
        show_json(shown)
    else:
        words = {"ja": ("認証局の時刻: ", "成り立たない: "), "en": ("The authority's time: ", "It does NOT hold: ")}[lang()]
        click.echo(words[0] + shown["at"] if shown["holds"] else words[1] + shown["why"])
    return 0 if shown["holds"] else 1


@ledger_group.command("fsck")
@path_argument
@click.option("--repair", is_flag=True, help="Remove what a killed writer left behind before it was acknowledged.")
@click.option("--key", default="", metavar="KEY", help="The log's public key: a key.vkey file or its line.")
@json_option
def fsck(path: Path, repair: bool, key: str, as_json: bool) -> int:
    """Check every byte of the log at PATH and of its vault. Exits 0 where it is whole, 1 where not."""
    from ..wiring import ledger

    shown = ledger.fsck(path, repair=repair, key=key)
    if as_json:
        show_json(shown)
        return 0 if shown["holds"] else 1
    words = {"ja": ("整合している", "整合しない"), "en": ("whole", "BROKEN")}[lang()]
    click.echo(f"{words[0] if shown['holds'] else words[1]}: {shown['origin']} {shown['size']}")
    for one in shown["dropped"]:
        click.echo(f"  - {one}")
    for one in shown["faults"]:
        click.echo(f"  × {one['file']}{'' if one['entry'] is None else ' entry ' + str(one['entry'])}: {one['why']}")
    return 0 if shown["holds"] else 1


@ledger_group.command("rotate")
@path_argument
@click.option("--to", "successor", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The new signing key, of the same name.")
@click.option("--reason", default="", help="Why; recorded in the vault.")
@key_option
@json_option
def rotate(path: Path, successor: Path, reason: str, signing_key: Path | None, as_json: bool) -> int:
    """Pass the log at PATH on to a new key: the old key signs the new one in an entry, and the new one signs from then on."""
    from ..wiring import ledger

    done, key = ledger.rotate(path, signing_key=signing_key, successor=successor, reason=reason)
    shown = {"entry": done.first, "size": done.checkpoint.size, "public_key": key}
    return _tell(shown, as_json, f"項目 {done.first} で鍵を引き継いだ: {key}", f"Entry {done.first} passes the log on to: {key}")


@ledger_group.command("erase")
@path_argument
@click.option("--digest", "digests", multiple=True, metavar="SHA256", help="A body to erase; may be given again.")
@click.option("--entry", type=int, default=None, help="Erase what this entry discloses, and the bodies that it names.")
@click.option("--claim", default="", help="With --entry: this claim alone.")
@click.option("--reason", required=True, help="Why; recorded.")
@key_option
@json_option
def erase(path: Path, digests: tuple[str, ...], entry: int | None, claim: str, reason: str, signing_key: Path | None, as_json: bool) -> int:
    """Erase personal data from the vault of the log at PATH. The record stays as it is and still verifies; that something was erased is an entry."""
    from ..wiring import ledger

    if not digests and entry is None:
        raise click.UsageError("give --digest or --entry / --digest か --entry を指定する")
    shown = ledger.erase(path, digests=digests, entry=entry, claim=claim, reason=reason, signing_key=signing_key)
    return _tell(shown, as_json, f"{shown['erased']}件を消去した(項目 {shown['entry']})", f"{shown['erased']} erased (entry {shown['entry']})")


@ledger_group.command("witness")
@path_argument
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), required=True, help="The witness's own folder.")
@click.option("--name", default="witness/unnamed", show_default=True, help="The witness's name, for its key, made at the first use.")
@click.option("--key", default="", metavar="KEY", help="The log's public key, got another way than the log; needed the first time.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write the cosigned checkpoint there.")
@json_option
def witness(path: Path, state: Path, name: str, key: str, out: Path | None, as_json: bool) -> int:
    """Cosign the checkpoint of the log at PATH, as anybody who watches it. Exits 1 where the log has not merely grown since the last time.

    \b
    The first time the whole log is verified under --key; then a proof of consistency with what this witness saw last is.
    Hand out the cosigned checkpoint and STATE/witness.vkey: `sekisho verify DIR --checkpoint C --witness K` holds the log to them.
    """
    from ..wiring import ledger

    shown = ledger.witness(path, state=state, name=name, key=key, out=out)
    if as_json:
        show_json(shown)
    else:
        click.echo(shown["checkpoint"], nl=False)
    return 0
