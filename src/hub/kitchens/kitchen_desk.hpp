// The desk at which kitchens bring their dumplings: it checks them, puts them into the log, and knows which kitchens
// are there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "common/defaults.hpp"
#include "common/log/limited_log.hpp"
#include "common/log/logging.hpp"
#include "hub/kitchens/dumpling_check.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/log/origin_hash.hpp"
#include "hub/log/sessions.hpp"
#include "hub/status/census.hpp"
#include "net/loop/loop.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

class KitchenSession;

/// The kitchens that have said hello, in the order in which they came.
using Kitchens = std::list<KitchenSession*>;

struct KitchenDeskOptions {
  std::size_t max_message = defaults::max_message;  // bytes of a dumpling
  Log log;
};

/// Used on the loop's thread alone, which is the one that writes the log.
class KitchenDesk {
 public:
  /// `loop` and `log` must outlive the desk. `on_batch` is called each time that all messages of one read are
  /// in the log.
  KitchenDesk(net::Loop& loop, DumplingLog& log, KitchenDeskOptions options, std::function<void()> on_batch);
  ~KitchenDesk();
  KitchenDesk(const KitchenDesk&) = delete;
  KitchenDesk& operator=(const KitchenDesk&) = delete;

  /// Makes the session of a kitchen that has connected. Desk and connection must outlive it.
  std::unique_ptr<net::ConnectionHandler> receive(net::ServerConnection& connection);

  /// Adds the kitchens, those that are there and those that have gone, to `census`.
  void report(Census& census);

  /// Logs how many lines were left out, of those that clients can cause by the thousand.
  void tell_left_out_lines();

  // ---- for the sessions

  [[nodiscard]] const KitchenDeskOptions& options() const { return options_; }
  [[nodiscard]] net::Loop& loop() { return loop_; }

  /// Adds a kitchen that has said hello; it stays in the list until it is given to went().
  Kitchens::iterator came(KitchenSession& kitchen);
  void went(Kitchens::iterator place, const std::string& why);
  /// Logs that a client went before it had said a valid hello.
  void refused(const net::Endpoint& peer, const std::string& why);
  /// Logs that a kitchen sent something else than a dumpling.
  void log_invalid(const KitchenSession& kitchen, Verdict verdict);

  /// Checks `message` and, if it is a dumpling, appends it to the log. `session` is null, or the session in which the
  /// dumpling has the number `number`.
  Verdict take(std::string_view message, bool binary, Session* session = nullptr, std::uint64_t number = 0);
  /// Whether all that was taken is stored where it belongs (DumplingLog::stored()).
  [[nodiscard]] bool stored() { return log_.stored(); }
  /// All messages of one read were given to take().
  void batch_taken();

  /// As Sessions::open() and Sessions::close(), at the present time.
  Session* open_session(std::string_view name, std::function<void()> on_taken_over);
  void close_session(Session& session);

 private:
  void begin_batch();
  void warn_of_namesake(const KitchenSession& kitchen);

  net::Loop& loop_;
  DumplingLog& log_;
  const KitchenDeskOptions options_;
  const std::function<void()> on_batch_;
  DumplingCheck check_;
  OriginHasher origins_;
  Kitchens kitchens_;
  KitchenLedger gone_;  // of the kitchens that have gone
  Absences<KitchenLedger> absences_;
  std::int64_t disk_seen_ms_ = 0;      // when a batch made the log look at its disk
  std::int64_t batch_arrival_ms_ = 0;  // of the messages that are being read; 0 between two reads
  LimitedLog coming_and_going_{options_.log, "kitchens that came or went", defaults::coming_and_going_lines,
                               defaults::coming_and_going_burst};
  LimitedLog namesakes_{options_.log, "kitchens with the name of another", defaults::bad_client_lines};
  LimitedLog refusals_{options_.log, "clients that never became a dumpling kitchen", defaults::bad_client_lines};
  LimitedLog invalid_{options_.log, "invalid dumplings", defaults::bad_client_lines};
};

}  // namespace netdumplings::hub
