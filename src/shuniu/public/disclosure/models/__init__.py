"""The rows of disclosure: requests with their applicants, letters and remedies; publications with their versions."""

from shuniu.public.disclosure.models.publication import Publication, PublicationText
from shuniu.public.disclosure.models.request import AnnualWords, Applicant, InformationRequest, Remedy, ThirdParty

__all__ = ["AnnualWords", "Applicant", "InformationRequest", "Publication", "PublicationText", "Remedy", "ThirdParty"]
