"""The forms of a route's steps, for any module's pages, and those of the editor."""

from shuniu.kernel.routes.forms.acting import (
    AddSignerForm,
    AgreeForm,
    RecallForm,
    ReplaceForm,
    RouteForm,
    SendBackForm,
    TransferForm,
)
from shuniu.kernel.routes.forms.choosing import ChooseForm

FORMS = {
    "submit": ChooseForm,
    "agree": AgreeForm,
    "back": SendBackForm,
    "return": SendBackForm,
    "recall": RecallForm,
    "add": AddSignerForm,
    "transfer": TransferForm,
    "replace": ReplaceForm,
}
"""By verb (``RouteStep.verb``): the form that asks for what the step needs."""

__all__ = [
    "FORMS",
    "AddSignerForm",
    "AgreeForm",
    "ChooseForm",
    "RecallForm",
    "ReplaceForm",
    "RouteForm",
    "SendBackForm",
    "TransferForm",
]
