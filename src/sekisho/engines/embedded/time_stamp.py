"""Time-stamps by RFC 3161: requests and responses as files, by `rfc3161-client` (an extra). No connection is opened."""

import importlib.util
from datetime import UTC, datetime

from ...faults import refuse


class TokenRefused(ValueError):
    """A response that does not prove what it should; the message says why."""


def request_for(octets: bytes) -> bytes:
    """A request (DER) for a time-stamp on these bytes, with a nonce, asking for the authority's certificate."""
    _needed()
    from rfc3161_client import TimestampRequestBuilder
    from rfc3161_client.base import HashAlgorithm

    asked = TimestampRequestBuilder().data(octets).hash_algorithm(HashAlgorithm.SHA256)
    return asked.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def stamped_at(octets: bytes, token: bytes, root: bytes) -> datetime:
    """When an authority under this root (PEM) stamped exactly these bytes; TokenRefused where the response does not prove it."""
    _needed()
    from cryptography.x509 import load_pem_x509_certificate
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        response = decode_timestamp_response(token)
        VerifierBuilder(roots=[load_pem_x509_certificate(root)]).build().verify_message(response, octets)
    except (ValueError, VerificationError) as error:
        raise TokenRefused(f"{error!s:.200}") from error
    return response.tst_info.gen_time.astimezone(UTC)


def _needed() -> None:
    if importlib.util.find_spec("rfc3161_client") is None:
        raise refuse(
            "rfc3161-client",
            "ledger.time-stamp-extra",
            what=("時刻認証の部品が入っていない", "the package for time-stamps is not installed"),
            remedy=("pip install 'sekisho[timestamps]' で入れる", "install it with pip install 'sekisho[timestamps]'"),
        )
