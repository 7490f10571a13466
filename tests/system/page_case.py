"""The base of the tests that open the live page in a real browser."""
import os
import re
import unittest

import browser
from harness import SystemTest, wait_until

HAS_PAGE = os.environ.get("ND_WEB_BUILT") == "ON"


@unittest.skipUnless(HAS_PAGE, "nd-hub was built without its page (cmake said why)")
@unittest.skipIf(os.environ.get("ND_SANITIZED"), "the browser looks at the build that is shipped")
class PageCase(SystemTest):
    @classmethod
    def setUpClass(cls):
        browser.needed()
        cls.browser = browser.Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def setUp(self):
        super().setUp()
        self.browser.open("about:blank")
        self.browser.complaints()

    def page(self, hub, hash="#/"):
        """Opens the page, and waits until it is connected to the hub."""
        self.browser.open("about:blank")
        self.browser.open("http://%s/%s" % (hub.eaters, hash))
        self.browser.wait_for_text("live", ".link-state")
        return self.browser

    def table(self, selector, *columns):
        """Returns the rows of a table, with the texts of these columns."""
        return self.browser.run("""
            const [selector, columns] = arguments;
            return [...document.querySelectorAll(selector + " tbody tr")].map((row) => columns.map((i) => row.children[i].innerText.replace(/^[▸▾]\\s*/, "").trim()))""",
                                selector, list(columns))

    def wait_for_table(self, expected, selector, *columns, in_order=False):
        arranged = list if in_order else sorted
        self.wait_for_equal(arranged(expected), lambda: arranged(self.table(selector, *columns)), "the table %s" % selector)

    def wait_for_equal(self, expected, look, what):
        """Waits until look() returns what is expected."""
        def matches():
            self.seen = look()
            return self.seen == expected
        try:
            wait_until(matches, what)
        except AssertionError:
            self.assertEqual(expected, self.seen)

    def wait_for_texts(self, expected, selector):
        self.wait_for_equal(expected, lambda: self.browser.texts(selector), "the texts of %s" % selector)

    def assertNoComplaints(self):
        self.assertEqual([], self.browser.complaints())

    def wait_for_eaters(self, hub, times):
        hub.err.wait(lambda text: len(re.findall("Received dumpling eater connection from page-", text)) >= times, "the page's connection")

    def wait_for_subscription(self, page):
        """Waits until the hub has sent a status, which shows that the page is connected. Works on every view."""
        page.wait("document.querySelector('.chefs a')", "the hub's status")
