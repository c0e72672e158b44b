"""What acceptance tests share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Told:
    """What a verb answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for a whole module, so that an edition's index is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def in_process(shared_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """The command line in this process, for tests that ask it often; `sekisho` starts it as a user would."""
    from sekisho.cli import run

    monkeypatch.setenv("SEKISHO_HOME", str(shared_home))

    def ask(*arguments: object, lang: str = "en") -> Told:
        monkeypatch.setenv("SEKISHO_LANG", lang)
        capsys.readouterr()
        code = run([str(one) for one in arguments])
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return ask
