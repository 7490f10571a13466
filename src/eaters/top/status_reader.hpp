// Reads the hub's status dumpling and a kitchen's ledger. They come from outside, so any key may be missing or be of
// another type; what can't be read is left out.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

struct KitchenEntry {
  KitchenRow row;                       // what the hub reports about the kitchen
  std::vector<std::string> chefs = {};  // without their modules
  double poke_interval = 0;
  Figure last_seen = {};  // seconds since the epoch, on the hub's clock
};

struct HubStatus {
  double time = 0;  // seconds since the epoch, on the hub's clock
  HubFacts facts;
  std::vector<KitchenEntry> kitchens = {};
  std::vector<EaterRow> eaters = {};
  std::optional<std::vector<KitchenEntry>> absent_kitchens = {};  // nothing if the hub doesn't remember them
  std::vector<EaterRow> absent_eaters = {};
  std::vector<std::string> shared_names = {};  // that kitchens of different hosts have
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

}  // namespace netdumplings::eaters::top
