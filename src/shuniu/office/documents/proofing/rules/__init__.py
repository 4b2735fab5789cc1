"""The rules, one file for each noun they are about. Each file ends with its ``RULES``."""
