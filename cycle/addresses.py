"""What a telephone number and an e-mail address look like."""

import re

PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}[0-9]")
EMAIL = re.compile(r"[^@\s<>,;:\"']+@[^@\s<>,;:\"'.]+(\.[^@\s<>,;:\"'.]+)+")
