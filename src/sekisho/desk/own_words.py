"""Do the agency's own words name a maker of a bid? Told to the officer before anything is published; every maker is asked for, and no register."""

import unicodedata
from collections.abc import Iterator

from ..terms import Text
from .model import Case
from .noticed import Noticed

SHORTEST = 3
"""Names of fewer characters stand in too many other words."""


def notes_on(case: Case, told: Noticed) -> Iterator[Text]:
    """A note for each place whose text names a maker of any bid."""
    makers = sorted({item.maker.name for bid in case.submission.bids if bid.list for item in bid.list.items if item.maker})
    wanted = {_plain(name): name for name in makers if len(_plain(name)) >= SHORTEST}
    for place, words in _places(case, told):
        found = [name for plain, name in wanted.items() if plain in _plain(words)]
        if found:
            yield Text(
                ja=f"{place} の文に、応札の製造業者の名称({'、'.join(found)})がある。公表の前に改めるか確かめる。",
                en=f"The words of {place} name a maker of a bid ({', '.join(found)}): see whether they should before they are published.",
            )


def _places(case: Case, told: Noticed) -> Iterator[tuple[str, str]]:
    tender, publication = case.submission.tender, case.submission.publication
    yield "tender.title", tender.title
    yield "publication.method_name", publication.method_name
    yield "publication.method_reason", publication.method_reason
    yield from ((f"publication.gif.{name}", words) for name, words in publication.gif.items())
    yield from ((f"criteria {one.item}", one.title.ja) for one in told.criteria if one.item)


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
