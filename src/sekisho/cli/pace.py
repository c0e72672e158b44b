"""How long verbs tell their progress, on standard error."""

import time

import click

from . import lang


class Pace:
    """Tells how far a long run over `many` things (in Japanese counted by `counter`) is: every five seconds."""

    def __init__(self, many: str, counter: str) -> None:
        self._many, self._counter = many, counter
        self._began = self._told = time.monotonic()
        self._before: int | None = None

    def __call__(self, done: int, total: int) -> None:
        """The pace counts from the first call: what an earlier run did is not this one's merit."""
        now = time.monotonic()
        if self._before is None:
            self._before, self._began, self._told = done, now, now
        if now - self._told < 5 or done >= total:
            return
        self._told = now
        pace = (done - self._before) / max(now - self._began, 0.001)
        left = round((total - done) / pace) if pace else 0
        tell(
            f"{done:,} / {total:,} {self._counter}({100 * done // total}%)、毎秒 {pace:,.0f} {self._counter}、残り約 {left:,} 秒",
            f"{done:,} of {total:,} {self._many} ({100 * done // total}%), {pace:,.0f} a second, about {left:,} s left",
        )


def tell(ja: str, en: str) -> None:
    """A line of progress, in the language of messages, on standard error."""
    click.echo(f"  {ja if lang() == 'ja' else en}", err=True)
