// What nd-top shows, as it is at one moment. A figure that no hub or kitchen reports has no value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace netdumplings::eaters::top {

using Figure = std::optional<double>;

struct HubFacts {
  bool told = false;  // a status dumpling has come
  std::string version = {};
  Figure uptime = {};  // seconds
  Figure dumplings_in = {};
  Figure dumplings_out = {};
  Figure in_rate = {};  // rates are a second, here and below
  Figure out_rate = {};
  Figure invalid = {};
  Figure skipped = {};
  std::size_t kitchens_left_out = 0;  // the hub's list lacks this many
  std::size_t eaters_left_out = 0;
};

/// The worst of what is true of a kitchen.
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
  Figure heard = {};     // seconds since something came from it
  std::string why = {};  // if it has left: how, as the hub says
  // From its own ledger:
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
  bool retired = false;  // it failed too often in some kitchen
};

enum class EaterState { ok, left, skipped, skips };

struct EaterRow {
  std::string name = {};
  std::string host = {};
  EaterState state = EaterState::ok;
  Figure sent = {};
  Figure rate = {};
  Figure behind = {};
  Figure skipped = {};
  Figure left = {};      // seconds since it has left
  std::string why = {};  // if it has left: how, as the hub says
};

/// A connection, as FlowChef reported it last.
struct ConnectionRow {
  std::string client = {};  // its address
  Figure client_port = {};
  std::string server = {};   // address and port
  std::string state = {};    // in FlowChef's words
  std::string service = {};  // or the protocol, and the server's name
  Figure sent = {};          // bytes of the client
  Figure received = {};      // bytes of the server
  Figure resent = {};        // packets of both
  Figure duration = {};      // seconds
  Figure heard = {};         // seconds since the report
  std::string kitchen = {};
  bool many_resent = false;  // for so many packets

  [[nodiscard]] bool open() const { return state == "open"; }
  [[nodiscard]] Figure bytes() const;
};

struct Connections {
  std::vector<ConnectionRow> rows = {};
  std::size_t left_out = 0;   // ended before the others, and forgotten to make room
  bool are_reported = false;  // a kitchen that is connected has FlowChef
  bool are_asked_for = true;  // otherwise the hub sends only status dumplings
};

struct Trouble {
  bool bad = true;  // otherwise only worth a notice
  std::string text = {};
};

struct Overview {
  HubFacts hub = {};
  std::vector<KitchenRow> kitchens = {};
  std::vector<ChefRow> chefs = {};
  std::vector<EaterRow> eaters = {};
  Connections connections = {};
  std::vector<std::string> shared_names = {};  // that kitchens of different hosts have
  std::size_t names_left_out = 0;              // dumplings of chefs for which there was no room
  std::vector<Trouble> troubles = {};          // the worst first
};

}  // namespace netdumplings::eaters::top
