// The figures that the hub reports about itself, and that they add up.
#include <algorithm>
#include <atomic>
#include <random>

#include "hub/hub_fixture.hpp"

namespace netdumplings::hub {
namespace {

class HubFiguresTest : public HubTest {
 protected:
  std::string get(const std::string& path) {
    RawClient client(hub_->out_port());
    head_ = client.request("GET " + path + " HTTP/1.1", "Host: localhost\r\n");
    return client.read_to_end();
  }
  // Returns the value of a series in the page.
  static std::uint64_t value(const std::string& page, const std::string& series) {
    const auto at = page.find("\nnetdumplings_hub_" + series + ' ');
    EXPECT_NE(at, std::string::npos) << series << " in\n" << page;
    return at == std::string::npos ? 0 : std::stoull(page.substr(page.find(' ', at) + 1));
  }
  static std::uint64_t fates(const json& l) {
    return l["sent"].get<std::uint64_t>() + l["filtered"].get<std::uint64_t>() + l["behind"].get<std::uint64_t>() +
           l["skipped"].get<std::uint64_t>();
  }
  static void expect_equal_sums(const json& status);
  void cook_until_over();
  void visit_until_over();

  std::string head_;
  std::atomic<bool> over_{false};
};

// Reads `frames` frames. False if the client was sent away before.
bool reads(RawClient& client, std::size_t frames) {
  try {
    for (; frames > 0; --frames) client.read_frame();
  } catch (const std::exception&) {
    return false;
  }
  return true;
}

// An eater that connects again after it was sent away.
class Renewed {
 public:
  Renewed(std::uint16_t port, int receive_buffer) : port_(port), receive_buffer_(receive_buffer) { renew(); }

  void renew_if_gone() {
    if (client_->gone()) renew();
  }
  void read_or_renew(std::size_t frames) {
    if (!reads(*client_, frames)) renew();
  }

 private:
  void renew() {
    client_ = std::make_unique<RawClient>(port_, receive_buffer_);
    client_->upgrade();
    client_->send(R"({"eater_name":"r"})");
  }
  const std::uint16_t port_;
  const int receive_buffer_;
  std::unique_ptr<RawClient> client_;
};

// Ends the work on other threads however the test ends: futures of std::async wait for it.
struct OverAtEnd {
  explicit OverAtEnd(std::atomic<bool>& over) : over_(over) {}
  ~OverAtEnd() { over_ = true; }
  OverAtEnd(const OverAtEnd&) = delete;
  OverAtEnd& operator=(const OverAtEnd&) = delete;

