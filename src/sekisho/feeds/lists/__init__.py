"""Equipment lists (機器等リスト): the blank form, headers in two languages, every fault in one pass, the marked copy."""
