// A client's connection, whatever stage it is at, and what the connections of one thread share.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/log/limited_log.hpp"
#include "net/http/origin_rules.hpp"
#include "net/send/frame_sender.hpp"
#include "net/send/page_pipe.hpp"
#include "net/server/listener_impl.hpp"
#include "net/server/unfinished_messages.hpp"
#include "net/server/websocket_server.hpp"
#include "net/session/wire_impl.hpp"

namespace netdumplings::net {

/// A stage: Doorman, then ServerSession, then LeavingClient.
class Visitor {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~Visitor() = default;
  /// Called a few times a second.
  virtual void look_at_clock(Clock::time_point now) = 0;
  /// The server stops: says Close with `code` to whom it can be said to.
  virtual void dismiss(std::uint16_t code, std::string_view text) = 0;
};

using Visitors = std::list<std::shared_ptr<Visitor>>;

/// What one thread has of its server's.
struct ThreadShare {
  LimitedLog& refusals;             // that of all threads
  std::size_t cut_frames;           // bytes that its visitors may hold together
  std::size_t unfinished_messages;  // likewise
};

/// What the visitors of one thread share. Outlives them, and is used on that thread.
struct ServerContext {
  using OnConnection = std::function<std::unique_ptr<ConnectionHandler>(ServerConnection& connection)>;

  ServerContext(boost::asio::io_context& context, const ServerOptions& server_options, const OriginRules& origin_rules,
                OnConnection connection_handler, const ThreadShare& share);

  /// Takes a new client in; a Doorman has it first.
  void receive(Arrival client);
  /// Logs that a client at `peer` was refused, unless too many lines are.
  void log_refusal(const Endpoint& peer, const std::string& why);

  boost::asio::io_context& io;
  const ServerOptions& options;
  const OriginRules& rules;
  OnConnection on_connection;
  CutFrameBudget cut_frames;
  UnfinishedMessages unfinished;
  LimitedLog& refusals;
  PagePipe pages;                 // that its clients share
  std::vector<char> read_buffer;  // of whoever reads just now
  Visitors visitors;
  std::function<void()> on_visitor_gone;
};

/// What one stage hands to the next. When it goes without that, the client has gone: its socket is closed, and its
/// place among the visitors is given up soon after.
struct Guest {
  std::unique_ptr<Wire> wire;
  Endpoint peer;
  std::string own_address;
  Strangers::Place stranger;  // until it is admitted
  Admission::Place admitted;
  Visitors::iterator place;
};

/// Puts the next stage into the guest's place. The one before is destroyed when nobody is inside of it any more.
void enter_stage(const Guest& guest, std::shared_ptr<Visitor> next);
/// The guest has gone: closes its socket and, soon, gives its place up. `reset`: see Wire::close().
void see_off(ServerContext& context, const Guest& guest, bool reset);

}  // namespace netdumplings::net
