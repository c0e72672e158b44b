"""The standing log: opened, appended to, proved, witnessed, checked, erased from; and the verification of any record."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import InputRefused, fault, refuse
from .records import signing_key_of
from .surroundings import Say, home, quiet

if TYPE_CHECKING:
    from ..engines.embedded.keys import KeyPair
    from ..engines.embedded.log_place import LogPlace, VaultStore
    from ..ledger.log import Act, Appended
    from ..ledger.verify import Broken, Verification


def verify(
    path: Path, *, key: str = "", checkpoint: Path | None = None, vault: Path | None = None, witness: str = ""
) -> "tuple[Verification, dict[str, Any]]":
    """Verify a record or log offline; the answer and its JSON form (`docs/reference/record.md`)."""
    from ..engines.embedded.disk import read_key
    from ..engines.embedded.log_place import find_log
    from ..ledger.verify import verify_record
    from ..ledger.verify_vault import disclosure_faults, vault_faults

    place = find_log(path, vault=vault)
    kept = octets_of(checkpoint) if checkpoint else None
    pinned = read_key(witness, witness=True) if witness else None
    if pinned and kept is None:
        raise no_checkpoint(witness)
    with closing(place):
        answer = verify_record(place.record, key=read_key(key) if key else None, kept=kept, witness=pinned)
        broken = list(vault_faults(place.vault.bodies())) if place.vault else []
        present, belied = disclosure_faults(answer, place.vault.body) if place.vault else (0, [])
    faults = [_named(one, place.name, checkpoint) for one in answer.faults]
    faults += [_under("vault", one) for one in (*broken, *belied)]
    return answer, {
        "holds": not faults,
        "size": answer.size,
        "root": answer.root.hex() if answer.root else None,
        "origin": answer.origin,
        "signer": "proven" if answer.signer_proven else "unproven",
        "witnessed_at": answer.witnessed_at,
        "faults": [one.as_json() for one in faults],
        "disclosed": {"present": present, "total": answer.disclosures},
    }


def _under(folder: str, one: "Broken") -> "Broken":
    from ..ledger.verify import Broken

    return Broken(file=f"{folder}/{one.file}", why=one.why, entry=one.entry)


def _named(one: "Broken", record: str, checkpoint: Path | None) -> "Broken":
    from ..ledger.verify import KEPT, Broken

    return Broken(file=str(checkpoint), why=one.why) if one.file == KEPT else _under(record, one)


def octets_of(path: Path) -> bytes:
    """A file's bytes; InputRefused where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(str(path), "file.unreadable", what=("読めない", "it cannot be read"), remedy=("道順を確かめる", "check the path")) from error


def no_checkpoint(witness: str) -> InputRefused:
    """The refusal of a witness's key where nothing is there that it cosigned."""
    return refuse(
        "--witness",
        "record.witness-alone",
        what=("立会人の鍵だけで、その連署したチェックポイントがない", "a witness's key without the checkpoint that it cosigned"),
        remedy=("--checkpoint に立会人から得たチェックポイントを指定する", "name the checkpoint that you got from the witness with --checkpoint"),
        shown=witness,
    )


def _signing_key(path: Path | None) -> "KeyPair":
    from ..engines.embedded.keys import KeyPair

    return KeyPair.read(path or home() / "keys" / "default.skey")


def init(folder: Path, *, database: bool, signing_key: Path | None, purpose: str, say: Say = quiet) -> "tuple[Appended, str]":
    """Begin a log in a new place; what was appended, and the log's public key."""
    from ..engines.embedded.log_book import LogBook
    from ..engines.embedded.log_place import make_log

    keys = signing_key_of(signing_key, say)
    with LogBook(make_log(folder, database=database), keys) as book:
        done = book.begin({"purpose": purpose} if purpose else {})
    return done, keys.key.line


def append(path: Path, acts: "Sequence[Act]", bodies: Sequence[bytes], *, signing_key: Path | None) -> "Appended":
    """Append acts to a log, with the bodies that they name."""
    from ..engines.embedded.log_book import LogBook
    from ..engines.embedded.log_place import find_log

    with closing(find_log(path, writing=True)) as place, LogBook(place, _signing_key(signing_key)) as book, _whole():
        _check_reads(path, acts, book.size)
        return book.append(acts, bodies)


@contextmanager
def _whole() -> Iterator[None]:
    """What a log shows to be broken as it is read is told as such."""
    from ..faults import RecordBroken
    from ..ledger.envelope import EnvelopeRefused
    from ..ledger.notes import NoteRefused
    from ..ledger.tree import TilesBroken

    try:
        yield
    except (TilesBroken, EnvelopeRefused, NoteRefused) as error:
        raise RecordBroken("record", str(error)) from error


def _check_reads(path: Path, acts: "Sequence[Act]", size: int) -> None:
    beyond = [entry for act in acts for entry in act.reads if entry >= size]
    if beyond:
        raise InputRefused([_no_entry(path, entry, size) for entry in beyond])


