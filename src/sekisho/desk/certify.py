"""What may be certified of a judgement as it was sealed: no concern, an exclusion, an award. It reads the record, never a memory of it.

A case that is out of scope or was judged on a stale register has no certificate of no concern: nothing was examined, or nothing could be cleared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..faults import refuse
from ..ledger.certificates import Certified

TABLES = ("names", "regime", "marks")
"""Kinds of inputs that are tables, not files of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAct:
    """An entry of a record with the claims that its vault still discloses."""

    index: int
    kind: str
    claims: Mapping[str, Any]
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedJudgement:
    """The last judgement of a record: its acts, and the outcomes that they name, by path (`screening/<bid>`, `evaluation`, `proposal`)."""

    read: SealedAct
    acts: tuple[SealedAct, ...]
    outcomes: Mapping[str, Any]

    def inputs(self) -> list[dict[str, str]]:
        """What the judgement read: kind, path and digest of each."""
        return [value for name, value in sorted(self.read.claims.items(), key=lambda one: _place(one[0])) if name.startswith("input/")]

    def lots(self) -> tuple[str | None, ...]:
        """The lots that were evaluated, each by itself; (None,) for a tender without lots."""
        found = sorted({path.split("/")[1] for path in self.outcomes if path.startswith("lots/")})
        return tuple(found) or (None,)

    def outcome(self, part: str, lot: str | None) -> Mapping[str, Any]:
        """The `evaluation` or `proposal` of a lot, or of the whole; {} without one."""
        return self.outcomes.get(f"lots/{lot}/{part}" if lot else part) or {}

    def evaluated(self, bid: str, lot: str | None = None) -> Mapping[str, Any]:
        """What the evaluation says of a bid; {} without one."""
        return next((one for one in self.outcome("evaluation", lot).get("bids", ()) if one["bid"] == bid), {})

    def screened(self, bid: str) -> SealedAct | None:
        """The entry that holds what was found of a bid."""
        return next((one for one in self.acts if one.kind == "screened" and one.claims.get("bid") == bid), None)


def _place(name: str) -> int:
    return int(name.removeprefix("input/")) if name.startswith("input/") else -1


def certified(judged: SealedJudgement) -> Iterator[Certified]:
    """Every certificate that follows from a judgement, in order of the bids: of no concern, of an exclusion, of the award proposed (by lot)."""
    screenings = _screenings(judged)
    evaluated = (one["bid"] for lot in judged.lots() for one in judged.outcome("evaluation", lot).get("bids", ()))
    for bid in sorted({*screenings, *evaluated}):
        if screenings.get(bid, {}).get("verdict") == "clear" and _clears(judged):
            yield _of_bid(judged, "no-concern", bid, None)
        for lot in judged.lots():
            if _is_excluded(judged, bid, lot):
                yield _of_bid(judged, "exclusion", bid, lot)
            if judged.outcome("proposal", lot).get("winner") == bid:
                yield _of_bid(judged, "award", bid, lot)


def _is_excluded(judged: SealedJudgement, bid: str, lot: str | None) -> bool:
    """By the evaluation; before any, by the verdict."""
    if judged.outcome("evaluation", lot):
        return judged.evaluated(bid, lot).get("status") == "excluded"
    return lot is None and _screenings(judged).get(bid, {}).get("verdict") == "bar"


def certified_of(judged: SealedJudgement, bid: str, line: str = "") -> list[Certified]:
    """The certificates of one bid, or that of one line; InputRefused where nothing of it can be certified."""
    if not line:
        found = [one for one in certified(judged) if one.shown["bid"] == bid]
    else:
        items = _screenings(judged).get(bid, {}).get("items", ())
        clear = [one for one in items if one["line"] == line and one["verdict"] == "clear"] if _clears(judged) else []
        found = [_of_line(judged, bid, one) for one in clear]
    if not found:
        raise refuse(
            "--line" if line else "--bid",
            "certificate.nothing",
            what=("証明できることがない(懸念が残る、対象外、又は判定にない)", "nothing to certify: not clear, out of scope, or not judged"),
            remedy=("判定書で所見を確かめる", "look at the findings in the judgement paper"),
            shown=f"{bid} {line}".strip(),
        )
    return found


