"""The rows of petitions: the petition itself, and who petitions, apart from it."""

from shuniu.public.petitions.models.petition import Petition, Petitioner

__all__ = ["Petition", "Petitioner"]
