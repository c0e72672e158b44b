"""From `attestations` of `bid.yaml` to values; each file is read whole for its digest, and never understood."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast, get_args

from ..policy.model import FACTS
from ..tenders.attestation import Attestation, Attested, IssuerKind
from ..terms import Party
from .case_words import party_from
from .fields import Fields

SEALED_AS = b"age-encryption.org/v1\n"


def files_of_attestations(fields: Fields) -> list[str]:
    """The paths of the documents, relative to the bid's folder."""
    return [path for one in fields.each("attestations") or () if (path := one.text("file"))]


def attestations_from(fields: Fields, bodies: Mapping[str, tuple[bytes, str]], versions: int) -> tuple[Attestation, ...]:
    """Every attestation whose document was read. `bodies`: path -> octets and SHA-256; `versions`: how many versions the list has."""
    found = [_attestation(one, bodies, versions) for one in fields.each("attestations") or ()]
    kept = tuple(one for one in found if one is not None)
    ids = [one.id for one in kept]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        fields.wrong(
            "attestations",
            "attestation-twice",
            ("同じ番号の証明書が二つある", "two attestations bear one id"),
            ("番号を変える", "give them different ids"),
            twice,
        )
    return kept


def _attestation(one: Fields, bodies: Mapping[str, tuple[bytes, str]], versions: int) -> Attestation | None:
    issuer = one.under("issuer")
    if issuer is None:
        one.wrong("issuer", "missing", ("発行者がない", "there is no issuer"), ("issuer: {name, kind} を書く", "add issuer: {name, kind}"))
    path, issued_at = one.text("file", required=True), one.day("issued_at", required=True)
    octets, digest = bodies.get(path, (b"", ""))
    found = Attestation(
        id=one.text("id", required=True),
        issuer=party_from(issuer) if issuer else Party(name="?"),
        issuer_kind=cast("IssuerKind", issuer.choice("kind", get_args(IssuerKind), default="other")) if issuer else "other",
        facts=_facts(one),
        issued_at=issued_at or date.max,
        valid_until=one.day("valid_until"),
        file=path,
        digest=digest,
        lines=one.texts("lines") or (),
        models=tuple(Attested(maker=each.text("maker", required=True), model=each.text("model")) for each in one.each("models") or ()),
        parts=one.texts("parts") or (),
        version=one.text("version", default="1"),
        sealed=octets.startswith(SEALED_AS),
    )
    _check(one, found, versions)
    one.unknown(())
    return replace(found) if issuer is not None and issued_at is not None and digest else None


def _facts(one: Fields) -> tuple[str, ...]:
    facts = one.texts("facts") or ()
    if not facts:
        one.wrong(
            "facts",
            "missing",
            ("証明する事項がない", "it attests no fact"),
            ("facts: [component-maker] の形で書く", "write facts: [component-maker]"),
        )
    for fact in facts:
        if fact not in FACTS:
            listed = ", ".join(FACTS)
            one.wrong(
                "facts", "attestation-fact", ("証明できる事項ではない", "this is no fact"), (f"次から選ぶ: {listed}", f"choose from: {listed}"), fact
            )
    return facts


def _check(one: Fields, found: Attestation, versions: int) -> None:
    stated = one.text("sha256").lower()
    if stated and not re.fullmatch(r"[0-9a-f]{64}", stated):
        one.wrong("sha256", "sha256", ("SHA-256 ではない", "this is no SHA-256"), ("16進64桁を書く", "write 64 hexadecimal digits"), stated)
    elif stated and found.digest and stated != found.digest:
        one.wrong(
            "sha256",
            "attestation-digest",
            ("ファイルのダイジェストが記載と異なる", "the file does not have this digest"),
            ("発行者に確かめ、正しいファイルを置く", "ask the issuer, and put the right file in place"),
            found.digest,
        )
    if found.valid_until is not None and found.valid_until < found.issued_at:
        one.wrong(
            "valid_until",
            "attestation-days",
            ("有効期限が発行日より前である", "it ends before it was issued"),
            ("日付を確かめる", "check the days"),
            found.valid_until.isoformat(),
        )
    if found.version not in [str(number) for number in range(1, versions + 1)]:
        one.wrong(
            "version",
            "attestation-version",
            ("機器等リストにこの版がない", "the list has no such version"),
            ("lines の番号がどの版のものかを書く", "say which version's numbers lines are"),
            found.version,
        )
