// Views of a stream's bytes, on the conversations in ../shared/faults/streams. Skipped without them.
#include <netdumplings/layers/http1.hpp>
#include <netdumplings/layers/tcp.hpp>
#include <netdumplings/layers/tls.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "frames.hpp"

namespace netdumplings {
namespace {

using frames::Buffer;
using ::testing::ElementsAre;

/// Returns what each port sent, in order of sequence numbers. Enough for these captures, which repeat nothing.
std::map<std::uint16_t, Buffer> streams_of(const std::filesystem::path& path) {
  std::ifstream input(path, std::ios::binary);
  const std::string file{std::istreambuf_iterator<char>(input), {}};
  std::map<std::uint16_t, std::map<std::uint32_t, Buffer>> segments;
  constexpr std::size_t file_head = 24, packet_head = 16;
  for (std::size_t at = file_head; at + packet_head <= file.size();) {
    std::uint32_t size = 0;
    std::memcpy(&size, file.data() + at + 8, sizeof size);
    at += packet_head;
    const frames::Frame frame(frames::text(std::string_view(file).substr(at, size)));
    at += size;
    const auto tcp = frame.packet().layer<layers::Tcp>();
    if (!tcp || tcp->payload().empty()) continue;
    segments[tcp->source_port()][tcp->sequence()] = Buffer(tcp->payload().begin(), tcp->payload().end());
  }
  std::map<std::uint16_t, Buffer> found;
  for (const auto& [port, pieces] : segments) {
    for (const auto& [sequence, bytes] : pieces) found[port].insert(found[port].end(), bytes.begin(), bytes.end());
  }
  return found;
}

class StreamFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no " << folder;
  }
  const std::filesystem::path folder = ND_STREAM_FAULTS;
};

/// Returns the names that clients asked for, of whole hellos.
std::vector<std::string> names_in(const std::filesystem::path& path) {
  std::vector<std::string> names;
  for (const auto& [port, bytes] : streams_of(path)) {
    const auto hello = layers::TlsClientHello::of(Bytes(bytes));
    if (!hello) continue;
    names.push_back(hello->is_whole() ? hello->server_name().value_or("(no name)") : "(not all here)");
  }
  return names;
}

TEST_F(StreamFaults, HellosHaveTheirNamesHoweverTheyAreSplit) {
  EXPECT_THAT(names_in(folder / "two_records.pcap"), ElementsAre("two-records.example"));
  for (const auto* name : {"sni_in_first", "sni_in_second", "sni_cut", "out_of_order", "whole", "not_utf8"}) {
    const auto names = names_in(folder / (std::string(name) + ".pcap"));
    ASSERT_EQ(names.size(), 1u) << name;
    EXPECT_EQ(names[0].find('('), std::string::npos) << name << ": " << names[0];
  }
}

TEST_F(StreamFaults, RequestsAreReadOneAfterAnother) {
  std::vector<std::string> seen;
  for (const auto& [port, bytes] : streams_of(folder / "http_raw.pcap")) {
    Bytes left(bytes);
    while (!left.empty() && port != 80) {
      const auto request = layers::HttpRequest::of(left);
      ASSERT_TRUE(request && request->is_whole()) << port;
      seen.push_back(std::string(request->target().substr(0, 6)) + " " + std::string(request->host().value_or("-")));
      left = left.subspan(request->size());
    }
  }
  EXPECT_THAT(seen, ElementsAre("/caf\xe9 a.example", "/split behind-the-cookie.example", "/qqqqq long-line.example",
                                "/1 pipe.example", "/2 pipe.example"));
}

}  // namespace
}  // namespace netdumplings
