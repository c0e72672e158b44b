"""Certificates: what is signed, what a public copy shows, and that no changed byte passes either verifier."""

import base64
import itertools
import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sekisho.ledger.certificate_check import check_against, check_certificate, check_kept
from sekisho.ledger.certificates import HIDDEN, SAYS, WIDTH, Certified, certificate, placed_at, public_names, redacted, state, superseding_act
from sekisho.ledger.envelope import Act, seal
from sekisho.ledger.notes import COSIGNATURE, ED25519, Checkpoint, VerifierKey, cosignature
from sekisho.ledger.sd_jwt import SdJwt, read_disclosed, read_sd_jwt
from sekisho.ledger.tree import Edge, TileTree
from sekisho.ledger.verify import Verification, verify_record

MOMENT = 1_776_211_200  # 2026-04-15T00:00:00Z
PROTECTED = "架空保護技術有限公司"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInHand:
    private: Ed25519PrivateKey
    name: str = "sekisho/test"
    kind: bytes = ED25519

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(name=self.name, public=self.private.public_key().public_bytes_raw(), kind=self.kind)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def key_of(seed: int) -> KeyInHand:
    return KeyInHand(private=Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


KEY, OTHER = key_of(1), key_of(2)


def salts(start: int = 0) -> Callable[[], bytes]:
    numbers = itertools.count(start)
    return lambda: next(numbers).to_bytes(16, "big")


def certified(**changed: Any) -> Certified:
    shown = {
        "bid": "B", "case": "T-1", "engine": "sekisho/0", "examined": {"items": 2}, "facts_as_of": "2026-04-14", "kind": "exclusion",
        "line": None, "lot": None,
        "policy": {"id": "jp-2018", "kind": "policy", "sha256": "ab" * 32}, "policy_as_of": "2026-03-01", "public_edition": "cd" * 32,
        "rehearsal": False, "sample": False, "tables": [{"id": "tables", "kind": "names", "sha256": "ef" * 32}],
    }  # fmt: skip
    hidden = {"bidder": {"name": "乙社"}, "findings": [{"because": {"ja": f"{PROTECTED}が指定されている"}}], "edition": {"sha256": "01" * 32}}
    return Certified(shown={**shown, **{k: v for k, v in changed.items() if k in shown}}, hidden={**hidden, **changed.get("hidden", {})})


class LogInHand:
    """A log in memory under one key."""

    def __init__(self, keys: KeyInHand = KEY) -> None:
        self.keys = keys
        self.entries = [seal(Act(kind="open", shown={"log_key": keys.key.line}), 0, salts(900)).entry]

    def append(self, act: Act) -> int:
        self.entries.append(seal(act, len(self.entries), salts(1000 * len(self.entries))).entry)
        return len(self.entries) - 1

    @property
    def head(self) -> Checkpoint:
        return Checkpoint(origin=self.keys.key.name, size=len(self.entries), root=Edge().grown(self.entries)[0].root)

    @property
    def checkpoint(self) -> bytes:
        return self.head.signed_by(self.keys)

    @property
    def tree(self) -> TileTree:
        return TileTree(read=self.read, size=len(self.entries))

    def certify(self, about: Certified, salt: Callable[[], bytes] | None = None) -> tuple[SdJwt, bytes]:
        stated = state(about, self.keys, issued_at=MOMENT, salt=salt or salts())
        index = self.append(stated.act)
        return certificate(stated, placed_at(self.tree, index, self.checkpoint), self.keys), stated.superseding

    # what `verify_record` reads
    def files(self) -> dict[str, bytes]:
        return {name.path: octets for name, octets in Edge().grown(self.entries)[1].items()}

    def paths(self) -> list[str]:
        return [*self.files(), "checkpoint"]

    def read(self, path: str) -> bytes:
        return self.checkpoint if path == "checkpoint" else self.files()[path]

    def verified(self, kept: bytes) -> Verification:
        return verify_record(self, key=self.keys.key, kept=kept)


@pytest.fixture(scope="module")
def issued() -> SdJwt:
    log = LogInHand()
    for _ in range(6):
        log.append(Act(kind="paper", claims={"paper": "x"}))
    return log.certify(certified())[0]


@pytest.fixture(scope="module")
def second() -> Any:
    """The second verifier's module, which imports nothing of sekisho."""
    folder = str(Path(__file__).resolve().parents[3] / "verifier")
    sys.path.insert(0, folder)
    import verifying.certificate as module  # type: ignore[import-not-found]

    yield module
    sys.path.remove(folder)


def octets(token: SdJwt) -> bytes:
    return token.text.encode("ascii")


def every_byte(token: SdJwt) -> bytes:
    """The token's bytes, and behind them everything that base64url hides in it, to any depth."""
    found, parts = [token.text], [*token.text.replace("~", ".").split(".")]
    while parts:
        part = parts.pop()
        decoded = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        found.append(decoded.decode("utf-8", "replace"))
        found.append(json.dumps(json.loads(decoded), ensure_ascii=False) if decoded[:1] in b"[{" and decoded else "")
        if decoded[:1] == b"{" and b'"log"' in decoded:
            log = json.loads(decoded)["log"]
            parts += [log["entry"], log["disclosure"]]
    return "\n".join(found).encode("utf-8")


def test_a_certificate_holds_and_says_whose_key_is_pinned(issued: SdJwt) -> None:
    pinned = check_certificate(octets(issued), file="c", key=KEY.key)
    assert (pinned.holds, pinned.signer_proven, pinned.standing) == (True, True, "unknown")
    assert set(pinned.disclosed) == set(HIDDEN)
    unpinned = check_certificate(octets(issued), file="c")
    assert (unpinned.holds, unpinned.signer_proven) == (True, False)
    assert not check_certificate(octets(issued), file="c", key=OTHER.key).holds


def test_a_key_whose_base64_holds_a_plus_signs_certificates_too(second: Any) -> None:
    keys = next(one for one in map(key_of, range(256)) if "+" in one.key.line.split("+", 2)[2])
    token, _ = LogInHand(keys).certify(certified())
    assert check_certificate(octets(token), file="c", key=keys.key).holds
    assert second.examine(octets(token), keys.key.line)["holds"]


def test_no_certificate_says_that_anything_is_safe() -> None:
    assert all("安全" not in text.ja and "safe" not in text.en.lower() for text in SAYS.values())
    assert SAYS["no-concern"].ja == "確認した範囲で懸念は認められない"


def test_a_public_copy_verifies_and_holds_no_protected_name_in_any_byte(issued: SdJwt) -> None:
    public = redacted(issued, public_names(issued))
    assert check_certificate(octets(public), file="c", key=KEY.key).holds
    assert check_certificate(octets(public), file="c").disclosed == {}
    for name in (PROTECTED, "乙社"):
        assert name.encode() in every_byte(issued), "the search finds what is there"
        assert name.encode() not in every_byte(public)
    assert b"01" * 32 not in every_byte(public), "nor the digest of the edition"


def test_a_copy_can_be_redacted_claim_by_claim(issued: SdJwt) -> None:
    for name in HIDDEN:
        copy = redacted(issued, [name])
        assert list(check_certificate(octets(copy), file="c", key=KEY.key).disclosed) == [name]


def test_a_public_copy_shows_of_an_award_whom_it_goes_to() -> None:
    token, _ = LogInHand().certify(certified(kind="award"))
    assert check_certificate(octets(redacted(token, public_names(token))), file="c").disclosed == {"bidder": {"name": "乙社"}}


def test_no_digest_in_a_public_copy_tells_that_the_protected_layer_changed() -> None:
    """Of two issues that differ in the protected layer alone, everything is the same that is not salted, and nothing salted comes twice."""
    first = LogInHand().certify(certified(), salts(0))[0]
    changed = certified(hidden={"findings": [], "edition": {"sha256": "99" * 32}, "decisions": ["x"] * 5})
    again, other = (LogInHand().certify(about, salts(start))[0] for about, start in ((certified(), 5000), (changed, 9000)))
    public = [redacted(one, public_names(one)) for one in (first, again, other)]
    salted = {"_sd", "superseded_as", "log"}
    plain = [{key: value for key, value in one.payload.items() if key not in salted} for one in public]
    assert plain[0] == plain[1] == plain[2]
    assert [len(one.payload["_sd"]) for one in public] == [WIDTH] * 3
    assert len({len(one.text) for one in public}) == 1, "not even their lengths differ"
    digests = [digest for one in public for digest in [*one.payload["_sd"], one.payload["superseded_as"]]]
    assert len(digests) == len(set(digests)), "an issue of the same facts shares no digest either: that they move tells nothing"


def test_with_the_same_salts_the_digests_of_what_is_not_protected_do_not_move() -> None:
    one, other = (LogInHand().certify(about, salts(0))[0] for about in (certified(), certified(hidden={"findings": []})))
    shared = set(one.payload["_sd"]) & set(other.payload["_sd"])
    assert len(shared) == WIDTH - 1, "only the changed claim's digest is another one"


def test_salts_are_random_and_given_by_nothing_in_the_certificate(issued: SdJwt) -> None:
    import os

    tokens = [LogInHand().certify(certified(), lambda: os.urandom(16))[0] for _ in range(2)]
    used = [read_disclosed(one)[0] for token in tokens for one in token.disclosures]
    assert len(set(used)) == len(used) == 2 * len(HIDDEN)
    public = every_byte(redacted(tokens[0], ()))
    assert not any(salt.encode() in public for salt in used)


def test_a_later_entry_supersedes_a_certificate_and_the_log_alone_shows_it() -> None:
    log = LogInHand()
    token, superseding = log.certify(certified())
    checked = check_certificate(octets(token), file="c", key=KEY.key)
    assert check_against(checked, log.verified, label="record").standing == "current"
    ended = log.append(superseding_act([superseding]))
    answer = check_against(checked, log.verified, label="record")
    assert (answer.holds, answer.standing, answer.superseded_by) == (False, "superseded", ended)
    assert [one.entry for one in answer.faults] == [ended]


def test_another_log_of_the_same_key_is_a_fork_and_found() -> None:
    log, fork = LogInHand(), LogInHand()
    token, _ = log.certify(certified())
    fork.append(Act(kind="paper", claims={"paper": "y"}))
    checked = check_certificate(octets(token), file="c", key=KEY.key)
    assert not check_against(checked, fork.verified, label="record").holds
    assert not check_kept(checked, ("kept", fork.checkpoint)).holds
    assert check_kept(checked, ("kept", log.checkpoint)).holds


def test_a_clock_that_was_back_is_found_even_in_a_signed_certificate() -> None:
    stated = state(certified(), KEY, issued_at=MOMENT - 3 * 86_400, salt=salts())
    log = LogInHand()
    index = log.append(stated.act)
    token = certificate(stated, placed_at(log.tree, index, log.checkpoint), KEY)
    [fault] = check_certificate(octets(token), file="c", key=KEY.key).faults
    assert "the clock was back" in fault.why


@pytest.mark.parametrize(("seconds", "holds"), [(-3600, True), (100, True), (3600, False)])
def test_a_witness_shows_that_a_certificate_was_dated_back(second: Any, seconds: int, holds: bool) -> None:
    """Cosigned at a moment without the certificate's entry: the entry came later, so its own clock cannot say an earlier time."""
    witness = KeyInHand(private=Ed25519PrivateKey.from_private_bytes(b"w" * 32), name="witness", kind=COSIGNATURE)
    log = LogInHand()
    before = log.head
    kept = log.checkpoint + cosignature(witness, before, MOMENT + seconds).line.encode()
    token, _ = log.certify(certified())
    checked = check_certificate(octets(token), file="c", key=KEY.key)
    assert check_kept(checked, ("kept", kept), witness=witness.key).holds is holds
    theirs = second.step_8_kept(second.examine(octets(token), None), octets(token), ("kept", kept), second.parse_key(witness.key.line, 4))
    assert theirs["holds"] is holds


def resigned(token: SdJwt, change: Callable[[dict[str, Any]], object], keys: KeyInHand = KEY) -> bytes:
    """The certificate with its payload changed and signed anew: what a dishonest issuer could make."""
    from sekisho.ledger.sd_jwt import sign_jwt

    payload = json.loads(json.dumps(token.payload))
    change(payload)
    return octets(replace(sign_jwt(token.header, payload, keys.sign), disclosures=token.disclosures))


DISHONEST: dict[str, Callable[[dict[str, Any]], object]] = {
    "says otherwise": lambda p: p["says"].update(ja="安全である"),
    "another bid": lambda p: p.update(bid="A"),
    "no log": lambda p: p.pop("log"),
    "another index": lambda p: p["log"].update(index=p["log"]["index"] - 1),
    "shorter proof": lambda p: p["log"]["proof"].pop(),
    "no proof": lambda p: p["log"].update(proof=[]),
    "another entry": lambda p: p["log"].update(entry=base64.urlsafe_b64encode(b"{}").decode().rstrip("=")),
    "one digest fewer": lambda p: p["_sd"].pop(),
    "a digest twice": lambda p: p["_sd"].__setitem__(0, p["_sd"][1]),
    "unsorted digests": lambda p: p["_sd"].reverse(),
    "another format": lambda p: p.update(format="sekisho-certificate/2"),
    "another kind": lambda p: p.update(kind="award"),
    "an extra claim": lambda p: p.update(safe=True),
    "another issuer": lambda p: p.update(iss="sekisho/other"),
    "another key": lambda p: p.update(key=OTHER.key.line),
    "time as text": lambda p: p.update(iat=str(p["iat"])),
    "no day": lambda p: p.update(facts_as_of="2026-02-30"),
    "a count below zero": lambda p: p.update(examined={"items": -1}),
    "rehearsal as number": lambda p: p.update(rehearsal=0),
    "policy as text": lambda p: p.update(policy="jp-2018"),
    "superseded as nothing": lambda p: p.update(superseded_as=""),
    "a fraction": lambda p: p.update(iat=p["iat"] + 0.5),
}


@pytest.mark.parametrize("what", DISHONEST)
def test_what_is_signed_and_is_no_certificate_is_refused_by_both_verifiers(issued: SdJwt, second: Any, what: str) -> None:
    forged = resigned(issued, DISHONEST[what])
    assert not check_certificate(forged, file="c", key=KEY.key).holds
    assert not second.examine(forged, None)["holds"]


# ── changed bytes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def mutations(whole: bytes, wanted: int, seed: int) -> Iterator[bytes]:
    """Flipped, dropped, inserted, swapped and cut bytes and parts."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from bench.chaos.certificates import mutated

    yield from itertools.islice(mutated(whole, random.Random(seed)), wanted)


@pytest.mark.parametrize("copy", ["whole", "public"])
def test_no_changed_byte_passes_either_verifier(issued: SdJwt, second: Any, copy: str) -> None:
    token = issued if copy == "whole" else redacted(issued, public_names(issued))
    whole = octets(token)
    assert second.examine(whole, KEY.key.line)["holds"]
    for changed in mutations(whole, 400, seed=len(copy)):
        assert not check_certificate(changed, file="c", key=KEY.key).holds, changed
        assert not second.examine(changed, KEY.key.line)["holds"], changed


def test_both_verifiers_read_the_same_from_a_certificate(issued: SdJwt, second: Any) -> None:
    for token in (issued, redacted(issued, ()), redacted(issued, ["bidder", "price"])):
        mine, theirs = check_certificate(octets(token), file="c", key=KEY.key).as_json(), second.examine(octets(token), KEY.key.line)
        assert {**mine, "faults": []} == {**theirs, "faults": []}
        assert read_sd_jwt(token.text) == token


def test_a_disclosure_of_another_certificate_does_not_pass(issued: SdJwt, second: Any) -> None:
    other, _ = LogInHand().certify(certified(), salts(7777))
    mixed = octets(replace(issued, disclosures=tuple(sorted([*issued.disclosures[1:], other.disclosures[0]]))))
    assert not check_certificate(mixed, file="c", key=KEY.key).holds
    assert not second.examine(mixed, KEY.key.line)["holds"]
