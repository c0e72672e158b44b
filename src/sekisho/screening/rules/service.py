"""SERVICE: a service, cloud or other, is provided by a restricted party."""

from collections.abc import Iterator

from ...findings import Finding, Link
from ...policy.reading import kind_of
from ...tenders.model import EquipmentItem
from ...terms import Text
from ..designation import Subject, findings_about
from ..facts import Facts, Line

ID = "SERVICE"


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about the provider of each service that the bid names; a designation that covers services covers it."""
    any_service = Line(item=EquipmentItem(line="", where=""), kind=kind_of(facts.basis.pack, "service"), purpose="")
    for service in facts.bid.services or ():
        if service.provider is None:
            continue
        yield from findings_about(
            facts,
            Subject(
                rule=ID,
                trigger="service-provider",
                party=service.provider,
                about={"bid": facts.bid.id, "party": service.provider.name, "service": service.name},
                where=Text(ja=f"役務「{service.name}」について、", en=f"Service “{service.name}”:"),
                lines=None,
                likened_to=any_service,
                links=(Link(relation="performed-by", subject=service.name, target=service.provider.name, source=f"bids/{facts.bid.id}/bid.yaml"),),
            ),
        )
