// The module of the network chefs (CONTRACT.md, section 6).
#include <netdumplings/dumpling_chef.hpp>

#include "network/device/device_chef.hpp"
#include "network/dhcp/dhcp_chef.hpp"
#include "network/dns/dns_chef.hpp"
#include "network/flow/flow_chef.hpp"
#include "network/http/http_chef.hpp"
#include "network/icmp/icmp_chef.hpp"
#include "network/tls/tls_chef.hpp"
#include "network/traffic/talkers_chef.hpp"
#include "network/traffic/tcp_health_chef.hpp"

// clang-format off: a line for each chef
NETDUMPLINGS_CHEFS(netdumplings::chefs::network::DeviceChef, netdumplings::chefs::network::DhcpChef,
                   netdumplings::chefs::network::DnsChef, netdumplings::chefs::network::FlowChef,
                   netdumplings::chefs::network::HttpChef, netdumplings::chefs::network::IcmpChef,
                   netdumplings::chefs::network::TalkersChef, netdumplings::chefs::network::TcpHealthChef,
                   netdumplings::chefs::network::TlsChef)
