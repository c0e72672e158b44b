"""The kinds of papers, in the order of the procedure: what each is called, who may read it, and from when it can be made."""

from dataclasses import dataclass
from typing import Literal

from ...terms import Text
from .blocks import Audience

Stage = Literal["notice", "lists", "opened", "award"]
"""From the notice on; once lists are screened; once bids are opened; once an award is proposed or decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of paper; `workbook`: it is written as XLSX beside HTML and PDF."""

    id: str
    title: Text
    audience: Audience
    since: Stage
    workbook: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(id="criteria", title=Text(ja="評価基準書", en="Notice of criteria"), audience="public", since="notice", workbook=True),
    Kind(id="sheets", title=Text(ja="採点表", en="Evaluation sheets"), audience="agency", since="notice"),
)
