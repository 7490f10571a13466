#include "eaters/top/status_reader.hpp"

#include <algorithm>
#include <initializer_list>

#include "common/defaults.hpp"
#include "common/text.hpp"
#include "eaters/top/payload_parts.hpp"

namespace netdumplings::eaters::top {
namespace {

using nlohmann::json;

// Returns the sum of the figures that have a value.
Figure sum(std::initializer_list<Figure> figures) {
  Figure total;
  for (const Figure& figure : figures) {
    if (figure) total = total.value_or(0) + *figure;
  }
  return total;
}

std::string address(const json& info) { return end_text(text_at(info, "host", "?"), figure_at(info, "port")); }

// Returns ARPChef for `netdumplings.dumplingchefs.ARPChef`.
std::string without_module(const std::string& chef) { return short_name(chef.substr(chef.rfind('.') + 1)); }

KitchenEntry kitchen(const json& entry) {
  const json& card = value_at(entry, "info_from_kitchen");
  const json& hub = value_at(entry, "info_from_hub");
  KitchenEntry kitchen;
  kitchen.row.name = text_at(card, "kitchen_name", "?");
  kitchen.row.host = address(hub);
  kitchen.row.interface = text_at(card, "interface");
  const std::string filter = text_at(card, "filter");
  kitchen.row.filter = shown_filter(filter);
  kitchen.row.received = figure_at(hub, "received");
  kitchen.row.invalid = figure_at(hub, "invalid");
  for (const json& chef : list_at(card, "chefs")) {
    if (chef.is_string()) kitchen.chefs.push_back(without_module(chef.get_ref<const std::string&>()));
  }
  kitchen.row.chefs = kitchen.chefs.size();
  kitchen.poke_interval = figure_at(card, "poke_interval").value_or(0);
  kitchen.last_seen = figure_at(hub, "last_seen");
  return kitchen;
}

EaterRow eater(const json& entry) {
  const json& hub = value_at(entry, "info_from_hub");
  EaterRow eater;
  eater.name = text_at(value_at(entry, "info_from_eater"), "eater_name", "?");
  eater.host = address(hub);
  eater.sent = figure_at(hub, "sent");
  eater.behind = figure_at(hub, "behind");
  eater.skipped = figure_at(hub, "skipped");
  return eater;
}

KitchenEntry absent_kitchen(const json& entry) {
  KitchenEntry kitchen;
  kitchen.row.name = text_at(entry, "name", "?");
  kitchen.row.host = text_at(entry, "host", "?");
  kitchen.row.received = figure_at(entry, "received");
  kitchen.row.invalid = figure_at(entry, "invalid");
  kitchen.row.why = text_at(entry, "why");
  kitchen.last_seen = figure_at(entry, "last_seen");
  return kitchen;
}

EaterRow absent_eater(const json& entry, double now) {
  EaterRow eater;
  eater.name = text_at(entry, "name", "?");
  eater.host = text_at(entry, "host", "?");
  eater.state = EaterState::left;
  eater.sent = figure_at(entry, "sent");
  eater.behind = figure_at(entry, "behind");
  eater.skipped = figure_at(entry, "skipped");
  eater.left = std::max(0.0, now - figure_at(entry, "left_at").value_or(now));
  eater.why = text_at(entry, "why");
  return eater;
}

void read_absences(HubStatus& status, const json& payload) {
  if (value_at(payload, "absent_kitchens").is_array()) status.absent_kitchens.emplace();
  for (const json& entry : list_at(payload, "absent_kitchens")) {
    if (status.absent_kitchens->size() < defaults::top_most_kitchens) {
      status.absent_kitchens->push_back(absent_kitchen(entry));
    }
  }
  for (const json& entry : list_at(payload, "absent_eaters")) {
    if (status.absent_eaters.size() < defaults::top_most_kitchens) {
      status.absent_eaters.push_back(absent_eater(entry, status.time));
    }
  }
  for (const json& name : list_at(payload, "shared_kitchen_names")) {
    if (name.is_string() && status.shared_names.size() < defaults::top_most_kitchens) {
      status.shared_names.push_back(short_name(name.get_ref<const std::string&>()));
    }
  }
}

HubFacts facts(const json& payload) {
  HubFacts hub;
  hub.told = true;
  hub.version = text_at(payload, "hub_version");
  hub.uptime = figure_at(payload, "server_uptime");
  hub.dumplings_in = figure_at(payload, "total_dumplings_in");
  hub.dumplings_out = figure_at(payload, "total_dumplings_out");
  hub.invalid = figure_at(payload, "total_dumplings_invalid");
  hub.skipped = figure_at(payload, "total_dumplings_skipped");
  hub.kitchens_left_out = count_at(payload, "dumpling_kitchens_left_out");
  hub.eaters_left_out = count_at(payload, "dumpling_eaters_left_out");
  return hub;
}

}  // namespace

HubStatus read_status(const Dumpling& dumpling) {
  HubStatus status;
  status.time = dumpling.creation_time;
  status.facts = facts(dumpling.payload);
  for (const json& entry : list_at(dumpling.payload, "dumpling_kitchens")) status.kitchens.push_back(kitchen(entry));
  for (const json& entry : list_at(dumpling.payload, "dumpling_eaters")) status.eaters.push_back(eater(entry));
  read_absences(status, dumpling.payload);
  return status;
}

KitchenLedger read_ledger(const Dumpling& dumpling) {
  const json& packets = value_at(dumpling.payload, "packets");
  const json& dumplings = value_at(dumpling.payload, "dumplings");
  KitchenLedger ledger;
  ledger.uptime = figure_at(dumpling.payload, "uptime");
  ledger.captured = figure_at(packets, "received");
  ledger.packets_dropped = sum({figure_at(packets, "dropped_by_kernel"), figure_at(packets, "dropped_by_interface")});
  ledger.waiting = figure_at(dumplings, "waiting");
  for (const json& count : value_at(dumplings, "dropped")) {
    if (count.is_number()) ledger.dumplings_dropped = ledger.dumplings_dropped.value_or(0) + count.get<double>();
  }
  for (const auto& [name, counts] : value_at(dumpling.payload, "chefs").items()) {
    const json& retired = value_at(counts, "retired");
    ledger.chefs[without_module(name)] = {figure_at(counts, "dumplings"), retired.is_boolean() && retired.get<bool>()};
  }
  return ledger;
}

}  // namespace netdumplings::eaters::top