def standing_certificates(acts: Sequence[SealedAct]) -> list[SealedAct]:
    """The entries of certificates that no later entry supersedes."""
    ended = {digest for act in acts if act.kind == "superseded" for digest in act.digests}
    return [act for act in acts if act.kind == "certificate" and act.claims.get("superseded_as") not in (None, *ended)]


def _screenings(judged: SealedJudgement) -> dict[str, Any]:
    return {value["bid"]: value for path, value in judged.outcomes.items() if path.startswith("screening/")}


def _clears(judged: SealedJudgement) -> bool:
    return judged.read.claims.get("scope") == "in" and judged.read.claims.get("stale") is False


def _of_bid(judged: SealedJudgement, kind: str, bid: str, lot: str | None) -> Certified:
    screening, scored = _screenings(judged).get(bid, {}), judged.evaluated(bid, lot)
    awarded = kind == "award"
    findings = _findings(screening)
    hidden = {
        **_hidden(judged, bid),
        "findings": findings,
        "decisions": [one["settled"] for one in findings if one.get("settled")],
        "reason": scored.get("reason") if kind == "exclusion" else judged.outcome("proposal", lot)["reason"] if awarded else None,
        "price": _price(judged, bid, lot) if awarded else None,
        "total": scored.get("total") if awarded else None,
    }
    shown = _shown(judged, kind, bid, screening.get("coverage") or {})
    return Certified(shown={**shown, "lot": lot}, hidden=hidden)


def _price(judged: SealedJudgement, bid: str, lot: str | None) -> str | None:
    acts = (act for act in judged.acts if act.kind == "evaluated" and act.claims.get("lot") == lot)
    return next((act.claims.get(f"price/{bid}") for act in acts), None)


def _of_line(judged: SealedJudgement, bid: str, item: Mapping[str, Any]) -> Certified:
    examined = {"items": 1, "items_with_maker": 1 if item["maker"] else 0}
    hidden = {
        **_hidden(judged, bid),
        "findings": list(item["findings"]),
        "decisions": [one["settled"] for one in item["findings"] if one.get("settled")],
        **{key: item[key] for key in ("maker", "model", "where")},
    }
    return Certified(shown={**_shown(judged, "no-concern", bid, examined), "line": item["line"]}, hidden=hidden)


def _findings(screening: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every finding of a bid once, the bid's own first."""
    found = [*screening.get("findings", ()), *(one for item in screening.get("items", ()) for one in item["findings"])]
    return list({one["id"]: one for one in reversed(found)}.values())[::-1]


def _hidden(judged: SealedJudgement, bid: str) -> dict[str, Any]:
    act = judged.screened(bid)
    inputs = judged.inputs()
    return {
        "bidder": act.claims.get("bidder") if act else None,
        "edition": next((one for one in inputs if one["kind"] == "register"), None),
        "outcome": act.claims.get("outcome") if act else None,
        "inputs": [one for one in inputs if one["path"].startswith(f"bids/{bid}/")],
    }


def _shown(judged: SealedJudgement, kind: str, bid: str, examined: Mapping[str, Any]) -> dict[str, Any]:
    read, inputs = judged.read.claims, judged.inputs()
    basis = [{"id": one["path"], "kind": one["kind"], "sha256": one["sha256"]} for one in inputs if one["kind"] in ("policy", *TABLES)]
    return {
        "bid": bid,
        "case": read["case"],
        "engine": read["engine"],
        "examined": dict(examined),
        "facts_as_of": read["facts_as_of"],
        "kind": kind,
        "line": None,
        "lot": None,
        "policy": next((one for one in basis if one["kind"] == "policy"), None),
        "policy_as_of": read["notice_date"],
        "public_edition": read.get("public_edition"),
        "rehearsal": bool(read.get("rehearsal")),
        "sample": bool(read.get("sample")),
        "tables": [one for one in basis if one["kind"] in TABLES],
    }
