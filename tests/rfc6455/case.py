"""What a case is; a table of them is run against servers (servers.py) or against our clients (clients.py)."""
import wire  # noqa: F401 (the path to what follows)

import harness


class Row:
    """A case: the section, what is done, the bytes (made by a Frames), and what comes of it."""

    def __init__(self, section, what, make, code=None, says=None, told=None):
        """`code` is the right answer's, or a tuple of those that are; `told` is how our client puts it."""
        self.section, self.what, self.make, self.says = section, what, make, says
        self.codes = code if isinstance(code, tuple) else (code,)
        self.told = told or f"sent {self.codes[0]} "


class CaseTest(harness.SystemTest):
    cases = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(lambda: print(f"{cls.__name__}: {cls.cases} cases"))

    def case(self, row, where):
        type(self).cases += 1
        return self.subTest(section=row.section, case=row.what, at=where)
