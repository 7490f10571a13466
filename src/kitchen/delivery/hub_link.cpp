#include "kitchen/delivery/hub_link.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"
#include "kitchen/delivery/hub_words.hpp"
#include "kitchen/delivery/session_name.hpp"
#include "net/client/websocket_client.hpp"
#include "net/loop/backoff.hpp"
#include "net/loop/blocked_signals.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::kitchen {

using std::chrono::steady_clock;

namespace {

// Given to the client in one go; the next lot goes when the kernel has this one.
constexpr std::size_t most_in_flight = 4 * defaults::send_batch;

/// Whether a hub closes with this code because of what it was sent.
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

}  // namespace

// Everything here is the network thread's, but for the outbox, the answer, and what the comments say.
class HubLink::Impl {
 public:
  Impl(HubLinkOptions its_options, Log its_log, std::unique_ptr<Spool> spool);
  ~Impl();

  // The packet thread's.
  void start();
  bool put(std::string_view dumpling);
  void tell_spool(const std::string& trouble);
  DeliveryReport finish(std::optional<std::chrono::nanoseconds> timeout);

  // Any thread's.
  void cancel();
  DeliveryCounts counts() const { return outbox_.counts(); }

 private:
  void run();
  void connect();
  void opened();
  void greet();
  void heard(std::string_view message);
  void greeted();
  void pump();
  bool send_batch();
  void count_sent();
  void suspect();
  void failed(const std::string& why);
  void closed(const net::CloseReason& reason);
  void trouble(const std::string& why);
  void stop(std::optional<std::chrono::nanoseconds> timeout);
  void hurry();
  void give_up();
  void say_close(std::uint16_t code, const char* text, std::optional<std::chrono::nanoseconds> timeout);
  void conclude(const std::string& failure);
  [[nodiscard]] std::string at_hub() const { return "the dumpling hub at " + options_.hub.uri(); }
  [[nodiscard]] std::string too_late() const { return at_hub() + " did not take all dumplings in time"; }

  enum class Connection : std::uint8_t { none, coming, open, closing };

  const HubLinkOptions options_;
  const Log log_;
  const std::string session_;
  const std::string spool_;  // its folder
  net::Loop loop_;
  Outbox outbox_;
  std::thread thread_;
  std::promise<std::string> answer_;  // finish() waits for it
  std::atomic<bool> overflow_told_ = false;
  bool too_large_told_ = false;  // the packet thread's

  std::unique_ptr<net::WebSocketClient> client_;
  Connection connection_ = Connection::none;
  net::Backoff backoff_;
  net::Timer retry_{loop_};
  net::Timer breath_{loop_};    // between two batches
  net::Timer deadline_{loop_};  // of the stop
  net::Timer greeting_{loop_};  // of the hub's first word
  steady_clock::time_point opened_at_;
  std::uint64_t given_ = 0;  // of the client's messages, those that are accounted for
  Outbox::Batch batch_;
  bool numbered_ = false;                         // the hub speaks v1
  bool may_send_ = false;                         // it has had the card, and has answered where it does
  std::uint64_t next_ = 0;                        // the number that the hub expects of our next dumpling
  std::uint64_t delivered_before_ = 0;            // this connection
  std::optional<net::CloseReason> blamed_;        // the hub closed over what we sent
  std::optional<std::uint64_t> suspected_after_;  // so many were delivered when it did the last time
  bool in_trouble_ = false;                       // and said so
  bool turned_away_ = false;                      // by a hub that takes nobody who shows our token; and said so
  bool announced_ = false;
  bool breathing_ = false;
  bool stopping_ = false;   // finish() was called
  bool hurried_ = false;    // cancel() was
  bool gave_up_ = false;    // the stop's time is over
  bool concluded_ = false;  // finish() has its answer
  std::uint16_t said_ = 0;  // the code of our Close
};

HubLink::Impl::Impl(HubLinkOptions its_options, Log its_log, std::unique_ptr<Spool> spool)
    : options_(std::move(its_options)),
      log_(std::move(its_log)),
      session_(spool ? spool->session() : new_session()),
      spool_(spool ? spool->folder() : ""),
      outbox_(
          options_.outbox_size, options_.when_full, [this] { loop_.post([this] { pump(); }); }, std::move(spool),
          [this](const std::string& trouble) { tell_spool(trouble); }) {}

HubLink::Impl::~Impl() {
  outbox_.close();
  loop_.stop();
  if (thread_.joinable()) thread_.join();
}

void HubLink::Impl::start() {
  const net::BlockedSignals blocked;
  thread_ = std::thread([this] { run(); });
}

void HubLink::Impl::run() {
  try {
    connect();
    loop_.run();
  } catch (const std::exception& error) {
    log_->error("{}: The link to the dumpling hub broke: {}", options_.kitchen_name, error.what());
    conclude(std::string("the link to the hub broke: ") + error.what());
  }
}

