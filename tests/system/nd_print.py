"""Reads the dumplings in the output of nd-print."""
import json
import re

HEADING = re.compile(
    r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?) \[(packet  |interval)\] (\S+) from (.*)$", re.MULTILINE
)


class Shown:
    """One dumpling of the output. `payload` is None if it is not complete or not shown."""

    def __init__(self, heading, body):
        self.time, self.driver, self.chef, self.kitchen = (part.strip() for part in heading.groups())
        self.text = heading.group(0) + body
        self.payload = json.loads(body) if body.strip() else None


def complete(text):
    """Returns the complete dumplings of the output. An empty line ends each dumpling."""
    headings = list(HEADING.finditer(text))
    ends = [h.start() for h in headings[1:]] + [len(text)]
    shown = []
    for heading, end in zip(headings, ends):
        body = text[heading.end() : end]
        if re.fullmatch(r"\n\n.+\n\n", body, re.DOTALL):
            shown.append(Shown(heading, body))
    return shown


def hostnames(text, kitchen=None):
    """Returns the hosts that were looked up, in the order of the output."""
    return [
        s.payload["lookup"]["hostname"]
        for s in complete(text)
        if s.chef == "DNSLookupChef" and s.driver == "packet" and kitchen in (None, s.kitchen)
    ]
