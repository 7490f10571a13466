// What TlsChef parses: QUIC datagrams of both sides, as they are and as what is in protected packets (no mutation of
// those would stay authentic), and the hellos in them. The input is a list of steps: what to do, two bytes of length,
// bytes.
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

#include "chefs/network/tls/hellos.hpp"
#include "network/quic/quic_handshake.hpp"
#include "network/tls/tls_report.hpp"
#include "require.hpp"

namespace {

using namespace netdumplings;                  // NOLINT(google-build-using-namespace): a fuzzer, not a library
using namespace netdumplings::chefs::network;  // NOLINT(google-build-using-namespace)
using fuzz::require;
using hellos::Buffer;

constexpr std::size_t most_memory = 100'000;

bool is_within(Bytes part, Bytes whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void read_packets(Bytes datagram) {
  while (const auto packet = QuicPacket::of(datagram)) {
    require(!packet->bytes.empty() && is_within(packet->bytes, datagram), "a packet has bytes of the datagram");
    require(is_within(packet->destination, packet->bytes) && is_within(packet->source, packet->bytes),
            "names are in the packet");
    require(packet->number_at <= packet->bytes.size(), "the number is in the packet");
    datagram = datagram.subspan(packet->bytes.size());
  }
}

void read_frames(Bytes frames) {
  CryptoFrames reader(frames);
  for (std::size_t count = 0; const auto frame = reader.next(); ++count) {
    require(is_within(frame->bytes, frames), "a frame is in its packet");
    require(count < frames.size(), "frames end");
  }
}

void read_hello(Bytes message, TlsFingerprints& fingerprints) {
  const auto hello = layers::TlsClientHello::of_message(message);
  if (!hello) return;
  const ClientSaid said = said_by(*hello, 0, TlsTransport::quic, fingerprints);
  require(nlohmann::json::accept("{" + said.names + "," + said.fingerprints + "}"), "what is kept is JSON");
  require(said.names.size() < 20'000, "what is kept is bounded");
  std::string ja4;
  fingerprints.append_ja4(ja4, *hello, 'q');
  require(ja4.size() == 36, "a JA4 has 36 characters");
  if (const auto answer = layers::TlsServerHello::of_message(message)) {
    require(said_by(*answer).session_id.size() < 256, "a session ID is short");
  }
}

/// A conversation whose packets the input makes.
class Talk {
 public:
  void step(std::uint8_t what, Bytes bytes) {
    const Buffer copy(bytes.begin(), bytes.end());
    switch (what % 9) {
      case 0:
        return take(copy, Side::client);
      case 1:
        return take(copy, Side::server);
      case 2:
        read_frames(bytes);
        return take(initials_.by_client(number_++, copy), Side::client);
      case 3:
        return take(initials_.by_server(number_++, copy), Side::server);
      case 4:
        return take(initials_.retry(), Side::server);
      case 5:
        initials_.first = initials_.destination = Buffer(8, bytes.empty() ? std::uint8_t{0} : bytes[0]);
        return;
      case 6:
        initials_.version ^= quic_v1 ^ quic_v2;
        return;
      case 7:
        initials_.first = initials_.destination = initials_.server;
        return;
      default:
        return look(bytes.size());
    }
  }

 private:
  void take(const Buffer& datagram, Side from) {
    read_packets(datagram);
    handshake_.take(tools_, datagram, from);
    for (const Side role : {Side::client, Side::server}) {
      require(handshake_.said(role).size() <= CryptoStream::most_bytes, "what a side says is bounded");
      read_hello(handshake_.said(role), fingerprints_);
    }
    require(pool_.used() <= most_memory + 2 * CryptoStream::most_bytes, "memory is bounded");
  }
  void look(std::size_t choice) {
    const Side role = choice % 2 == 0 ? Side::client : Side::server;
    const std::size_t size = handshake_.said(role).size();
    if (choice % 4 < 2) {
      handshake_.skip(role, size / 2);
    } else {
      handshake_.end(role, size > 0);
    }
  }

  BytePool pool_{most_memory};
  QuicTools tools_{pool_};
  TlsFingerprints fingerprints_{tools_.digests};
  QuicHandshake handshake_;
  hellos::Initials initials_{.least_frames = 40};
  std::uint64_t number_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Talk talk;
  Bytes left(data, size);
  for (int steps = 0; left.size() >= 3 && steps < 300; ++steps) {
    const Bytes bytes = netdumplings::detail::clipped(left, 3, netdumplings::detail::be16(left, 1));
    talk.step(left[0], bytes);
    left = left.subspan(3 + bytes.size());
  }
  return 0;
}
