"""The rules, one a file; `ALL` in the order in which a paper shows them."""
