"""What the usual programs write must pass: a check that refuses honest work is switched off by its users."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest
import typst
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import receive
from shuniu.kernel.files.refusals import Refused

pytestmark = pytest.mark.django_db


def take(data: bytes) -> Attachment:
    return receive(SimpleUploadedFile("材料", data), at=datetime(2026, 11, 23, tzinfo=UTC))


def word(words: str) -> bytes:
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph(words)
    document.add_table(3, 3)
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_column(0, 0, [f"第{row}行" for row in range(500)])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$5"})
        page.insert_chart("C3", chart)
    return out.getvalue()


def printed(words: str) -> bytes:
    return bytes(typst.compile(f'#link("https://example.org")[x]\n{words}\n#pagebreak()\nmore'.encode(), format="pdf"))


def test_what_programs_write_is_taken() -> None:
    assert take(word("关于路灯的请示")).kind == "docx"
    assert take(sheet()).kind == "xlsx"
    assert take(printed("Report")).kind == "pdf"


def test_marks_in_them_are_seen() -> None:
    for data in (word("机密★10年"), word("秘密")):
        with pytest.raises(Refused, match="机要"):
            take(data)
