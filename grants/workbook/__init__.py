"""The Excel workbook of whole grants, and the way back from an edited one."""

from grants.workbook.book import export_workbook, left_out, workbook_left_out

__all__ = ["export_workbook", "left_out", "workbook_left_out"]
