"""Controls a headless Chromium through chromedriver (W3C WebDriver, https://www.w3.org/TR/webdriver2/)."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from harness import PATIENCE, Stream, _die_with_the_test

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015", "ArrowUp": "\ue013", "Tab": "\ue004"}


def needed():
    """Skips the test if there is no browser."""
    for program, package in (("chromium", "chromium"), ("chromedriver", "chromium-driver")):
        if not shutil.which(program):
            raise unittest.SkipTest("needs %s (Debian's package %s)" % (program, package))


class Browser:
    def __init__(self, width=1280, height=800, dark=False):
        self._profile = tempfile.mkdtemp(prefix="nd-browser-")
        self.downloads = os.path.join(self._profile, "downloads")
        os.mkdir(self.downloads)
        self._driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=_die_with_the_test,
            env={**os.environ, "HOME": self._profile},
        )
        self.driver_pid = self._driver.pid
        said = Stream(self._driver.stdout)
        port = said.wait_for(r"started successfully on port (\d+)").group(1)
        self._base = "http://127.0.0.1:%s/session" % port
        self._base += "/" + self._call("POST", "", self._capabilities(width, height, dark))["sessionId"]

    def _capabilities(self, width, height, dark):
        arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--window-size=%d,%d" % (width, height), "--user-data-dir=" + os.path.join(self._profile, "profile"),
            "--enable-precise-memory-info", "--js-flags=--expose-gc",
        ] + (["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"])
        options = {"args": arguments, "prefs": {"download.default_directory": self.downloads}}
        return {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "acceptInsecureCerts": True, "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": int(PATIENCE * 1000)}}}}

    def _call(self, method, path, body=None):
        data = None if method in ("GET", "DELETE") else json.dumps(body or {}).encode()
        request = urllib.request.Request(self._base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError("chromedriver: %s" % json.load(error)["value"]["message"]) from None

    def open(self, url):
        self._call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """Runs JavaScript in the page, and returns its result."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script, what, *arguments):
        """Waits until the JavaScript expression is true, and returns its value."""
        deadline = time.monotonic() + PATIENCE
        while True:
            value = self.run("return (%s)" % script, *arguments)
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError("waited %g s in vain for %s; the page shows:\n%s" % (PATIENCE, what, self.text()))
            time.sleep(0.05)

    def text(self, selector="body"):
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)", selector)

    def wait_for_text(self, text, selector="body"):
        self.wait("[...document.querySelectorAll(arguments[1])].some((e) => e.innerText.includes(arguments[0]))",
                  "%r in %s" % (text, selector), text, selector)

    def _element(self, selector):
        return self._call("POST", "/element", {"using": "css selector", "value": selector})[_ELEMENT]

    def click(self, selector):
        self._call("POST", "/element/%s/click" % self._element(selector))

    def click_text(self, selector, text):
        """Clicks the first element of the selector that has this text."""
        self.wait("[...document.querySelectorAll(arguments[0])].some((e) => e.innerText.includes(arguments[1]))",
                  "%s with %r" % (selector, text), selector, text)
        self.run("[...document.querySelectorAll(arguments[0])].find((e) => e.innerText.includes(arguments[1])).click()", selector, text)

    def type(self, selector, text):
        self._call("POST", "/element/%s/value" % self._element(selector), {"text": text})

    def press(self, key):
        """Presses a key in the element that has the focus."""
        key = KEYS.get(key, key)
        self._call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def resize(self, width, height):
        self._call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}})

    def cdp(self, command, **parameters):
        """Runs a command of the DevTools protocol."""
        return self._call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def complaints(self):
        """Returns the errors in the browser's log: violations of the page's policy, failed loads, exceptions."""
        return [entry["message"] for entry in self._call("POST", "/se/log", {"type": "browser"}) if entry["level"] == "SEVERE"]

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self._call("GET", "/screenshot")))

    def close(self):
        try:
            self._call("DELETE", "")
        except (AssertionError, OSError):
            pass  # the browser has ended by itself
        self._driver.terminate()
        self._driver.wait(PATIENCE)
        shutil.rmtree(self._profile, ignore_errors=True)
