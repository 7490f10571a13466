// Which clients a hub lets in: by their tokens, and web pages by their origin. Also the test of access/token_file.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "hub/hub_fixture.hpp"
#include "hub/status/page.hpp"
#include "net/http/token_guard.hpp"

namespace netdumplings::hub {
namespace {

const std::string for_kitchens = "a-token-for-kitchens";
const std::string for_eaters = "a-token-for-eaters>?";

std::string bearer(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }

std::string offered(const std::string& token, const std::string& before = "") {
  return "Sec-WebSocket-Protocol: " + before + "netdumplings.bearer." + net::base64url(token) + "\r\n";
}

class HubTokensTest : public HubTest {
 protected:
  HubTokensTest() {
    std::string name = (std::filesystem::temp_directory_path() / "nd-tokens-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~HubTokensTest() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  void start_with_tokens(std::chrono::nanoseconds status_interval = 1h) {
    options_.kitchen_token_file = write("kitchens", "# kitchens\n" + for_kitchens + '\n');
    options_.eater_token_file = write("eaters", for_eaters + "\nanother-for-eaters\n");
    start(status_interval);
  }
  // The head of the answer to an upgrade.
  static std::string upgrade(std::uint16_t port, const std::string& headers) {
    RawClient client(port);
    return client.handshake(headers);
  }
  static std::string status(const std::string& head) { return head.substr(9, 3); }
  static std::string get(std::uint16_t port, const std::string& path, const std::string& headers = "") {
    RawClient client(port);
    return client.request("GET " + path + " HTTP/1.1", "Host: localhost\r\n" + headers);
  }
  void reload() {
    on_loop([this] {
      hub_->reloads().run(options_.log);
      return true;
    });
  }

  std::string folder_;
};

INSTANTIATE_TEST_SUITE_P(Threads, HubTokensTest, testing::Values(1, 3));

TEST_P(HubTokensTest, EachPortTakesItsOwnTokensInEitherWayAndAnswers401ToOthers) {
  start_with_tokens();
  const struct {
    std::string headers;
    const char* at_kitchens;
    const char* at_eaters;
  } cases[] = {
      {"", "401", "401"},
      {bearer("a-token-for-nobody"), "401", "401"},
      {bearer(for_kitchens), "101", "401"},
      {bearer(for_eaters), "401", "101"},
      {bearer("another-for-eaters"), "401", "101"},
      {"Authorization: Basic " + for_eaters + "\r\n", "401", "401"},
      {bearer(net::base64url(for_eaters)), "401", "401"},
      {offered(for_kitchens), "101", "401"},
      {offered(for_eaters), "401", "101"},
      {offered("a-token-for-nobody"), "401", "401"},
      {"Sec-WebSocket-Protocol: netdumplings.bearer." + for_kitchens + "\r\n", "401", "401"},
      {bearer(for_kitchens) + bearer(for_kitchens), "400", "400"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(status(upgrade(hub_->in_port(), c.headers)), c.at_kitchens) << c.headers;
    EXPECT_EQ(status(upgrade(hub_->out_port(), c.headers)), c.at_eaters) << c.headers;
  }
}

TEST_P(HubTokensTest, AfterA401NothingOfTheClientIsRead) {
  start_with_tokens();
  RawClient client(hub_->out_port());
  const std::string head = client.handshake();
  EXPECT_NE(head.find("\r\nWWW-Authenticate: Bearer\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nConnection: close\r\n"), std::string::npos) << head;
  client.send(R"({"eater_name":"stranger"})");
  EXPECT_EQ(client.read_to_end(), "this needs a right token, as Authorization: Bearer\n");
  EXPECT_EQ(census().eaters.eaters, 0U);
  EXPECT_TRUE(
      wait_for_log("warning Refused 127.0.0.1:" + std::to_string(client.local_port()) + ": it showed no token"));
}

TEST_P(HubTokensTest, ATokenAmongSubprotocolsIsNeverEchoed) {
  start_with_tokens();
  const std::pair<std::string, std::string> cases[] = {
      {"", ""}, {"netdumplings.v1, ", "netdumplings.v1"}, {"netdumplings.plain, ", "netdumplings.plain"}};
  for (const auto& [before, chosen] : cases) {
    const std::string head = upgrade(hub_->out_port(), offered(for_eaters, before));
    EXPECT_EQ(status(head), "101");
    const std::string line = "\r\nSec-WebSocket-Protocol: " + chosen + "\r\n";
    EXPECT_EQ(head.find(line) != std::string::npos, !chosen.empty()) << head;
    EXPECT_EQ(head.find("Sec-WebSocket-Protocol") != std::string::npos, !chosen.empty()) << head;
    EXPECT_EQ(head.find("bearer"), std::string::npos) << head;
  }
}

TEST_P(HubTokensTest, ThePlainSubprotocolChangesNothing) {
  start();
  auto guest = eater("guest", 0, "", "Sec-WebSocket-Protocol: netdumplings.plain\r\n");
  auto cook = kitchen();
  cook->send(dumpling("1"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("1"));
}

TEST_P(HubTokensTest, PagesNeedAnEatersTokenAtBothPortsExceptThoseThatAskForOneAndHealth) {
  start_with_tokens();
  for (const auto port : {hub_->in_port(), hub_->out_port()}) {
    EXPECT_EQ(status(get(port, "/healthz")), "200");
    EXPECT_EQ(status(get(port, "/metrics")), "401");
    EXPECT_EQ(status(get(port, "/metrics", bearer(for_kitchens))), "401");
    EXPECT_EQ(status(get(port, "/metrics", offered(for_eaters))), "401");
    EXPECT_EQ(status(get(port, "/metrics", bearer(for_eaters))), "200");
    EXPECT_EQ(status(get(port, "/hub.json")), "401");
    EXPECT_EQ(status(get(port, "/nothing")), "401");
    EXPECT_EQ(status(get(port, "/nothing", bearer(for_eaters))), "404");
  }
  EXPECT_EQ(status(get(hub_->in_port(), "/")), "401");
  for (const PageFile& file : page_files()) {
    EXPECT_EQ(status(get(hub_->out_port(), std::string(file.path))), "200") << file.path;
  }
}

TEST_P(HubTokensTest, TokensForOneSideLeaveTheOtherOpen) {
  options_.kitchen_token_file = write("kitchens", for_kitchens);
  start();
  EXPECT_EQ(status(upgrade(hub_->in_port(), "")), "401");
  EXPECT_EQ(status(upgrade(hub_->out_port(), "")), "101");
  EXPECT_EQ(status(get(hub_->in_port(), "/metrics")), "200");
}

TEST_P(HubTokensTest, AReloadLetsNewTokensInAndKeepsConnectionsOfOldOnes) {
  start_with_tokens();
  auto guest = eater("guest", 0, "", bearer(for_eaters));
  write("eaters", "a-token-that-is-new\n");
  reload();
  EXPECT_EQ(status(upgrade(hub_->out_port(), bearer(for_eaters))), "401");
  EXPECT_EQ(status(upgrade(hub_->out_port(), bearer("a-token-that-is-new"))), "101");
  EXPECT_EQ(status(upgrade(hub_->in_port(), bearer(for_kitchens))), "101");
  EXPECT_NE(logged().find("info Reread: tokens for eaters, 1 in " + options_.eater_token_file), std::string::npos);
  RawClient cook(hub_->in_port());
  ASSERT_EQ(status(cook.handshake(bearer(for_kitchens))), "101");
  cook.send(card);
  cook.send(dumpling("1"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("1"));
}

TEST_P(HubTokensTest, AReloadOfABadFileKeepsTheTokens) {
  start_with_tokens();
  write("kitchens", "too short\n");
  ::chmod(options_.eater_token_file.c_str(), 0644);
  reload();
  EXPECT_EQ(status(upgrade(hub_->in_port(), bearer(for_kitchens))), "101");
  EXPECT_EQ(status(upgrade(hub_->out_port(), bearer(for_eaters))), "101");
  const std::string failed = "error Not reread, what was read before is still used: no token can be read from ";
  EXPECT_NE(logged().find(failed + options_.kitchen_token_file + ": in line 1, a token has no blanks\n"),
            std::string::npos)
      << logged();
  EXPECT_NE(logged().find(failed + options_.eater_token_file + ": it has mode 0644"), std::string::npos) << logged();
}

TEST_P(HubTokensTest, AHubDoesNotStartWithABadTokenFile) {
  options_.in_port = options_.out_port = 0;
  options_.log = std::make_shared<spdlog::logger>("hub", lines_);
  options_.eater_token_file = write("eaters", for_eaters, 0640);
  net::Loop loop;
  Hub refused(loop, options_);
  const auto started = refused.start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().find(options_.eater_token_file + ": it has mode 0640"), std::string::npos)
      << started.error();
}

TEST_P(HubTokensTest, NoTokenIsInTheLogTheStatusOrTheMetrics) {
  start_with_tokens(20ms);
  const std::string wrong = "a-token-for-nobody";
  for (const std::string& token : {for_kitchens, for_eaters, wrong}) {
    for (const auto port : {hub_->in_port(), hub_->out_port()}) {
      upgrade(port, bearer(token));
      upgrade(port, offered(token));
    }
  }
  auto guest = eater("guest", 0, "", bearer(for_eaters));
  RawClient probe(hub_->out_port());
  probe.request("GET /metrics HTTP/1.1", "Host: localhost\r\n" + bearer(for_eaters));
  reload();
  const std::string said = guest->read_frame().payload + probe.read_to_end() + logged();
  for (const std::string& token : {for_kitchens, for_eaters, wrong}) {
    EXPECT_EQ(said.find(token), std::string::npos) << said;
    EXPECT_EQ(said.find(net::base64url(token)), std::string::npos) << said;
  }
}

TEST_P(HubTokensTest, AKitchensDumplingInTheHubsNameIsInvalid) {
  start();
  auto guest = eater();
  auto cook = kitchen();
  cook->send(R"({"metadata":{"chef":"SystemStatusChef","kitchen":null,"driver":"interval"},"payload":{"fake":1}})");
  cook->send(dumpling("1"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("1"));
  EXPECT_EQ(census().kitchens_present.invalid, 1U);
  EXPECT_EQ(census().kitchens_present.taken, 1U);
  EXPECT_NE(logged().find(std::string("error Received invalid dumpling: Its chef is the hub's own; kitchen: ") + card),
            std::string::npos)
      << logged();
}

TEST_P(HubTokensTest, OnlyAHubThatOtherMachinesCanReachWarnsAboutWhatItLacks) {
  const std::pair<const char*, bool> cases[] = {
      {"localhost", false}, {"127.0.0.1", false}, {"127.0.0.2", false}, {"0.0.0.0", true}};
  for (const auto& [address, exposed] : cases) {
    options_.addresses = {address};
    options_.in_port = options_.out_port = 0;
    options_.kitchen_token_file = write("kitchens", for_kitchens);
    auto lines = std::make_shared<LinesSink>();
    options_.log = std::make_shared<spdlog::logger>("hub", lines);
    net::Loop loop;
    Hub hub(loop, options_);
    ASSERT_TRUE(hub.start());
    EXPECT_EQ(lines->text().find("Other machines can reach this hub: ") != std::string::npos, exposed) << address;
    EXPECT_EQ(lines->text().find("--eater-token-file") != std::string::npos, exposed) << address;
    EXPECT_EQ(lines->text().find("--kitchen-token-file"), std::string::npos) << address;
  }
}

// Which origins are let in; the same at both ports, for a WebSocket and for a page, and before any token.
TEST_P(HubTokensTest, AWebPagesOriginIsCheckedBeforeItsToken) {
  options_.addresses = {"0.0.0.0"};
  options_.allowed_origins = {"https://allowed.example", "http://allowed.example:8080"};
  start_with_tokens();
  const struct {
    const char* what;
    std::string header;
    bool allowed;
  } cases[] = {
      {"absent", "", true},
      {"own", "Origin: http://127.0.0.1:11348\r\n", true},
      {"loopback", "Origin: http://localhost:3000\r\n", true},
      {"loopback", "Origin: https://[::1]\r\n", true},
      {"null", "Origin: null\r\n", false},
      {"a file", "Origin: file://\r\n", false},
      {"empty", "Origin: \r\n", false},
      {"evil", "Origin: https://evil.example\r\n", false},
      {"evil", "Origin: https://localhost.evil.example\r\n", false},
      {"allowed", "Origin: https://allowed.example\r\n", true},
      {"allowed", "Origin: http://allowed.example:8080\r\n", true},
      {"allowed with another scheme", "Origin: http://allowed.example\r\n", false},
      {"twice", "Origin: null\r\nOrigin: http://localhost\r\n", false},
  };
  for (const auto port : {hub_->in_port(), hub_->out_port()}) {
    const std::string right = bearer(port == hub_->in_port() ? for_kitchens : for_eaters);
    for (const auto& c : cases) {
      const std::string refused = std::string(c.what) == "twice" ? "400" : "403";
      EXPECT_EQ(status(upgrade(port, c.header + right)), c.allowed ? "101" : refused) << c.what << ' ' << c.header;
      EXPECT_EQ(status(upgrade(port, c.header)), c.allowed ? "401" : refused) << c.what << ' ' << c.header;
      EXPECT_EQ(status(get(port, "/metrics", c.header)), c.allowed ? "401" : refused) << c.what << ' ' << c.header;
    }
  }
}

TEST_P(HubTokensTest, TheOriginNullCanBeAllowed) {
  options_.allowed_origins = {"null"};
  start();
  EXPECT_EQ(status(upgrade(hub_->out_port(), "Origin: null\r\n")), "101");
  EXPECT_EQ(status(upgrade(hub_->out_port(), "Origin: file://\r\n")), "101");
  EXPECT_EQ(status(upgrade(hub_->out_port(), "Origin: https://evil.example\r\n")), "403");
}

}  // namespace
}  // namespace netdumplings::hub
