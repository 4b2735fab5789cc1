"""The hotline's own tables, by noun. Everything that is a matter's lives in ``kernel.casework``."""

from shuniu.public.hotline.models.channels import ApiClient, ImportRun
from shuniu.public.hotline.models.knowledge import Article, ArticleProposal, ArticleRevision
from shuniu.public.hotline.models.request import Contact, Precedent, Request, Subject
from shuniu.public.hotline.models.routing import RoutingVersion
from shuniu.public.hotline.models.topics import Topic, TopicInstruction, TopicMember

__all__ = [
    "ApiClient",
    "Article",
    "ArticleProposal",
    "ArticleRevision",
    "Contact",
    "ImportRun",
    "Precedent",
    "Request",
    "RoutingVersion",
    "Subject",
    "Topic",
    "TopicInstruction",
    "TopicMember",
]
