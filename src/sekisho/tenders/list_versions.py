"""From one version of a bid's list to the next (機器等リストの版): what stays as it was, and what goes with a product that was replaced.

A line that is unchanged under its number stays the line that was read before, with its place in the earlier file: a later file that repeats it
is no new evidence, and a decision on it holds on. Bills of materials, marks of a sample, claims and answers follow their product, whatever its
number; a product that was replaced inherits none of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ..composition.model import Bom
from ..terms import Mark
from .attestation import Attestation
from .attestation import following as attestations_following
from .list_diff import ListDiff, Pair, list_diff
from .model import Bid, EquipmentItem, EquipmentList, ExceptionClaim, ListVersion
from .rounds import AskedFact, following


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A later version as it was handed in: its list as read, and what came with it by the line's new number."""

    version: str
    list: EquipmentList
    submitted_at: date | None = None
    reason: str = ""
    round: str = ""
    boms: dict[str, Bom] = field(default_factory=dict)
    marks: dict[str, tuple[Mark, ...]] = field(default_factory=dict)
    exceptions: tuple[ExceptionClaim, ...] = ()
    questions: tuple[AskedFact, ...] = ()
    attestations: tuple[Attestation, ...] = ()


def next_version(before: ListVersion, handed_in: HandedIn) -> ListVersion:
    """The version that counts once `handed_in` followed `before`."""
    diff = list_diff(before.list, handed_in.list)
    follows = {pair.before.line: pair.after.line for pair in (*diff.unchanged, *diff.changed) if _same_product(pair)}
    claimed = {claim.line for claim in handed_in.exceptions}
    kept = (replace(claim, line=follows[claim.line]) for claim in before.exceptions if claim.line in follows)
    return ListVersion(
        version=handed_in.version,
        list=_standing_list(before.list, handed_in.list, diff),
        submitted_at=handed_in.submitted_at,
        reason=handed_in.reason,
        round=handed_in.round,
        boms={follows[line]: bom for line, bom in before.boms.items() if line in follows} | handed_in.boms,
        marks={follows[line]: marks for line, marks in before.marks.items() if line in follows} | handed_in.marks,
        exceptions=(*(claim for claim in kept if claim.line not in claimed), *handed_in.exceptions),
        questions=(*following(before.questions, follows), *handed_in.questions),
        attestations=(*attestations_following(before.attestations, follows), *handed_in.attestations),
    )


def under(bid: Bid, version: ListVersion) -> Bid:
    """The bid as it stood under a version of its list."""
    return replace(
        bid,
        list=version.list,
        boms=version.boms,
        marks=version.marks,
        exceptions=version.exceptions,
        questions=version.questions,
        attestations=version.attestations,
    )


def handed_in_by(bid: Bid, day: date) -> Bid:
    """The bid with the versions that had come in by a day, the last of which counts; the first always does."""
    came = tuple(one for at, one in enumerate(bid.versions) if at == 0 or one.submitted_at is None or one.submitted_at <= day)
    if len(came) == len(bid.versions):
        return bid
    return replace(under(bid, came[-1]), versions=came if len(came) > 1 else ())


def _standing_list(before: EquipmentList, after: EquipmentList, diff: ListDiff) -> EquipmentList:
    stays = {pair.after.line: pair.before for pair in diff.unchanged if not pair.renumbered}
    return replace(after, items=tuple(_stands(after, stays)), since={line: before.file_of(line) for line in stays})


def _stands(after: EquipmentList, stays: dict[str, EquipmentItem]) -> Iterator[EquipmentItem]:
    return (stays.get(item.line, item) for item in after.items)


def _same_product(pair: Pair) -> bool:
    """Maker, model, name and version to the letter: what a bill of materials is about."""
    one, other = pair.before, pair.after
    return (one.maker, one.model, one.name, one.version) == (other.maker, other.model, other.name, other.version)