def _no_entry(path: Path, entry: int, size: int) -> Any:
    return fault(
        str(path),
        "ledger.no-entry",
        what=("この番号の項目はない", "the log has no entry of this number"),
        remedy=("番号を 0 から件数の手前までにする", "name an entry from 0 to one less than the log's size"),
        shown=f"{entry} / {size}",
    )


def rotate(path: Path, *, signing_key: Path | None, successor: Path, reason: str) -> "tuple[Appended, str]":
    """Pass a log on to another key; what was appended, and the new public key."""
    from ..engines.embedded.keys import KeyPair
    from ..engines.embedded.log_book import LogBook
    from ..engines.embedded.log_place import find_log
    from ..ledger.notes import NoteRefused

    new = KeyPair.read(successor)
    with LogBook(find_log(path, writing=True), _signing_key(signing_key)) as book:
        try:
            return book.rotate(new, {"reason": reason} if reason else {}), new.key.line
        except NoteRefused as error:
            raise refuse(
                str(successor),
                "ledger.successor",
                what=("後継の鍵にできない", "this cannot be the log's next key"),
                remedy=("同じ名前の新しい鍵を `sekisho keys new --name` で作る", "make a new key of the same name with `sekisho keys new --name`"),
                shown=str(error),
            ) from error


def checkpoint(path: Path) -> tuple[bytes, dict[str, Any]]:
    """A log's signed checkpoint, and what it says."""
    from ..engines.embedded.log_place import find_log

    octets, signed = _head(path, find_log(path))
    head = signed.checkpoint
    key = f"{signed.signature.name}+{signed.signature.key_id.hex()}"
    return octets, {"origin": head.origin, "size": head.size, "root": head.root.hex(), "key": key, "checkpoint": octets.decode()}


def _head(path: Path, place: "LogPlace") -> Any:
    from ..faults import RecordBroken
    from ..ledger.notes import NoteRefused, read_checkpoint

    octets = place.record.checkpoint()
    if octets is None:
        raise RecordBroken(f"{place.name}/checkpoint", "it is missing")
    try:
        return octets, read_checkpoint(octets)
    except NoteRefused as error:
        raise RecordBroken(f"{place.name}/checkpoint", str(error)) from error


def prove(path: Path, *, entry: int | None, since: int | None) -> dict[str, Any]:
    """The proof that an entry is in the log, or that the log of `since` entries is its beginning."""
    from ..engines.embedded.log_place import find_log

    with closing(find_log(path)) as place, _whole():
        return _proof(path, place, entry, since)


