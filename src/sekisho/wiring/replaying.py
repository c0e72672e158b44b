"""Replay: a sealed judgement computed again from its vault, and compared with today's inputs."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import InputRefused, refuse
from .offices import Folders, OneKeyring, office
from .registers import open_register
from .surroundings import Say, home, quiet

if TYPE_CHECKING:
    from ..desk.certify import SealedJudgement
    from ..desk.model import Judgement
    from ..desk.replay import Replayed
    from ..engines.embedded.sealed_case import SealedInputs
    from ..policy.model import Pack
    from ..register.model import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayAsked:
    """A record to replay, and today's inputs to compare with: an edition, a pack, a case folder, a day ("" and None = the sealed ones)."""

    record: Path
    vault: Path | None = None
    register: str = ""
    policy: str = ""
    case: Path | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Today:
    """Today's inputs that are not the sealed ones, by name: (sealed, today) as they are told."""

    edition: "Edition | None"
    pack: "Pack | None"
    day: date
    case: Path | None
    apart: dict[str, tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class _Runs:
    """Judges with any mixture of sealed and today's inputs, each once."""

    judged: "SealedJudgement"
    sealed: "SealedInputs"
    today: _Today
    root: Path
    done: dict[frozenset[str], "Judgement"] = field(default_factory=dict)

    def judgement(self, names: frozenset[str]) -> "Judgement":
        if names not in self.done:
            self.done[names] = self._judge(names)
        return self.done[names]

    def outcomes(self, names: frozenset[str]) -> dict[str, Any]:
        return _as_sealed(self.judgement(names))

    def _judge(self, names: frozenset[str]) -> "Judgement":
        from dataclasses import replace

        from ..desk.judge import NO_POLICY, judge_case
        from ..desk.office import Asked
        from ..engines.embedded.sealed_case import OneRegister

        edition = self.today.edition if "edition" in names else self.sealed.edition
        pack = self.today.pack if "pack" in names else self.sealed.pack
        day = self.today.day if "as-of" in names else date.fromisoformat(self.judged.read.claims["facts_as_of"])
        folder = self._folder(sorted(names & {"chart", "list", "bom", "bid", "tender"}))
        keyrings = OneKeyring(self.sealed.keyring)
        desk = replace(office(), cases=Folders(keyrings), registers=OneRegister(edition, home() / "indexes"), keyrings=keyrings)
        asked = Asked(case=str(folder), policy="" if pack else NO_POLICY, as_of=day, pack=pack)
        return judge_case(desk, desk.cases.read(asked.case), asked)

    def _folder(self, kinds: list[str]) -> Path:
        from ..engines.embedded.sealed_case import exchange

        if not kinds or self.today.case is None:
            return self.sealed.folder
        return exchange(self.sealed, self.today.case, kinds, self.root / f"mixed-{len(self.done)}")


def replay(asked: ReplayAsked, *, say: Say = quiet) -> "Replayed":
    """Judge again what a record sealed, say whether the bytes are the same, and where today's answer differs, why."""
    from ..engines.embedded.certificates_on_disk import open_record

    opened = open_record(asked.record, asked.vault)
    judged = opened.judgement()
    say("封緘された入力を保管庫から並べています", "laying out the sealed inputs from the vault")
    with tempfile.TemporaryDirectory(prefix="sekisho-replay-") as root:
        return _replayed(asked, judged, opened.vault, Path(root), say)


def _replayed(asked: ReplayAsked, judged: "SealedJudgement", vault: Any, root: Path, say: Say) -> "Replayed":
    from ..desk.judge import ENGINE
    from ..desk.replay import Replayed, attributed
    from ..engines.embedded.sealed_case import lay_out

    given = open_register(Path(asked.register), as_of=asked.as_of).edition if asked.register else None
    sealed = lay_out(judged, vault, root / "laid", other=given)
    claims = judged.read.claims
    found = Replayed(case=claims["case"], sealed_engine=claims["engine"], engine=ENGINE, replay="unverifiable", missing=sealed.missing)
    if sealed.missing:
        return found
    runs = _Runs(judged=judged, sealed=sealed, today=_today(asked, judged, sealed, given), root=root)
    say("同じ入力で判定し直しています", "judging again by the same inputs")
    found = _again(found, runs)
    names = list(runs.today.apart)
    if not names and not (asked.register or asked.policy or asked.case or asked.as_of):
        return found
    say("今日の入力で判定し、違いの理由を調べています", "judging by today's inputs, and asking what makes the difference")
    changes = attributed(runs.outcomes, names, runs.outcomes(frozenset()), runs.outcomes(frozenset(names))) if names else ()
    apart = tuple((name, *runs.today.apart[name]) for name in names)
    return _with(found, today="different" if changes else "same", apart=apart, today_changes=changes)


def _with(found: "Replayed", **changed: Any) -> "Replayed":
    from dataclasses import replace

    return replace(found, **changed)


def _again(found: "Replayed", runs: _Runs) -> "Replayed":
    """Step 1: the sealed inputs under this engine."""
    from dataclasses import replace

    from ..desk.replay import Change, compared

    try:
        judgement = runs.judgement(frozenset())
    except InputRefused as error:
        refused = Change(bid="", what="refused", was=None, now=error.faults[0].line("en"), because=_engine_causes(runs, found))
        return _with(found, replay="different", changes=(refused,))
    same = judgement.digest == runs.judged.read.claims["outcome"]
    changes: tuple[Change, ...] = compared(runs.judged.outcomes, _as_sealed(judgement))
    if not same and not changes and found.engine == found.sealed_engine:
        changes = (Change(bid="", what="outcome", was=runs.judged.read.claims["outcome"], now=judgement.digest),)
    told = tuple(replace(one, because=_engine_causes(runs, found)) for one in changes)
    return _with(found, replay="different" if told else "same", same_bytes=same, changes=told)


def _engine_causes(runs: _Runs, found: "Replayed") -> tuple[str, ...]:
    """What is not as it was although every sealed input is: the engine's version, tables of another digest; else nothing explains it."""
    causes = [*(["engine"] if found.engine != found.sealed_engine else []), *(["table"] if list(_other_tables(runs)) else [])]
    return tuple(causes) or ("unexplained",)


def _other_tables(runs: _Runs) -> Iterator[str]:
    from ..desk.certify import TABLES

    sealed = {(one["kind"], one["path"]): one["sha256"] for one in runs.judged.inputs() if one["kind"] in TABLES}
    here = {(one.kind, one.id): one.digest for one in (runs.done[frozenset()].inputs() if runs.done else ()) if one.kind in TABLES}
    yield from sorted(path for kind, path in sealed if here.get((kind, path)) != sealed[kind, path])


def _as_sealed(judgement: "Judgement") -> dict[str, Any]:
    from ..canonical import canonical_json
    from ..desk.seal import outcomes_of

    return {path: json.loads(canonical_json(value)) for path, value in outcomes_of(judgement).items()}


def _today(asked: ReplayAsked, judged: "SealedJudgement", sealed: "SealedInputs", edition: "Edition | None") -> _Today:
    """What of today's is not as it was sealed."""
    day = asked.as_of or date.fromisoformat(judged.read.claims["facts_as_of"])
    pack = _pack(asked, sealed)
    apart: dict[str, tuple[str, str]] = {}
    if day.isoformat() != judged.read.claims["facts_as_of"]:
        apart["as-of"] = judged.read.claims["facts_as_of"], day.isoformat()
    if edition is not None and sealed.edition is not None and edition.digest != sealed.edition.digest:
        apart["edition"] = sealed.edition.digest, edition.digest
    if pack is not None and sealed.pack is not None and pack.digest != sealed.pack.digest:
        apart["pack"] = f"{sealed.pack.id} {sealed.pack.digest}", f"{pack.id} {pack.digest}"
    if asked.case is not None:
        apart |= _files_apart(asked.case, sealed)
    return _Today(edition=edition or sealed.edition, pack=pack, day=day, case=asked.case, apart=apart)


def _pack(asked: ReplayAsked, sealed: "SealedInputs") -> "Pack | None":
    from ..policy.packs import pack_for, packs

    if sealed.pack is None:
        return None
    return pack_for(asked.policy, date.min) if asked.policy else packs().get(sealed.pack.id, sealed.pack)


def _files_apart(case: Path, sealed: "SealedInputs") -> dict[str, tuple[str, str]]:
    """The kinds of files that differ between the sealed case and today's, with the first file of each."""
    from ..canonical import sha256_hex
    from ..engines.embedded.sealed_case import files_of, kind_of

    if not (case / "tender.yaml").is_file():
        raise refuse(
            str(case),
            "replay.no-case",
            what=("案件のフォルダではない", "this is no case folder"),
            remedy=("tender.yaml のあるフォルダを --case に指定する", "name the folder that holds tender.yaml with --case"),
        )
    found: dict[str, tuple[str, str]] = {}
    for path in sorted({*sealed.files, *files_of(case)}):
        before = sealed.files.get(path, ("", "-"))[1]
        after = sha256_hex((case / path).read_bytes()) if (case / path).is_file() else "-"
        if before != after and (path in sealed.files or path.startswith("bids/")):
            found.setdefault(kind_of(sealed, path), (f"{path} {before[:16]}", f"{path} {after[:16]}"))
    return found
