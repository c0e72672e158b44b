"""Ownership charts from other people's formats: CSV and BODS 0.4."""
