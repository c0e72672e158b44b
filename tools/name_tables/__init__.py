"""The parts of `make_name_tables.py`, one table family a module."""
