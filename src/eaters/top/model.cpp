#include "eaters/top/model.hpp"

#include <algorithm>
#include <utility>

#include "common/protocol.hpp"
#include "eaters/top/payload_parts.hpp"
#include "eaters/top/troubles.hpp"

namespace netdumplings::eaters::top {

void Model::connected(double now) {
  lost_at_.reset();
  kitchens_.watch_from(now);
}

void Model::fold(const Dumpling& dumpling, double now) {
  if (dumpling.chef == protocol::status_chef && !dumpling.kitchen) return fold_status(read_status(dumpling), now);
  if (!dumpling.kitchen) return;
  const std::string kitchen = short_name(*dumpling.kitchen);
  kitchens_.heard(kitchen, now);
  chefs_.count(short_name(dumpling.chef), kitchen, now);
  if (dumpling.chef == flow_chef) connections_.note(dumpling, now);
  if (dumpling.chef != protocol::kitchen_status_chef) return;
  const KitchenLedger ledger = read_ledger(dumpling);
  kitchens_.note(kitchen, ledger);
  chefs_.note(kitchen, ledger);
}

void Model::fold_status(const HubStatus& status, double now) {
  hub_ = status.facts;
  const double clock = hub_.uptime.value_or(now);
  if (hub_.dumplings_in) in_.update(*hub_.dumplings_in, clock);
  if (hub_.dumplings_out) out_.update(*hub_.dumplings_out, clock);
  hub_.in_rate = in_.per_second();
  hub_.out_rate = out_.per_second();
  kitchens_.update(status, now);
  update_eaters(status);
  absent_eaters_ = status.absent_eaters;
  shared_names_ = status.shared_names;
}

void Model::update_eaters(const HubStatus& status) {
  std::map<std::string, Eater> eaters;
  const double clock = status.facts.uptime.value_or(status.time);
  for (const EaterRow& row : status.eaters) {
    const std::string connection = row.name + '\n' + row.host;
    Eater& eater = eaters[connection] = eaters_[connection];
    eater.row = row;
    if (row.sent) eater.sent.update(*row.sent, clock);
    if (row.skipped) eater.skipped.update(*row.skipped, clock);
    eater.row.rate = eater.sent.per_second();
    if (row.skipped.value_or(0) > 0) {
      eater.row.state = eater.skipped.growth() > 0 ? EaterState::skips : EaterState::skipped;
    }
  }
  eaters_ = std::move(eaters);
}

Connections Model::connections(double now) const {
  const auto& kitchens = kitchens_.connected();
  const bool are_reported = std::any_of(kitchens.begin(), kitchens.end(), [](const KitchenEntry& kitchen) {
    return std::find(kitchen.chefs.begin(), kitchen.chefs.end(), flow_chef) != kitchen.chefs.end();
  });
  return {connections_.rows(now), connections_.left_out(), are_reported, !status_only_};
}

Overview Model::overview(double now) const {
  const double at = lost_at_.value_or(now);
  Overview overview;
  overview.hub = hub_;
  overview.kitchens = kitchens_.rows(at);
  overview.chefs = chefs_.rows(kitchens_.connected(), status_only_, at);
  for (const auto& [connection, eater] : eaters_) overview.eaters.push_back(eater.row);
  overview.eaters.insert(overview.eaters.end(), absent_eaters_.begin(), absent_eaters_.end());
  overview.connections = connections(at);
  overview.shared_names = shared_names_;
  overview.names_left_out = chefs_.left_out();
  overview.troubles = troubles(overview);
  return overview;
}

}  // namespace netdumplings::eaters::top
