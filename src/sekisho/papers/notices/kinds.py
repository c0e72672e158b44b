"""The kinds of papers, in the order of the procedure: what each is called, who may read it, and from when it can be made."""

from dataclasses import dataclass
from typing import Literal

from ...terms import Text
from .blocks import Audience

Stage = Literal["notice", "lists", "opened", "ranked", "award"]
"""From the notice on; once lists are screened; once bids are opened; once they are, and are ranked; once an award is proposed or decided."""


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
    Kind(id="questions", title=Text(ja="照会書", en="Letters of questions"), audience="bidder", since="lists"),
    Kind(id="results", title=Text(ja="総合評価の結果", en="Result of the evaluation"), audience="public", since="ranked", workbook=True),
    Kind(id="reasons", title=Text(ja="評価の理由書", en="Reasons (publishable text)"), audience="public", since="ranked"),
    Kind(id="protected", title=Text(ja="理由書(要保護)", en="Reasons (protected text)"), audience="protected", since="lists"),
    Kind(id="comparison", title=Text(ja="総合評価比較表", en="Comparison of bids"), audience="agency", since="ranked", workbook=True),
    Kind(id="award", title=Text(ja="落札者等の公示", en="Notice of award"), audience="public", since="award"),
    Kind(id="letters", title=Text(ja="決定通知書・審査結果通知書", en="Letters on the outcome"), audience="bidder", since="award"),
    Kind(id="record", title=Text(ja="決定の記録", en="Decision record"), audience="agency", since="opened"),
    Kind(id="complaint", title=Text(ja="苦情対応一式", en="Complaint bundle"), audience="protected", since="award"),
)
