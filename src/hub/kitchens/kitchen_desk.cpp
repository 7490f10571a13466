#include "hub/kitchens/kitchen_desk.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "common/os/terminal.hpp"
#include "hub/kitchens/kitchen_session.hpp"
#include "hub/log/clock.hpp"

namespace netdumplings::hub {
namespace {

std::string shown_name(const KitchenSession& kitchen) {
  return terminal::shown(kitchen.hello().name, defaults::longest_shown_name);
}

// Returns the names that kitchens of several hosts have.
std::vector<std::string> shared_names(const std::vector<KitchenReport>& kitchens) {
  std::map<std::string_view, std::string_view> hosts;
  std::set<std::string_view> shared;
  for (const KitchenReport& kitchen : kitchens) {
    const auto [first, is_new] = hosts.emplace(kitchen.name, kitchen.peer.host);
    if (!is_new && first->second != kitchen.peer.host) shared.insert(kitchen.name);
    if (shared.size() == defaults::most_shared_names) break;
  }
  return {shared.begin(), shared.end()};
}

}  // namespace

KitchenDesk::KitchenDesk(net::Loop& loop, DumplingLog& log, KitchenDeskOptions options, std::function<void()> on_batch)
    : loop_(loop),
      log_(log),
      options_(std::move(options)),
      on_batch_(std::move(on_batch)),
      check_(options_.max_message),
      origins_(log.key()) {}

KitchenDesk::~KitchenDesk() = default;

std::unique_ptr<net::ConnectionHandler> KitchenDesk::receive(net::ServerConnection& connection) {
  return std::make_unique<KitchenSession>(*this, connection);
}

void KitchenDesk::report(Census& census) {
  census.kitchens = kitchens_.size();
  census.kitchens_gone = gone_;
  for (const KitchenSession* kitchen : kitchens_) {
    census.kitchens_present += kitchen->ledger();
    if (census.kitchen_list.size() == defaults::status_max_entries) continue;
    census.kitchen_list.push_back({kitchen->hello().card, kitchen->peer(), kitchen->came_seconds(),
                                   kitchen->seen_seconds(), kitchen->ledger(), kitchen->hello().name});
  }
  census.absent_kitchens = absences_.list(census.now_seconds);
  census.shared_kitchen_names = shared_names(census.kitchen_list);
}

Kitchens::iterator KitchenDesk::came(KitchenSession& kitchen) {
  if (coming_and_going_.allows()) {
    options_.log->info("Received dumpling kitchen connection from {} at {}", shown_name(kitchen),
                       kitchen.peer().to_string());
  }
  warn_of_namesake(kitchen);
  absences_.came(kitchen.hello().name);
  return kitchens_.insert(kitchens_.end(), &kitchen);
}

void KitchenDesk::went(Kitchens::iterator place, const std::string& why) {
  const KitchenSession& kitchen = **place;
  if (coming_and_going_.allows()) {
    options_.log->info("Dumpling kitchen {} connection closed: {}", shown_name(kitchen), why);
  }
  gone_ += kitchen.ledger();
  absences_.went({kitchen.hello().name, kitchen.peer().host, kitchen.came_seconds(), kitchen.seen_seconds(),
                  seconds_since_epoch(), terminal::shown(why, defaults::longest_shown_name), kitchen.ledger()});
  kitchens_.erase(place);
}

void KitchenDesk::warn_of_namesake(const KitchenSession& kitchen) {
  if (!absences_.is_present(kitchen.hello().name)) return;
  const auto same = std::find_if(kitchens_.begin(), kitchens_.end(), [&kitchen](const KitchenSession* other) {
    return other->hello().name == kitchen.hello().name && other->peer().host != kitchen.peer().host && other->stays();
  });
  if (same == kitchens_.end() || !namesakes_.allows()) return;
  options_.log->warn("Two dumpling kitchens have the name {}: one at {}, one at {}", shown_name(kitchen),
                     (*same)->peer().to_string(), kitchen.peer().to_string());
}

void KitchenDesk::refused(const net::Endpoint& peer, const std::string& why) {
  if (!refusals_.allows()) return;
  options_.log->warn("A client at {} never became a dumpling kitchen: {}", peer.to_string(), why);
}

void KitchenDesk::log_invalid(const KitchenSession& kitchen, Verdict verdict) {
  if (!invalid_.allows()) return;
  const char* why = "Could not determine chef name";
  if (verdict == Verdict::not_json) why = "Could not interpret dumpling JSON";
  if (verdict == Verdict::long_name) why = "The name of its chef or kitchen is too long";
  if (verdict == Verdict::hubs_own) why = "Its chef is the hub's own";
  options_.log->error("Received invalid dumpling: {}; kitchen: {}", why,
                      terminal::shown(kitchen.hello().card, defaults::longest_shown_card));
}

void KitchenDesk::tell_left_out_lines() {
  for (LimitedLog* const lines : {&coming_and_going_, &namesakes_, &refusals_, &invalid_}) lines->tell_left_out();
}

Verdict KitchenDesk::take(std::string_view message, bool binary, Session* session, std::uint64_t number) {
  const Verdict verdict = check_(message);
  if (verdict != Verdict::dumpling) return verdict;
  if (batch_arrival_ms_ == 0) begin_batch();
  log_.append({message, binary ? net::Opcode::binary : net::Opcode::text, origins_.of(check_.origin()),
               batch_arrival_ms_, session, number});
  return verdict;
}

// A write to a file whose disk takes nothing ends the hub, so it looks at the disk before.
void KitchenDesk::begin_batch() {
  batch_arrival_ms_ = milliseconds_since_epoch();
  if (std::abs(batch_arrival_ms_ - disk_seen_ms_) < defaults::disk_check_pause.count()) return;
  disk_seen_ms_ = batch_arrival_ms_;
  static_cast<void>(log_.stored());
}

void KitchenDesk::batch_taken() {
  batch_arrival_ms_ = 0;
  on_batch_();
}

Session* KitchenDesk::open_session(std::string_view name, std::function<void()> on_taken_over) {
  return log_.sessions().open(name, milliseconds_since_epoch(), std::move(on_taken_over));
}

void KitchenDesk::close_session(Session& session) {
  if (!log_.stored()) session.number = session.acknowledged;
  log_.sessions().close(session, milliseconds_since_epoch());
}

}  // namespace netdumplings::hub
