"""The verbs of the organisation, by noun. Each checks authority, writes in one transaction and leaves an audit event."""

from shuniu.kernel.organisation.operations.accounts import (
    reset_password,
    reset_second_factor,
    sign_out_everywhere,
    unlock,
)
from shuniu.kernel.organisation.operations.delegations import delegate, revoke
from shuniu.kernel.organisation.operations.people import (
    add_person,
    change_person,
    deactivate,
    end_post,
    give_post,
    new_password,
    reactivate,
)
from shuniu.kernel.organisation.operations.roles import end_role, grant_role
from shuniu.kernel.organisation.operations.units import add_unit, change_unit, close_unit, merge_unit, rename_unit

__all__ = [
    "add_person",
    "add_unit",
    "change_person",
    "change_unit",
    "close_unit",
    "deactivate",
    "delegate",
    "end_post",
    "end_role",
    "give_post",
    "grant_role",
    "merge_unit",
    "new_password",
    "reactivate",
    "rename_unit",
    "reset_password",
    "reset_second_factor",
    "revoke",
    "sign_out_everywhere",
    "unlock",
]
