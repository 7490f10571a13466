// What nd-top shows, as it is at one moment. What a hub or kitchen doesn't tell has no value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace netdumplings::eaters::top {

using Figure = std::optional<double>;

struct HubFacts {
  bool told = false;  // a status has come
  std::string version = {};
  Figure uptime = {};  // seconds
  Figure dumplings_in = {};
  Figure dumplings_out = {};
  Figure in_rate = {};  // a second, here and below
  Figure out_rate = {};
  Figure invalid = {};
  Figure skipped = {};
  std::size_t kitchens_left_out = 0;  // of the hub's list
  std::size_t eaters_left_out = 0;
};

/// The worst that is true of it.
enum class KitchenState { ok, invalid, left, drops, silent };

struct KitchenRow {
  std::string name = {};
  std::string host = {};
  std::string interface = {};
  std::string filter = {};
  std::size_t chefs = 0;
  KitchenState state = KitchenState::ok;
  Figure rate = {};  // dumplings
  Figure received = {};
  Figure invalid = {};
  Figure heard = {};  // seconds since
  // From its own ledger.
  Figure captured = {};
  Figure packets_dropped = {};
  Figure dumplings_dropped = {};
  Figure waiting = {};

  [[nodiscard]] Figure dropped() const;
};

struct ChefRow {
  std::string name = {};
  std::vector<std::string> kitchens = {};
  Figure rate = {};
  Figure seen = {};
  Figure heard = {};
  bool retired = false;  // in some kitchen: it failed too often
};

enum class EaterState { ok, skipped, skips };

struct EaterRow {
  std::string name = {};
  std::string host = {};
  EaterState state = EaterState::ok;
  Figure sent = {};
  Figure rate = {};
  Figure behind = {};
  Figure skipped = {};
};

struct Trouble {
  bool bad = true;  // else it is to be noticed
  std::string text = {};
};

struct Overview {
  HubFacts hub = {};
  std::vector<KitchenRow> kitchens = {};
  std::vector<ChefRow> chefs = {};
  std::vector<EaterRow> eaters = {};
  std::size_t names_left_out = 0;      // dumplings of chefs that there was no row left for
  std::vector<Trouble> troubles = {};  // the worst first
};

}  // namespace netdumplings::eaters::top
