"""Who may write to whom, and with which paper: the rules of 党政机关公文处理工作条例, asked while somebody drafts. Pure."""
