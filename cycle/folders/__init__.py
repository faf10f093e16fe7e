"""Papers by the folder: the files that lie in one, and the index sheet that says what each of them is."""

from cycle.folders.entering import Bundle, enter_folder, survey_folder
from cycle.folders.index import INDEX_NAME, write_index
from cycle.folders.survey import Report

__all__ = ["INDEX_NAME", "Bundle", "Report", "enter_folder", "survey_folder", "write_index"]
