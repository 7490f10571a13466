// One client's WebSocket at the server: what the connection's handler sees of it.
#pragma once

#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/server/visitor_impl.hpp"
#include "net/session/session_impl.hpp"

namespace netdumplings::net {

class ServerSession final : public Visitor,
                            public ServerConnection,
                            public SessionOwner,
                            public std::enable_shared_from_this<ServerSession> {
 public:
  /// `context` outlives it. `hello_deadline`: until then the client has to be welcome.
  ServerSession(ServerContext& context, Guest guest, std::string subprotocol, Clock::time_point hello_deadline);
  /// Becomes its guest's stage, makes the handler, and takes `input`, which lies in the context's read buffer.
  void enter(std::span<char> input);

  // Visitor's
  void look_at_clock(Clock::time_point now) override;
  void dismiss(std::uint16_t code, std::string_view text) override { close(code, text); }

  // ServerConnection's
  [[nodiscard]] const Endpoint& peer() const override { return guest_.peer; }
  [[nodiscard]] const std::string& subprotocol() const override { return subprotocol_; }
  void limit_messages(std::size_t bytes, std::uint16_t code, std::string why) override;
  void welcome() override;
  void send_from(FrameSource& source) override { session_->send_from(&source); }
  void flush() override { session_->flush(); }
  void close(std::uint16_t code, std::string_view why) override;
  [[nodiscard]] std::uint16_t said_close() const override { return said_close_; }

 private:
  // SessionOwner's
  void on_message(std::string_view message, bool binary) override { handler_->on_message(message, binary); }
  void on_batch_end() override { handler_->on_batch_end(); }
  void on_closing() override { handler_->on_closing(); }
  void on_unfinished(std::size_t bytes, bool another) override { unfinished_.holds(bytes, another); }
  void on_too_large() override { close(too_large_code_, too_large_); }
  void on_all_sent() override {}
  void on_silent() override;
  void on_stalled() override;
  void on_end(const SessionEnd& end) override;

  void cut(const std::string& why, bool reset);
  void tell_handler(const std::string& why);
  [[nodiscard]] std::string words_of(const SessionEnd& end) const;

  ServerContext& context_;
  Guest guest_;  // its wire is the session's
  const std::string subprotocol_;
  const Clock::time_point hello_deadline_;
  const std::shared_ptr<Session> session_;
  UnfinishedMessages::OfConnection unfinished_;
  std::unique_ptr<ConnectionHandler> handler_;
  bool welcome_ = false;
  std::string too_large_;
  std::uint16_t too_large_code_;
  std::uint16_t said_close_ = 0;  // the handler's, or ours
  std::string said_why_;
};

}  // namespace netdumplings::net
