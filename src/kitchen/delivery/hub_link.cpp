#include "kitchen/delivery/hub_link.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "common/protocol.hpp"
#include "kitchen/delivery/session_name.hpp"
#include "net/loop/blocked_signals.hpp"

namespace netdumplings::kitchen {
namespace {

// Returns whether a hub closes with this code because of what it was sent.
bool blames_us(std::uint16_t code) {
  switch (code) {
    case protocol::close_protocol_error:
    case protocol::close_not_accepted:
    case protocol::close_invalid_data:
    case protocol::close_policy:
    case protocol::close_too_large:
      return true;
    default:
      return false;
  }
}

net::ClientOptions client_options(const net::HubAccess& hub) {
  return {.hub = hub.endpoint,
          .subprotocols = {protocol::v1},
          .max_message = defaults::max_message,
          .tls = hub.tls,
          .token = hub.token};
}

}  // namespace

HubLink::HubLink(HubLinkOptions options, Log log, std::unique_ptr<Spool> spool)
    : options_(std::move(options)),
      log_(std::move(log)),
      spool_folder_(spool ? spool->folder() : ""),
      first_session_(spool ? spool->session() : new_session()),
      outbox_(
          options_.outbox_size, options_.when_full, [this] { loop_.post([this] { pump(); }); }, std::move(spool),
          [this](const std::string& trouble) { report_spool(trouble); }),
      link_(loop_, client_options(options_.hub),
            {.on_connecting = [this] { connecting(); },
             .on_open = [this](bool after_outage) { opened(after_outage); },
             .on_message = [this](std::string_view message) { heard(message); },
             .on_drained = [this] { pump(); },
             .on_unreachable = [this](const net::LastingLink::Failure& failure) { unreachable(failure); },
             .on_closed = [this](const net::CloseReason& reason) { closed(reason); }}),
      plain_(outbox_, options_.card),
      numbered_(outbox_, options_.card, first_session_) {}

HubLink::~HubLink() {
  outbox_.close();
  loop_.stop();
  if (thread_.joinable()) thread_.join();
}

void HubLink::start() {
  const net::BlockedSignals blocked;
  thread_ = std::thread([this] { run(); });
}

void HubLink::run() {
  try {
    link_.start();
    loop_.run();
  } catch (const std::exception& error) {
    log_->error("{}: The link to the dumpling hub broke: {}", options_.kitchen_name, error.what());
    conclude(std::string("the link to the hub broke: ") + error.what());
  }
}

void HubLink::use_access(const net::HubAccess& access) {
  loop_.post([this, token = access.token, tls = access.tls] { link_.use(token, tls); });
}

bool HubLink::put(std::string_view dumpling) {
  switch (outbox_.put(dumpling)) {
    case Outbox::Put::taken:
      return true;
    case Outbox::Put::closed:
      return false;
    case Outbox::Put::taken_and_dropped:
      break;
    case Outbox::Put::dropped:
      if (dumpling.size() <= defaults::max_message) break;
      if (!std::exchange(too_large_told_, true)) {
        log_->warn("{}: A dumpling of {} bytes was dropped: hubs take at most {}", options_.kitchen_name,
                   dumpling.size(), defaults::max_message);
      }
      return true;
  }
  warn_of_overflow();
  return true;
}

void HubLink::warn_of_overflow() {
  if (overflow_told_.exchange(true)) return;
  const auto trouble = outbox_.spool_trouble();
  log_->warn("{}: The outbox is full ({} bytes){}: dumplings are being dropped, the oldest first",
             options_.kitchen_name, options_.outbox_size, trouble.empty() ? "" : ", and " + trouble);
}

// Dumplings that the spool can't store go to memory. When memory is full too it is too late to do something, so this is
// logged before.
void HubLink::report_spool(const std::string& trouble) {
  if (trouble.empty()) {
    return log_->info("{}: the spool {} takes dumplings again", options_.kitchen_name, spool_folder_);
  }
  const bool waits = options_.when_full == WhenFull::wait;
  log_->warn("{}: {}; what doesn't fit in memory {}", options_.kitchen_name, trouble,
             waits ? "waits" : "is dropped, the oldest first");
}

DeliveryReport HubLink::finish(std::optional<std::chrono::nanoseconds> timeout) {
  outbox_.close();
  if (!thread_.joinable()) conclude("the link to the hub was never started");
  auto answer = answer_.get_future();
  loop_.post([this, timeout] { stop(timeout); });
  auto failure = answer.get();
  loop_.stop();
  if (thread_.joinable()) thread_.join();
  return {outbox_.counts(), std::move(failure)};
}

void HubLink::cancel() {
  outbox_.hurry();
  loop_.post([this] { hurry(); });
}

void HubLink::connecting() {
  const auto level = std::exchange(announced_, true) ? spdlog::level::debug : spdlog::level::info;
  log_->log(level, "{}: Connecting to {}", options_.kitchen_name, at_hub());
}

void HubLink::opened(bool after_outage) {
  if (after_outage) log_->info("{}: Connected to {}", options_.kitchen_name, at_hub());
  said_ = 0;
  renewing_ = false;
  breathing_ = false;
  if (link_.connection().subprotocol() == protocol::v1) {
    wire_ = &numbered_;
  } else {
    wire_ = &plain_;
  }
  wire_->begin(link_.connection());
  may_send_ = !wire_->hub_answers();
  if (may_send_) return;
  greeting_.start(options_.greeting_timeout, [this] {
    log_->warn("{}: {} took our card but didn't answer it", options_.kitchen_name, at_hub());
    unanswered_ = true;
    link_.close(protocol::close_policy, "no acknowledgement");
  });
}

void HubLink::heard(std::string_view message) {
  if (renewing_) return;
  const auto delivered = outbox_.counts().delivered;
  const auto heard = wire_->hear(message);
  if (heard.kind == KitchenWire::Heard::Kind::false_acknowledgement) return renew_session(heard.why);
  if (heard.kind == KitchenWire::Heard::Kind::nothing) return;
  if (outbox_.counts().delivered > delivered) link_.progressed();
  if (!std::exchange(may_send_, true)) answered();
  pump();
}

// What the hub says of this session can't be true, so nothing that it says of it can be relied on. In a session that
// the hub doesn't know yet, it gets again what it hasn't acknowledged.
void HubLink::renew_session(const std::string& why) {
  log_->warn("{}: {} {}: a new session begins, with what isn't acknowledged", options_.kitchen_name, at_hub(), why);
  const auto session = new_session();
  outbox_.start_session(session);
  numbered_.start_session(session);
  renewing_ = true;
  may_send_ = false;
  greeting_.cancel();
  link_.close(protocol::close_policy, "a false acknowledgement");
}

// The hub has said which of our dumplings it has.
void HubLink::answered() {
  greeting_.cancel();
  reported_.clear();
  drop_what_closes_twice();
  wire_->start();
}

// A hub that closed the connection because of a dumpling is sent it once more. If it closes again, the dumpling is
// dropped. Called when it is known what the hub has.
void HubLink::drop_what_closes_twice() {
  if (!blamed_) return;
  const auto delivered = outbox_.counts().delivered;
  if (std::exchange(suspected_after_, delivered) == delivered) {
    log_->warn("{}: {} closed the connection twice over the same dumpling ({}): it is dropped", options_.kitchen_name,
               at_hub(), terminal::harmless(blamed_->to_string()));
    outbox_.refuse_oldest();
    suspected_after_.reset();
  }
  blamed_.reset();
}

// Called when something may have changed: dumplings wait, the kernel has taken everything, or the link is to stop.
void HubLink::pump() {
  if (link_.state() != net::LastingLink::State::open || !may_send_) return;
  if (link_.connection().pending() > 0 || (breathing_ && !stopping_)) return;
  wire_->count_sent();
  if (send_batch()) return;
  overflow_told_ = false;
  if (!stopping_ || !wire_->all_arrived()) return;
  if (hurried_) return say_close(protocol::close_cancelled, protocol::reason_cancelled, defaults::flush_at_stop);
  say_close(protocol::close_normal, "", std::nullopt);
}

// A wake-up and a write for every dumpling would cost a busy kitchen more than the dumplings themselves. So after a
// batch, the link waits a moment for more dumplings. A dumpling that comes after a silence is sent at once.
bool HubLink::send_batch() {
  if (!wire_->send_batch(std::min(defaults::most_in_flight, options_.outbox_size / 2))) return false;
  breathing_ = link_.connection().pending() < defaults::send_batch;
  if (breathing_) breath_.start(defaults::send_pause, [this] { breathing_ = false, pump(); });
  return true;
}

void HubLink::unreachable(const net::LastingLink::Failure& failure) {
  if (failure.first && !failure.after_loss) {
    report(failure.why);
  } else if (failure.turned_away && options_.wait_for_hub) {
    log_->warn("{}: {}", options_.kitchen_name, failure.why);  // the hub is back, but doesn't let us in
  }
  go_on_after(failure.why);
}

void HubLink::closed(const net::CloseReason& reason) {
  wire_->count_sent();
  greeting_.cancel();
  outbox_.put_back();
  if (blames_us(reason.code) && may_send_) blamed_ = reason;
  const bool unanswered = std::exchange(unanswered_, false);
  const bool card_refused = reason.code == protocol::close_policy && !may_send_ && !unanswered;
  if (!wire_->hub_answers()) drop_what_closes_twice();  // other hubs say on the next connection what they have
  const bool all_given = said_ != 0 && outbox_.counts().waiting == 0;
  if (all_given && wire_->arrived_before(reason, said_)) return conclude("");
  const auto why = "Lost connection to " + at_hub() + ": " + terminal::harmless(reason.to_string());
  if (all_given) return conclude(why + "; it had not answered our Close and may lack the last dumplings");
  if (gave_up_) return conclude(too_late());
  // A hub that refuses the card says the same each time.
  if (!card_refused || std::exchange(reported_, why) != why) report(why);
  if (card_refused && options_.when_full == WhenFull::wait) return conclude(why + "; it refuses this kitchen");
  go_on_after(why);
}

// Logs an outage when it begins.
void HubLink::report(const std::string& why) {
  const auto level = options_.wait_for_hub ? spdlog::level::warn : spdlog::level::err;
  log_->log(level, "{}: There was a problem with the dumpling hub connection. Is nd-hub available?",
            options_.kitchen_name);
  if (options_.wait_for_hub) log_->warn("{}: {}", options_.kitchen_name, why);  // otherwise finish() returns it
}

// The link connects again by itself unless this ends it.
void HubLink::go_on_after(const std::string& why) {
  if (!options_.wait_for_hub || (stopping_ && hurried_)) conclude(why);
}

void HubLink::stop(std::optional<std::chrono::nanoseconds> timeout) {
  using State = net::LastingLink::State;
  if (concluded_) return;
  stopping_ = true;
  if (hurried_) timeout = defaults::flush_at_stop;
  if (timeout) deadline_.start(*timeout, [this] { give_up(); });
  if (hurried_ && link_.state() == State::waiting) return give_up();
  pump();
}

void HubLink::hurry() {
  if (std::exchange(hurried_, true) || !stopping_) return;
  stop(std::nullopt);
}

void HubLink::give_up() {
  gave_up_ = true;
  if (link_.state() != net::LastingLink::State::open) return conclude(too_late());
  say_close(protocol::close_cancelled, protocol::reason_cancelled, defaults::flush_at_stop);
}

void HubLink::say_close(std::uint16_t code, const char* text, std::optional<std::chrono::nanoseconds> timeout) {
  said_ = code;
  link_.close(code, text, timeout);
}

void HubLink::conclude(const std::string& failure) {
  if (std::exchange(concluded_, true)) return;
  outbox_.close();
  deadline_.cancel();
  link_.end();
  outbox_.abandon();
  answer_.set_value(failure);
}

}  // namespace netdumplings::kitchen
