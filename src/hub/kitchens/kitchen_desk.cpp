#include "hub/kitchens/kitchen_desk.hpp"

#include <utility>

#include "common/os/terminal.hpp"
#include "hub/kitchens/kitchen_session.hpp"
#include "hub/log/clock.hpp"

namespace netdumplings::hub {

KitchenDesk::KitchenDesk(net::Loop& loop, DumplingLog& log, Topics& topics, KitchenDeskOptions options,
                         std::function<void()> on_batch)
    : loop_(loop),
      log_(log),
      topics_(topics),
      options_(std::move(options)),
      on_batch_(std::move(on_batch)),
      check_(options_.max_message) {}

KitchenDesk::~KitchenDesk() = default;

std::unique_ptr<net::ConnectionHandler> KitchenDesk::receive(net::ServerConnection& connection) {
  return std::make_unique<KitchenSession>(*this, connection);
}

void KitchenDesk::report(Census& census) const {
  census.kitchens = kitchens_.size();
  census.kitchens_gone = gone_;
  for (const KitchenSession* kitchen : kitchens_) {
    census.kitchens_present += kitchen->ledger();
    if (census.kitchen_list.size() == defaults::status_max_entries) continue;
    census.kitchen_list.push_back(
        {kitchen->hello().card, kitchen->peer(), kitchen->came_seconds(), kitchen->seen_seconds(), kitchen->ledger()});
  }
}

Kitchens::iterator KitchenDesk::came(KitchenSession& kitchen) {
  options_.log->info("Received dumpling kitchen connection from {} at {}", terminal::harmless(kitchen.hello().name),
                     kitchen.peer().to_string());
  return kitchens_.insert(kitchens_.end(), &kitchen);
}

void KitchenDesk::went(Kitchens::iterator place, const std::string& why) {
  const KitchenSession& kitchen = **place;
  options_.log->info("Dumpling kitchen {} connection closed: {}", terminal::harmless(kitchen.hello().name), why);
  gone_ += kitchen.ledger();
  kitchens_.erase(place);
}

void KitchenDesk::refused(const net::Endpoint& peer, const std::string& why) {
  if (const auto more = refusals_.due()) {
    options_.log->warn("A client at {} never became a dumpling kitchen: {}{}", peer.to_string(), why, *more);
  }
}

Verdict KitchenDesk::take(std::string_view message, bool binary, Session* session, std::uint64_t number) {
  const Verdict verdict = check_(message);
  if (verdict != Verdict::dumpling) return verdict;
  if (batch_arrival_ms_ == 0) batch_arrival_ms_ = milliseconds_since_epoch();
  log_.append({message, binary ? net::Opcode::binary : net::Opcode::text, topics_.of(check_.origin()),
               batch_arrival_ms_, session, number});
  return verdict;
}

void KitchenDesk::batch_taken() {
  batch_arrival_ms_ = 0;
  on_batch_();
}

Session* KitchenDesk::open_session(std::string_view name, std::function<void()> on_taken_over) {
  return log_.sessions().open(name, milliseconds_since_epoch(), std::move(on_taken_over));
}

void KitchenDesk::close_session(Session& session) { log_.sessions().close(session, milliseconds_since_epoch()); }

}  // namespace netdumplings::hub
