"""The language model, made once at set-up from public statutes, a free dictionary model and our own lists."""
