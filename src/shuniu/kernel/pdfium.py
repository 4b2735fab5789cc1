"""PDFium, which reads PDFs, must not be entered by two threads of a process: whoever uses it holds this lock."""

from __future__ import annotations

import threading

ONE_AT_A_TIME = threading.Lock()
