"""The live page shows what the network chefs report. A kitchen of the test says it to a real hub."""

import harness
import network_dumplings as nd
from made_up_kitchen import Kitchen
from page_case import PageCase

VIEWS = ("#/connections", "#/names", "#/dns", "#/devices")
# They need much room.
LONG_IP, LONG_NAME = "2001:db8:1234:5678:9abc:def0:1234:5678", "a-rather-long-name-of-a-host.in-a-long-domain.example.org"


class NetworkChefs(PageCase):
    def setUp(self):
        super().setUp()
        self.hub_ = self.hub("-f", "0.2")
        self.kitchen = Kitchen(self.hub_, chefs=list(nd.CHEF_OF.values()))
        self.addCleanup(self.kitchen.close)

    def say(self, *payloads):
        for payload in payloads:
            self.kitchen.say(payload, chef=nd.chef_of(payload), driver="packet")

    def view(self, hash):
        """Shows the view, and waits until the hub sends it what it asks for."""
        page = self.page(self.hub_, hash)
        self.wait_for_subscription(page)
        return page

    def search(self, text):
        self.browser.run("""const field = document.querySelector('main .search'); field.value = arguments[0]; field.dispatchEvent(new Event('input', {bubbles: true}))""", text)

    def sort_by(self, table, column):
        self.browser.run("[...document.querySelectorAll(arguments[0] + ' button.sort')].find((e) => e.innerText.startsWith(arguments[1])).click()", table, column)

    def test_a_connection_is_a_row_that_later_reports_update(self):
        page = self.view("#/connections")
        for end, sent, state in ((60, 1500, "open"), (120, 2500, "open"), (130, 1234567, "closed")):
            self.say(nd.flow(state=state, end=1e9 + end, duration=float(end), client=nd.counted("10.0.0.5", 50000, sent)))
            self.wait_for_table([["10.0.0.5:50000", "www.example.com\n192.0.2.1:443", "tls tcp", {1500: "1.5 kB", 2500: "2.5 kB", 1234567: "1.23 MB"}[sent], "20 kB",
                                  "%d min %d s" % divmod(end, 60), state]], "#connections", 0, 1, 2, 3, 4, 5, 6)
        self.wait_for_table([["10.0.0.5", "1", "1.23 MB", "20 kB"], ["192.0.2.1", "1", "20 kB", "1.23 MB"]], "#host-totals", 0, 1, 2, 3)
        page.click("#connections .fold")
        page.wait_for_text("1:wCb3OG7yAFWelaUydu0D+125CLM=", "#connections .detail")
        for fact in ("1,234,567 bytes", "12.3 ms", "ShADadFf", "made_up"):
            page.wait_for_text(fact, "#connections .detail")
        self.assertNoComplaints()

    def test_connections_that_fail_stand_out_by_words_and_colour(self):
        page = self.view("#/connections")
        self.say(*(nd.flow(start=1e9 + i, state=state, client=nd.counted("10.0.0.%d" % i, 1)) for i, state in enumerate(("closed", "refused", "reset", "no_answer"))),
                 nd.flow(start=1e9 + 9, tcp=nd.tcp(retransmitted=3)))
        states = [["closed"], ["refused"], ["reset"], ["no answer"], ["closed retransmitting"]]
        self.wait_for_table(states, "#connections", 6)
        colours = dict(page.run("return [...document.querySelectorAll('#connections td .state')].map((e) => [e.innerText, getComputedStyle(e).color])"))
        self.assertEqual(1, len({colours[state] for state in ("refused", "reset", "no answer")}), colours)
        self.assertEqual(3, len({colours[state] for state in ("refused", "closed", "retransmitting")}), colours)
        page.click_text("#connections button", "1 no answer")
        self.wait_for_table([["10.0.0.3:1", "no answer"]], "#connections", 0, 6)
        page.wait("location.hash == '#/connections?search=no+answer'", "the search in the address")
        page.click_text("#connections button", "1 no answer")
        self.wait_for_table(states, "#connections", 6)
        self.assertNoComplaints()

    def test_connections_are_sorted_and_searched_and_hosts_are_summed_over_those(self):
        page = self.view("#/connections")
        self.say(*(nd.flow(start=1e9 + i, client=nd.counted("10.0.0.%d" % i, 1, 10 ** i), server=nd.counted("192.0.2.%d" % (i % 2), 443, 1), server_name="host%d.example" % i)
                   for i in range(1, 5)))
        self.wait_for_table([["10.0.0.%d:1" % i] for i in (4, 3, 2, 1)], "#connections", 0, in_order=True)
        self.sort_by("#connections", "Client")
        self.wait_for_table([["10.0.0.%d:1" % i] for i in (1, 2, 3, 4)], "#connections", 0, in_order=True)
        self.sort_by("#connections", "Sent")
        self.wait_for_table([["10 kB"], ["1 kB"], ["100 B"], ["10 B"]], "#connections", 3, in_order=True)
        self.search("192.0.2.1 HOST")
        self.wait_for_table([["10.0.0.3:1"], ["10.0.0.1:1"]], "#connections", 0, in_order=True)
        self.wait_for_table([["10.0.0.1", "1", "10 B"], ["10.0.0.3", "1", "1 kB"], ["192.0.2.1", "2", "2 B"]], "#host-totals", 0, 1, 2)
        page.click_text("#host-totals .link", "10.0.0.3")
        self.wait_for_table([["10.0.0.3:1"]], "#connections", 0, in_order=True)
        page.press("1")
        page.wait("!document.querySelector('#connections')", "another view")
        page.press("5")
        self.wait_for_table([["10.0.0.3:1"]], "#connections", 0, in_order=True)
        self.assertNoComplaints()

    def test_what_networks_do_not_deliver_is_beside_the_connections(self):
        self.view("#/connections")
        self.say(nd.flow(), nd.icmp(), nd.icmp())
        self.wait_for_table([["port unreachable from 192.0.2.254", "10.0.0.5 \u2192 192.0.2.9:161 udp", "2"]], "#unreachable", 0, 1, 2)
        self.assertNoComplaints()

    def test_names_are_counted_for_each_client_and_way(self):
        self.view("#/names")
        self.say(nd.tls(), nd.tls(server_name="WWW.Example.com"), nd.tls(transport="quic", ja4="q13d"), nd.dns(), nd.http(), nd.tls(server_name=None))
        ja4 = "t13d1516h2_8daaf6152771_b186095e22b6"
        rows = [["10.0.0.5", "www.example.com", "tls", "2", ja4], ["10.0.0.5", "www.example.com", "quic", "1", "q13d"], ["10.0.0.5", "www.example.com", "dns", "1", ""],
                ["10.0.0.5", "plain.example", "http", "1", ""]]
        self.wait_for_table(rows, "#names", 0, 1, 2, 3, 5)
        self.search("quic q13d")
        self.wait_for_table([rows[1]], "#names", 0, 1, 2, 3, 5)
        self.assertNoComplaints()

    def test_the_view_of_dns_has_failures_and_latencies_beside_the_lookups(self):
        page = self.view("#/dns")
        self.say(*(nd.dns(latency=i / 1000) for i in range(1, 101)), nd.dns(name="wrong.example", response_code="NXDOMAIN", latency=0.2),
                 nd.dns(name="gone.example", response_code=None, latency=None), nd.dns(transport="mdns", name="tv.local", response_code=None, latency=None))
        self.wait_for_table([["10.0.0.1", "102", "1 (1.0 %)", "1 (1.0 %)", "NXDOMAIN 1", "51 ms", "96 ms"]], "#dns-servers", 0, 1, 2, 3, 4, 5, 6)
        self.wait_for_table([["wrong.example", "1 of 1", "NXDOMAIN 10.0.0.5"], ["gone.example", "1 of 1", "no answer 10.0.0.5"]], "#failing-names", 0, 1, 2)
        self.wait_for_table([["wrong.example", "200 ms", "200 ms", "1"], ["www.example.com", "100 ms", "50.5 ms", "100"]], "#slowest-names", 0, 1, 2, 3, in_order=True)
        page.wait_for_text("NXDOMAIN", ".legend")
        self.assertEqual(0, page.run("return document.querySelectorAll('#hosts').length"))
        self.kitchen.say({"lookup": {"hostname": "a.example", "when": 1e9}}, chef="DNSLookupChef", driver="packet")
        self.wait_for_table([["a.example", "1"]], "#hosts", 0, 1)
        self.assertNoComplaints()

    def test_devices_have_names_and_addresses_beside_those_that_arp_shows(self):
        self.view("#/devices")
        self.say(nd.device(by="arp", hostname=None), nd.device(addresses=["10.0.0.5", "fe80::1"], last_seen=1e9 + 5, change="address"))
        self.wait_for_table([["laptop", "10.0.0.5\nfe80::1", "00:1b:21:01:03:07", "MSFT 5.0", "arp, dhcp", "1 \u00b7 address"]], "#known-devices", 0, 1, 2, 3, 6, 7)
        self.kitchen.say({"operation": "reply", "src_hw": "aa", "src_ip": "10.0.0.9", "dst_hw": "bb", "dst_ip": "10.0.0.1", "time": 1e9, "notes": None}, chef="ARPChef", driver="packet")
        self.wait_for_table([["10.0.0.9", "aa"]], "#devices", 0, 1)
        self.assertNoComplaints()

    def test_a_view_without_dumplings_says_which_chefs_to_run(self):
        for hash in VIEWS:
            page = self.view(hash)
            page.wait("[...document.querySelectorAll('.command code')].some((e) => e.innerText == arguments[0])", "the command in " + hash,
                      "sudo nd-sniff -i all -m netdumplings.networkchefs -h localhost:%d" % self.hub_.in_port)
        self.assertNoComplaints()

    def say_evil(self, evil):
        side = {"ip": evil, "port": evil, "bytes": evil}
        self.say(nd.flow(**{key: evil for key in ("community_id", "interface", "protocol", "state", "history", "service", "server_name")},
                         client=nd.counted(evil, 1), server=nd.counted(evil, 2), tunnel={"kind": evil, "id": 1, "client": evil, "server": evil}),
                 nd.flow(client=side, server=side, start=evil, vlan=evil, tcp=evil), nd.icmp(kind=evil, **{"from": evil}),
                 nd.tls(server_name=evil, ja4=evil), nd.dns(name=evil, response_code=evil), nd.dns(server=side, name="__proto__", response_code="constructor"),
                 nd.device(hardware=evil, addresses=[evil], hostname=evil, vendor_class=evil, by=evil), nd.device(change=evil))

    def test_text_from_packets_becomes_text_and_never_html(self):
        evil = "<img src=x onerror=\"window.hacked=1\">"
        for hash, where in zip(VIEWS, ("#connections", "#names", "#failing-names", "#known-devices")):
            with self.subTest(hash):
                page = self.view(hash)
                self.say_evil(evil)
                page.wait_for_text(evil, where)
                if hash == "#/connections":
                    page.wait_for_text("onerror", "#unreachable")
                    page.run("document.querySelectorAll('#connections .fold').forEach((e) => e.click())")
                    page.wait("document.querySelector('#connections .detail')", "the details")
                self.assertEqual([None, 0, None], page.run("return [window.hacked ?? null, document.querySelectorAll('main img, main script').length, ({}).polluted ?? null]"))
        self.assertNoComplaints()

    def say_long(self):
        """Says something in which every text is as long as it is in a large network."""
        client, server = nd.counted("192.168.100.102", 51234, 123456), nd.counted(LONG_IP, 65535, 987654321)
        return (nd.flow(client=client, server=server, server_name=LONG_NAME, service="postgresql", duration=7300.0, state="no_answer", tcp=nd.tcp(retransmitted=7)),
                nd.flow(client=server, server=client, start=1e9 + 7), nd.icmp(kind="administratively prohibited"), nd.tls(client=client, server_name=LONG_NAME),
                nd.dns(client=client, server=server, name=LONG_NAME, latency=0.123), nd.dns(client=client, server=server, name=LONG_NAME, response_code="NXDOMAIN"),
                nd.device(hostname=LONG_NAME, addresses=["192.168.100.102", "fe80::21b:21ff:fe01:307"], vendor_class="android-dhcp-14", change="hostname"))

    def cut_off(self):
        """Returns the texts in heads and cells that aren't shown whole."""
        return self.browser.run("return [...document.querySelectorAll('main th, main td')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => [e.innerText, e.scrollWidth, e.clientWidth])")

    def wait_for_nothing_cut_off(self):
        self.wait_for_equal([], self.cut_off, "a page that shows all texts whole")

    def test_the_views_are_whole_at_1280_pixels_and_fit_on_a_phone(self):
        self.addCleanup(self.browser.resize, 1280, 800)
        for hash in VIEWS:
            with self.subTest(hash):
                self.browser.resize(1280, 800)
                page = self.view(hash)
                self.say(*self.say_long())
                page.wait("document.querySelectorAll('main tbody tr').length > 0", "the tables")
                self.wait_for_nothing_cut_off()
                for column in page.texts("main button.sort"):
                    page.run("[...document.querySelectorAll('main button.sort')].find((e) => e.innerText.startsWith(arguments[0])).click()", column.rstrip(" \u2191\u2193"))
                    page.wait("[...document.querySelectorAll('main button.sort')].some((e) => e.innerText.startsWith(arguments[0]) && /[\u2191\u2193]/.test(e.innerText))", "the order", column.rstrip(" \u2191\u2193"))
                    self.wait_for_nothing_cut_off()
                page.resize(400, 800)
                page.wait("innerWidth == 400", "the smaller page")
                page.wait("[...document.querySelectorAll('main, main .panel, main table')].every((e) => e.getBoundingClientRect().right <= 400)", "a page that fits")
                self.wait_for_nothing_cut_off()
        self.assertNoComplaints()

    def test_a_flood_is_counted_whole_and_the_page_still_answers(self):
        page = self.view("#/connections")
        for i in range(4000):
            self.say(nd.flow(start=1e9 + i, client=nd.counted("10.0.%d.%d" % (i // 250, i % 250), 1)))
        page.wait_for_text("4,000 shown", "#connections header")
        self.search("10.0.3.7:1 closed")
        self.wait_for_table([["10.0.3.7:1"]], "#connections", 0)
        self.assertNoComplaints()


if __name__ == "__main__":
    harness.main()
