"""Engines find and keep, the core judges: stores and indexes behind the desk's and the ledger's Protocols."""
