// The module of the three chefs that come with netdumplings.
#include "arp_chef.hpp"
#include "dns_lookup_chef.hpp"
#include "packet_count_chef.hpp"

NETDUMPLINGS_CHEFS(netdumplings::chefs::ARPChef, netdumplings::chefs::DNSLookupChef,
                   netdumplings::chefs::PacketCountChef)
