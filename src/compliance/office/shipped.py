"""Where the rules, the pages about them and the examples that come with the product lie: in the wheel, or in the checkout."""

from pathlib import Path

_INSTALLED = Path(__file__).parents[1] / "shipped"
_CHECKOUT = Path(__file__).parents[3]


def shipped_rules() -> Path:
    """The folder of the rule packs that come with the product."""
    return _folder("rules")


def shipped_examples() -> Path:
    """The folder of the example offices that come with the product."""
    return _folder("examples")


def shipped_pages() -> Path:
    """The folder of the pages about rules: the pack, deadlines, identities, lints."""
    return _folder("docs/rules")


def _folder(name: str) -> Path:
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _CHECKOUT / name
