"""The HTML part of a mail, made from its text."""

from html import escape

_PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1c2330;background:#fff">\n'
    '<div style="max-width:36em">\n{content}\n</div></body></html>\n'
)
_PARAGRAPH = '<p style="margin:0 0 16px">{}</p>'
_LINK = '<a style="color:#0b57d0;overflow-wrap:anywhere" href="{address}">{address}</a>'


def write_html(title: str, text: str, link: str) -> str:
    """Write a text as a page: a paragraph for each of its own, and its link to click on.

    Nothing is loaded from anywhere, so that opening the mail tells nobody.
    """
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    content = "\n".join(_write_paragraph(part, link) for part in paragraphs)
    return _PAGE.format(title=escape(title), content=content)


def _write_paragraph(text: str, link: str) -> str:
    if text == link:
        return _PARAGRAPH.format(_LINK.format(address=escape(link)))
    return _PARAGRAPH.format(escape(text).replace("\n", "<br>\n"))
