"""Short tables, and what an import makes of them for the small office."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from compliance.documents.drafting.draft_file import Draft, new_draft
from compliance.documents.drafting.second_import import updated_draft
from compliance.documents.reading.breakdown_source import source_of
from compliance.law.calendars import WorkingCalendar
from compliance.law.drafting.breakdown_lines import breakdown_of
from compliance.law.text import Language
from compliance.work.department_names import DepartmentNames
from compliance.work.drafting.duty_drafts import Circumstances, draft_pack
from compliance.work.organisation import Office

Row = tuple[str, str, str, str]
"""Number, task, responsible unit, deadline as a table writes them; or a heading in the first place alone."""

Import = Callable[..., Draft]

ABOUT = Circumstances(
    2017, "cn/liaoning/anshan/tiedong/task-breakdown-2017", "district",
    "铁东政办发〔2017〕21号", "铁东区人民政府办公室", date(2017, 5, 26), "铁东区2017年任务分解表",
)  # fmt: skip


@pytest.fixture(scope="session")
def import_rows(office: Office, calendar: WorkingCalendar) -> Import:
    """Imports rows, over an earlier draft where one is given: `text` as it lies on the disk, `after` with its memory."""

    def make(rows: Sequence[Row], after: Draft | None = None, text: str | None = None, forget: bool = False) -> Draft:
        lines = ["序号\t工作任务\t责任单位\t完成时限", *("\t".join(row) for row in rows)]
        breakdown = breakdown_of(source_of("\n".join(lines).encode(), "table.txt", ".txt"))
        pack = draft_pack(breakdown, DepartmentNames(office), replace(ABOUT), calendar)
        if after is None and text is None:
            return new_draft(pack, Language.CHINESE)
        assert after is not None
        memory = None if forget else after.memory
        return updated_draft(after.text if text is None else text, memory, pack, "draft.yaml", Language.CHINESE)

    return make
