"""The procedures of disclosure: the Regulations as two readable tables."""

from shuniu.public.disclosure.procedures.publication import PublicationProcedure
from shuniu.public.disclosure.procedures.request import InformationRequestProcedure

__all__ = ["InformationRequestProcedure", "PublicationProcedure"]
