"""Commands run within the test's own process: as the command line runs them, without the second that a process takes to begin."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from sekisho.cli import run


@dataclass(frozen=True)
class Ran:
    """A command as it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def sekisho(capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """Run a command line with a home of its own."""
    home: Path = tmp_path_factory.mktemp("home")

    def ran(*arguments: object, lang: str = "en") -> Ran:
        capsys.readouterr()
        with mock.patch.dict(os.environ, {"SEKISHO_HOME": str(home), "SEKISHO_LANG": lang}):
            code = run([str(one) for one in arguments])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return ran
