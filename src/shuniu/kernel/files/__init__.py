"""附件: files that come in are checked by content, kept by hash, and handed out so that they never run. See README.md."""
