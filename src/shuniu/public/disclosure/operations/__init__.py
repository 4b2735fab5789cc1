"""Disclosure's verbs: ``filing`` takes requests in, ``steps`` moves them, ``remedies`` keeps the register of reviews and lawsuits."""
