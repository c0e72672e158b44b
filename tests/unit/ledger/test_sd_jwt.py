"""SD-JWT: the examples printed in RFC 9901, and what its §7.1 tells a verifier to refuse."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sekisho.ledger.envelope import base64url
from sekisho.ledger.sd_jwt import SdJwtRefused, disclosure_digest, hide, processed, read_disclosed, read_sd_jwt, sd_hash, sign_jwt

PRINTED = json.loads((Path(__file__).parent / "rfc9901.json").read_text(encoding="utf-8"))
EXAMPLES: dict[str, Any] = PRINTED["examples"]
SIGNED = [name for name, one in EXAMPLES.items() if one["signature"]]
MOEBIUS = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def es256(key: dict[str, str], signed: bytes, signature: bytes) -> None:
    """Raises where the signature does not verify (RFC 7518 §3.4: R ‖ S)."""
    public = ec.EllipticCurvePublicNumbers(number(key["x"]), number(key["y"]), ec.SECP256R1()).public_key()
    pair = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    public.verify(pair, signed, ec.ECDSA(hashes.SHA256()))


def text_of(example: dict[str, Any], disclosures: list[str], key_binding: str = "") -> str:
    issued = f"{example['header']}.{example['payload']}.{example['signature'] or 'AA'}"
    return "".join(f"{part}~" for part in (issued, *disclosures)) + key_binding


def test_a_disclosure_reads_and_hashes_as_section_4_2_prints_it() -> None:
    assert read_disclosed(MOEBIUS) == ["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]
    assert disclosure_digest(MOEBIUS) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert read_disclosed("WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0") == ["lklxF5jMYlGTPUovMNIvCA", "FR"]
    assert disclosure_digest("WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0") == "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"


@pytest.mark.parametrize(
    "variant",
    [
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd",
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd",
    ],
)
def test_white_space_and_escapes_of_a_disclosure_are_the_issuers_choice(variant: str) -> None:
    assert read_disclosed(variant) == read_disclosed(MOEBIUS)
    assert disclosure_digest(variant) != disclosure_digest(MOEBIUS)


@pytest.mark.parametrize("name", SIGNED)
def test_a_printed_example_bears_its_issuers_signature(name: str) -> None:
    token = read_sd_jwt(text_of(EXAMPLES[name], EXAMPLES[name]["disclosures"]))
    es256(PRINTED["issuer"], token.signed, token.signature)
    assert token.issued == f"{EXAMPLES[name]['header']}.{EXAMPLES[name]['payload']}.{EXAMPLES[name]['signature']}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_printed_example_with_all_disclosures_gives_the_claims_that_the_issuer_was_given(name: str) -> None:
    text = text_of(EXAMPLES[name], EXAMPLES[name]["disclosures"])
    claims = processed(read_sd_jwt(text))
    claims.pop("cnf", None)
    assert claims == EXAMPLES[name]["claims"]
    assert read_sd_jwt(text).text == text


@pytest.mark.parametrize("name", SIGNED)
def test_a_printed_presentation_gives_the_processed_payload_that_is_printed(name: str) -> None:
    example = EXAMPLES[name]
    token = read_sd_jwt(text_of(example, example["presented"], example.get("key_binding", "")))
    assert processed(token) == example["processed"]
    assert sorted(token.disclosures) == sorted(example["presented"])


def test_a_key_binding_of_section_5_2_is_over_the_presentation_before_it() -> None:
    example = EXAMPLES["section-5"]
    by_name = {read_disclosed(one)[1]: one for one in example["presented"]}
    order = ["family_name", "address", "given_name", "US"]
    text = text_of(example, [by_name[one] for one in order], example["key_binding"])
    token = read_sd_jwt(text)
    head, body, signature = token.key_binding.split(".")
    assert json.loads(base64.urlsafe_b64decode(body + "=="))["sd_hash"] == sd_hash(text)
    es256(PRINTED["holder"], f"{head}.{body}".encode(), base64.urlsafe_b64decode(signature + "=="))


# ── refusals (§7.1) ───────────────────────────────────────────────────────────────────────────────────────────────────


def token_of(payload: dict[str, Any], *disclosures: list[Any]) -> str:
    shown = [base64url(json.dumps(one).encode()) for one in disclosures]
    return "".join(f"{one}~" for one in (sign_jwt({"alg": "none"}, payload, lambda _: b"x").issued, *shown))


def digest_of(disclosure: list[Any]) -> str:
    return disclosure_digest(base64url(json.dumps(disclosure).encode()))


CLAIM, ELEMENT = ["salt", "name", "value"], ["salt", "value"]


@pytest.mark.parametrize(
    ("payload", "disclosures"),
    [
        ({"_sd": []}, [CLAIM]),
        ({"_sd": [digest_of(CLAIM)]}, [CLAIM, CLAIM]),
        ({"_sd": [digest_of(CLAIM)], "more": {"_sd": [digest_of(CLAIM)]}}, [CLAIM]),
        ({"_sd": [digest_of(CLAIM)], "name": "there already"}, [CLAIM]),
        ({"_sd": [digest_of(CLAIM), digest_of(["other", "name", "twice"])]}, [CLAIM, ["other", "name", "twice"]]),
        ({"_sd": [digest_of(ELEMENT)]}, [ELEMENT]),
        ({"list": [{"...": digest_of(CLAIM)}]}, [CLAIM]),
        ({"_sd": [digest_of(["salt", "_sd", []])]}, [["salt", "_sd", []]]),
        ({"_sd": [digest_of(["salt", "...", "x"])]}, [["salt", "...", "x"]]),
        ({"_sd": "no list"}, []),
        ({"_sd": [1]}, []),
        ({"...": "nowhere"}, []),
        ({"_sd_alg": "md5"}, []),
    ],
)
def test_a_digest_or_disclosure_out_of_its_place_is_refused(payload: dict[str, Any], disclosures: list[list[Any]]) -> None:
    with pytest.raises(SdJwtRefused):
        processed(read_sd_jwt(token_of(payload, *disclosures)))


TORN = [f"e30.{base64url(one)}.AA~" for one in (b'{"a":1,"a":2}', b'{"a":NaN}', b"[" * 20_000)]
NO_TOKENS = ["", "~", "a.b.c~", "e30.e30.AA", "e30.e30~", "e30=.e30.AA~", "e30.e30.AB~", "W10.e30.AA~", "e30.e30.AA~W10~", "é.e30.AA~"]


@pytest.mark.parametrize("text", [*NO_TOKENS, *TORN])
def test_what_is_not_exactly_a_token_is_refused(text: str) -> None:
    with pytest.raises(SdJwtRefused):
        read_sd_jwt(text)


def test_decoys_make_the_number_of_digests_the_same_whatever_is_hidden() -> None:
    salts = iter(range(10_000))
    few, many = (hide({f"c{at}": at for at in range(count)}, lambda: next(salts).to_bytes(16, "big"), width=16) for count in (1, 12))
    assert [len(one.digests) for one in (few, many)] == [16, 16]
    assert all(list(one.digests) == sorted(set(one.digests)) for one in (few, many))
    assert (len(few.disclosures), len(many.disclosures)) == (1, 12)
    with pytest.raises(ValueError, match="do not hide"):
        hide({str(at): at for at in range(17)}, lambda: b"\0" * 16, width=16)
