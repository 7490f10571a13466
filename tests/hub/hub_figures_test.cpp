// What the hub tells of itself, and that it adds up.
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
  // The value of a series, as it stands in the page.
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

  std::string head_;
};

void HubFiguresTest::expect_equal_sums(const json& status) {
  const json& p = status["payload"];
  for (const char* all : {"kitchens_present", "kitchens_gone"}) {
    EXPECT_EQ(p[all]["received"],
              p[all]["taken"].get<int>() + p[all]["invalid"].get<int>() + p[all]["known"].get<int>());
  }
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

TEST_P(HubFiguresTest, TheMetricsAreThereForEveryoneAndEveryEater) {
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
  const std::string kitchen_labels =
      "kitchen=\"a \\\"b\\\" \\\\ c\",peer=\"127.0.0.1:" + std::to_string(cook->local_port()) + '"';
  EXPECT_NE(page.find("netdumplings_hub_kitchen_received_total{" + kitchen_labels + "} 7\n"), std::string::npos)
      << page;
  const std::string eater_labels = "eater=\"guest\",peer=\"127.0.0.1:" + std::to_string(guest->local_port()) + '"';
  EXPECT_NE(page.find("netdumplings_hub_eater_entries_total{" + eater_labels + "} 6\n"), std::string::npos) << page;
  EXPECT_EQ(get("/healthz"), "ok\n");
}

// Eaters come, stall and go, some choose, kitchens send what is none too: in each status, each eater's sum, the sums of
// all, and the totals are equal; and what one got is what the hub says it was sent.
TEST_P(HubFiguresTest, TheSumsAreEqualInEverySnapshotUnderLoad) {
  options_.log_size = 2 * defaults::log_chunk;
  options_.timeouts.progress = 300ms;
  options_.timeouts.close = 100ms;
  start(5ms);
  std::atomic<bool> over{false};
  std::thread cooking([&] {
    auto cook = kitchen();
    const std::string padding(3000, ' ');
    for (int i = 0; !over; ++i) {
      std::string batch;
      for (int k = 0; k < 50; ++k) batch += masked_frame(net::Opcode::text, dumpling(std::to_string(i)) + padding);
      cook->send_bytes(batch + masked_frame(net::Opcode::text, R"({"metadata":{"chef":"D"}})") +
                       masked_frame(net::Opcode::text, "none"));
      if (i % 100 == 99) cook = kitchen();
    }
  });
  std::thread guests([&] {
    std::mt19937 random(1);
    std::vector<std::unique_ptr<RawClient>> there;
    for (int i = 0; !over; ++i) {
      auto client = std::make_unique<RawClient>(hub_->out_port(), random() % 2 == 0 ? 4096 : 0);
      client->upgrade();
      client->send(i % 3 == 0 ? R"({"eater_name":"d","chefs":["D"],"last":9})" : R"({"eater_name":"x","since":1})");
      for (auto k = random() % 20; k > 0 && i % 3 != 0; --k) client->read_frame();
      there.push_back(std::move(client));
      if (there.size() > 6) there.erase(there.begin() + static_cast<std::ptrdiff_t>(random() % there.size()));
    }
  });
  auto witness = eater("witness", 0, R"(,"chefs":["SystemStatusChef"])");
  for (int i = 0; i < 150; ++i) expect_equal_sums(json::parse(witness->read_frame().payload));
  over = true;
  guests.join();
  cooking.join();
  const json last = json::parse(witness->read_frame().payload);
  expect_equal_sums(last);
  EXPECT_GT(last["payload"]["eaters_gone"]["sent"], 0);
  EXPECT_GT(last["payload"]["total_dumplings_invalid"], 0);
}

}  // namespace
}  // namespace netdumplings::hub
