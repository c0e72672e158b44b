"""Certificates beside the record that they stand on: issued into `certificates/`, read back, and checked against the record where it is there."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...desk.certify import SealedAct, SealedJudgement, standing_certificates
from ...faults import RecordBroken, refuse
from ...ledger.certificate_check import Checked, check_against, check_certificate, check_kept
from ...ledger.certificates import (
    SUBJECT,
    Certified,
    Placed,
    Stated,
    certificate,
    disclosed,
    placed_at,
    public_names,
    redacted,
    state,
    superseding_act,
)
from ...ledger.envelope import vault_name
from ...ledger.notes import VerifierKey
from ...ledger.sd_jwt import LONGEST, SdJwt
from ...ledger.tree import TileTree
from ...ledger.verify import Verification, verify_record
from ...ledger.verify_tiles import RecordBytes
from .disk import BookOnDisk, RecordFolder
from .durable import write_durably
from .keys import KeyPair
from .sealed_acts import Bodies, last_judgement, sealed_acts

FOLDER, PUBLIC, SUFFIX = "certificates", "public", ".sdjwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate as written: the officer's copy, and the public one."""

    path: Path
    public: Path
    token: SdJwt


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRecord:
    """A record that holds, with what its vault still discloses."""

    folder: Path
    acts: tuple[SealedAct, ...]
    vault: Bodies

    def judgement(self) -> SealedJudgement:
        return last_judgement(self.acts, self.vault, label=str(self.folder))


def open_record(path: Path, vault: Path | None = None) -> OpenedRecord:
    """The record at `path` (or in its folder `record`); RecordBroken where it does not hold."""
    folder = path / "record" if (path / "record").is_dir() else path
    if not (folder / "checkpoint").is_file():
        raise refuse(
            str(path),
            "record.missing",
            what=("記録のフォルダがない", "there is no record here"),
            remedy=("judge か demo が書いた record フォルダを指定する", "name the record folder that judge or demo wrote"),
        )
    answer = verify_record(RecordFolder(folder))
    if not answer.holds:
        raise RecordBroken(f"record/{answer.faults[0].file}", answer.faults[0].why, answer.faults[0].entry)
    bodies = Bodies(vault or folder.parent / "vault")
    return OpenedRecord(folder=folder, acts=sealed_acts(answer.envelopes, bodies), vault=bodies)


def issue(opened: OpenedRecord, wanted: Sequence[Certified], keys: KeyPair, *, issued_at: int, out: Path) -> list[Issued]:
    """Log the statements and sign the certificates; earlier ones of the case that a new judgement or a new issue ends are superseded."""
    stated = [state(one, keys, issued_at=issued_at, salt=lambda: os.urandom(16)) for one in wanted]
    ended = _ended(opened, wanted)
    acts = [*([superseding_act(ended)] if ended else []), *(one.act for one in stated)]
    if not acts:
        return []
    appended = BookOnDisk(opened.folder.parent, keys).append(acts, [one.superseding for one in stated])
    record = RecordFolder(opened.folder)
    tree, head = TileTree(read=record.read, size=appended.checkpoint.size), record.read("checkpoint")
    first = appended.first + len(acts) - len(stated)
    return [_write(one, placed_at(tree, first + place, head), keys, out) for place, one in enumerate(stated)]


def _ended(opened: OpenedRecord, wanted: Sequence[Certified]) -> list[bytes]:
    """The prepared disclosures of earlier certificates: of an earlier judgement of the case, or of what is certified anew."""
    judged = opened.judgement().read.index
    anew = {(one.subject, one.shown["kind"]) for one in wanted}
    found = []
    for act in standing_certificates(opened.acts):
        subject = tuple(act.claims.get(key) for key in SUBJECT)
        if act.index < judged or (subject, act.claims.get("kind")) in anew:
            prepared = opened.vault.get(vault_name(act.claims["superseded_as"]))
            found += [prepared] if prepared is not None else []
    return found


def _write(stated: Stated, placed: Placed, keys: KeyPair, out: Path) -> Issued:
    token = certificate(stated, placed, keys)
    about = [stated.statement[key] for key in ("bid", "lot", "line") if stated.statement[key] is not None]
    name = re.sub(r"[^\w.-]", "_", ".".join([f"{placed.index:06d}", *about, stated.statement["kind"]])) + SUFFIX
    issued = Issued(path=out / name, public=out / PUBLIC / name, token=token)
    write_durably(issued.path, token.text.encode("ascii"))
    write_durably(issued.public, redacted(token, public_names(token)).text.encode("ascii"))
    return issued


def is_certificate(path: Path) -> bool:
    """Whether a file may be a certificate: it begins as a token of canonical JSON does."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(16).startswith(b"eyJ")


def read_octets(path: Path) -> bytes:
    """The bytes of a certificate's file; InputRefused where it cannot be read or is too long."""
    try:
        with path.open("rb") as stream:
            octets = stream.read(LONGEST + 1)
    except OSError as error:
        raise refuse(str(path), "file.unreadable", what=("読めない", "it cannot be read"), remedy=("道順を確かめる", "check the path")) from error
    return octets


def record_beside(path: Path) -> RecordFolder | None:
    """The record beside the folder of certificates in which a file lies."""
    places = [parent / "record" for parent in list(path.resolve().parents)[1:3]]
    return next((RecordFolder(one) for one in places if (one / "checkpoint").is_file()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAsked:
    """A certificate to verify: the pinned key, a record to ask (None = the one beside), a checkpoint kept from elsewhere, and its witness."""

    path: Path
    key: VerifierKey | None = None
    record: RecordBytes | None = None
    kept: tuple[str, bytes] | None = None
    witness: VerifierKey | None = None


def check_file(asked: CheckAsked) -> Checked:
    """Verify a certificate, with the record beside it or the one named where there is one."""
    checked = check_certificate(read_octets(asked.path), file=asked.path.name, key=asked.key)
    if asked.kept is not None:
        checked = check_kept(checked, asked.kept, witness=asked.witness)
    record = asked.record or record_beside(asked.path)
    if record is None or checked.token is None:
        return checked

    def ask(checkpoint: bytes) -> Verification:
        answer = verify_record(record, key=asked.key, kept=checkpoint)
        if answer.holds and asked.kept is not None:
            answer = verify_record(record, key=asked.key, kept=asked.kept[1], witness=asked.witness)
        return answer

    return check_against(checked, ask, label="record")


def shown(token: SdJwt) -> dict[str, Any]:
    """What a certificate says and what this copy discloses, as JSON; nothing is verified."""
    open_claims = {key: value for key, value in token.payload.items() if key not in ("_sd", "_sd_alg", "log")}
    return {**open_claims, "entry": token.payload["log"]["index"], "disclosed": disclosed(token), "hidden": len(token.payload["_sd"])}
