"""Ownership charts from other people's formats: CSV, BODS 0.4, GLEIF, FollowTheMoney."""
