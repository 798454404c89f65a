"""The fixed tables of the annual report: every cell is a figure, and a wrong cell breaks its row and its column."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from compliance.law.identities import FigureTerm, PreviousTerm, Relation, Sum
from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_pack

RULES = Path(__file__).resolve().parents[2] / "rules" / "cn"
APPLICANTS = ("natural-person", "enterprise", "research", "public-interest", "legal-service", "other")
COLUMNS = (*APPLICANTS, "total")
IN_AND_OUT = ("received", "carried-over", "dealt-with", "carried-forward")
OUTCOMES = ("upheld", "corrected", "other", "pending")
WAYS = ("reconsideration", "direct-litigation", "later-litigation")


def pack_of(year: int) -> Pack:
    name = f"annual-report-{year}.yaml"
    return read_pack((RULES / name).read_text(encoding="utf-8"), f"cn/{name}")


def rows_of(pack: Pack) -> list[str]:
    return [figure.id.split(".")[2] for figure in pack.figures if figure.id.startswith("requests.total.")]


def cells_of(pack: Pack) -> dict[str, int]:
    """A sound report: each applicant's results differ, two requests are carried over, three carried forward."""
    results = [row for row in rows_of(pack) if row not in IN_AND_OUT]
    cells: dict[str, int] = {}
    for weight, applicant in enumerate(APPLICANTS, start=1):
        column = {row: weight + number for number, row in enumerate(results)}
        column |= {"dealt-with": sum(column.values()), "carried-over": 2, "carried-forward": 3}
        column["received"] = column["dealt-with"] + 3 - 2
        cells |= {f"requests.{applicant}.{row}": number for row, number in column.items()}
    for row in rows_of(pack):
        cells[f"requests.total.{row}"] = sum(cells[f"requests.{applicant}.{row}"] for applicant in APPLICANTS)
    for way in WAYS:
        cells |= {f"remedies.{way}.{outcome}": number for number, outcome in enumerate(OUTCOMES, start=4)}
        cells[f"remedies.{way}.total"] = 4 + 5 + 6 + 7
    return cells


def broken(pack: Pack, cells: Mapping[str, int], before: Mapping[str, int] | None = None) -> set[str]:
    """The identities that the cells do not satisfy; those that ask for the year before only where it is given."""

    def value(side: Sum) -> int:
        total = 0
        for sign, term in side.terms:
            assert isinstance(term, FigureTerm | PreviousTerm)
            value = (before or {})[term.figure] if isinstance(term, PreviousTerm) else cells[term.figure]
            total += value if sign == "+" else -value
        return total

    assert {identity.holds.relation for identity in pack.identities} == {Relation.EQUAL}
    return {
        identity.key.partition("#")[2]
        for identity in pack.identities
        if before is not None or not identity.holds.figures_of_the_year_before()
        if value(identity.holds.left) != value(identity.holds.right)
    }


@pytest.mark.parametrize(("year", "table_2", "rows", "others"), [(2019, 22, 23, 0), (2021, 10, 25, 1)])
def test_every_cell_of_the_tables_is_a_figure(year: int, table_2: int, rows: int, others: int) -> None:
    pack = pack_of(year)
    names = [figure.id for figure in pack.figures]
    assert sum(name.startswith("proactive.") for name in names) == table_2
    assert [name for name in names if name.startswith("requests.")] == [
        f"requests.{column}.{row}" for row in rows_of(pack) for column in COLUMNS
    ]
    assert len(rows_of(pack)) == rows
    assert [name for name in names if name.startswith("remedies.")] == [
        f"remedies.{way}.{outcome}" for way in WAYS for outcome in (*OUTCOMES, "total")
    ]
    assert len(names) == table_2 + rows * 7 + 15 + others
    over_years = [identity for identity in pack.identities if identity.holds.figures_of_the_year_before()]
    assert len(pack.identities) == 7 + 7 + rows + 3 + len(over_years)


@pytest.mark.parametrize("year", [2019, 2021])
def test_a_sound_report_satisfies_every_identity(year: int) -> None:
    pack = pack_of(year)
    assert broken(pack, cells_of(pack)) == set()


@pytest.mark.parametrize("year", [2019, 2021])
def test_one_wrong_cell_breaks_its_row_and_its_column(year: int) -> None:
    pack = pack_of(year)
    for row in rows_of(pack):
        for column in COLUMNS:
            expected = {f"applicants-{row}"}
            expected |= {f"balance-{column}"} if row in IN_AND_OUT else set()
            expected |= {f"results-{column}"} if row not in IN_AND_OUT or row == "dealt-with" else set()
            cells = cells_of(pack)
            cells[f"requests.{column}.{row}"] += 1
            assert broken(pack, cells) == expected, (row, column)
    for way in WAYS:
        cells = cells_of(pack)
        cells[f"remedies.{way}.pending"] -= 1
        assert broken(pack, cells) == {f"outcomes-{way}"}


PROACTIVE = {
    2019: ("licences", "other-services", "penalties", "coercion", "fees"),
    2021: ("rules", "normative-documents"),
}


def two_years(pack: Pack, year: int) -> tuple[dict[str, int], dict[str, int]]:
    """A sound report and the one of the year before: two requests were carried forward in each column."""
    before, cells = cells_of(pack), cells_of(pack)
    for column in COLUMNS:
        before[f"requests.{column}.carried-forward"] = cells[f"requests.{column}.carried-over"]
        before[f"requests.{column}.received"] = (
            before[f"requests.{column}.dealt-with"]
            + before[f"requests.{column}.carried-forward"]
            - before[f"requests.{column}.carried-over"]
        )
    for part in PROACTIVE[year]:
        name = f"proactive.{part}"
        if year == 2019:
            before |= {f"{name}.items-last-year": 40, f"{name}.change": 3}
            cells |= {f"{name}.items-last-year": 43, f"{name}.change": 1}
        else:
            before |= {f"{name}.valid": 40}
            cells |= {f"{name}.made": 5, f"{name}.abolished": 2, f"{name}.valid": 43}
    return before, cells


@pytest.mark.parametrize("year", [2019, 2021])
def test_what_was_carried_forward_is_carried_over_column_by_column(year: int) -> None:
    pack = pack_of(year)
    before, cells = two_years(pack, year)
    assert broken(pack, cells, before) == set()
    for column in COLUMNS:
        wrong = before | {f"requests.{column}.carried-forward": 9}
        assert broken(pack, cells, wrong) == {f"carried-over-{column}"}


def test_the_cells_of_last_year_are_those_of_last_years_report() -> None:
    before, cells = two_years(pack_of(2019), 2019)
    for part in PROACTIVE[2019]:
        assert broken(pack_of(2019), cells, before | {f"proactive.{part}.change": 2}) == {f"items-last-year-{part}"}
    before, cells = two_years(pack_of(2021), 2021)
    for part in PROACTIVE[2021]:
        assert broken(pack_of(2021), cells, before | {f"proactive.{part}.valid": 41}) == {f"valid-{part}"}


def test_only_the_cells_of_single_applicants_may_be_left_blank() -> None:
    for year in (2019, 2021):
        optional = [figure.id for figure in pack_of(year).figures if not figure.required]
        assert {name.split(".")[1] for name in optional} == set(APPLICANTS)
        assert len(optional) == len(APPLICANTS) * len(rows_of(pack_of(year)))
