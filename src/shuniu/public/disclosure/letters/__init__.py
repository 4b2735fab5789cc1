"""The letters of a request as papers: what each says, to whom, and when. Pure words; ``operations/letters`` sets them."""
