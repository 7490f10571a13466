// Our client and our server with TLS between them. Also the test of tls_ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "net/client/websocket_client.hpp"
#include "net/echo.hpp"
#include "net/fake_hub.hpp"
#include "net/raw_client.hpp"
#include "net/server/websocket_server.hpp"
#include "net/tls_peer.hpp"

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Log quiet_log() { return std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>()); }

// Welcomes everybody, who may say as much as a kitchen may.
class WelcomingEcho final : public test::Echo {
 public:
  explicit WelcomingEcho(ServerConnection& connection) : Echo(connection) {
    connection.limit_messages(1 << 20, 1009, "too large");
    connection.welcome();
  }
};

class TlsConnectionTest : public testing::Test {
 protected:
  void serve(bool with_tls, ServerTimeouts timeouts = {}) {
    ServerOptions options;
    options.timeouts = timeouts;
    options.log = quiet_log();
    if (with_tls) options.tls = files_.server();
    server_ = std::make_unique<WebSocketServer>(
        std::vector{&loop_}, options,
        [](ServerConnection& connection, std::size_t) { return std::make_unique<WelcomingEcho>(connection); });
    const auto port = server_->listen();
    ASSERT_TRUE(port) << port.error();
    port_ = *port;
    thread_ = std::thread([this] { loop_.run(); });
  }
  // A client, on the server's thread; what becomes of it is a list of events.
  void connect(Endpoint hub, const TlsClientFiles& files) {
    loop_.post([this, hub, files] {
      ClientOptions options;
      options.hub = hub;
      options.tls = TlsClient::load(files).value();
      WebSocketClient::Handlers handlers;
      handlers.on_open = [this] { add("open"); };
      handlers.on_message = [this](std::string_view text, bool) { add(std::string(text)); };
      handlers.on_failed = [this](const std::string& why) { add(why); };
      handlers.on_closed = [this](const CloseReason& reason) { add("closed: " + reason.to_string()); };
      client_ = std::make_unique<WebSocketClient>(loop_, std::move(options), std::move(handlers));
      client_->connect();
    });
  }
  void send(std::vector<std::string> texts) {
    loop_.post([this, texts = std::move(texts)] {
      for (const auto& text : texts) client_->send(text);
    });
  }
  void add(std::string event) {
    const std::scoped_lock lock(mutex_);
    events_.push_back(std::move(event));
    came_.notify_all();
  }
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, fake::patience, [this] { return !events_.empty(); })) return "nothing happened";
    std::string event = std::move(events_.front());
    events_.erase(events_.begin());
    return event;
  }
  ~TlsConnectionTest() override {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
    client_.reset();
    server_.reset();
  }
  [[nodiscard]] TlsClientFiles trusting() const { return {files_.pair.certificate_file, "", ""}; }

  test::PairInFolder files_;
  Loop loop_;
  std::unique_ptr<WebSocketServer> server_;
  std::unique_ptr<WebSocketClient> client_;
  std::uint16_t port_ = 0;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> events_;
};

TEST_F(TlsConnectionTest, MessagesOfAllSizesComeBackInOrderWhateverTheHubIsCalled) {
  serve(true);
  for (const char* host : {"localhost", "127.0.0.1"}) {
    connect({host, port_, true}, trusting());
    ASSERT_EQ(next(), "open");
    std::vector<std::string> texts;
    for (const std::size_t size : {1, 125, 126, 16383, 16384, 16385, 65535, 65536, 1 << 20}) {
      texts.emplace_back(size, 'm');
    }
    send(texts);
    for (const auto& text : texts) EXPECT_EQ(next() == text, true) << text.size();
  }
}

TEST_F(TlsConnectionTest, ManyMessagesAtOnceCrossEachOther) {
  serve(true);
  connect({"localhost", port_, true}, trusting());
  ASSERT_EQ(next(), "open");
  std::vector<std::string> texts;
  for (int i = 0; i < 20000; ++i)
    texts.push_back(std::to_string(i) + std::string(static_cast<std::size_t>(i) % 500, '.'));
  send(texts);
  for (const auto& text : texts) ASSERT_EQ(next(), text);
}

TEST_F(TlsConnectionTest, ACloseIsSaidAndAnswered) {
  serve(true);
  connect({"localhost", port_, true}, trusting());
  ASSERT_EQ(next(), "open");
  loop_.post([this] { client_->close(1000, ""); });
  EXPECT_EQ(next(), "closed: received 1000 (OK)");
}

TEST_F(TlsConnectionTest, ACertificateThatNobodyVouchesForIsRefused) {
  serve(true);
  connect({"localhost", port_, true}, {});
  EXPECT_THAT(next(), AllOf(StartsWith("the certificate of the hub at wss://localhost:"),
                            HasSubstr("isn't trusted (self-signed certificate): --tls-ca FILE names one to trust")));
  const test::PairInFolder other;
  connect({"localhost", port_, true}, {other.pair.certificate_file, "", ""});
  EXPECT_THAT(next(), HasSubstr(other.pair.certificate_file + " (--tls-ca) has no certificate that signs it"));
}

TEST_F(TlsConnectionTest, TheHandshakeHasTheTimeLimitOfTheHello) {
  serve(true, {.hello = 300ms});
  test::RawClient silent(port_);
  test::RawClient half(port_);
  half.send_bytes(std::string("\x16\x03\x01\x02\x00\x01", 6));
  EXPECT_TRUE(silent.ends());
  EXPECT_TRUE(half.ends());
}

TEST_F(TlsConnectionTest, WhoSpeaksPlainlyToAPortWithTlsIsToldSo) {
  serve(true);
  connect({"localhost", port_}, {});
  EXPECT_EQ(next(), "the hub at ws://localhost:" + std::to_string(port_) +
                        " speaks TLS: --hub wss://localhost:" + std::to_string(port_));
}

TEST_F(TlsConnectionTest, WhoSpeaksTlsToAPlainPortIsToldSo) {
  serve(false);
  connect({"localhost", port_, true}, trusting());
  EXPECT_EQ(next(), "what listens at wss://localhost:" + std::to_string(port_) +
                        " doesn't speak TLS: a hub without --tls-cert is at ws://localhost:" + std::to_string(port_));
}

TEST_F(TlsConnectionTest, WhoJustHangsUpIsSaidToHaveDone) {
  thread_ = std::thread([this] { loop_.run(); });
  fake::Hub hub;
  connect({"127.0.0.1", hub.endpoint().port, true}, trusting());
  hub.accept().close();
  EXPECT_THAT(next(), HasSubstr("closed the connection in the TLS handshake"));
}

}  // namespace
}  // namespace netdumplings::net
