"""Five tools find one another without any flag, in a network of their own."""
import json

import harness
import netns
from harness import SystemTest, needs_root

NO_SUDO = {"SUDO_USER": None, "SUDO_UID": None}
BUNDLED = ["netdumplings.dumplingchefs." + chef for chef in ("ARPChef", "DNSLookupChef", "PacketCountChef")]


@needs_root
class Defaults(SystemTest):
    def test_the_tools_meet_at_their_default_addresses_under_their_default_names(self):
        wire = netns.Wire(self)
        hub = self.start("nd-hub", under=wire.near)
        hub.err.wait_for(r"Dumplings in: ws://localhost:11347  out: ws://localhost:11348$")
        eaters = [self.start(tool, under=wire.near) for tool in ("nd-print", "nd-hubstatus")]
        for name in ("printereater", "statuseater"):
            hub.err.wait_for("Received dumpling eater connection from %s at " % name)
        kitchen = self.start("nd-sniff", under=wire.near, env=NO_SUDO)
        hub.err.wait_for("Received dumpling kitchen connection from default_kitchen at ")
        details = self.start("nd-hubdetails", under=wire.near)
        hub.err.wait_for("Received dumpling eater connection from detailseater at ")
        eaters[0].out.wait_for(r"^\S+ \[interval\] PacketCountChef from default_kitchen$")
        eaters[1].out.wait_for("kitchens: 1  eaters: 3 ")
        self.assertEqual(0, details.wait())
        self.check_status(json.loads(details.out.text.split("\n\n")[1]))
        for program in (kitchen, *eaters, hub):
            program.interrupt()
            self.assertEqual(0, program.wait(), program.report())

    def check_status(self, status):
        """Checks that the kitchen has its default card, and the eaters their default names."""
        self.assertEqual(
            {
                "kitchen_name": "default_kitchen",
                "interface": "all",
                "filter": "tcp or udp or arp",
                "chefs": BUNDLED,
                "poke_interval": 5.0,
            },
            status["dumpling_kitchens"][0]["info_from_kitchen"],
        )
        self.assertEqual(
            [
                {"eater_name": "detailseater", "chefs": ["SystemStatusChef"]},
                {"eater_name": "printereater"},
                {"eater_name": "statuseater", "chefs": ["SystemStatusChef"]},
            ],
            sorted((eater["info_from_eater"] for eater in status["dumpling_eaters"]), key=lambda eater: eater["eater_name"]),
        )


if __name__ == "__main__":
    harness.main()
