"""Replay (再現): a sealed judgement computed again from what it read, and where today's answer differs, which input makes the difference.

1. What the record sealed is judged again by this engine. The same engine version gives the same bytes.
2. It is judged by today's inputs, where any is named.
3. Each change is attributed: an input explains it if putting the sealed one back removes the change; where none does alone, those that bring the
   change about by themselves; else all of them together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Answer = Literal["same", "different", "unverifiable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise: `what` is verdict, status, rank, winner or finding; `was` and `now` None = not there.

    `about` is what the finding says, in both languages.
    """

    bid: str
    what: str
    was: str | None
    now: str | None
    because: tuple[str, ...] = ()
    about: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        about = dict(self.about) if self.about else None
        return {"bid": self.bid, "what": self.what, "was": self.was, "now": self.now, "about": about, "because": list(self.because)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The answer. `missing`: inputs that nothing could be computed without. `apart`: inputs that differ, as (input, sealed, today)."""

    case: str
    sealed_engine: str
    engine: str
    replay: Answer
    missing: tuple[Mapping[str, str], ...] = ()
    same_bytes: bool = False
    changes: tuple[Change, ...] = ()
    today: Answer | None = None
    apart: tuple[tuple[str, str, str], ...] = ()
    today_changes: tuple[Change, ...] = ()

    @property
    def holds(self) -> bool:
        return self.replay == "same" and self.today in (None, "same")

    def as_json(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "engine": {"sealed": self.sealed_engine, "here": self.engine},
            "replay": self.replay,
            "same_bytes": self.same_bytes,
            "missing": [dict(one) for one in self.missing],
            "changes": [one.as_json() for one in self.changes],
            "today": self.today,
            "inputs": [{"input": name, "sealed": sealed, "today": today} for name, sealed, today in self.apart],
            "today_changes": [one.as_json() for one in self.today_changes],
        }


Outcomes = Mapping[str, Any]
Judge = Callable[[frozenset[str]], Outcomes]
"""Judges with today's input for each name, and the sealed one for every other."""


def compared(before: Outcomes, after: Outcomes) -> tuple[Change, ...]:
    """What is otherwise, bid by bid; anything else that differs is told by the path of its outcome."""
    facts, now = dict(_facts(before)), dict(_facts(after))
    keys = sorted({key for key in (*facts, *now) if facts.get(key) != now.get(key)})
    said = {one["id"]: one["because"] for outcomes in (before, after) for _, one in _found(outcomes)}
    found = [
        Change(bid=bid, what=what, was=facts.get((bid, what, name)), now=now.get((bid, what, name)), about=said.get(name))
        for bid, what, name in keys
    ]
    told = {one.bid for one in found}
    rest = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    return (*found, *(Change(bid="", what=path, was=None, now=None) for path in rest if not found and path.rpartition("/")[2] not in told))


def _found(outcomes: Outcomes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(bid, finding) of every finding."""
    for path, value in outcomes.items():
        if path.startswith("screening/"):
            for one in [*value["findings"], *(one for item in value["items"] for one in item["findings"])]:
                yield value["bid"], one


def _facts(outcomes: Outcomes) -> Iterator[tuple[tuple[str, str, str], str]]:
    """(bid, what, name) -> its value as text, for all that a report tells of."""
    for bid, found in _found(outcomes):
        yield (bid, "finding", found["id"]), f"{found['rule']} {found['verdict']} {found['id']}"
    for path, value in outcomes.items():
        if path.startswith("screening/"):
            yield (value["bid"], "verdict", ""), value["verdict"]
        elif path.endswith("evaluation"):
            for one in value["bids"]:
                yield (one["bid"], "status", path), str(one["status"])
                yield (one["bid"], "rank", path), str(one["rank"])
        elif path.endswith("proposal"):
            yield ("", "winner", path), str(value["winner"])


def attributed(judge: Judge, names: Sequence[str], before: Outcomes, after: Outcomes) -> tuple[Change, ...]:
    """The changes from `before` (all sealed) to `after` (all of `names` today's), each with the inputs that make it."""
    changes = compared(before, after)
    if not changes:
        return ()
    if len(names) == 1:
        return tuple(_because(one, tuple(names)) for one in changes)
    every = frozenset(names)
    without = {name: set(map(_key, compared(before, judge(every - {name})))) for name in names}
    alone = {name: set(map(_key, compared(before, judge(frozenset({name}))))) for name in names}
    return tuple(_because(one, _makers(_key(one), names, without, alone)) for one in changes)


def _makers(key: object, names: Sequence[str], without: Mapping[str, set[Any]], alone: Mapping[str, set[Any]]) -> tuple[str, ...]:
    needed = tuple(name for name in names if key not in without[name])
    enough = tuple(name for name in names if key in alone[name])
    return needed or enough or tuple(names)


def _key(change: Change) -> tuple[str, str, str | None, str | None]:
    return change.bid, change.what, change.was, change.now


def _because(change: Change, names: tuple[str, ...]) -> Change:
    return replace(change, because=names)
