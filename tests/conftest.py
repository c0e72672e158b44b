"""Where the public corpus lies, and the profile that Hypothesis runs under."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("sekisho", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
settings.load_profile("sekisho")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of public data (`SEKISHO_CORPUS`, default beside the checkout); its tests are skipped where it is absent."""
    folder = Path(os.environ.get("SEKISHO_CORPUS", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public corpus at {folder}: set SEKISHO_CORPUS to run this test")
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


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
def sekisho(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """Run the command line as a user would: as a process, with a home of its own."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: object, lang: str = "en", program: Sequence[str] = ("-m", "sekisho")) -> Ran:
        env = {**os.environ, "SEKISHO_HOME": str(home), "SEKISHO_LANG": lang, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, *program, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", env=env, timeout=300, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    run.home = home  # type: ignore[attr-defined]
    return run
