"""What the logs of nd-hub and nd-sniff have in common."""
import json
import os
import tempfile
from datetime import datetime, timezone

from tool_case import ToolCase

STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"


class LogCase(ToolCase):
    """A subclass runs the tool to its end, and names a line that the tool logs each time."""

    line = ""  # at level INFO

    def logged(self, *arguments, env=None):
        """Returns what a successful run writes to standard error."""
        raise NotImplementedError

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.chmod(self.folder, 0o777)  # nd-sniff that root starts writes its log as another user

    def assertInOrder(self, lines, wanted):
        """Checks that each line of `wanted` is there once and in order. Other lines may be between them."""
        self.assertEqual([line for line in lines if line in wanted], wanted)

    def configured(self, config):
        path = os.path.join(self.folder, "logging.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(config if isinstance(config, str) else json.dumps(config))
        return {"NETDUMPLINGS_LOGGING_CONFIG": path}

    def contents(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def test_a_log_line_has_the_time_in_utc_the_level_and_the_message(self):
        before = datetime.now(timezone.utc)
        line = next(line for line in self.logged(env={"TZ": "Asia/Tokyo"}).splitlines() if self.line in line)
        self.assertRegex(line, rf"\A{STAMP} INFO {self.line}\Z")
        when = datetime.fromisoformat(line.split()[0]).replace(tzinfo=timezone.utc)
        self.assertLess(abs((when - before).total_seconds()), 1800)

    def test_the_flag_wins_over_the_tools_variable_and_that_over_the_variable_for_all_tools(self):
        everybody, own = "NETDUMPLINGS_LOG_LEVEL", self.variable("log-level")
        for arguments, env, shown in [
            ([], {everybody: "error"}, False),
            ([], {everybody: "error", own: "info"}, True),
            ([], {everybody: "INFO", own: "warning"}, False),
            (["--log-level", "info"], {everybody: "error", own: "error"}, True),
            (["--log-level=error"], {own: "debug"}, False),
            (["--log-level=Debug"], {}, True),
        ]:
            with self.subTest(arguments=arguments, env=env):
                self.assertEqual(f" INFO {self.line}\n" in self.logged(*arguments, env=env), shown)

    def test_a_wrong_log_level_is_reported_or_a_usage_error(self):
        text = self.logged(env={"NETDUMPLINGS_LOG_LEVEL": "loud"})
        self.assertRegex(text, rf"\A{STAMP} ERROR NETDUMPLINGS_LOG_LEVEL: 'loud' is not debug, info, warning or error\n")
        self.assertIn(f" INFO {self.line}\n", text)
        why = "Invalid value for '--log-level': 'loud' is not debug, info, warning or error"
        self.assertEqual(self.run_tool("--log-level", "loud"), ("", self.usage_error(why), 2))

    def test_a_configuration_sets_levels_by_logger(self):
        for config, shown in [
            ({"level": "error"}, False),
            ({"levels": {self.tool: "error"}}, False),
            ({"level": "error", "levels": {self.tool: "info"}}, True),
            ({"level": "info", "levels": {"somebody": "error"}}, True),
        ]:
            with self.subTest(config=config):
                self.assertEqual(f" INFO {self.line}\n" in self.logged(env=self.configured(config)), shown)

    def test_a_configuration_makes_each_log_line_a_json_object(self):
        entries = [json.loads(line) for line in self.log_lines(self.logged(env=self.configured({"format": "json"})))]
        self.assertEqual({(entry["level"], entry["logger"]) for entry in entries}, {("INFO", self.tool)})
        self.assertIn(self.line, [entry["message"] for entry in entries])
        for entry in entries:
            self.assertEqual(list(entry), ["time", "level", "logger", "message"])
            self.assertRegex(entry["time"], rf"\A{STAMP}Z\Z")

    def test_a_configuration_adds_a_file_or_replaces_standard_error(self):
        file = {"path": os.path.join(self.folder, "tool.log")}
        self.assertIn(f" INFO {self.line}\n", self.logged(env=self.configured({"file": file})))
        self.assertIn(f" INFO {self.line}\n", self.contents("tool.log"))
        self.logged(env=self.configured({"file": file, "stderr": False}))
        self.assertEqual(self.contents("tool.log").count(f" INFO {self.line}\n"), 2)

    def test_a_log_file_rotates(self):
        file = {"path": os.path.join(self.folder, "tool.log"), "max_bytes": 300, "backups": 2}
        for _ in range(3):
            self.logged(env=self.configured({"file": file}))
        self.assertEqual(sorted(os.listdir(self.folder)), ["logging.json", "tool.1.log", "tool.2.log", "tool.log"])
        for name in ("tool.log", "tool.1.log", "tool.2.log"):
            self.assertLessEqual(os.path.getsize(os.path.join(self.folder, name)), 300)

    def test_a_broken_configuration_is_reported_and_the_defaults_apply(self):
        broken = ["", "{", "[]", {"level": "loud"}, {"levels": {self.tool: 1}}, {"format": "xml"}, {"file": "x"},
                  {"file": {"path": "x", "backups": -1}}, {"colour": True}]
        for config in broken:
            with self.subTest(config=config):
                self.assertReported(self.configured(config), "")
        self.assertReported({"NETDUMPLINGS_LOGGING_CONFIG": "/nowhere/logging.json"}, "it cannot be read, or is empty")
        self.assertReported(self.configured({"colour": True}), "'colour' is not known here: level, levels, format, "
                                                               "stderr and file are")

    def assertReported(self, env, why):
        text = self.logged(env=env)
        path = env["NETDUMPLINGS_LOGGING_CONFIG"]
        self.assertRegex(text, rf"\A{STAMP} ERROR NETDUMPLINGS_LOGGING_CONFIG: {path} is left aside: .+\n")
        self.assertIn(why, text.splitlines()[0])
        self.assertIn(f" INFO {self.line}\n", text)

    def test_a_log_file_that_cannot_be_opened_is_reported_and_the_log_goes_to_standard_error(self):
        config = {"stderr": False, "file": {"path": "/proc/nowhere/tool.log"}}
        text = self.logged(env=self.configured(config))
        self.assertRegex(text, rf"{STAMP} ERROR .*Cannot log to a file: .*/proc/nowhere")
        self.assertIn(f" INFO {self.line}\n", text)

    @staticmethod
    def log_lines(text):
        return [line for line in text.splitlines() if line.startswith("{")]
