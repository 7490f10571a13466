// From a connected socket to an open WebSocket, on a client's side: TLS, the request, the answer.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "net/client/websocket_client.hpp"
#include "net/http/upgrade_impl.hpp"
#include "net/session/wire_impl.hpp"

namespace netdumplings::net {

/// How it went.
struct OpeningResult {
  std::string failure = {};   // why there is no WebSocket, in one line; "" if there is one
  bool unauthorised = false;  // the hub lets nobody in who shows this token, or none
  std::string subprotocol = {};
  std::string rest = {};  // what came after the hub's answer
};

/// Used on its wire's thread.
class Opening final : public std::enable_shared_from_this<Opening> {
 public:
  using Handler = std::function<void(const OpeningResult& result)>;

  /// `wire` and `options` outlive it. `handler` is called once, unless this goes before.
  Opening(Wire& wire, const ClientOptions& options, Handler handler);

  void start();

 private:
  void shake_hands();
  void send_request();
  void push_out();
  void wait_for_answer();
  void read_answer();
  void take_answer(std::string_view bytes);
  void answered();
  void on_end();
  void fail(std::string why, bool unauthorised = false);
  void finish(const OpeningResult& result);
  [[nodiscard]] std::string tls_trouble() const;
  // Handlers that asio keeps don't keep it alive.
  template <class Handler>
  auto guarded(Handler handler) {
    return [weak = weak_from_this(), handler](const boost::system::error_code& error) {
      if (const auto self = weak.lock(); self && self->handler_ && !error) handler(*self);
    };
  }

  Wire& wire_;
  const ClientOptions& options_;
  const std::string hub_;
  const UpgradeRequest request_;
  UpgradeAnswer answer_{request_};
  Handler handler_;
  std::string unread_;  // of the answer, or what follows it
  bool heard_ = false;  // something has come
};

}  // namespace netdumplings::net
