"""Readers of other people's files: lists, BOMs, charts, registers, case folders. Every file is hostile: pre-check, then a jailed child process.

The only room that reads user files. Neighbours: `desk` below (whose Protocols it fills), `wiring` above.
"""
