"""Approval routes (审批流程): who must agree to a matter, in what order, as data that an office edits itself."""