bool HubLink::Impl::put(std::string_view dumpling) {
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
  if (!overflow_told_.exchange(true)) {
    const auto trouble = outbox_.spool_trouble();
    log_->warn("{}: The outbox is full ({} bytes){}: dumplings are being dropped, the oldest first",
               options_.kitchen_name, options_.outbox_size, trouble.empty() ? "" : ", and " + trouble);
  }
  return true;
}

/// What a spool doesn't take, memory does, until that is full too: then this is the last chance to do something.
void HubLink::Impl::tell_spool(const std::string& trouble) {
  if (trouble.empty()) return log_->info("{}: the spool {} takes dumplings again", options_.kitchen_name, spool_);
  const bool waits = options_.when_full == WhenFull::wait;
  log_->warn("{}: {}; what doesn't fit in memory {}", options_.kitchen_name, trouble,
             waits ? "waits" : "is dropped, the oldest first");
}

DeliveryReport HubLink::Impl::finish(std::optional<std::chrono::nanoseconds> timeout) {
  outbox_.close();
  if (!thread_.joinable()) conclude("the link to the hub was never started");
  auto answer = answer_.get_future();
  loop_.post([this, timeout] { stop(timeout); });
  auto failure = answer.get();
  loop_.stop();
  if (thread_.joinable()) thread_.join();
  return {outbox_.counts(), std::move(failure)};
}

void HubLink::Impl::cancel() {
  outbox_.hurry();
  loop_.post([this] { hurry(); });
}

void HubLink::Impl::connect() {
  const auto level = std::exchange(announced_, true) ? spdlog::level::debug : spdlog::level::info;
  log_->log(level, "{}: Connecting to {}", options_.kitchen_name, at_hub());
  connection_ = Connection::coming;
  net::WebSocketClient::Handlers handlers;
  handlers.on_open = [this] { opened(); };
  handlers.on_message = [this](std::string_view message, bool) { heard(message); };
  handlers.on_drained = [this] { pump(); };
  handlers.on_failed = [this](const std::string& why) { failed(why); };
  handlers.on_closed = [this](const net::CloseReason& reason) { closed(reason); };
  net::ClientOptions client{.hub = options_.hub,
                            .subprotocols = {protocol::v1},
                            .max_message = defaults::max_message,
                            .tls = options_.tls,
                            .token = options_.token};
  client_ = std::make_unique<net::WebSocketClient>(loop_, std::move(client), std::move(handlers));
  client_->connect();
}

void HubLink::Impl::opened() {
  connection_ = Connection::open;
  opened_at_ = steady_clock::now();
  given_ = 0;
  said_ = 0;
  breathing_ = false;
  turned_away_ = false;
  if (std::exchange(in_trouble_, false)) log_->info("{}: Connected to {}", options_.kitchen_name, at_hub());
  numbered_ = client_->subprotocol() == protocol::v1;
  may_send_ = !numbered_;
  delivered_before_ = outbox_.counts().delivered;
  if (!numbered_) return client_->send(options_.card);
  client_->send(card_with_session(options_.card, session_));
  greeting_.start(options_.greeting_timeout, [this] {
    log_->warn("{}: {} took our card but didn't answer it", options_.kitchen_name, at_hub());
    client_->close(protocol::close_policy, "no acknowledgement");
  });
}

void HubLink::Impl::heard(std::string_view message) {
  const auto ack = numbered_ ? read_ack(message) : std::nullopt;
  if (!ack) return;
  outbox_.acknowledged(*ack);
  if (!std::exchange(may_send_, true)) greeted();
  pump();
}

// The hub has said what it has of us.
void HubLink::Impl::greeted() {
  greeting_.cancel();
  if (blamed_) suspect();
  next_ = outbox_.next_number();
  client_->send(first_word(next_));
}

// A hub that closes the connection over a dumpling gets it once more, and then no more.
void HubLink::Impl::suspect() {
  const auto delivered = outbox_.counts().delivered;
  if (std::exchange(suspected_after_, delivered) == delivered) {
    log_->warn("{}: {} closed the connection twice over the same dumpling ({}): it is dropped", options_.kitchen_name,
               at_hub(), terminal::harmless(blamed_->to_string()));
    outbox_.refuse_oldest();
    suspected_after_.reset();
  }
  blamed_.reset();
}

// Whenever something may have changed: dumplings wait, the kernel has taken all, the stop has come.
void HubLink::Impl::pump() {
  if (connection_ != Connection::open || !may_send_ || client_->pending() > 0 || (breathing_ && !stopping_)) return;
  count_sent();
  if (send_batch()) return;
  overflow_told_ = false;
  if (!stopping_ || (numbered_ && outbox_.counts().waiting > 0)) return;
  if (hurried_) return say_close(protocol::close_cancelled, protocol::reason_cancelled, defaults::flush_at_stop);
  say_close(protocol::close_normal, "", std::nullopt);
}

