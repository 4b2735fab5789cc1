"""Proofreading of official documents: pure functions from a text to findings. See README.md."""

from shuniu.office.documents.proofing.checking import proof, rules
from shuniu.office.documents.proofing.finding import ERROR, HINT, WARNING, Finding, Rule
from shuniu.office.documents.proofing.keeping import Kept, without_kept

__all__ = ["ERROR", "HINT", "WARNING", "Finding", "Kept", "Rule", "proof", "rules", "without_kept"]
