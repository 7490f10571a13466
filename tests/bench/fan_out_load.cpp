// fan_out_load IN OUT EATERS SECONDS [CA]: one kitchen and so many eaters at a hub (HOST:PORT, or wss://HOST:PORT and
// the certificate to trust). The kitchen sends dumplings of 200 bytes, never more than a window ahead of the eaters,
// and nothing may be lost. Prints deliveries and seconds. tests/bench/tls_fan_out runs it.
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/client/websocket_client.hpp"

using namespace netdumplings;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t window = 1024;
constexpr const char* card =
    R"({"kitchen_name": "load", "interface": "", "filter": "", "chefs": [], "poke_interval": 5.0})";

std::string dumpling() {
  const std::string head =
      R"({"metadata": {"chef": "LoadChef", "kitchen": "load", "creation_time": 1.5, "driver": "packet"}, "payload": ")";
  return head + std::string(200 - head.size() - 2, 'x') + "\"}";
}

struct Plan {
  net::Endpoint in;
  net::Endpoint out;
  std::size_t eaters = 0;
  std::chrono::duration<double> time{};
  std::shared_ptr<const net::TlsClient> tls;
};

class Load {
 public:
  explicit Load(Plan plan) : plan_(std::move(plan)) {}

  int run() {
    for (std::size_t i = 0; i < plan_.eaters; ++i) connect_eater();
    loop_.run();
    if (!failure_.empty()) std::cerr << failure_ << '\n';
    if (!failure_.empty()) return EXIT_FAILURE;
    std::cout << got_ << ' ' << std::chrono::duration<double>(steady_clock::now() - begin_).count() << '\n';
    return EXIT_SUCCESS;
  }

 private:
  net::WebSocketClient& connect(const net::Endpoint& hub, std::function<void()> on_open,
                                std::function<void()> on_message) {
    net::WebSocketClient::Handlers handlers;
    handlers.on_open = std::move(on_open);
    if (on_message) handlers.on_message = [on_message](std::string_view, bool) { on_message(); };
    handlers.on_failed = [this](const std::string& why) { fail(why); };
    handlers.on_closed = [this](const net::CloseReason& reason) { fail(reason.to_string()); };
    net::ClientOptions options;
    options.hub = hub;
    options.tls = plan_.tls;
    clients_.push_back(std::make_unique<net::WebSocketClient>(loop_, std::move(options), std::move(handlers)));
    clients_.back()->connect();
    return *clients_.back();
  }
  void connect_eater() {
    const std::size_t place = clients_.size();
    connect(
        plan_.out,
        [this, place] {
          clients_[place]->send(R"({"eater_name": "load"})");
          // A moment for the hub to have heard the last hello.
          if (++open_ == plan_.eaters) settled_.start(std::chrono::milliseconds(500), [this] { connect_kitchen(); });
        },
        [this] { eaten(); });
  }
  void connect_kitchen() {
    kitchen_ = &connect(
        plan_.in,
        [this] {
          kitchen_->send(card);
          begin_ = steady_clock::now();
          send();
        },
        nullptr);
  }
  void send() {
    while (sent_ * plan_.eaters < got_ + window * plan_.eaters) {
      kitchen_->send(batch_);
      sent_ += batch_.size();
    }
  }
  void eaten() {
    ++got_;
    if (steady_clock::now() - begin_ < plan_.time) {
      if (got_ % plan_.eaters == 0) send();
    } else if (got_ == sent_ * plan_.eaters) {
      loop_.stop();
    }
  }
  void fail(const std::string& why) {
    failure_ = why;
    loop_.stop();
  }

  const Plan plan_;
  const std::string one_ = dumpling();
  const std::vector<std::string_view> batch_ = std::vector<std::string_view>(64, one_);
  net::Loop loop_;
  net::Timer settled_{loop_};
  std::vector<std::unique_ptr<net::WebSocketClient>> clients_;
  net::WebSocketClient* kitchen_ = nullptr;
  std::size_t open_ = 0;
  std::size_t sent_ = 0;
  std::size_t got_ = 0;
  steady_clock::time_point begin_;
  std::string failure_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::cerr << "usage: fan_out_load IN OUT EATERS SECONDS [CA]\n";
    return 2;
  }
  const auto in = net::parse_endpoint(argv[1], 11347);
  const auto out = net::parse_endpoint(argv[2], 11348);
  if (!in || !out) {
    std::cerr << (in ? out.error() : in.error()) << '\n';
    return 2;
  }
  const auto tls = net::TlsClient::load({argc > 5 ? argv[5] : "", "", ""});
  if (!tls) {
    std::cerr << tls.error() << '\n';
    return EXIT_FAILURE;
  }
  const auto eaters = static_cast<std::size_t>(std::atoi(argv[3]));
  return Load({*in, *out, eaters, std::chrono::duration<double>(std::atof(argv[4])), *tls}).run();
}
