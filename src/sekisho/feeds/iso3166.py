"""Country texts of other people's files; the table itself stands in `sekisho.countries`."""

from ..countries import country_code

__all__ = ["country_code"]
