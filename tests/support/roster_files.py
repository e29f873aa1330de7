"""Rosters as files, made cell by cell: what tests send in."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

PEOPLE = ["编号", "姓名", "单位", "角色", "电子邮箱", "电话", "代办人"]
UNITS = ["编号", "单位名称", "单位类别", "服务类型", "行业主管部门", "街道"]


def xlsx(*rows: Sequence[object], sheet: str = "Sheet1") -> bytes:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(*rows: Sequence[str], encoding: str = "utf-8-sig", parted: str = ",") -> bytes:
    """The same as CSV."""
    return "\r\n".join(parted.join(row) for row in rows).encode(encoding)
