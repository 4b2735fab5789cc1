"""Background jobs: rows in the database, enqueued in the caller's transaction, behind the Django Tasks API.

Why our own: no maintained backend of that API brings back a killed worker's job, retries with back-off and runs a
timetable on both SQLite and PostgreSQL. A module writes::

    @task(attempts=8)
    def send_notice(notice_id: int) -> None: ...

    send_notice.enqueue(12)                                   # in the transaction that made the notice
    once(refresh_figures, key="figures:2026-11-23").enqueue() # not twice while one is waiting
"""
