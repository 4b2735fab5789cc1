"""Typesetting: package templates and data in, PDF out; and the faces that official documents ask for."""
