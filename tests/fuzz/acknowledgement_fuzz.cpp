// netdumplings.v1 between a kitchen and a hub: any messages, one a line, to the hub's side. What it acknowledges a
// kitchen can read, and it never goes down; the same lines are read by the kitchen's side.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "common/defaults.hpp"
#include "hub/kitchens/fake_alarm_clock.hpp"
#include "hub/kitchens/kitchen_v1.hpp"
#include "kitchen/delivery/v1_messages.hpp"
#include "require.hpp"

namespace {

using namespace netdumplings;
using fuzz::require;

// Takes each word whole, as a kernel with room does.
class Listener final : public net::ServerConnection {
 public:
  [[nodiscard]] const net::Endpoint& peer() const override { return peer_; }
  [[nodiscard]] const std::string& subprotocol() const override { return subprotocol_; }
  void limit_messages(std::size_t, std::uint16_t, std::string) override {}
  void welcome() override {}
  void send_from(net::FrameSource& source) override { source_ = &source; }
  void close(std::uint16_t, std::string_view) override {}
  [[nodiscard]] std::uint16_t said_close() const override { return 0; }
  void flush() override {
    constexpr std::size_t header = 2;
    const std::string frame(source_->next().bytes);
    require(frame.size() > header, "what is said is a frame");
    net::CutFrame rest;
    source_->taken(frame.size(), rest);
    require(rest.empty(), "a frame that was taken whole leaves nothing");
    const auto ack = kitchen::read_ack(std::string_view(frame).substr(header));
    require(ack.has_value() && *ack >= acknowledged_, "a kitchen can read it, and it never goes down");
    acknowledged_ = *ack;
  }

 private:
  net::Endpoint peer_;
  std::string subprotocol_;
  net::FrameSource* source_ = nullptr;
  std::uint64_t acknowledged_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string lines(data, data + size);
  hub::Session session;
  Listener connection;
  auto clock = std::make_unique<hub::FakeAlarmClock>();
  hub::FakeAlarmClock& time = *clock;
  hub::KitchenV1 side(std::move(clock), connection, session, [] { return true; });
  using Kind = hub::KitchenV1::Heard::Kind;
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', from), lines.size());
    const std::string line = lines.substr(from, end - from);
    from = end + 1;
    (void)kitchen::read_ack(line);
    const auto heard = side.hear(line, false);
    if (heard.kind == Kind::offence) {
      require(!heard.why.empty(), "an offence is told");
      break;
    }
    if (heard.kind == Kind::known) require(heard.number <= session.number, "what is known was taken");
    if (heard.kind == Kind::dumpling) {
      require(heard.number > session.number, "what is new wasn't taken");
      side.refused(heard.number);
    }
    side.batch_taken();
    time.advance(defaults::ack_interval / 3);
  }
  return 0;
}