 private:
  std::atomic<bool>& over_;
};

// A kitchen's ledger must add up.
void expect_equal_sum(const json& kitchen) {
  const auto count = [&](const char* key) { return kitchen[key].get<std::uint64_t>(); };
  EXPECT_EQ(count("received"), count("taken") + count("invalid") + count("known")) << kitchen;
}

void HubFiguresTest::expect_equal_sums(const json& status) {
  const json& p = status["payload"];
  for (const char* all : {"kitchens_present", "kitchens_gone"}) expect_equal_sum(p[all]);
  json cooking = {{"received", 0}, {"taken", 0}, {"invalid", 0}, {"known", 0}};
  for (const json& kitchen : p["dumpling_kitchens"]) {
    const json& ledger = kitchen["info_from_hub"];
    expect_equal_sum(ledger);
    for (auto& [key, count] : cooking.items()) count = count.get<std::uint64_t>() + ledger[key].get<std::uint64_t>();
  }
  EXPECT_EQ(p["kitchens_present"], cooking);
  for (const char* all : {"eaters_present", "eaters_gone"}) EXPECT_EQ(p[all]["entries"], fates(p[all])) << p[all];
  json present = {{"entries", 0}, {"sent", 0}, {"filtered", 0}, {"behind", 0}, {"skipped", 0}, {"statuses", 0}};
  for (const json& eater : p["dumpling_eaters"]) {
    const json& ledger = eater["info_from_hub"];
    EXPECT_EQ(ledger["entries"], fates(ledger)) << ledger;
    for (auto& [key, count] : present.items()) count = count.get<std::uint64_t>() + ledger[key].get<std::uint64_t>();
  }
  EXPECT_EQ(p["eaters_present"], present);
  EXPECT_EQ(p["dumpling_eaters"].size(), p["dumpling_eater_count"]);
  EXPECT_EQ(p["dumpling_kitchens"].size(), p["dumpling_kitchen_count"]);
  std::uint64_t taken = p["kitchens_gone"]["taken"];
  for (const json& k : p["dumpling_kitchens"]) taken += k["info_from_hub"]["taken"].get<std::uint64_t>();
  EXPECT_EQ(p["total_dumplings_in"], taken);
  EXPECT_EQ(p["log_entries"], taken);
  std::uint64_t out = 0;
  for (const char* all : {"eaters_present", "eaters_gone"}) {
    out += p[all]["sent"].get<std::uint64_t>() + p[all]["statuses"].get<std::uint64_t>();
  }
  EXPECT_EQ(p["total_dumplings_out"], out);
}

INSTANTIATE_TEST_SUITE_P(Threads, HubFiguresTest, testing::Values(1, 3));

TEST_P(HubFiguresTest, TheMetricsHaveTotalsAndSeriesForEachClient) {
  start();
  auto cook = kitchen(R"({"kitchen_name":"a \"b\" \\ c","chefs":[]})");
  auto guest = eater("guest", 0, R"(,"chefs":["C"])");
  for (int i = 0; i < 5; ++i) cook->send(dumpling("1"));
  cook->send("nonsense");
  cook->send(R"({"metadata":{"chef":"D"}})");
  for (int i = 0; i < 5; ++i) guest->read_frame();
  ASSERT_TRUE(wait_for([&] { return census().log_entries == 6; }));
  const std::string page = get("/metrics");
  EXPECT_NE(head_.find("200 OK"), std::string::npos);
  EXPECT_NE(head_.find("Content-Type: text/plain; version=0.0.4"), std::string::npos) << head_;
  EXPECT_EQ(value(page, "received_total"), 7U);
  EXPECT_EQ(value(page, "received_fate_total{fate=\"taken\"}"), 6U);
  EXPECT_EQ(value(page, "received_fate_total{fate=\"invalid\"}"), 1U);
  EXPECT_EQ(value(page, "entries_total"), 6U);
  EXPECT_EQ(value(page, "entries_fate{fate=\"sent\"}"), 5U);
  EXPECT_EQ(value(page, "entries_fate{fate=\"filtered\"}"), 1U);
  EXPECT_EQ(value(page, "eaters"), 1U);
  const std::string kitchen_labels = R"(kitchen="a \"b\" \\ c",peer="127.0.0.1")";
  EXPECT_NE(page.find("netdumplings_hub_kitchen_received_total{" + kitchen_labels + "} 7\n"), std::string::npos)
      << page;
  const std::string eater_labels = R"(eater="guest",peer="127.0.0.1")";
  EXPECT_NE(page.find("netdumplings_hub_eater_entries_total{" + eater_labels + "} 6\n"), std::string::npos) << page;
  EXPECT_EQ(get("/healthz"), "ok\n");
}

TEST_P(HubFiguresTest, TheMetricsCountThePagesThatEatersShare) {
  if (GetParam() > 1) GTEST_SKIP() << "which eaters share a thread, and when they are served, is chance";
  options_.page_budget = std::make_shared<net::PageBudget>(defaults::shared_pages_limit, 2);
  start();
  auto cook = kitchen();
  std::vector<std::unique_ptr<RawClient>> guests;
  for (int i = 0; i < 4; ++i) guests.push_back(eater("guest"));
  const std::string large = dumpling('"' + std::string(20000, 'x') + '"');
  for (int i = 0; i < 5; ++i) cook->send(large);
  for (const auto& guest : guests) {
    for (int i = 0; i < 5; ++i) ASSERT_EQ(guest->read_frame().payload, large);
  }
  const std::string page = get("/metrics");
  EXPECT_GT(value(page, "shared_pages_bytes"), 20000U);
  EXPECT_EQ(value(page, "shared_pages_limit_bytes"), defaults::shared_pages_limit);
  guests.clear();
  EXPECT_TRUE(wait_for([&] { return value(get("/metrics"), "shared_pages_bytes") == 0; }));
}

