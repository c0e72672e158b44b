"""One paper as a file: its name, its bytes, what it is, who may read it."""

from dataclasses import dataclass

from ...terms import Lang
from .blocks import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`title` is what it is called in its language; `bid` is the bid it is about ("" = all)."""

    name: str
    octets: bytes
    kind: str
    title: str
    audience: Audience
    bid: str
    lang: Lang
