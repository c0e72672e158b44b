"""From `interests` of `tender.yaml` to its values."""

from datetime import date

from ..tenders.interests import Interest
from .fields import Fields


def interests_from(fields: Fields) -> tuple[Interest, ...]:
    """The statements on conflicts of interest; faults are collected in `fields`."""
    return tuple(_interest(one) for one in fields.each("interests") or ())


def _interest(one: Fields) -> Interest:
    conflict = one.yes("conflict")
    if conflict is None:
        one.wrong(
            "conflict",
            "interest-conflict",
            ("利益相反の有無が書かれていない", "it is not stated whether there is a conflict of interest"),
            ("true か false を書く", "write true or false"),
        )
    found = Interest(
        by=one.text("by", required=True),
        at=one.day("at", required=True) or date.min,
        conflict=bool(conflict),
        statement=one.text("statement"),
        handling=one.text("handling"),
    )
    if found.conflict and not found.handling:
        one.wrong(
            "handling",
            "interest-handling",
            ("利益相反があるのに、どう扱ったかが書かれていない", "there is a conflict, and what was done about it is not stated"),
            ("審査から外した等、扱いを書く", "write what was done, such as stepping back from the evaluation"),
        )
    one.unknown(())
    return found
