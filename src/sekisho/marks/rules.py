"""The weights and limits of `rules.yaml`, read once."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .. import resources

PATH = "marks/rules.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a family of marks is a witness of; `alone` False only supports others."""

    witness: str
    about: str
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`weights` by (family, kind of table); `good_for` days by kind of table."""

    families: Mapping[str, Family]
    weights: Mapping[tuple[str, str], int]
    contradicted: int
    witnesses: int
    surely: int
    good_for: Mapping[str, int]

    def weight(self, family: str, kind: str) -> int:
        """What a table's word on a family counts; 1 where nothing is set."""
        return self.weights.get((family, kind), 1)

    def is_old(self, kind: str, dated: date | None, as_of: date) -> bool:
        """Whether a table is too old to be complete on a day; one without a date is, where its kind ages."""
        days = self.good_for.get(kind)
        return days is not None and (dated is None or (as_of - dated).days > days)


@functools.cache
def rules() -> Rules:
    """The rules of this version."""
    table = resources.read_yaml(PATH)
    families = {name: Family(witness=held["witness"], about=held["about"], alone=held["alone"] == "yes") for name, held in table["families"].items()}
    return Rules(
        families=families,
        weights={(row["family"], row["table"]): int(row["weight"]) for row in table["weights"]},
        contradicted=int(table["contradicted"]),
        witnesses=int(table["surely"]["witnesses"]),
        surely=int(table["surely"]["weight"]),
        good_for={kind: int(days) for kind, days in table["good_for_days"].items()},
    )
