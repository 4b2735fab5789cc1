"""公文: two years of outgoing and incoming papers of 云州, made by the documents' own procedures with past dates."""
