// ws_echo PORT: answers each message with itself, on 127.0.0.1 and ::1, through the session class that nd-hub has. For
// conformance suites from outside. Prints the port that it listens on (0: any free one).
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "common/log/logging.hpp"
#include "common/protocol.hpp"
#include "net/echo.hpp"
#include "net/loop/loop.hpp"
#include "net/server/websocket_server.hpp"

namespace {

using namespace netdumplings;

constexpr std::size_t longest_message = std::size_t{32} << 20;  // suites go up to 16 MiB
constexpr std::size_t most_waiting = 4 * longest_message;

class BoundedEcho final : public test::Echo {
 public:
  explicit BoundedEcho(net::ServerConnection& connection) : Echo(connection) {
    connection.welcome();
    connection.limit_messages(longest_message, protocol::close_too_large, "an echo has at most 32 MiB");
  }
  void on_message(std::string_view message, bool binary) override {
    if (waiting() > most_waiting) return connection().close(protocol::close_policy, "nobody reads the echoes");
    echo(message, binary);
  }
};

}  // namespace

int main(int argc, char** argv) {
  const std::string text = argc == 2 ? argv[1] : "";
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos ||
      std::atoi(text.c_str()) > 65535) {
    std::cerr << "Usage: ws_echo PORT (0 to 65535)\n";
    return 2;
  }
  net::Loop loop;
  net::ServerOptions options;
  options.port = static_cast<std::uint16_t>(std::atoi(text.c_str()));
  options.log = Logging().logger("ws_echo");
  net::WebSocketServer server({&loop}, options, [](net::ServerConnection& connection, std::size_t) {
    return std::make_unique<BoundedEcho>(connection);
  });
  const auto port = server.listen();
  if (!port) {
    std::cerr << port.error() << '\n';
    return 1;
  }
  std::cout << *port << std::endl;
  loop.on_signal({SIGINT, SIGTERM}, [&](int) { server.stop(protocol::close_going_away, "", [&] { loop.stop(); }); });
  loop.run();
  return 0;
}
