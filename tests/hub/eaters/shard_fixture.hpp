// A shard with a log of its own, and an eater's connection without a socket.
#pragma once

#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>

#include <memory>
#include <optional>
#include <string>

#include "common/defaults.hpp"
#include "hub/eaters/eater_session.hpp"
#include "hub/eaters/eater_shard.hpp"
#include "hub/fake_connection.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/log/origin_hash.hpp"
#include "net/loop/loop.hpp"
#include "net/stingy_transport.hpp"

namespace netdumplings::hub {

struct ShardAndLog {
  explicit ShardAndLog(net::Loop& loop) : shard(loop, commons) {}
  void append(const std::string& message, bool binary = false, const std::string& chef = "C") {
    ASSERT_TRUE(log.append(
        {message, binary ? net::Opcode::binary : net::Opcode::text, origins.of({chef, std::nullopt, ""}), 0}));
  }

  DumplingLog log{2 * defaults::log_chunk};
  OriginHasher origins{log.key()};
  EaterCommons commons{std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>()), log};
  EaterShard shard;
};

/// An eater whose socket takes at most `most` bytes at a time, chosen at random from `seed`.
struct TestEater {
  TestEater(EaterShard& shard, unsigned seed, std::size_t most)
      : peer(seed, most), connection(peer), session(shard, connection) {}
  void hello(const std::string& text = R"({"eater_name":"e"})") { session.on_message(text, false); }
  /// Sends all that there is, however often it takes.
  void send_all() {
    auto state = connection.sender.flush();
    while (state == net::FrameSender::State::blocked || state == net::FrameSender::State::busy) {
      state = connection.sender.flush();
    }
    EXPECT_EQ(state, net::FrameSender::State::idle);
  }

  test::StingyTransport peer;
  FakeConnection connection;
  EaterSession session;
};

}  // namespace netdumplings::hub
