"""The devices of an estate as items of its sites."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ..estate.sightings import coded
from ..policy.model import Pack
from ..terms import Party
from .audit_estate import EstateAudit, Group
from .stock import Holding, StockItem, kind_words, product_words


def sites_of(audit: EstateAudit) -> Iterator[tuple[Holding, tuple[StockItem, ...]]]:
    """Every site with an item a device: the maker as declared, else as marks surely say; who is not known is nobody."""
    if not len(audit.devices):
        return
    sites, models, names = (coded(audit.facts[fact]) for fact in ("site", "model", "name"))
    common = [_alike(one, audit.pack) for one in audit.groups]
    order = np.argsort(sites.codes, kind="stable")
    bounds = np.flatnonzero(np.diff(sites.codes[order])) + 1
    for devices in np.split(order, bounds):
        items = tuple(
            replace(common[audit.group_of[at]], product=product_words(models.values[models.codes[at]], names.values[names.codes[at]]))
            for at in devices.tolist()
        )
        yield Holding(standing="installed", site=sites.values[sites.codes[devices[0]]]), items


def _alike(group: Group, pack: Pack) -> StockItem:
    """What devices that are alike have in common."""
    about = group.about
    party = Party(name=about.known_maker) if about.known_maker else None
    return StockItem(role="installed", party=party, kind=kind_words(pack, about.kind), origin=about.origin)
