// The hub's status dumpling and a kitchen's ledger, read with whatever keys they have. Strangers wrote them.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

struct KitchenEntry {
  KitchenRow row;                       // what the hub tells of it
  std::vector<std::string> chefs = {};  // without their modules
  double poke_interval = 0;
  Figure last_seen = {};  // by the hub's clock
};

struct HubStatus {
  double time = 0;  // by the hub's clock
  HubFacts facts;
  std::vector<KitchenEntry> kitchens = {};
  std::vector<EaterRow> eaters = {};
};

struct KitchenLedger {
  struct Chef {
    Figure dumplings = {};
    bool retired = false;
  };
  Figure uptime = {};
  Figure captured = {};
  Figure packets_dropped = {};
  Figure dumplings_dropped = {};
  Figure waiting = {};
  std::map<std::string, Chef> chefs = {};
};

HubStatus read_status(const Dumpling& dumpling);
KitchenLedger read_ledger(const Dumpling& dumpling);

/// A name from the wire, cut where nobody would read on.
std::string short_name(std::string_view name);

}  // namespace netdumplings::eaters::top
