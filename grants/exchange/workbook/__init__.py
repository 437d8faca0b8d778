"""The Excel workbook of whole grants, and the way back from an edited one."""

from grants.exchange.workbook.book import export_workbook

__all__ = ["export_workbook"]