// A wake-up and a write for every dumpling would cost a busy kitchen more than the dumplings themselves, so after a
// batch the next ones may gather a moment. One that comes after a silence goes at once.
bool HubLink::Impl::send_batch() {
  outbox_.take(std::min(most_in_flight, options_.outbox_size / 2), numbered_, batch_);
  if (batch_.dumplings.empty()) return false;
  if (numbered_ && batch_.first != next_) client_->send(first_word(batch_.first));
  next_ = batch_.first + batch_.dumplings.size();
  client_->send(batch_.dumplings);
  breathing_ = client_->pending() < defaults::send_batch;
  if (breathing_) breath_.start(defaults::send_pause, [this] { breathing_ = false, pump(); });
  return true;
}

// The first message of each connection is the card.
void HubLink::Impl::count_sent() {
  if (numbered_) return;
  const auto given = client_->messages_given();
  const auto before = std::exchange(given_, given);
  outbox_.sent(static_cast<std::size_t>((given > 0 ? given - 1 : 0) - (before > 0 ? before - 1 : 0)));
}

void HubLink::Impl::failed(const std::string& why) {
  connection_ = Connection::none;
  // A hub that was away may be back, and not let us in: that is news.
  const bool told = in_trouble_;
  const bool turned_away = client_->unauthorised() && !std::exchange(turned_away_, true);
  trouble(why);
  if (told && turned_away && options_.wait_for_hub) log_->warn("{}: {}", options_.kitchen_name, why);
}

void HubLink::Impl::closed(const net::CloseReason& reason) {
  count_sent();
  greeting_.cancel();
  outbox_.put_back();
  if (blames_us(reason.code) && may_send_) blamed_ = reason;
  if (blamed_ && !numbered_) suspect();
  const bool all_given =
      std::exchange(connection_, Connection::none) == Connection::closing && outbox_.counts().waiting == 0;
  const bool answered = numbered_ || reason.code == said_ || reason.code == protocol::close_without_code;
  if (all_given && answered) return conclude("");
  const auto why = "Lost connection to " + at_hub() + ": " + terminal::harmless(reason.to_string());
  if (all_given) return conclude(why + "; it had not answered our Close and may lack the last dumplings");
  if (gave_up_) return conclude(too_late());
  // A hub that takes us in and throws us out again is tried ever more rarely, like one that isn't there.
  const bool progress = numbered_ && outbox_.counts().delivered > delivered_before_;
  if (progress || steady_clock::now() - opened_at_ >= defaults::reconnect_longest) backoff_.reset();
  trouble(why);
}

void HubLink::Impl::trouble(const std::string& why) {
  if (!std::exchange(in_trouble_, true)) {
    const auto level = options_.wait_for_hub ? spdlog::level::warn : spdlog::level::err;
    log_->log(level, "{}: There was a problem with the dumpling hub connection. Is nd-hub available?",
              options_.kitchen_name);
    if (options_.wait_for_hub) log_->warn("{}: {}", options_.kitchen_name, why);  // else it is the failure
  }
  if (!options_.wait_for_hub || (stopping_ && hurried_)) return conclude(why);
  retry_.start(backoff_.next(), [this] { connect(); });
}

void HubLink::Impl::stop(std::optional<std::chrono::nanoseconds> timeout) {
  if (concluded_) return;
  stopping_ = true;
  if (hurried_) timeout = defaults::flush_at_stop;
  if (timeout) deadline_.start(*timeout, [this] { give_up(); });
  if (hurried_ && connection_ == Connection::none) return give_up();
  pump();
}

void HubLink::Impl::hurry() {
  if (std::exchange(hurried_, true) || !stopping_) return;
  stop(std::nullopt);
}

void HubLink::Impl::give_up() {
  gave_up_ = true;
  if (connection_ != Connection::open) return conclude(too_late());
  say_close(protocol::close_cancelled, protocol::reason_cancelled, defaults::flush_at_stop);
}

void HubLink::Impl::say_close(std::uint16_t code, const char* text, std::optional<std::chrono::nanoseconds> timeout) {
  connection_ = Connection::closing;
  said_ = code;
  client_->close(code, text, timeout);
}

void HubLink::Impl::conclude(const std::string& failure) {
  if (std::exchange(concluded_, true)) return;
  outbox_.close();
  retry_.cancel();
  deadline_.cancel();
  client_.reset();
  connection_ = Connection::none;
  outbox_.abandon();
  answer_.set_value(failure);
}

HubLink::HubLink(HubLinkOptions options, Log log, std::unique_ptr<Spool> spool)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(log), std::move(spool))) {}
HubLink::~HubLink() = default;

void HubLink::start() { impl_->start(); }
bool HubLink::put(std::string_view dumpling_json) { return impl_->put(dumpling_json); }
DeliveryReport HubLink::finish(std::optional<std::chrono::nanoseconds> timeout) { return impl_->finish(timeout); }
void HubLink::cancel() { impl_->cancel(); }
DeliveryCounts HubLink::counts() const { return impl_->counts(); }

}  // namespace netdumplings::kitchen
