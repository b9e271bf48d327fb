"""QR codes of our own links, as SVG for pages and paper."""

import io

import segno
from markupsafe import Markup

from api.domain.public_url import AbsoluteLink


def qr_svg(link: AbsoluteLink, title: str) -> Markup:
    """A QR code that leads to a link, to stand in a page: it takes the size that its place has.

    Parameters
    ----------
    title
        What it leads to, for who does not see it.
    """
    written = io.BytesIO()
    segno.make_qr(link, error="m").save(
        written, kind="svg", xmldecl=False, omitsize=True, nl=False, title=title, light="#fff"
    )
    return Markup(written.getvalue().decode("utf-8"))  # noqa: S704 - segno escapes the title
