// A client before it has a WebSocket: what a proxy says about it, TLS, the head of its request, Host, Origin, token;
// then a page, a refusal, or the upgrade.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/http/http_head_impl.hpp"
#include "net/server/visitor_impl.hpp"

namespace netdumplings::net {

class Doorman final : public Visitor, public std::enable_shared_from_this<Doorman> {
 public:
  /// `context` outlives it.
  Doorman(ServerContext& context, Guest guest);

  void start() { wait_for_input(); }
  void look_at_clock(Clock::time_point now) override;
  /// Nobody has said anything yet that could be answered: cuts the connection.
  void dismiss(std::uint16_t code, std::string_view text) override;

 private:
  void wait_for_input();
  void on_readable();
  void read_proxy_header();
  void take_proxy_header(std::string_view seen);
  bool become(const Endpoint& client);
  void shake_hands();
  void refuse_tls();
  void read_head();
  void take_head(std::span<char> input);
  void refuse_bad_head(std::string_view bytes, std::size_t size);
  void ask_for_page(const HttpRequest& request, bool with_body);
  void answer(const HttpReply& reply, bool with_body);
  void upgrade(const HttpHead& head, const HttpRequest& request, std::span<char> rest);
  void send_away();
  void make_room();
  [[nodiscard]] bool has_guest() const { return guest_.wire && guest_.wire->socket.is_open(); }
  // Handlers that asio keeps don't keep the doorman alive.
  template <class Handler>
  auto guarded(Handler handler) {
    return [weak = weak_from_this(), handler](const boost::system::error_code& error) {
      if (const auto self = weak.lock(); self && self->has_guest() && !error) handler(*self);
    };
  }

  ServerContext& context_;
  Guest guest_;  // its wire goes to the next stage
  const Clock::time_point deadline_;
  bool waits_for_proxy_header_;
  bool shakes_hands_;
  bool makes_page_ = false;
  std::string proxy_header_;  // what has come of it
  std::string head_;          // the same of the request's head
};

}  // namespace netdumplings::net