// One kitchen after the other, which also send messages that aren't dumplings.
void HubFiguresTest::cook_until_over() {
  auto cook = kitchen();
  const std::string padding(3000, ' ');
  for (int i = 0; !over_; ++i) {
    std::string batch;
    for (int k = 0; k < 50; ++k) batch += masked_frame(net::Opcode::text, dumpling(std::to_string(i)) + padding);
    cook->send_bytes(batch + masked_frame(net::Opcode::text, R"({"metadata":{"chef":"D"}})") +
                     masked_frame(net::Opcode::text, "none"));
    if (i % 100 == 99) cook = kitchen();
  }
}

// Eaters that come, read a little, and go after a while; two that never read; one that reads less than there is.
void HubFiguresTest::visit_until_over() {
  std::mt19937 random(1);
  std::vector<std::unique_ptr<RawClient>> there;
  Renewed deaf(hub_->out_port(), 4096);
  Renewed deaf_too(hub_->out_port(), 4096);
  Renewed slow(hub_->out_port(), 4096);
  for (int i = 0; !over_; ++i) {
    auto client = std::make_unique<RawClient>(hub_->out_port(), random() % 2 == 0 ? 4096 : 0);
    client->upgrade();
    client->send(i % 3 == 0 ? R"({"eater_name":"d","chefs":["D"],"last":9})" : R"({"eater_name":"x","since":1})");
    if (i % 3 != 0) reads(*client, random() % 20);
    there.push_back(std::move(client));
    if (there.size() > 6) there.erase(there.begin() + static_cast<std::ptrdiff_t>(random() % there.size()));
    deaf.renew_if_gone();
    deaf_too.renew_if_gone();
    slow.read_or_renew(10);
  }
}

// Eaters come, stall, are skipped and go, and some choose. In each status the counts of each eater and of each kitchen
// add up, and so do the totals.
TEST_P(HubFiguresTest, AllSumsAreRightInEachStatusUnderLoad) {
  options_.log_size = 2 * defaults::log_chunk;
  // The witness must not stall, even if a sanitizer slows it down: it reads faster than statuses come.
  options_.timeouts.progress = 1s;
  options_.timeouts.close = 100ms;
  options_.timeouts.ping = 1h;  // the witness reads statuses and nothing else
  start(20ms);
  auto cooking = std::async(std::launch::async, [this] { cook_until_over(); });
  auto guests = std::async(std::launch::async, [this] { visit_until_over(); });
  const OverAtEnd over_at_end(over_);
  auto witness = eater("witness", 0, R"(,"chefs":["SystemStatusChef"])");
  json last;
  const auto look = [&] {
    last = json::parse(witness->read_frame().payload);
    expect_equal_sums(last);
  };
  for (int i = 0; i < 150; ++i) look();
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  const auto all_seen = [&] {
    return last["payload"]["total_eaters_stalled"] > 1 && last["payload"]["total_dumplings_skipped"] > 0;
  };
  while (!all_seen() && std::chrono::steady_clock::now() < deadline) look();
  over_ = true;
  guests.get();
  cooking.get();
  look();
  EXPECT_GT(last["payload"]["total_eaters_stalled"], 1);
  EXPECT_GT(last["payload"]["total_dumplings_skipped"], 0);
  EXPECT_GT(last["payload"]["eaters_gone"]["sent"], 0);
  EXPECT_GT(last["payload"]["total_dumplings_invalid"], 0);
}

// One that is late doesn't delay the next ones, and none is left out.
TEST_P(HubFiguresTest, AStatusComesInEachInterval) {
  start(200ms);
  auto witness = eater("witness");
  double before = 0;
  double shortest = 1e9;
  for (int k = 1; k <= 10; ++k) {
    const double uptime = json::parse(witness->read_frame().payload)["payload"]["server_uptime"];
    EXPECT_GE(uptime, k * 0.2) << "status " << k;
    if (k > 1) shortest = std::min(shortest, uptime - before);
    before = uptime;
  }
  EXPECT_LT(shortest, 0.3) << "they are an interval apart, where nothing holds them up";
}

}  // namespace
}  // namespace netdumplings::hub
