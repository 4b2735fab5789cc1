"""Nothing is put into words while modules are imported: whoever asks first must not choose everybody's language.

A process imports the addresses and views with its first request. A label that became text there stays in that person's
language until the process ends; a table with such texts for keys missed every Chinese name for an English first reader.
"""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import os, sys, traceback
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
import django
from django.utils.translation import _trans
asked, real = [], {name: getattr(_trans, name) for name in ("gettext", "ngettext", "pgettext")}
def noting(name):
    def ask(*given):
        frames = [one for one in traceback.extract_stack()[:-1] if "shuniu" in one.filename.replace(os.sep, "/").split("/")]
        if frames and not given[0].isascii():  # Our texts are Chinese; a library may do as it likes.
            asked.append(f"{frames[-1].filename}:{frames[-1].lineno} {given[0]!r}")
        return real[name](*given)
    return ask
django.setup()  # In the house's own language, whoever comes later.
for name in real:
    setattr(_trans, name, noting(name))
import pkgutil, importlib, shuniu
for module in pkgutil.walk_packages(shuniu.__path__, "shuniu."):
    if ".migrations." not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print("\\n".join(asked))
print(len(sys.modules))
"""


def test_no_text_is_translated_by_an_import() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    *asked, modules = told.stdout.strip().splitlines()
    assert asked == []
    assert int(modules) > 1_000
