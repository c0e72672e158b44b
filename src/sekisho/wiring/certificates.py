"""Certificates: issued from a record, shown, redacted, verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import refuse
from .ledger import no_checkpoint, octets_of
from .records import signing_key_of
from .surroundings import Say, quiet

if TYPE_CHECKING:
    from ..engines.embedded.certificates_on_disk import Issued
    from ..engines.embedded.keys import KeyPair
    from ..ledger.certificate_check import Checked
    from ..ledger.sd_jwt import SdJwt
    from ..terms import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAsked:
    """Certificates to issue from a record: of every bid, of one, or of one line; "" and None = nothing named."""

    record: Path
    bid: str = ""
    line: str = ""
    out: Path | None = None
    signing_key: Path | None = None
    vault: Path | None = None


def certify(asked: IssueAsked, *, keys: "KeyPair | None" = None, say: Say = quiet) -> "list[Issued]":
    """Issue what follows from the record's last judgement; earlier certificates of it are superseded."""
    from ..desk.certify import certified, certified_of
    from ..engines.embedded import certificates_on_disk as on_disk

    if asked.line and not asked.bid:
        raise refuse(
            "--line",
            "certificate.line-alone",
            what=("どの応札の行かが示されていない", "the line of which bid is meant is not said"),
            remedy=("--bid も指定する", "name the bid with --bid"),
            shown=asked.line,
        )
    opened = on_disk.open_record(asked.record, asked.vault)
    judged = opened.judgement()
    wanted = certified_of(judged, asked.bid, asked.line) if asked.bid else list(certified(judged))
    out = asked.out or opened.folder.parent / on_disk.FOLDER
    return on_disk.issue(opened, wanted, keys or signing_key_of(asked.signing_key, say), issued_at=_now(), out=out)


def _now() -> int:
    return int(datetime.now(tz=UTC).timestamp())


def read_certificate(path: Path) -> "SdJwt":
    """A certificate from its file, nothing of it verified; InputRefused where it is none."""
    from ..engines.embedded.certificates_on_disk import read_octets
    from ..ledger.sd_jwt import SdJwtRefused, read_sd_jwt

    octets = read_octets(path)
    try:
        token = read_sd_jwt(octets.decode("ascii"))
        if token.payload.get("format") != "sekisho-certificate/1" or not isinstance(token.payload.get("log"), dict):
            raise SdJwtRefused("an SD-JWT, but no certificate")
    except (SdJwtRefused, UnicodeDecodeError) as error:
        raise refuse(
            str(path),
            "certificate.unreadable",
            what=("確認証として読めない", "this is not a certificate"),
            remedy=("certificates/ の .sdjwt ファイルを指定する", "name an .sdjwt file of certificates/"),
            shown=str(error),
        ) from error
    return token


def show_certificate(path: Path) -> dict[str, Any]:
    """What a certificate says and what this copy discloses; nothing is verified."""
    from ..engines.embedded.certificates_on_disk import shown

    return shown(read_certificate(path))


def redact_certificate(path: Path, out: Path, *, reader: str = "public", keep: Sequence[str] = ()) -> dict[str, Any]:
    """Write a copy that discloses what its reader may see, and the names in `keep`; it verifies as the whole one does."""
    from ..engines.embedded.disk import write_durably
    from ..ledger.certificates import HIDDEN, TO_BIDDER, disclosed, public_names, redacted

    unknown = sorted(set(keep) - set(HIDDEN))
    if unknown:
        raise refuse(
            "--keep",
            "certificate.no-such-claim",
            what=("確認証にない項目である", "a certificate has no such claim"),
            remedy=(f"次から選ぶ: {', '.join(HIDDEN)}", f"choose from: {', '.join(HIDDEN)}"),
            shown=", ".join(unknown),
        )
    token = read_certificate(path)
    copy = redacted(token, (*(TO_BIDDER if reader == "bidder" else public_names(token)), *keep))
    write_durably(out, copy.text.encode("ascii"))
    return {"out": str(out), "disclosed": sorted(disclosed(copy)), "withheld": sorted(set(disclosed(token)) - set(disclosed(copy)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAsked:
    """A certificate to verify: under which key, with which record (None = the one beside), which kept checkpoint and whose cosignature on it."""

    file: Path
    key: str = ""
    record: Path | None = None
    checkpoint: Path | None = None
    witness: str = ""


def verify_certificate(asked: VerifyAsked) -> "Checked":
    """Verify a certificate offline."""
    from ..engines.embedded.certificates_on_disk import CheckAsked, check_file
    from ..engines.embedded.disk import read_key
    from ..engines.embedded.log_place import find_log

    if asked.witness and asked.checkpoint is None:
        raise no_checkpoint(asked.witness)
    kept = (str(asked.checkpoint), octets_of(asked.checkpoint)) if asked.checkpoint else None
    return check_file(
        CheckAsked(
            path=asked.file,
            key=read_key(asked.key) if asked.key else None,
            record=find_log(asked.record).record if asked.record else None,
            kept=kept,
            witness=read_key(asked.witness, witness=True) if asked.witness else None,
        )
    )


def print_certificate(asked: VerifyAsked, out: Path, *, lang: "Lang") -> "Checked":
    """A certificate on one page, HTML or PDF by the name of `out`. Nothing is written of one that does not hold."""
    from ..canonical import sha256_hex
    from ..engines.embedded.durable import write_durably
    from ..papers.html import html_papers
    from ..papers.notices.certificate import certificate_view
    from ..papers.pdf import pdf_here, pdf_papers

    if out.suffix not in (".html", ".pdf") or (out.suffix == ".pdf" and not pdf_here()):
        raise refuse(
            str(out),
            "certificate.form",
            what=("この形式では書けない", "it cannot be written in this form"),
            remedy=("名前を .html か .pdf で終える(PDF には sekisho[pdf] が要る)", "name it .html or .pdf (PDF needs sekisho[pdf])"),
        )
    checked = verify_certificate(asked)
    if not checked.holds:
        return checked
    view = certificate_view(checked.claims, checked.disclosed, file_digest=sha256_hex(octets_of(asked.file)), lang=lang)
    day = datetime.fromtimestamp(checked.claims["iat"], tz=UTC).date()
    page = out.name
    made = html_papers({page: ("notice.html", view)}) if out.suffix == ".html" else pdf_papers({page: ("notice.typ", view)}, day)
    write_durably(out, made[page])
    return checked


def is_certificate(path: Path) -> bool:
    """Whether `verify` should take this path for a certificate."""
    from ..engines.embedded.certificates_on_disk import is_certificate as looks_like_one

    return looks_like_one(path)
