"""Where the public corpus lies, and the profile that Hypothesis runs under."""

import os
from pathlib import Path

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
