#include "eaters/top/kitchen_book.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::eaters::top {
namespace {

std::string connection_of(const KitchenRow& row) { return row.name + '\n' + row.host; }

template <class Value>
Value* find_or_add_name(std::map<std::string, Value>& values, const std::string& name) {
  const auto found = values.find(name);
  if (found != values.end()) return &found->second;
  return values.size() < defaults::top_most_kitchens ? &values[name] : nullptr;
}

KitchenState state_of(const KitchenRow& row, double poke_interval) {
  if (row.heard && poke_interval > 0 && *row.heard > defaults::top_silent_pokes * poke_interval)
    return KitchenState::silent;
  if (row.dropped().value_or(0) > 0) return KitchenState::drops;
  return row.invalid.value_or(0) > 0 ? KitchenState::invalid : KitchenState::ok;
}

}  // namespace

Figure KitchenRow::dropped() const {
  if (!packets_dropped && !dumplings_dropped) return std::nullopt;
  return packets_dropped.value_or(0) + dumplings_dropped.value_or(0);
}

void KitchenBook::heard(const std::string& kitchen, double now) {
  if (Heard* const heard = find_or_add_name(heard_, kitchen)) {
    heard->at = now;
    heard->meter.add(now);
  }
}

void KitchenBook::note(const std::string& kitchen, const KitchenLedger& ledger) {
  if (KitchenLedger* const known = find_or_add_name(ledgers_, kitchen)) *known = ledger;
}

void KitchenBook::update(const HubStatus& status, double now) {
  if (status.absent_kitchens) {
    note_absences(status, now);
  } else {
    remember_those_that_left(status, now);
  }
  std::map<std::string, CounterRate> received;
  for (const KitchenEntry& kitchen : status.kitchens) {
    const std::string connection = connection_of(kitchen.row);
    received[connection] = received_[connection];
    // The hub's uptime is an even clock, while its status may reach us late.
    if (kitchen.row.received) received[connection].update(*kitchen.row.received, status.facts.uptime.value_or(now));
  }
  received_ = std::move(received);
  connected_ = status.kitchens;
  status_time_ = status.time;
  status_at_ = now;
}

// If the hub cut its list short, a kitchen that isn't in it may still be connected.
void KitchenBook::remember_those_that_left(const HubStatus& status, double now) {
  std::set<std::string> present;
  for (const KitchenEntry& kitchen : status.kitchens) present.insert(kitchen.row.name);
  if (status.facts.kitchens_left_out == 0) {
    for (const KitchenEntry& kitchen : connected_) {
      if (present.contains(kitchen.row.name)) continue;
      if (Gone* const gone = find_or_add_name(gone_, kitchen.row.name)) *gone = {kitchen.row, now};
    }
  }
  std::erase_if(gone_, [&](const auto& each) {
    return present.contains(each.first) || now - each.second.at > defaults::top_remembered_seconds;
  });
}

// The hub remembers longer than we do, and from before we came.
void KitchenBook::note_absences(const HubStatus& status, double now) {
  gone_.clear();
  for (const KitchenEntry& kitchen : *status.absent_kitchens) {
    const double ago = std::max(0.0, status.time - kitchen.last_seen.value_or(status.time));
    if (Gone* const gone = find_or_add_name(gone_, kitchen.row.name)) *gone = {kitchen.row, now - ago};
  }
}

std::vector<KitchenRow> KitchenBook::rows(double now) const {
  std::vector<KitchenRow> rows;
  for (const KitchenEntry& kitchen : connected_) rows.push_back(row(kitchen, now));
  for (const auto& [name, gone] : gone_) {
    rows.push_back(gone.row);
    rows.back().state = KitchenState::left;
    rows.back().heard = now - gone.at;
    add_ledger(rows.back());
  }
  return rows;
}

KitchenRow KitchenBook::row(const KitchenEntry& kitchen, double now) const {
  KitchenRow row = kitchen.row;
  row.heard = silence(kitchen, now);
  const auto counted = received_.find(connection_of(row));
  if (counted != received_.end()) row.rate = counted->second.per_second();
  const auto heard = heard_.find(row.name);
  if (!row.rate && heard != heard_.end()) row.rate = heard->second.meter.per_second(now);
  add_ledger(row);
  row.state = state_of(row, kitchen.poke_interval);
  return row;
}

// Returns the seconds since the kitchen sent something, by the later of what the hub says and what came here.
Figure KitchenBook::silence(const KitchenEntry& kitchen, double now) const {
  Figure least;
  if (kitchen.last_seen) least = std::max(0.0, status_time_ - *kitchen.last_seen) + now - status_at_;
  const auto found = heard_.find(kitchen.row.name);
  if (found != heard_.end()) least = std::min(least.value_or(now), now - std::max(found->second.at, watched_from_));
  const bool told_nothing = !least && now - watched_from_ > defaults::top_silent_pokes * kitchen.poke_interval;
  return told_nothing ? now - watched_from_ : least;
}

void KitchenBook::add_ledger(KitchenRow& row) const {
  const auto found = ledgers_.find(row.name);
  if (found == ledgers_.end()) return;
  const KitchenLedger& ledger = found->second;
  row.captured = ledger.captured;
  row.packets_dropped = ledger.packets_dropped;
  row.dumplings_dropped = ledger.dumplings_dropped;
  row.waiting = ledger.waiting;
}

}  // namespace netdumplings::eaters::top
