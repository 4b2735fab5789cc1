"""枢纽: the operations hub of a city government's general office."""

__version__ = "0.1.0"
