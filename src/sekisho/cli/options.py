"""Options that several commands share."""

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    """A date: 2026-04-01, 令和8年4月1日."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from .. import wiring

        try:
            return value if isinstance(value, date) else wiring.parse_day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


DAY = Day()
case_argument = click.argument("case", type=click.Path(file_okay=False))
register_option = click.option("--register", default="", metavar="EDITION", help="The register edition to screen against (overrides the case's).")
policy_option = click.option("--policy", default="", metavar="ID", help="The policy pack, where the case names none (see `policy list`).")
as_of_option = click.option("--as-of", type=DAY, default=None, help="The judging date for register, owners and tables; default today.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/reference/json.md).")
