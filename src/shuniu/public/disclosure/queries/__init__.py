"""Questions about disclosure: lists, pages, letters, the annual report."""
