"""The live page works in a real browser with the real nd-hub and nd-sniff."""
import glob
import json
import os
import urllib.parse

import browser
import harness
from harness import capture, wait_until
from log_disk_test import Disk
from made_up_kitchen import Kitchen
from page_case import PageCase


class InABrowser(PageCase):
    def sniff(self, hub, path, *options):
        status, _, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-h", hub.kitchens, "-n", "demo", *options)
        self.assertEqual(0, status, err)

    def test_the_counts_are_those_of_the_capture(self):
        made = self.cook(capture("web.pcap"))
        of = {chef: [one["payload"] for one in made if one["metadata"]["chef"] == chef] for chef in ("PacketCountChef", "DNSLookupChef", "ARPChef")}
        counted = of["PacketCountChef"][-1]["packet_counts"]
        lookups = of["DNSLookupChef"][-1]["lookups_seen"]
        devices = {arp["src_ip"]: arp["src_hw"] for arp in of["ARPChef"]}
        self.assertTrue(counted and lookups and devices)
        for hash, expected, where, columns in (
            ("#/", [[name, "{:,}".format(count)] for name, count in counted.items()], "table.layers", (0, 1)),
            ("#/dns", [[name, str(seen["count"])] for name, seen in lookups.items()], "#hosts", (0, 1)),
            ("#/arp", [[ip, mac] for ip, mac in devices.items()], "#devices", (0, 1)),
        ):
            with self.subTest(hash):
                hub = self.hub()
                self.page(hub, hash)
                self.wait_for_eaters(hub, 1)
                self.sniff(hub, capture("web.pcap"))
                self.wait_for_table(expected, where, *columns)
        hub = self.hub()
        self.page(hub, "#/dumplings")
        self.wait_for_eaters(hub, 1)
        self.sniff(hub, capture("web.pcap"))
        self.browser.wait_for_text(str(len(made)), "#dumplings header .note")
        self.assertNoComplaints()

    def test_a_page_that_is_opened_late_gets_the_past_from_the_hubs_log(self):
        hub = self.hub()
        self.sniff(hub, capture("web.pcap"))
        made = self.cook(capture("web.pcap"))
        self.page(hub, "#/dumplings")
        self.browser.wait_for_text(str(len(made)), "#dumplings header .note")
        self.browser.wait_for_text("demo", 'select[aria-label="Kitchen"]')  # the kitchen has left, but its dumplings are shown
        last = [one["payload"] for one in made if "lookups_seen" in one["payload"]][-1]["lookups_seen"]
        self.browser.open("http://%s/#/dns" % hub.eaters)
        self.wait_for_table([[name, str(seen["count"])] for name, seen in last.items()], "#hosts", 0, 1)

    def test_a_kitchens_ledger_and_its_silence_are_shown(self):
        hub = self.hub("-f", "0.2")
        kitchen = Kitchen(hub, poke=1.0)
        self.addCleanup(kitchen.close)
        page = self.page(hub)
        kitchen.say({"uptime": 9, "packets": {"received": 54321, "handled": 54300, "dropped_by_kernel": 21, "unread": 0, "dropped_by_interface": 0},
                     "chefs": {"made.up.MadeUpChef": {"packets": 54300, "dumplings": 7, "failures": 0, "seconds": 0.5, "retired": False}},
                     "dumplings": {"made": 7, "acknowledged": 6, "waiting": 1, "dropped": {"overflow": 0}}}, chef="KitchenStatusChef")
        self.wait_for_table([["made_up", "1", "54,321", "21", "1"]], "#kitchens", 0, 6, 7, 8, 9)
        page.wait_for_text("made_up 21 packets dropped before a chef saw them", ".troubles")
        page.wait_for_text("made_up has been silent for", ".troubles")
        page.wait_for_text("silent", "#kitchens .state")
        page.click("#kitchens .fold")
        page.wait_for_text("54,300", "#kitchens .detail")

        def revived():
            kitchen.say({"alive": True})
            return page.text("#kitchens .state") == "ok"

        wait_until(revived, "the state of a kitchen that is heard of again")
        self.assertNoComplaints()

    def test_a_kitchen_that_went_without_a_word_is_missed_with_its_last_ledger_until_it_is_back(self):
        hub = self.hub("-f", "0.2")
        for name, end in (("attic", Kitchen.vanish), ("cellar", Kitchen.close)):
            kitchen = Kitchen(hub, name=name)
            kitchen.say({"packets": {"received": 54321}}, chef="KitchenStatusChef")
            end(kitchen)
            hub.err.wait_for("Dumpling kitchen %s connection closed" % name)
        page = self.page(hub)
        self.wait_for_table([["attic", "missing", "no close frame received", "1"], ["cellar", "left", "received 1000 (OK)", "1"]], "#absent-kitchens", 0, 1, 3, 4)
        self.wait_for_table([["attic"], ["cellar"]], "#absent-kitchens", 0, in_order=True)
        self.assertRegex(self.table("#absent-kitchens", 2)[0][0], r"^(now|\d+ (s|min) ago) · (\S+ )?\d\d:\d\d:\d\d$")
        page.wait("/^Problem attic went without a word .*: no close frame received$/m.test(document.querySelector('.troubles')?.innerText)", "the problem")
        page.wait_for_text("cellar left", ".troubles")
        page.wait_for_text("No kitchen is connected", "main")
        page.click("#absent-kitchens .fold")
        page.wait_for_text("54,321", "#absent-kitchens .detail")
        kitchen = Kitchen(hub, name="attic", poke=3600)
        self.addCleanup(kitchen.close)
        self.wait_for_table([["cellar"]], "#absent-kitchens", 0)
        self.wait_for_table([["attic", "ok"]], "#kitchens", 0, 1)
        page.wait("!document.querySelector('.troubles')?.innerText.includes('attic')", "no problem")
        self.assertNoComplaints()

    def test_an_eater_with_a_name_of_its_own_is_missed_when_it_was_killed(self):
        hub = self.hub("-f", "0.2")
        for name, end in (("recorder", harness.Program.kill), ("printereater", harness.Program.kill), ("viewer", harness.Program.interrupt)):
            end(self.printer(hub, name=name))
            hub.err.wait_for("Dumpling eater %s connection closed" % name)
        page = self.page(hub)
        self.wait_for_table([["recorder", "missing"], ["viewer", "left"]], "#absent-eaters", 0, 1)
        self.wait_for_table([["recorder"], ["viewer"]], "#absent-eaters", 0, in_order=True)  # whoever is missed comes first
        page.wait_for_text("recorder (an eater) went without a word", ".troubles")
        self.assertNoComplaints()

    def test_a_name_that_kitchens_on_two_hosts_have_is_marked_and_explained(self):
        hub = self.hub("-f", "0.2")
        for name, source in (("garage", "127.0.0.1"), ("garage", "127.0.0.2"), ("attic", "127.0.0.1")):
            self.addCleanup(Kitchen(hub, name=name, source=source).close)
        page = self.page(hub)
        page.wait_for_text("garage is the name of kitchens on different hosts", ".troubles")
        names = [["attic"], ["garage", "shared", "name"], ["garage", "shared", "name"]]
        self.wait_for_equal(names, lambda: sorted(name.split() for name, in self.table("#kitchens", 0)), "the names")
        page.run("[...document.querySelectorAll('#kitchens tbody tr')].find((row) => row.innerText.includes('garage')).querySelector('.fold').click()")
        page.wait_for_text("Kitchens on different hosts have this name", "#kitchens .detail")
        self.assertNoComplaints()

    def test_a_log_that_cannot_be_written_is_a_problem_in_the_hubs_words(self):
        disk = Disk(self)
        hub = self.hub("-f", "0.2", "--log-dir", os.path.join(disk.path, "log"), "--log-size", "8MiB")
        page = self.page(hub)
        disk.fail()
        page.wait_for_text("nd-hub stores nothing on disk, so it acknowledges nothing. About its log: it can't be written: ", ".troubles")
        hub.kill()
        page.complaints()  # the browser rightly complains about the lost connection

    def test_the_devices_fit_on_a_screen_of_1280_pixels(self):
        hub = self.hub("-f", "0.2")
        kitchen = Kitchen(hub, name="a-kitchen-with-quite-a-long-name", chefs=["ARPChef"])
        self.addCleanup(kitchen.close)
        page = self.page(hub, "#/arp")
        page.resize(1280, 800)
        self.wait_for_eaters(hub, 1)
        for mac in ("02:42:ac:11:00:09", "00:1b:21:02:aa:bb"):  # long ago, so that the times have dates
            kitchen.say({"operation": "reply", "src_hw": mac, "src_ip": "192.168.100.102", "dst_hw": mac, "dst_ip": "10.0.0.1", "time": 1e9, "notes": None},
                        chef="ARPChef", driver="packet")
        page.wait_for_text("1 \u00b7 was 02:42:ac:11:00:09", "#devices")
        self.assertEqual([], page.run("return [...document.querySelectorAll('#devices th, #devices td')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.innerText)"))
        self.assertLessEqual(page.run("return document.querySelector('#devices table').getBoundingClientRect().right"), 1280)
        self.assertNoComplaints()

    def test_a_view_asks_for_its_dumplings_and_fills_its_gap_when_it_is_shown_again(self):
        hub = self.hub("-f", "0.2")
        kitchen = Kitchen(hub, chefs=["DNSLookupChef", "OtherChef"])
        self.addCleanup(kitchen.close)

        def look_up(times):
            for _ in range(times):
                kitchen.say({"lookup": {"hostname": "a.example", "when": 1e9}}, chef="DNSLookupChef", driver="packet")

        page = self.page(hub, "#/dns")
        self.wait_for_eaters(hub, 1)
        look_up(3)
        self.wait_for_table([["a.example", "3"]], "#hosts", 0, 1)
        page.press("4")
        self.wait_for_eaters(hub, 2)
        look_up(4)
        page.press("3")
        self.wait_for_table([["a.example", "7"]], "#hosts", 0, 1)
        look_up(1)
        self.wait_for_table([["a.example", "8"]], "#hosts", 0, 1)
        page.press("1")
        page.wait_for_text("everything", "#eaters")
        watcher = self.printer(hub, "-k", "nobody", name="watcher")
        page.wait_for_text("watcher", "#eaters")
        watcher.interrupt()
        self.assertNoComplaints()

    def test_the_page_of_an_empty_hub_says_what_to_start(self):
        hub = self.hub("-f", "0.2")
        page = self.page(hub)
        page.wait_for_text("sudo nd-sniff -i all -h localhost:%d" % hub.in_port, ".command")
        self.assertNoComplaints()

    def test_a_pause_keeps_the_list_and_loses_no_dumpling(self):
        hub = self.hub()
        kitchen = Kitchen(hub)
        self.addCleanup(kitchen.close)
        page = self.page(hub, "#/dumplings")
        self.wait_for_eaters(hub, 1)
        for i in range(5):
            kitchen.say({"before": i})
        page.wait_for_text("before: 4", ".list .row")
        page.press("p")
        page.wait_for_text("Paused", ".paused")
        for i in range(30):
            kitchen.say({"after": i})
        page.wait_for_text("30 newer", ".paused")
        self.wait_for_texts(["before: 4", "before: 3", "before: 2", "before: 1", "before: 0"], ".list .preview")
        page.press("p")
        page.wait_for_text("after: 29", ".list .row")
        page.wait_for_text("35", "#dumplings header .note")
        self.assertNoComplaints()

    def test_a_filtered_list_is_downloaded_in_a_form_that_nd_print_reads(self):
        hub = self.hub()
        page = self.page(hub, "#/dumplings")
        self.wait_for_eaters(hub, 1)
        self.sniff(hub, capture("web.pcap"))
        made = self.cook(capture("web.pcap"), "-n", "demo")
        page.wait_for_text(str(len(made)), "#dumplings header .note")
        page.press("p")
        page.run("""const select = document.querySelector('select[aria-label="Chef"]'); select.value = "DNSLookupChef";
                    select.dispatchEvent(new Event("change", {bubbles: true}))""")
        page.press("/")
        page.type("#dumplings .search", "www.example")
        lookups = [one for one in made if one["metadata"]["chef"] == "DNSLookupChef" and "www.example" in json.dumps(one)]
        page.wait("document.querySelectorAll('.list .row').length == arguments[0]", "the matching dumplings", len(lookups))
        self.assertEqual({"DNSLookupChef"}, set(page.texts(".list .chef")))
        page.click_text("button", "Download")

        def downloaded():
            files = glob.glob(os.path.join(page.downloads, "*"))
            return [file for file in files if file.endswith(".jsonl") and os.path.getsize(file) > 0] if len(files) == 1 else []

        file = wait_until(downloaded, "the whole download")[0]
        status, out, err = self.run_tool("nd-print", "--input-file", file, "--json")
        self.assertEqual((0, lookups), (status, [json.loads(line) for line in out.splitlines()]), err)
        self.assertNoComplaints()

    def test_a_dumpling_opens_as_a_tree_by_keyboard(self):
        hub = self.hub()
        kitchen = Kitchen(hub)
        self.addCleanup(kitchen.close)
        page = self.page(hub, "#/dumplings")
        self.wait_for_eaters(hub, 1)
        kitchen.say_text('{"long": 12345678901234567890, "nested": {"list": [1, null, "two"]}}')
        kitchen.say({"second": True})
        page.wait_for_text("second", ".list .row")
        page.press("j")
        page.wait_for_text("second", ".detail-pane .json")
        page.press("Escape")
        page.run("document.querySelector('.list').focus()")
        page.press("Enter")
        page.wait_for_text("second", ".detail-pane .json")
        page.press("j")
        page.wait_for_text("12345678901234567890", ".detail-pane .json")
        page.wait_for_text('"two"', ".detail-pane .json")
        page.run("document.querySelector('.detail-pane button').focus()")
        page.press("Escape")
        page.wait("!document.querySelector('.detail-pane')", "the dumpling to be closed")
        page.wait("document.activeElement?.role === 'listbox'", "the list to have the focus")
        self.assertNoComplaints()

    def test_filters_are_in_the_address_and_outlast_a_reload_and_another_view(self):
        hub = self.hub()
        kitchen = Kitchen(hub)
        self.addCleanup(kitchen.close)
        page = self.page(hub, "#/dumplings")
        self.wait_for_eaters(hub, 1)
        for word in ("m\u00fcnchen", "berlin"):
            kitchen.say({"city": word})
        page.wait_for_text("berlin", ".list .row")
        page.press("/")
        page.type("#dumplings .search", "m\u00fcnchen")
        shown = ['city: "m\u00fcnchen"']
        page.wait("location.hash == '#/dumplings?text=m%C3%BCnchen'", "the filter in the address")
        self.wait_for_texts(shown, ".list .preview")
        for leave, left, come_back in (("window.isOld = true; location.reload()", "!window.isOld", ""),
                                       ("location.hash = '#/dns'", "!document.querySelector('#dumplings')", "location.hash = '#/dumplings'")):
            page.run(leave)
            page.wait(left, "what comes after " + leave)
            page.run(come_back)
            page.wait("document.querySelector('#dumplings .search')?.value == 'm\u00fcnchen' && document.querySelectorAll('.list .row').length == 1", "the filter")
            self.wait_for_texts(shown, ".list .preview")
        page.click_text("button", "Clear")
        page.wait("location.hash == '#/dumplings' && document.querySelectorAll('.list .row').length == 2", "no filter")
        self.assertNoComplaints()

    def test_the_page_connects_again_to_its_hub_and_shows_every_dumpling_once(self):
        log = os.path.join(self.folder, "log")
        hub = self.hub("--log-dir", log)
        kitchen = Kitchen(hub)
        page = self.page(hub, "#/dumplings")
        self.wait_for_eaters(hub, 1)
        kitchen.say({"from": "first"})
        page.wait_for_text("first", ".list .row")
        kitchen.close()
        hub.kill()
        page.wait_for_text("Lost the hub", ".bar")
        page.wait_for_text("no hub", ".link-state")
        again = self.keep(harness.Hub("-f", "0.5", "--log-dir", log, in_port=hub.in_port, out_port=hub.out_port))
        kitchen = Kitchen(again)
        self.addCleanup(kitchen.close)
        kitchen.say({"from": "second"})  # perhaps before the page is connected again
        page.wait_for_text("live", ".link-state")
        kitchen.say({"from": "third"})
        page.wait_for_text("third", ".list .row")
        self.wait_for_texts(['from: "third"', 'from: "second"', 'from: "first"'], ".list .preview")
        page.complaints()  # the browser rightly complains about refused connections

    def test_a_page_that_is_left_disconnects_and_starts_again_on_the_way_back(self):
        hub = self.hub()
        page = self.page(hub)
        self.wait_for_eaters(hub, 1)
        page.open("about:blank")
        hub.err.wait_for(r"Dumpling eater page-\w+ connection closed: received 1001")
        page.run("setTimeout(() => history.back(), 0)")
        page.wait_for_text("live", ".link-state")
        self.wait_for_eaters(hub, 2)
        self.assertNoComplaints()

    def test_an_unknown_chef_is_drawn_on_a_chart(self):
        hub = self.hub("-f", "0.2")
        kitchen = Kitchen(hub, chefs=["TeapotChef"])
        self.addCleanup(kitchen.close)
        page = self.page(hub)
        page.click_text(".chefs a", "TeapotChef")
        page.wait_for_text("Nothing from TeapotChef yet", "main")
        self.wait_for_eaters(hub, 2)
        for i in range(8):
            kitchen.say({"heat": 20 + i % 3, "poured": 100 * i, "cups": [{"size": 2, "of": "tea"}, {"size": 3, "of": "milk"}], "lid": "on"},
                        chef="TeapotChef", time=1e9 + 5 * i)
        page.wait_for_text("8 dumplings", "main header .note")
        self.wait_for_table([["(dumplings)", "8"], ["heat", "21"], ["poured", "700"]], "#numbers", 1, 2)
        page.wait_for_text("heat", ".legend")
        drawn = """(() => { const canvas = document.querySelector("main canvas"); const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                   const [r, g, b] = getComputedStyle(document.querySelector(".swatch")).backgroundColor.match(/\\d+/g).map(Number); let found = 0;
                   for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12) ++found;
                   return found > 50; })()"""
        page.wait(drawn, "a line in the legend's colour")
        page.run("""[...document.querySelectorAll("#numbers tbody tr")].find((row) => row.innerText.includes("poured")).querySelector("input").click()""")
        page.wait("[...document.querySelectorAll('.legend li')].some((e) => /poured \\/s\\s+20$/.test(e.innerText))", "the rate of what was poured")
        page.wait_for_text("milk", "main table")
        page.wait_for_text('"on"', ".json")
        self.assertNoComplaints()

    def test_text_from_packets_becomes_text_and_never_html(self):
        hub = self.hub("-f", "0.2")
        evil = "<img src=x onerror=\"window.hacked=1\">"
        kitchen = Kitchen(hub, name=evil, chefs=[evil, "DNSLookupChef", "ARPChef", "PacketCountChef"])
        self.addCleanup(kitchen.close)

        def speak():
            kitchen.say({"lookup": {"hostname": evil, "when": 1e9}}, chef="DNSLookupChef", driver="packet")
            kitchen.say({"lookups_seen": {evil: {"count": 3, "latest": 1e9}}}, chef="DNSLookupChef")
            kitchen.say({"operation": evil, "src_hw": evil, "src_ip": evil, "dst_hw": evil, "dst_ip": evil, "time": 1e9, "notes": evil}, chef="ARPChef", driver="packet")
            kitchen.say({"packet_counts": {evil: 7}}, chef="PacketCountChef")
            kitchen.say({evil: 5, "rows": [{evil: evil}], "text": evil}, chef=evil)
            kitchen.say_text('{"__proto__": {"polluted": 1, "a": 2}, "constructor": {"prototype": {"polluted": 1}}}', chef=evil)
            kitchen.say_text('{"lookups_seen": {"__proto__": {"count": 4, "latest": 1}}}', chef="DNSLookupChef")

        page = self.page(hub)
        for hash, where in (("#/", "#kitchens"), ("#/dns", "#hosts"), ("#/arp", "#devices"), ("#/dumplings", ".list"),
                            ("#/chef/" + urllib.parse.quote(evil, safe=""), "main")):
            with self.subTest(hash):
                page.open("http://%s/%s" % (hub.eaters, hash))
                page.wait_for_text("live", ".link-state")
                self.wait_for_subscription(page)
                speak()
                page.wait_for_text(evil if hash != "#/dumplings" else "onerror", where)
                self.assertEqual([None, 0, None], page.run(
                    "return [window.hacked ?? null, document.querySelectorAll('main img, main script, nav img:not([src=\"favicon.svg\"])').length, ({}).polluted ?? null]"))
        self.assertNoComplaints()

    def test_the_page_asks_once_in_a_tab_for_the_token_of_its_hub(self):
        right, path = "a-token-for-eaters?>~", os.path.join(self.folder, "token")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(right + "\n")
        hub = self.hub("-f", "0.2", "--eater-token-file", path, "--kitchen-token-file", path)
        page = self.browser
        page.open("http://%s/#/dns" % hub.eaters)
        page.wait_for_text("This hub asks for a token", "h1")
        self.assertEqual("", page.text(".bad"))
        for wrong, why in (("a-token-for-nobody", "doesn't accept this token"), ("no token", "This is not a token")):
            page.wait("document.activeElement?.id === 'token'", "the field to have the focus")
            page.type("#token", wrong + browser.KEYS["Enter"])
            page.wait_for_text(why, ".unlock .bad")
        page.run("document.querySelector('#token').value = ''")
        page.type("#token", right + browser.KEYS["Enter"])
        page.wait_for_text("live", ".link-state")
        page.press("1")
        page.wait_for_text("sudo nd-sniff -i all -h localhost:%d --token-file FILE" % hub.in_port, ".command")
        page.run("location.reload()")
        page.wait_for_text("live", ".link-state")
        self.assertEqual([right, None], page.run("return [sessionStorage, localStorage].map((kept) => kept.getItem('netdumplings.token'))"))
        self.assertNotIn(right, hub.err.text)
        page.complaints()  # the browser rightly complains about refused connections

    def test_the_page_asks_again_for_a_token_that_was_replaced(self):
        path = os.path.join(self.folder, "token")

        def hub_with(token, **ports):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
                file.write(token + "\n")
            return self.keep(harness.Hub("-f", "0.2", "--eater-token-file", path, **ports))

        hub = hub_with("the-token-of-yesterday")
        page = self.browser
        page.open("http://%s/" % hub.eaters)
        page.wait_for_text("This hub asks for a token", "h1")
        page.type("#token", "the-token-of-yesterday" + browser.KEYS["Enter"])
        page.wait_for_text("live", ".link-state")
        hub.kill()
        hub_with("the-token-of-today", in_port=hub.in_port, out_port=hub.out_port)
        page.wait_for_text("doesn't accept this token", ".unlock .bad")
        self.assertIsNone(page.run("return sessionStorage.getItem('netdumplings.token')"))
        page.type("#token", "the-token-of-today" + browser.KEYS["Enter"])
        page.wait_for_text("live", ".link-state")
        page.complaints()

    def test_trusted_types_stop_even_the_pages_own_script(self):
        page = self.page(self.hub())
        self.assertTrue(page.run("try { document.body.innerHTML = '<b>x</b>'; return false } catch (error) { return error instanceof TypeError }"))

    def test_colours_can_be_read(self):
        """Text has a contrast of 4.5 with its background; a line or the edge of a field has one of 3 (WCAG AA: 1.4.3, 1.4.11)."""
        page = self.page(self.hub("-f", "0.2"))
        pairs = [("--text", "--panel"), ("--text", "--ground"), ("--muted", "--panel"), ("--muted", "--ground"), ("--muted", "--raised"), ("--accent", "--panel"),
                 ("--on-accent", "--accent"), ("--text", "--selected"), ("--muted", "--selected"), ("--good", "--good-ground"), ("--warn", "--warn-ground"), ("--bad", "--bad-ground"),
                 ("--bad", "--panel"), ("--string", "--panel"), ("--number", "--panel"), ("--key", "--panel"), ("--text", "--warn-ground"), ("--warn", "--raised"), ("--bad", "--raised")]
        pairs = [(*pair, 4.5) for pair in pairs] + [("--line-%d" % i, "--panel", 3) for i in range(1, 9)] + [("--field-edge", "--panel", 3), ("--accent", "--panel", 3)]
        for theme in ("light", "dark"):
            page.run("document.documentElement.dataset.theme = arguments[0]", theme)
            colours = page.run("""const style = getComputedStyle(document.documentElement);
                return Object.fromEntries(arguments[0].map((name) => [name, style.getPropertyValue(name).trim()]))""", [name for pair in pairs for name in pair[:2]])
            for text, ground, least in pairs:
                self.assertGreaterEqual(contrast(colours[text], colours[ground]), least, "%s on %s, %s" % (text, ground, theme))


def contrast(one, other):
    """Returns the contrast ratio of two #rrggbb colours (WCAG 2.1)."""
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


if __name__ == "__main__":
    harness.main()
