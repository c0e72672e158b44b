"""Signing keys."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .surroundings import Say, home

if TYPE_CHECKING:
    from ..engines.embedded.keys import KeyPair


def signing_key_of(path: Path | None, say: Say) -> "KeyPair":
    """The key named, else this machine's default key, made at its first use."""
    from ..engines.embedded.keys import KeyPair

    if path is not None:
        return KeyPair.read(path)
    default = home() / "keys" / "default.skey"
    if not default.exists():
        KeyPair.new(f"sekisho/{os.urandom(4).hex()}").write(default)
        say(f"署名鍵を作りました(控えを保管してください): {default}", f"made a signing key (keep a copy of it): {default}")
    return KeyPair.read(default)


def new_key(name: str, target: Path | None) -> tuple[Path, str]:
    """Make a signing key; the path it was written to and its public line."""
    from ..engines.embedded.keys import KeyPair

    keys = KeyPair.new(name)
    path = target or home() / "keys" / f"{name.replace('/', '-')}.skey"
    keys.write(path)
    path.with_suffix(".vkey").write_text(keys.key.line + "\n", encoding="utf-8")
    return path, keys.key.line
