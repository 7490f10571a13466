// Any bytes from a client, in pieces, into a real session of the server: HTTP head, Host, Origin, token, upgrade,
// frames, Close. What it hands on is within its limits, what it says back is HTTP and then frames, and it goes when its
// client goes.
//
// The first byte says how (`Manner`), the second how large the pieces are (0: all is one), the rest is what the client
// sends. To compare takes twice the time, and is done for one in some of the inputs that say so; the first byte's three
// highest bits mean nothing to those, and let a seed be among them.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "one_in.hpp"
#include "session_server.hpp"

namespace {

using namespace netdumplings;
using fuzz::Answer;
using fuzz::Heard;
using fuzz::Manner;
using fuzz::require;

constexpr std::size_t most_pieces = 8;

Manner manner_of(std::uint8_t byte) {
  const auto bit = [byte](unsigned place) { return (byte >> place & 1U) != 0; };
  // Enough for some deadlines; for a ping; for nothing taken; for silence.
  constexpr std::array<int, 4> waits{2, 21, 31, 61};
  const std::chrono::seconds wait(bit(2) ? waits[byte >> 5U & 3U] : 0);
  return {bit(0), bit(1), wait, bit(3) && !bit(2), bit(4)};
}

std::vector<std::string_view> cut(std::string_view bytes, std::uint8_t largest) {
  std::vector<std::string_view> pieces;
  std::minstd_rand random(largest);
  while (largest > 0 && pieces.size() + 1 < most_pieces && !bytes.empty()) {
    pieces.push_back(bytes.substr(0, 1 + random() % largest));
    bytes.remove_prefix(pieces.back().size());
  }
  if (!bytes.empty()) pieces.push_back(bytes);
  return pieces;
}

bool same(const test::Frame& one, const test::Frame& other) {
  return one.opcode == other.opcode && one.payload == other.payload;
}

bool begins_with(const std::vector<test::Frame>& all, const std::vector<test::Frame>& part) {
  return part.size() <= all.size() && std::equal(part.begin(), part.end(), all.begin(), same);
}

void check(const Heard& heard, const Answer& answer) {
  require(heard.messages.empty() || answer.status == 101, "messages come behind an upgrade");
  require(answer.data.size() <= heard.echoes && begins_with(heard.messages, answer.data),
          "what is said back is what was handed on, in that order");
  require(!heard.asked_to_close || answer.close_code == fuzz::as_asked || answer.close_code == 0,
          "it closes as it was told");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static std::array<fuzz::Server, 2> servers{fuzz::Server(false), fuzz::Server(true)};
  const Manner manner = manner_of(data[0]);
  const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
  fuzz::Server& server = servers[manner.guarded ? 1 : 0];
  Heard heard;
  const auto pieces = cut(bytes, data[1]);
  const Answer answer = server.serve(manner, pieces, heard);
  check(heard, answer);
  if (!manner.compared || pieces.size() < 2 || !fuzz::one_in(4, data, size)) return 0;
  Heard at_once;
  const Answer other = server.serve(manner, {bytes}, at_once);
  require(heard.messages.size() == at_once.messages.size() && begins_with(heard.messages, at_once.messages),
          "pieces make no difference to what is handed on");
  require(answer.status == other.status && answer.close_code == other.close_code,
          "pieces make no difference to what is answered");
  return 0;
}
