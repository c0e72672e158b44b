"""A later version of a list, screened again only where it changed (変更箇所のみの再確認), with the proof that the rest is as it was.

1. Each line's digest says what it is judged by (`subjects`): itself, its bill, marks and claims, the bidder, the whole basis.
2. A line whose digest is one of the version before keeps what was found of it then; any other line is asked every rule.
3. What concerns the bid as a whole (suppliers, owners, subcontractors, services) is asked again under every version, for any line may bear on it.
4. The outcome is the one that screening everything gives; a property test says so.
"""

from collections.abc import Mapping, Sequence

from ..findings import Finding
from ..tenders.explain import COLUMN_TEXT
from ..tenders.list_diff import Pair, list_diff
from ..tenders.model import ListVersion
from ..terms import Text
from .model import LineAgain, ScreenedBid, ScreenedVersion

Asked = Mapping[str, tuple[Finding, ...]]
"""Digest of a line -> what the rules found of it, before any decision."""
ADDED = Text(ja="追加された行である。", en="The line was added.")
ABOUT = Text(
    ja="行は同じだが、構成部品表・識別情報・例外の主張のいずれかが変わった。",
    en="The line is the same, but its bill of materials, marks or claims are not.",
)
MOST_TOLD = 12
"""Numbers of lines that a sentence names; the JSON has them all."""


def first_version(version: ListVersion, screened: ScreenedBid, subjects: Mapping[str, str]) -> ScreenedVersion:
    """The first version: every line was asked."""
    return ScreenedVersion(
        version=version.version,
        file=version.list.file,
        digest=version.list.digest,
        submitted_at=version.submitted_at,
        reason=version.reason,
        verdict=screened.verdict,
        screened=tuple(LineAgain(line=item.line, subject=subjects[item.line]) for item in version.list.items),
    )


def later_version(before: ListVersion, version: ListVersion, screened: ScreenedBid, subjects: Mapping[str, str], asked: Asked) -> ScreenedVersion:
    """A later version: which lines were asked again and why, which ones were kept with which digest. `asked` is what was known before it."""
    diff = list_diff(before.list, version.list)
    pairs = {pair.after.line: pair for pair in (*diff.changed, *diff.unchanged)}
    kept = tuple(LineAgain(line=item.line, subject=subjects[item.line]) for item in version.list.items if subjects[item.line] in asked)
    again = tuple(
        LineAgain(line=item.line, subject=subjects[item.line], why=_why(pairs.get(item.line)))
        for item in version.list.items
        if subjects[item.line] not in asked
    )
    removed = tuple(item.line for item in diff.removed)
    return ScreenedVersion(
        version=version.version,
        file=version.list.file,
        digest=version.list.digest,
        submitted_at=version.submitted_at,
        reason=version.reason,
        verdict=screened.verdict,
        against=before.version,
        screened=again,
        kept=kept,
        removed=removed,
        text=_told(before.version, version, again, kept, removed),
    )


def _why(pair: Pair | None) -> Text:
    if pair is None:
        return ADDED
    if pair.fields:
        columns = [COLUMN_TEXT[one.field] for one in pair.fields]
        return Text(ja=f"変わった列: {'、'.join(one.ja for one in columns)}。", en=f"Columns that changed: {', '.join(one.en for one in columns)}.")
    if pair.renumbered:
        was = pair.before.line
        return Text(ja=f"番号が{was}から変わった。", en=f"It was line {was} before.")
    return ABOUT


def _told(before: str, version: ListVersion, again: Sequence[LineAgain], kept: Sequence[LineAgain], removed: Sequence[str]) -> Text:
    """The sentence of the paper: what was asked again, what was not and why not."""
    head = _head(before, version.version, again)
    gone = (
        Text(ja=f"第{before}版の{_numbers(removed, ja=True)}は削除された。", en=f" Of version {before}, {_numbers(removed, ja=False)} is gone.")
        if removed
        else Text(ja="", en="")
    )
    rest = Text(
        ja=f"他の{len(kept)}行は、行とその判断の基礎のダイジェストが第{before}版のときと同じであり、そのときの結果のとおりである。"
        "応札全体に関わる事項(供給者、出資者、再委託先等)は改めて確認した。",
        en=f" The other {len(kept)} lines and all that they are judged by have the digests they had under version {before}, whose outcome stands."
        " What concerns the bid as a whole (suppliers, owners, subcontractors and the like) was asked again.",
    )
    return Text(ja=head.ja + gone.ja + rest.ja, en=head.en + gone.en + rest.en)


def _head(before: str, now: str, again: Sequence[LineAgain]) -> Text:
    numbers = [one.line for one in again]
    if not numbers:
        return Text(
            ja=f"第{now}版には、第{before}版から改めて確認を要する行がない。", en=f"Version {now} has no line that differs from version {before}."
        )
    return Text(
        ja=f"第{now}版では、第{before}版から変わった{_numbers(numbers, ja=True)}だけを確認し直した。",
        en=f"Of version {now}, {_numbers(numbers, ja=False)} alone was screened again: the rest is as in version {before}.",
    )


def _numbers(numbers: Sequence[str], *, ja: bool) -> str:
    shown = ("、" if ja else ", ").join(numbers[:MOST_TOLD]) + (" …" if len(numbers) > MOST_TOLD else "")
    if ja:
        return f"{shown}番({len(numbers)}行)" if len(numbers) > 1 else f"{shown}番"
    return f"lines {shown} ({len(numbers)})" if len(numbers) > 1 else f"line {shown}"
