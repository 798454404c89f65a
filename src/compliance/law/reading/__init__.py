"""From the text of rule files to obligations and calendars; finding the files is the caller's."""
