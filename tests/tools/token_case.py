"""What the tools that show a token to a hub have in common. In the names of tests, "it" is the tool."""
import os
import shutil
import tempfile

TOKEN = "a-token-of-the-hub's"
ANOTHER = "another-of-its-tokens"
UNAUTHORISED = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n"
WHERE = "(HTTP 401): one of those in its token file must be in --token-file or NETDUMPLINGS_TOKEN"


class TokenCase:
    """Use it together with ToolCase. A subclass says which arguments make the tool connect once, and end with 1 if it can't."""

    connects_once = []

    def token_file(self, text, mode=0o600):
        folder = tempfile.mkdtemp(prefix="nd-token-")
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "token")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def test_it_shows_the_hub_the_first_token_of_its_file_or_of_the_environment(self):
        path, variable = self.token_file(f"# ours\n{TOKEN}\n{ANOTHER}\n"), self.variable("token-file")
        for arguments, env, shown in [
            ([], {}, None),
            (["--token-file", path], {}, TOKEN),
            ([], {variable: path}, TOKEN),
            ([], {"NETDUMPLINGS_TOKEN": ANOTHER}, ANOTHER),
            ([], {"NETDUMPLINGS_TOKEN": ""}, None),
            (["--token-file", path], {"NETDUMPLINGS_TOKEN": ANOTHER}, TOKEN),
        ]:
            with self.subTest(arguments=arguments, env=env):
                hub = self.hub()
                self.start(*self.connects_once, "-h", hub.address, *arguments, env=env)
                self.assertEqual(hub.accept().headers.get("authorization"), shown and f"Bearer {shown}")

    def test_a_token_file_without_a_name_is_a_usage_error(self):
        error = self.usage_error("Invalid value for '--token-file': '' is not a file's path")
        self.assertEqual(self.run_tool("--token-file", ""), ("", error, 2))

    def test_a_token_that_it_was_started_with_cannot_be_seen_by_others(self):
        hub = self.hub()
        running = self.start(*self.connects_once, "-h", hub.address, env={"NETDUMPLINGS_TOKEN": TOKEN})
        hub.accept()
        for name in ("environ", "cmdline"):
            with open(f"/proc/{running.process.pid}/{name}", "rb") as file:
                self.assertNotIn(TOKEN.encode(), file.read())
        help_text = self.run_tool("--help", env={"NETDUMPLINGS_TOKEN": TOKEN})[0]
        self.assertIn("NETDUMPLINGS_TOKEN", help_text)
        self.assertNotIn(TOKEN, help_text)

    def test_a_token_that_cannot_be_read_is_one_line_and_exit_status_1(self):
        hub = self.hub()
        open_to_all, empty = self.token_file(TOKEN, 0o644), self.token_file("")
        for arguments, env, why in [
            (["--token-file", open_to_all], {}, f"{open_to_all}: it has mode 0644, so that others can read it: chmod 600 {open_to_all}"),
            (["--token-file", "/nowhere/token"], {}, "/nowhere/token: No such file or directory"),
            (["--token-file", empty], {}, f"{empty}: there is none in it: put one there, such as 'openssl rand -hex 32' makes"),
            ([], {"NETDUMPLINGS_TOKEN": "secret"}, "NETDUMPLINGS_TOKEN holds no token: a token has at least 16 characters, "
                                                   "such as 'openssl rand -hex 32' makes"),
        ]:
            with self.subTest(arguments=arguments, env=env):
                stdout, stderr, status = self.run_tool(*self.connects_once, "-h", hub.address, *arguments, env=env)
                self.assertEqual((stdout, status), ("", 1))
                complaints = [line for line in stderr.splitlines() if " INFO " not in line]
                self.assertEqual(len(complaints), 1, stderr)
                self.assertTrue(complaints[0].endswith(why), complaints[0])
                self.assertNotIn("secret", stderr)

    def test_a_hub_that_refuses_it_is_reported_in_one_line_that_names_the_flag(self):
        for env, why in [({}, "takes nobody without a token"),
                         ({"NETDUMPLINGS_TOKEN": TOKEN}, "doesn't take the token that it was shown")]:
            with self.subTest(env=env):
                hub = self.hub()
                running = self.start(*self.connects_once, "-h", hub.address, env=env)
                connection = hub.accept_raw()
                connection.recv(65536)
                connection.sendall(UNAUTHORISED)
                stdout, stderr, status = running.end()
                self.assertEqual((stdout, status), ("", 1))
                told = [line for line in stderr.splitlines() if "HTTP 401" in line]
                self.assertEqual(len(told), 1, stderr)
                self.assertIn(f"the hub at {hub.uri} {why} {WHERE}", told[0])
                self.assertNotIn(TOKEN, stderr)
