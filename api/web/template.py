"""Templates of the pages, with styles, icons and logo inside."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent


def capitalize_first(text: str) -> str:
    """The text as the beginning of a sentence; the rest stays as it is.

    Examples
    --------
    >>> capitalize_first("samedi 28 novembre")
    'Samedi 28 novembre'
    """
    return text[:1].upper() + text[1:]


@cache
def environment() -> Environment:
    """Escapes everything, knows no silent gaps."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["capitalize_first"] = capitalize_first
    return made


def static_text(name: str) -> Markup:
    """One of our own static files, trusted as it is."""
    return Markup((HERE / "static" / name).read_text(encoding="utf-8"))  # noqa: S704 - ours


def render_page(name: str, /, **values: object) -> str:
    """A template filled in; `values` as the template names them."""
    return environment().get_template(name).render(values)
