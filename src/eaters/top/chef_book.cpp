#include "eaters/top/chef_book.hpp"

namespace netdumplings::eaters::top {

void ChefBook::count(const std::string& name, const std::string& kitchen, double now) {
  Chef* const chef = find_or_add(name);
  if (chef == nullptr) {
    ++left_out_;
    return;
  }
  ++chef->seen;
  chef->heard = now;
  chef->meter.add(now);
  if (chef->kitchens.size() < most_kitchens) chef->kitchens.insert(kitchen);
}

// Several ledgers from the past may come at once, so the rate is computed on the kitchen's own clock, its uptime.
void ChefBook::note(const std::string& kitchen, const KitchenLedger& ledger) {
  for (const auto& [name, counts] : ledger.chefs) {
    Chef* const chef = find_or_add(name);
    if (chef == nullptr || (chef->told.size() >= most_kitchens && !chef->told.contains(kitchen))) continue;
    Told& told = chef->told[kitchen];
    if (counts.dumplings && ledger.uptime) told.rate.update(*counts.dumplings, *ledger.uptime);
    told.made = counts.dumplings;
    told.retired = counts.retired;
  }
}

ChefBook::Chef* ChefBook::find_or_add(const std::string& name) {
  const auto found = chefs_.find(name);
  if (found != chefs_.end()) return &found->second;
  return chefs_.size() < most_chefs ? &chefs_[name] : nullptr;
}

ChefRow ChefBook::row(const std::string& name, const Chef& chef, bool from_ledgers, double now) {
  ChefRow row{name};
  row.kitchens.assign(chef.kitchens.begin(), chef.kitchens.end());
  for (const auto& [kitchen, told] : chef.told) row.retired |= told.retired;
  if (chef.seen > 0 || !from_ledgers) {
    row.seen = static_cast<double>(chef.seen);
    row.rate = chef.meter.per_second(now);
    if (chef.seen > 0) row.heard = now - chef.heard;
    return row;
  }
  for (const auto& [kitchen, told] : chef.told) {
    if (told.made) row.seen = row.seen.value_or(0) + *told.made;
    if (const auto rate = told.rate.per_second()) row.rate = row.rate.value_or(0) + *rate;
  }
  return row;
}

std::vector<ChefRow> ChefBook::rows(const std::vector<KitchenEntry>& kitchens, bool from_ledgers, double now) const {
  std::map<std::string, std::set<std::string>> in_cards;
  for (const KitchenEntry& kitchen : kitchens) {
    for (const std::string& chef : kitchen.chefs) in_cards[chef].insert(kitchen.row.name);
  }
  std::vector<ChefRow> rows;
  for (const auto& [name, chef] : chefs_) {
    Chef known = chef;
    known.kitchens.merge(in_cards[name]);
    in_cards.erase(name);
    rows.push_back(row(name, known, from_ledgers, now));
  }
  for (const auto& [name, where] : in_cards) rows.push_back({name, {where.begin(), where.end()}, {}, 0});
  return rows;
}

}  // namespace netdumplings::eaters::top