def _proof(path: Path, place: "LogPlace", entry: int | None, since: int | None) -> dict[str, Any]:
    from base64 import b64encode

    octets, signed = _head(path, place)
    size = signed.checkpoint.size
    asked = entry if entry is not None else (since or 0)
    if not (0 <= asked < size if entry is not None else 0 < asked <= size):
        raise InputRefused([_no_entry(path, asked, size)])
    tree = place.tree(size)
    shown: dict[str, Any] = {"checkpoint": octets.decode(), "size": size}
    if entry is not None:
        shown |= {"entry": entry, "leaf": tree.leaf(entry).hex(), "envelope": tree.bundle(entry // 256)[entry % 256].decode()}
        proof = tree.inclusion(entry)
    else:
        shown |= {"since": since, "root_then": tree.root_between(0, asked).hex()}
        proof = tree.consistency(asked)
    return {**shown, "proof": [b64encode(one).decode() for one in proof]}


def fsck(path: Path, *, repair: bool, key: str) -> dict[str, Any]:
    """What a killed writer left behind (removed with `repair`), and everything that `verify` checks."""
    from ..engines.embedded.durable import locked
    from ..engines.embedded.log_place import find_log
    from ..ledger.notes import NoteRefused

    dropped: list[str] = []
    if repair:
        with closing(find_log(path, writing=True)) as place, locked(place.folder / ".lock"), suppress(NoteRefused):
            dropped = place.record.recover()  # under a checkpoint that is none, nothing is known to be left behind
    _, shown = verify(path, key=key)
    return {**shown, "dropped": dropped}


def erase(path: Path, *, digests: Sequence[str], entry: int | None, claim: str, reason: str, signing_key: Path | None) -> dict[str, Any]:
    """Record that bodies are erased and why, then erase them from the vault. The record stays as it is."""
    from ..engines.embedded.log_book import LogBook
    from ..engines.embedded.log_place import find_log
    from ..ledger.log import Act

    place = find_log(path, writing=True)
    if place.vault is None:
        raise refuse(
            str(path),
            "ledger.no-vault",
            what=("保管庫がない", "there is no vault beside the log"),
            remedy=("保管庫のある記録を指定する", "name a log with its vault"),
        )
    with closing(place), LogBook(place, _signing_key(signing_key)) as book, _whole():
        wanted = [*digests, *(_disclosed(place, path, entry, claim, book.size) if entry is not None else ())]
        done = book.append([Act(kind="erasure", claims={"digests": wanted, "reason": reason})])
        return {"entry": done.first, "erased": _erased(path, place.vault, wanted), "asked": len(wanted)}


def _erased(path: Path, vault: "VaultStore", wanted: Sequence[str]) -> int:
    from ..engines.embedded.database import VaultRead

    try:
        return vault.erase(wanted)
    except VaultRead as error:
        raise refuse(
            str(path),
            "ledger.vault-read",
            what=("保管庫が読まれており、消した内容がジャーナルに残っている", "somebody reads the vault: what was erased still is in its journal"),
            remedy=("読んでいる処理が終わってから同じ命令をもう一度実行する", "run the same command again when nobody reads it"),
        ) from error


def _disclosed(place: "LogPlace", path: Path, entry: int, claim: str, size: int) -> list[str]:
    """The digests of an entry's disclosures (of one claim, where named) and of the bodies that they name."""
    from ..ledger.envelope import read_disclosure, read_envelope, vault_name

    if not 0 <= entry < size:
        raise InputRefused([_no_entry(path, entry, size)])
    found: list[str] = []
    for digest in read_envelope(place.tree(size).bundle(entry // 256)[entry % 256], entry)["_sd"]:
        octets = place.vault.body(vault_name(digest)) if place.vault else None
        shown = read_disclosure(octets) if octets else None
        if shown and (not claim or shown[0] == claim):
            named = shown[1].get("sha256") if isinstance(shown[1], Mapping) else None
            found += [vault_name(digest), *([named] if isinstance(named, str) else [])]
    return found


def enter(path: Path, judged: Path, *, signing_key: Path | None) -> "Appended":
    """Enter a judgement into a standing log by digests: edition, pack, the outcome that stands on them, the decisions and papers that stand on it."""
    from ..engines.embedded.log_place import find_log
    from ..faults import RecordBroken
    from ..ledger.verify import verify_record
    from .entering import acts_of_record

    place = find_log(judged)
    answer = verify_record(place.record)
    if not answer.holds:
        first = answer.faults[0]
        raise RecordBroken(f"{judged}/record/{first.file}", first.why, first.entry)
    return append(path, acts_of_record(answer, place, str(judged)), (), signing_key=signing_key)


def read_acts(path: Path) -> "tuple[list[Act], list[bytes]]":
    """Acts from a JSON file: a list of {"type", "claims", "reads", "files": {claim: path}}. Files become bodies, and their claims name them."""
    import json

    from ..canonical import sha256_hex
    from ..ledger.envelope import STANDING_TYPES
    from ..ledger.log import Act

    try:
        rows = json.loads(octets_of(path).decode("utf-8"))
        if not isinstance(rows, list) or not rows:
            raise ValueError("a list of one act or more")
        acts: list[Act] = []
        bodies: list[bytes] = []
        for row in rows:
            if not set(row) <= {"type", "claims", "reads", "files"} or row["type"] not in (*STANDING_TYPES, "decision", "paper"):
                raise ValueError(f"a type that no act has, or a key that no act knows: {row}")
            octets = {name: octets_of(path.parent / file) for name, file in row.get("files", {}).items()}
            if any(name == "recorded_at" or name.startswith("reads/") for name in (*row.get("claims", {}), *octets)):
                raise ValueError("the log itself says recorded_at and reads")
            named = {name: {"kind": "file", "path": row["files"][name], "sha256": sha256_hex(one)} for name, one in octets.items()}
            if any(type(one) is not int or one < 0 for one in row.get("reads", ())):
                raise ValueError("reads are numbers of entries")
            acts.append(Act(kind=row["type"], claims={**row.get("claims", {}), **named}, reads=tuple(row.get("reads", ()))))
            bodies += octets.values()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise refuse(
            str(path),
            "ledger.acts",
            what=("記録する行為の一覧として読めない", "this is no list of acts to record"),
            remedy=("type, claims, reads, files を持つ行為の一覧にする", "write a list of acts with type, claims, reads and files"),
            shown=str(error),
        ) from error
    return acts, bodies


def keep(path: Path, octets: bytes) -> None:
    """Write a file, whole or not at all."""
    from ..engines.embedded.durable import write_durably

    write_durably(path, octets)


def utc_text(seconds: int) -> str:
    """POSIX seconds as a day and time in UTC; the number itself where no calendar has it."""
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def witness(path: Path, *, state: Path, name: str, key: str, out: Path | None) -> dict[str, Any]:
    """Cosign a log's checkpoint as a witness; RecordBroken where the log has not merely grown."""
    from ..engines.embedded.disk import read_key
    from ..engines.embedded.log_place import find_log
    from ..engines.embedded.witness_book import WitnessBook
    from ..faults import RecordBroken
    from ..ledger.notes import cosigned_at, read_cosigned
    from ..ledger.witness import CosignatureRefused

    book = WitnessBook(state, name)
    try:
        note = book.cosign(find_log(path), read_key(key) if key else None)
    except CosignatureRefused as error:
        raise RecordBroken("record/checkpoint", str(error)) from error
    if out:
        keep(out, note)
    signed = read_cosigned(note)
    at = cosigned_at(signed, book.keys.key)
    head = signed.checkpoint
    return {"origin": head.origin, "size": head.size, "root": head.root.hex(), "at": at, "witness": book.keys.key.line, "checkpoint": note.decode()}
