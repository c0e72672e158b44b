"""The list guard (一覧の番人): what must hold of a delivered edition before it may take the place of the last good one.

1. Its sources are fresh on the day, and none is older than in the last edition, or missing (a list that goes back in time was replayed).
2. Its size is in the band of the last edition, as a whole and source by source (lists shrink by accident).
3. It has the layer that the last one had.

Whether it is an edition at all is for `edition.decode`, who signed it for `approval`.
"""

from collections.abc import Iterator
from datetime import date

from ..faults import Fault, fault
from .approval import Approval
from .model import Edition, SourceCard

BAND = 10
"""An edition with less than 1/BAND of what the last one had, or more than BAND times as much, is out of its band."""
SHRINK_LIMIT = 20
"""Percent of the last edition's entities, or of a source's rows, that may be gone before the edition is refused."""

_AGAIN = ("取得し直す", "retrieve it again")


def guard(candidate: Edition, last: Edition | None, *, as_of: date, approval: Approval | None = None) -> tuple[Fault, ...]:
    """Every reason to refuse the candidate; none = it may be taken. A shrinkage that two keyholders signed to the entity is not one of them."""
    faults = [*_stale(candidate, as_of)]
    if last is not None and last.digest != candidate.digest:
        faults += _older(candidate, last)
        faults += _other_layer(candidate, last)
        if not _signed_for(approval, candidate, last):
            faults += out_of_band(candidate, last)
            faults += _sources_out_of_band(candidate, last)
    return tuple(faults)


def gone(candidate: Edition, last: Edition) -> tuple[str, ...]:
    """Entities of the last edition that the candidate has no more."""
    return tuple(entity for entity in last.entities if entity not in candidate.entities)


def out_of_band(candidate: Edition, last: Edition) -> tuple[Fault, ...]:
    """Too many entities gone at once, or a list of another size altogether."""
    lost = gone(candidate, last)
    before, now = len(last.entities), len(candidate.entities)
    if len(lost) * 100 <= SHRINK_LIMIT * before and now <= BAND * before:
        return ()
    return (
        fault(
            "edition",
            "register.out-of-band",
            what=(
                f"前の版の{before}件のうち{len(lost)}件がなくなっている(今回{now}件)",
                f"{len(lost)} of the previous {before} entities are gone (now {now})",
            ),
            remedy=(
                "取得し直す。本当に減ったのなら --previous を付けずに作り、差分に署名を得る(register propose)",
                "retrieve it again; if it did shrink, build without --previous and have the diff signed (register propose)",
            ),
            shown=", ".join(lost[:5]),
        ),
    )


def _signed_for(approval: Approval | None, candidate: Edition, last: Edition) -> bool:
    """Whether what is signed says from which edition, and how many entities of it are gone."""
    return approval is not None and (approval.previous, approval.gone) == (last.digest, len(gone(candidate, last)))


def _stale(candidate: Edition, as_of: date) -> Iterator[Fault]:
    for card in candidate.stale_cards(as_of):
        yield fault(
            card.path,
            "register.guard-stale",
            what=("届いた版の出典が既に期限切れである", "a source of the delivered edition is stale already"),
            remedy=_AGAIN,
            shown=f"{card.retrieved_at.isoformat()} + {card.good_for_days}",
        )


def _older(candidate: Edition, last: Edition) -> Iterator[Fault]:
    now = {_name(card): card for card in candidate.cards}
    for card in last.cards:
        here = now.get(_name(card))
        if here is None:
            yield fault(
                card.path,
                "register.source-gone",
                what=("前の版にあった出典が届いた版にない", "a source of the last edition is missing from the delivered one"),
                remedy=("全ての出典を揃えて作り直す", "build it again from all sources"),
            )
        elif here.retrieved_at < card.retrieved_at:
            yield fault(
                card.path,
                "register.older",
                what=("届いた版の出典が、前の版より古い", "a source of the delivered edition is older than in the last one"),
                remedy=_AGAIN,
                shown=f"{here.retrieved_at.isoformat()} < {card.retrieved_at.isoformat()}",
            )


def _sources_out_of_band(candidate: Edition, last: Edition) -> Iterator[Fault]:
    now = {_name(card): card.rows for card in candidate.cards}
    for card in last.cards:
        rows = now.get(_name(card))
        if not card.rows or rows is None:
            continue
        if (card.rows - rows) * 100 > SHRINK_LIMIT * card.rows or rows > BAND * card.rows:
            yield fault(
                card.path,
                "register.rows-out-of-band",
                what=(f"出典の行数が前の{card.rows}行から{rows}行になっている", f"the source had {card.rows} rows and has {rows} now"),
                remedy=(
                    "取得し直す。本当に変わったのなら差分に署名を得る(register propose)",
                    "retrieve it again, or have the diff signed (register propose)",
                ),
            )


def _other_layer(candidate: Edition, last: Edition) -> Iterator[Fault]:
    if candidate.layer != last.layer:
        yield fault(
            "edition",
            "register.layer-differs",
            what=("届いた版の層が前の版と異なる", "the delivered edition has not the layer of the last one"),
            remedy=("同じ層の版を届けてもらう", "have an edition of the same layer delivered"),
            shown=f"{last.layer} → {candidate.layer}",
        )


def _name(card: SourceCard) -> str:
    """What a source is called in every edition: its path."""
    return card.path
