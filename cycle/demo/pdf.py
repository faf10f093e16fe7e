"""The smallest PDF that says what it stands for: the papers of a rehearsal are real files, and no real documents."""

from collections.abc import Sequence

from cycle.vietnamese import fold

HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """One page. The title keeps its accents in the file's properties; the built-in font of the page has none."""
    text = b"BT /F1 12 Tf 56 780 Td 24 TL " + b" T* ".join(_shown(line) for line in (title, *lines)) + b" ET"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        FONT,
        b"<< /Title <%b> >>" % ("\ufeff" + title).encode("utf-16-be").hex().encode(),
    ]
    return _file(bodies)


def _file(bodies: Sequence[bytes]) -> bytes:
    """The objects with the table of where each begins; the last one holds the properties."""
    written, places = HEAD, []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(bodies) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n" % (size, len(bodies))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer + b"%d\n%%%%EOF\n" % len(written)


def _shown(line: str) -> bytes:
    plain = fold(line).encode("ascii", "replace")
    for special in (b"\\", b"(", b")"):
        plain = plain.replace(special, b"\\" + special)
    return b"(%b) Tj" % plain
