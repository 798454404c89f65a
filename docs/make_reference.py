"""Make the generated sections of the pages in `docs/rules/` anew; run it after a change of a grammar or a field."""

from pathlib import Path

from compliance.law.reading.reference import with_reference

RULES = Path(__file__).resolve().parent / "rules"

if __name__ == "__main__":
    for path in sorted(RULES.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        if with_reference(page) != page:
            path.write_text(with_reference(page), encoding="utf-8")
