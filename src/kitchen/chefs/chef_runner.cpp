#include "kitchen/chefs/chef_runner.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace netdumplings::kitchen {

ChefRunner::ChefRunner(KitchenFacts kitchen, DumplingSink& sink, Log log, std::chrono::nanoseconds budget)
    : kitchen_(std::move(kitchen)), sink_(sink), log_(std::move(log)), budget_(budget) {}

Result<void> ChefRunner::hire(const ChefModules& modules, const RequestedChefs& requested, const ChefOptions& options) {
  for (const auto& module : modules.modules()) {
    if (!module.error.empty()) log_->error("Problem with {}: {}", module.name, module.error);
  }
  if (auto fit = options.check(modules); !fit) return fit;
  for (const auto& module : modules.modules()) hire_from(module, requested, options);
  if (requested) warn_of_missing(modules, *requested);
  warn_of_same_names();
  const bool follows = std::any_of(chefs_.begin(), chefs_.end(), [](const auto& c) { return c->uses_connections(); });
  if (follows) connections_ = std::make_unique<ConnectionFollower>(chefs_, merges_interfaces_);
  return {};
}

void ChefRunner::hire_from(const ChefModule& module, const RequestedChefs& requested, const ChefOptions& options) {
  for (const auto& chef : module.chefs) {
    if (!chef.assignable()) {
      log_->warn("{}: Chef {} is marked as unassignable", kitchen_.name, chef.name);
      continue;
    }
    if (!is_wanted(chef, requested)) continue;
    log_->info("{}: Registering {}.{} with kitchen", kitchen_.name, module.name, chef.name);
    const auto told = options.for_chef(chef);
    auto hired = told ? HiredChef::hire(kitchen_, module.name, module.path, chef, *told, sink_, log_)
                      : Result<std::unique_ptr<HiredChef>>(Error{told.error()});
    if (hired) {
      chefs_.push_back(std::move(hired).value());
      audience_.add(chefs_.back()->table());
      chefs_.back()->set_budget(budget_);
      chefs_.back()->set_timers([this, index = chefs_.size() - 1](std::uint64_t token, std::int64_t delay_ns) {
        timers_.start(index, token, clock_(), delay_ns);
      });
    } else {
      log_->error("{}: Error creating chef {}: {}", kitchen_.name, chef.name, hired.error());
    }
  }
}

void ChefRunner::warn_of_missing(const ChefModules& modules, const std::vector<std::string>& requested) {
  std::set<std::string> offered;
  for (const auto& module : modules.modules()) {
    for (const auto& chef : module.chefs) offered.insert(chef.name);
  }
  for (const auto& name : requested) {
    if (offered.insert(name).second) log_->warn("{}: Chef {} not found", kitchen_.name, name);
  }
}

void ChefRunner::warn_of_same_names() {
  std::map<std::string, std::vector<std::string>> paths;
  for (const auto& chef : chefs_) paths[chef->name()].push_back(chef->path());
  for (const auto& [name, where] : paths) {
    if (where.size() == 1) continue;
    std::string all;
    for (const auto& path : where) all += (all.empty() ? "" : " and in ") + path;
    log_->warn("{}: Chef {} is in {}; all of them run, and their dumplings bear the same name", kitchen_.name, name,
               all);
  }
}

std::vector<std::string> ChefRunner::card_chefs() const {
  std::vector<std::string> names;
  for (const auto& chef : chefs_) names.push_back(chef->full_name());
  std::sort(names.begin(), names.end());
  return names;
}

void ChefRunner::advance(std::int64_t clock_ns, std::int64_t now_ns) {
  if (connections_) connections_->advance(clock_ns, now_ns);
  timers_.run_due(clock_ns, [&](std::size_t chef, std::uint64_t token) { chefs_[chef]->timer(token, now_ns); });
}

bool ChefRunner::packet(const nd_packet& packet) {
  if (connections_) return follow(packet);
  audience_.for_each(packet, [&](std::size_t chef) { chefs_[chef]->packet(packet); });
  return is_more_wanted();
}

// The same as packet(), with connections.
bool ChefRunner::follow(const nd_packet& packet) {
  connections_->observe(packet);
  audience_.for_each(connections_->observed(),
                     [this](std::size_t chef) { chefs_[chef]->packet(connections_->show_to(chef)); });
  connections_->stream();
  return is_more_wanted();
}

// Whether the sink wants more dumplings, and a chef is left to make them.
bool ChefRunner::is_more_wanted() const {
  bool more = true;
  bool at_work = false;
  for (const auto& chef : chefs_) {
    more = chef->more_wanted() && more;
    at_work = !chef->retired() || at_work;
  }
  return more && at_work;
}

bool ChefRunner::all_retired() const {
  return std::all_of(chefs_.begin(), chefs_.end(), [](const auto& chef) { return chef->retired(); });
}

bool ChefRunner::poke(double interval, std::int64_t now_ns) {
  if (connections_) connections_->update(now_ns);
  bool more = true;
  for (const auto& chef : chefs_) more = chef->poke(interval, now_ns) && more;
  return more;
}

void ChefRunner::close(nd_connection_end reason, std::int64_t now_ns) {
  if (connections_) connections_->finish(reason, now_ns);
  for (const auto& chef : chefs_) chef->close(now_ns);
}

std::optional<ConnectionCounts> ChefRunner::connection_counts() const {
  return connections_ ? std::optional(connections_->counts()) : std::nullopt;
}

void ChefRunner::log_left_out() {
  for (const auto& chef : chefs_) chef->log_left_out();
}

std::vector<ChefRunner::Counts> ChefRunner::counts() const {
  std::vector<Counts> all;
  for (const auto& chef : chefs_) all.push_back({chef->full_name(), chef->counts()});
  return all;
}

}  // namespace netdumplings::kitchen
