// Writes a capture to standard output in which a million connections a minute begin: connection_storm [MINUTES]. Of
// four, one is a request over TCP that is answered and closed, one a SYN that nobody answers, one a refused SYN, and
// one a lookup over UDP. No two have the same ends. tests/bench/storm has a kitchen read it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr std::uint64_t connections_a_minute = 1'000'000;
constexpr std::uint8_t fin = 1, syn = 2, rst = 4, ack = 16;

void put16(std::uint8_t* at, std::uint64_t number) {
  at[0] = static_cast<std::uint8_t>(number >> 8);
  at[1] = static_cast<std::uint8_t>(number);
}

void put32(std::uint8_t* at, std::uint64_t number) {
  put16(at, number >> 16);
  put16(at + 2, number);
}

// The headers of pcap, in the byte order of this machine.
struct FileHeader {
  std::uint32_t magic = 0xa1b23c4d;  // with nanoseconds
  std::uint16_t major = 2, minor = 4;
  std::uint32_t zone = 0, accuracy = 0, snapshot_length = 262144, link_type = 1;
};
struct PacketHeader {
  std::uint32_t seconds, nanoseconds, captured, length;
};

// One connection: a client of its own, and one of many servers.
class Talk {
 public:
  Talk(std::uint64_t number, std::uint64_t time_ns) : number_(number), time_ns_(time_ns) {}

  void be_answered() {
    constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: storm.example\r\n\r\n";
    constexpr std::string_view response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    tcp(true, syn, {});
    tcp(false, syn | ack, {});
    tcp(true, ack, {});
    tcp(true, ack, request);
    tcp(false, ack, response);
    tcp(true, fin | ack, {});
    tcp(false, fin | ack, {});
    tcp(true, ack, {});
  }
  void be_silent() { tcp(true, syn, {}); }
  void be_refused() {
    tcp(true, syn, {});
    tcp(false, rst | ack, {});
  }
  void look_up() {
    using namespace std::string_view_literals;
    constexpr auto name = "\5storm\7example\0\0\1\0\1"sv;
    udp(true, "\0\7\1\0\0\1\0\0\0\0\0\0"sv, name);
    udp(false, "\0\7\x81\x83\0\1\0\0\0\0\0\0"sv, name);  // there is no such name
  }

 private:
  static constexpr std::size_t ethernet = 14, ip = 20;

  void tcp(bool is_from_client, std::uint8_t flags, std::string_view payload) {
    constexpr std::size_t header = 20;
    std::uint8_t* const at = begin(is_from_client, 6, header + payload.size(), 80);
    std::uint32_t& own = sequences_[is_from_client ? 0 : 1];
    put32(at + 4, own);
    put32(at + 8, (flags & ack) != 0 ? sequences_[is_from_client ? 1 : 0] : 0);
    at[12] = header / 4 << 4;
    at[13] = flags;
    put16(at + 14, 65535);
    std::copy(payload.begin(), payload.end(), at + header);
    own += static_cast<std::uint32_t>(payload.size()) + ((flags & (syn | fin)) != 0 ? 1 : 0);
    write();
  }

  void udp(bool is_from_client, std::string_view head, std::string_view rest) {
    constexpr std::size_t header = 8;
    std::uint8_t* const at = begin(is_from_client, 17, header + head.size() + rest.size(), 53);
    put16(at + 4, header + head.size() + rest.size());
    std::copy(rest.begin(), rest.end(), std::copy(head.begin(), head.end(), at + header));
    write();
  }

  // Begins a packet, and returns where what IP carries begins.
  std::uint8_t* begin(bool is_from_client, std::uint8_t protocol, std::size_t carried, std::uint16_t server_port) {
    frame_.fill(0);
    size_ = ethernet + ip + carried;
    put16(&frame_[12], 0x0800);
    std::uint8_t* const at = &frame_[ethernet];
    at[0] = 0x45;
    put16(at + 2, ip + carried);
    at[8] = 64;
    at[9] = protocol;
    const std::uint64_t client = 0x0a000000 + number_ / 50'000, server = 0xc6336400 + number_ % 250;
    const std::uint64_t client_port = 1024 + number_ % 50'000;
    put32(at + 12, is_from_client ? client : server);
    put32(at + 16, is_from_client ? server : client);
    put16(at + ip, is_from_client ? client_port : server_port);
    put16(at + ip + 2, is_from_client ? server_port : client_port);
    return at + ip;
  }

  void write() {
    const PacketHeader header{static_cast<std::uint32_t>(time_ns_ / 1'000'000'000),
                              static_cast<std::uint32_t>(time_ns_ % 1'000'000'000), static_cast<std::uint32_t>(size_),
                              static_cast<std::uint32_t>(size_)};
    const bool is_written =
        std::fwrite(&header, sizeof header, 1, stdout) == 1 && std::fwrite(frame_.data(), size_, 1, stdout) == 1;
    if (!is_written) std::exit(1);
  }

  std::uint64_t number_;
  std::uint64_t time_ns_;
  std::array<std::uint32_t, 2> sequences_{1000, 5000};  // of the client and of the server
  std::array<std::uint8_t, 256> frame_{};
  std::size_t size_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t minutes = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10;
  const FileHeader header;
  if (std::fwrite(&header, sizeof header, 1, stdout) != 1) return 1;
  for (std::uint64_t number = 0; number < minutes * connections_a_minute; ++number) {
    Talk talk(number, 1'700'000'000'000'000'000 + number * 60'000);
    switch (number % 4) {
      case 0:
        talk.be_answered();
        break;
      case 1:
        talk.be_silent();
        break;
      case 2:
        talk.be_refused();
        break;
      default:
        talk.look_up();
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
