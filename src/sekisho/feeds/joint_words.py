"""Who stands behind a bid in `bid.yaml`: the members of a consortium (共同企業体), the supplier behind a lessor."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from ..faults import Fault, fault
from ..screening.facts import same_name
from ..tenders.model import Bid
from ..tenders.shape import Lease, Member, MemberRole
from ..terms import Party
from . import case_words
from .fields import Fields

ROLES: Mapping[str, MemberRole] = {
    "representative": "representative",
    "代表者": "representative",
    "member": "member",
    "構成員": "member",
    "": "member",
}
MOST_MEMBERS = 50


def members_from(bid: Fields) -> tuple[Member, ...]:
    found = tuple(_member(one) for one in bid.each("members") or ())
    if not found:
        return ()
    leading = sum(one.role == "representative" for one in found)
    if not 2 <= len(found) <= MOST_MEMBERS or leading != 1:
        bid.wrong(
            "members",
            "consortium",
            ("共同企業体は代表者一者を含む二者以上の構成員からなる", "a consortium has two or more members, exactly one of them its representative"),
            ("role: representative を一者に書く", "give one of them role: representative"),
            f"{len(found)}, {leading}",
        )
    stated = [one.share for one in found if one.share is not None]
    if stated and (len(stated) != len(found) or sum(stated, Fraction(0)) != 100):
        bid.wrong(
            "members",
            "consortium-shares",
            ("出資比率が全員分ないか、合計が100でない", "shares are not stated for every member, or do not add up to 100"),
            ("全員の比率を合計100で書くか、全て除く", "state all of them, 100 in all, or none"),
            str(sum(stated, Fraction(0))),
        )
    return found


def _member(one: Fields) -> Member:
    word = one.text("role")
    if word not in ROLES:
        what = ("構成員の役割ではない", "this is no role of a member")
        one.wrong("role", "choice", what, ("representative か member を書く", "write representative or member"), word)
    share = one.number("share")
    if share is not None and not 0 < share <= 100:
        one.wrong("share", "consortium-share", ("0を超え100以下でない", "a share is above 0 and at most 100"), ("割合を書く", "write it"), str(share))
        share = None
    found = Member(party=case_words.party_from(one), role=ROLES.get(word, "member"), share=share, work=one.text("work"))
    one.unknown(())
    return found


def lease_from(bid: Fields) -> Lease | None:
    inner = bid.under("lease")
    if inner is None:
        return None
    supplier = inner.under("supplier")
    found = Lease(supplier=case_words.party_from(supplier) if supplier else None, period=inner.text("period"))
    inner.unknown(())
    return found


def check_members(bids: Sequence[Bid], faults: list[Fault]) -> None:
    """Nobody stands in two bids for one lot, as bidder or as member: such bids know of each other."""
    stands = [(bid, party) for bid in bids for party in dict.fromkeys((bid.bidder, *(one.party for one in bid.shape.members)))]
    joint = {bid.id for bid in bids if bid.shape.members}
    for (bid, party), (other, same) in combinations(stands, 2):
        if bid.id != other.id and joint & {bid.id, other.id} and _meet(bid, other) and _is_same(party, same):
            faults.append(
                fault(
                    f"bids/{other.id}/bid.yaml",
                    "case.member-twice",
                    where="bid.members",
                    what=(f"応札 {bid.id} にも同じ者がある", f"the same party stands in bid {bid.id} too"),
                    remedy=(
                        "同名の別の者なら identifiers で区別する。同じ者なら、どちらの応札が有効かを決めて一方を除く",
                        "tell namesakes apart by identifiers; if it is the same party, decide which bid is valid and take the other out",
                    ),
                    shown=same.name,
                )
            )


def _meet(bid: Bid, other: Bid) -> bool:
    """Whether both bid for a lot, or the tender has none."""
    return bid.shape.lots is None or other.shape.lots is None or bool(bid.shape.lots.keys() & other.shape.lots.keys())


def _is_same(one: Party, other: Party) -> bool:
    return bool(set(one.identifiers) & set(other.identifiers)) or same_name(one, other)
