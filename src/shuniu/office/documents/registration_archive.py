"""Everything that the archive and the load tell the kernel when the process starts; ``registration`` calls it."""

from shuniu.office.documents import events_archive, menu_archive


def register() -> None:
    events_archive.register()
    menu_archive.register_menu()
