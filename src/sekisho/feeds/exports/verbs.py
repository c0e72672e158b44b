"""One call for each form: what may be published in, octets out."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from ...desk.publish import Publishable, PublishableAward, PublishableLot
from . import gif, ocds, rakusatsu

Form = Literal["ocds", "gif", "rakusatsu"]


def ocds_octets(stages: Sequence[Publishable], *, record: bool) -> bytes:
    """The release package of the last stage, or the record package of all; `stages` earliest first."""
    return _octets(ocds.record_package(stages) if record else ocds.release_package(stages[-1]))


def gif_octets(shown: Publishable, kind: gif.Kind | None, *, as_csv: bool) -> bytes:
    """The notices that can be told, or the one asked for; CSV holds one: the one asked for, else the latest."""
    kinds = (kind,) if kind else gif.kinds_of(shown)
    return gif.as_csv(shown, kinds[-1]) if as_csv else _octets(gif.as_json(shown, kinds))


def rakusatsu_octets(shown: Publishable) -> bytes:
    """The row of the award."""
    return rakusatsu.octets_of(shown)


def summary(form: Form, shown: Publishable, octets_digest: str) -> dict[str, Any]:
    """What was written, as JSON; says what is withheld and under which article."""
    award = shown.award
    return {
        "format": form,
        "case": shown.tender.id,
        "ocid": ocds.ocid_of(shown) if form == "ocds" else None,
        "opened": shown.opened,
        "bids": len(shown.bids),
        "award": _award(award) if award else None,
        **({"lots": [_lot(one) for one in shown.lots]} if shown.lots else {}),
        "withheld": [
            {
                "field": one.field,
                "name": one.name.as_json(),
                "because": one.because.as_json(),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in shown.withheld
        ],
        "notes": [one.as_json() for one in shown.notes],
        "sha256": octets_digest,
    }


def _lot(one: PublishableLot) -> dict[str, Any]:
    return {"lot": one.lot.id, "award": _award(one.shown.award) if one.shown.award else None}


def _award(award: PublishableAward) -> dict[str, str]:
    return {"bid": award.bid.id, "status": "active" if award.at else "pending"}


def _octets(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
