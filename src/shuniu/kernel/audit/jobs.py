"""What the ledger does by the clock. The site puts it on the timetable: the ledger does not know the queue."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from shuniu.kernel.audit.sealing import seal


@task(atomic=False)
def seal_ledger() -> int:
    """Seal what is not sealed yet; not inside a transaction, because it waits for those who are writing."""
    return len(seal(timezone.now()))
