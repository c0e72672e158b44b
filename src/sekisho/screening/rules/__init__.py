"""The rules, one a file. A rule finds facts and how certain they are; the pack says what verdict that leads to.

`OF_LINES` are asked about each line of a list, `OF_BIDS` about the bid as a whole. `docs/reference/rules.md` explains each.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ...findings import Finding
from ..facts import Facts, Line
from . import centre, component, control, maker, mark, owner, place, product, represents, service, spoof, subcontractor, supplier, undisclosed

OF_LINES: Final[tuple[tuple[str, Callable[[Line, Facts], Iterator[Finding]]], ...]] = (
    (maker.ID, maker.check),
    (product.ID, product.check),
    (component.ID, component.check),
    (mark.ID, mark.check),
    (place.ID, place.check),
    (spoof.ID, spoof.check),
    (undisclosed.ID, undisclosed.check),
    (centre.ID, centre.check),
)
OF_BIDS: Final[tuple[tuple[str, Callable[[Facts], Iterator[Finding]]], ...]] = (
    (supplier.ID, supplier.check),
    (owner.ID, owner.check),
    (control.ID, control.check),
    (subcontractor.ID, subcontractor.check),
    (service.ID, service.check),
    (represents.ID, represents.check),
    (spoof.ID, spoof.check_bid),
    (undisclosed.ID, undisclosed.check_bid),
    (centre.ID, centre.check_bid),
)
