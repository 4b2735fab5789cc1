"""The quick ``insert`` for the modules' own rows, under the name they know."""

from shuniu.kernel.inserting import insert

__all__ = ["insert"]
