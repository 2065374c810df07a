"""Tables that people keep in files: CSV in any of the usual spellings, and XLSX."""

from kernel.sheets.limits import Limits, Unreadable
from kernel.sheets.sheet import Line, Sheet, open_sheet

__all__ = ["Limits", "Line", "Sheet", "Unreadable", "open_sheet"]
