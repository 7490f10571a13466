// What chefs can read of DHCP, NTP, TLS and HTTP.
#include <netdumplings/layers/dhcp.hpp>
#include <netdumplings/layers/http1.hpp>
#include <netdumplings/layers/ntp.hpp>
#include <netdumplings/layers/tls.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;

Buffer udp_frame_of(std::size_t source, std::size_t destination, const Buffer& payload) {
  return ether(0x0800, ipv4(17, udp(source, destination, payload)));
}
Buffer tcp_frame_of(const Buffer& payload) { return ether(0x0800, ipv4(6, tcp(40000, 8443, payload))); }

Buffer dhcp_message(const Buffer& options) {
  return hex("01 01 06 00 01020304 0000 0000 0a000001 0a000002 0a000003 0a000004 020000000001") + zeros(10) +
         zeros(64) + zeros(128) + hex("63825363") + options;
}

TEST(DhcpView, ReadsTheMessageAndItsOptions) {
  const Seen<layers::Dhcp> seen(udp_frame_of(68, 67,
                                             dhcp_message(hex("35 01 03 00 00 0c 04") + text("host") +
                                                          hex("32 04 c0000207 33 04 00000e10 36 04 c0000201 ff"))));
  ASSERT_TRUE(seen.view);
  EXPECT_TRUE(seen.view->is_request());
  EXPECT_EQ(seen.view->transaction_id(), 0x01020304u);
  EXPECT_EQ(seen.view->client_hardware()->to_string(), "02:00:00:00:00:01");
  EXPECT_EQ(seen.view->client_address().to_string(), "10.0.0.1");
  EXPECT_EQ(seen.view->your_address().to_string(), "10.0.0.2");
  EXPECT_EQ(seen.view->relay_address().to_string(), "10.0.0.4");
  EXPECT_EQ(seen.view->message_type(), layers::Dhcp::request);
  EXPECT_EQ(seen.view->hostname(), "host");
  EXPECT_EQ(seen.view->requested_address()->to_string(), "192.0.2.7");
  EXPECT_EQ(seen.view->server_identifier()->to_string(), "192.0.2.1");
  EXPECT_EQ(seen.view->lease_time(), 3600u);
}

TEST(DhcpView, ReadsNamesAndListsOfAddresses) {
  const Seen<layers::Dhcp> seen(
      udp_frame_of(68, 67,
                   dhcp_message(hex("0c 05") + text("host") + hex("00 3c 03") + text("Jet") + hex("51 07 00 00 00") +
                                text("a.b\xe9") + hex("03 08 c0000201 c0000202 06 05 c0000203 c0 ff"))));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->hostname(), "host");
  EXPECT_EQ(seen.view->vendor_class(), "Jet");
  EXPECT_EQ(seen.view->full_name(), "a.b\\233");
  EXPECT_THAT(seen.view->routers(), ElementsAre(Ipv4Address(hex("c0000201")), Ipv4Address(hex("c0000202"))));
  EXPECT_THAT(seen.view->name_servers(), ElementsAre(Ipv4Address(hex("c0000203"))));
  EXPECT_EQ(seen.view->hardware().size(), 6u);
  const Seen<layers::Dhcp> encoded(udp_frame_of(68, 67, dhcp_message(hex("51 08 04 00 00 01 61 01 62 00"))));
  EXPECT_EQ(encoded.view->full_name(), "a.b");
}

TEST(DhcpView, ReadsOptionsInTheFieldsOfFileAndServerName) {
  Buffer message = dhcp_message(hex("34 01 03 35 01 02 ff"));
  const Buffer name = hex("0c 02 6869 ff");
  const Buffer file = hex("33 04 00000e10 ff");
  std::copy(name.begin(), name.end(), message.begin() + 44);
  std::copy(file.begin(), file.end(), message.begin() + 108);
  const Seen<layers::Dhcp> seen(udp_frame_of(67, 68, message));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->hostname(), "hi");
  EXPECT_EQ(seen.view->lease_time(), 3600u);
}

TEST(DhcpView, OptionsThatWereCutOffAreNotThere) {
  const Seen<layers::Dhcp> cut_off(udp_frame_of(68, 67, dhcp_message(hex("35 01 01 0c 09") + text("host"))));
  ASSERT_TRUE(cut_off.view);
  EXPECT_EQ(cut_off.view->message_type(), layers::Dhcp::discover);
  EXPECT_FALSE(cut_off.view->hostname());
  const Seen<layers::Dhcp> bootp(udp_frame_of(68, 67, cut(dhcp_message({}), 236)));
  ASSERT_TRUE(bootp.view);
  EXPECT_FALSE(bootp.view->message_type());
  EXPECT_FALSE(Seen<layers::Dhcp>(udp_frame_of(68, 67, cut(dhcp_message({}), 235))).view);
}

TEST(NtpView, ReadsTimesOfBothEras) {
  const Seen<layers::Ntp> seen(udp_frame_of(123, 123,
                                            hex("24 01 06 ec 00010000 00008000") + text("GPS") + hex("00") + zeros(8) +
                                                hex("83aa7e80 00000000  83aa7e81 80000000  00000001 00000000")));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->version(), 4);
  EXPECT_EQ(seen.view->mode(), layers::Ntp::server);
  EXPECT_EQ(seen.view->stratum(), 1);
  EXPECT_EQ(seen.view->poll_exponent(), 6);
  EXPECT_EQ(seen.view->precision_exponent(), -20);
  EXPECT_DOUBLE_EQ(seen.view->root_delay(), 1);
  EXPECT_DOUBLE_EQ(seen.view->root_dispersion(), 0.5);
  EXPECT_EQ(seen.view->reference_id()[0], 'G');
  EXPECT_FALSE(seen.view->reference_time_ns()) << "zero is no time";
  EXPECT_EQ(seen.view->origin_time_ns(), 0) << "1970";
  EXPECT_EQ(seen.view->receive_time_ns(), 1'500'000'000);
  EXPECT_EQ(seen.view->transmit_time_ns(), (4'294'967'297 - 2'208'988'800) * 1'000'000'000) << "2036";
}

Buffer tls_extension(std::size_t number, const Buffer& value) { return u16(number) + u16(value.size()) + value; }
Buffer client_hello(const Buffer& extensions) {
  const Buffer body = hex("0303") + filler(32) + hex("04") + text("sess") + hex("0004 1301 c02f  01 00") +
                      u16(extensions.size()) + extensions;
  return hex("16 0301") + u16(4 + body.size()) + hex("01 00") + u16(body.size()) + body;
}
const Buffer server_name_extension = tls_extension(0, hex("000e 00 000b") + text("Example.COM"));
const Buffer alpn_extension = tls_extension(16, hex("000c 02") + text("h2") + hex("08") + text("http/1.1"));

TEST(TlsClientHelloView, TellsServerAndProtocols) {
  const Seen<layers::TlsClientHello> seen(
      tcp_frame_of(client_hello(tls_extension(43, hex("04 0304 0303")) + server_name_extension + alpn_extension)));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->server_name(), "Example.COM");
  EXPECT_THAT(seen.view->alpn(), ElementsAre("h2", "http/1.1"));
  EXPECT_THAT(seen.view->versions(), ElementsAre(0x0304, 0x0303));
  EXPECT_THAT(seen.view->cipher_suites(), ElementsAre(0x1301, 0xc02f));
  EXPECT_EQ(seen.view->session_id().size(), 4u);
}

TEST(TlsClientHelloView, ReadsTheBeginningOfALongOne) {
  const Buffer hello = client_hello(server_name_extension + alpn_extension);
  const Seen<layers::TlsClientHello> seen(tcp_frame_of(cut(hello, hello.size() - 3)));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->server_name(), "Example.COM");
  EXPECT_THAT(seen.view->alpn(), ElementsAre()) << "not whole";
  EXPECT_THAT(seen.view->versions(), ElementsAre(0x0303));
  EXPECT_FALSE(Seen<layers::TlsClientHello>(tcp_frame_of(cut(hello, 40))).view);
}

TEST(TlsClientHelloView, OtherSegmentsAreNone) {
  EXPECT_FALSE(Seen<layers::TlsClientHello>(tcp_frame_of(hex("16 0303 0004 02 000000"))).view) << "the server's";
  EXPECT_FALSE(Seen<layers::TlsClientHello>(tcp_frame_of(text("GET / HTTP/1.1\r\n"))).view);
  EXPECT_FALSE(Seen<layers::TlsClientHello>(tcp_frame_of({})).view);
  const Seen<layers::TlsClientHello> bare(tcp_frame_of(client_hello({})));
  ASSERT_TRUE(bare.view);
  EXPECT_FALSE(bare.view->server_name());
}

TEST(HttpRequestView, ReadsTheFirstLineAndFields) {
  const Seen<layers::HttpRequest> seen(
      tcp_frame_of(text("GET /a?b=c d HTTP/1.1\r\nHOST:  example.com \r\nX: y\r\n\r\nhost: body\r\n")));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->method(), "GET");
  EXPECT_EQ(seen.view->target(), "/a?b=c d");
  EXPECT_EQ(seen.view->version(), "HTTP/1.1");
  EXPECT_EQ(seen.view->host(), "example.com");
  EXPECT_EQ(seen.view->field("x"), "y");
  EXPECT_FALSE(seen.view->field("body"));
}

TEST(HttpRequestView, OtherSegmentsAreNone) {
  for (const auto* other : {"", "GET / HTTP/1.1", "GET /\r\n", "get / HTTP/1.1\r\n", "GET / HTTP/2.0\r\n",
                            "HTTP/1.1 200 OK\r\n", "GET  HTTP/1.1"}) {
    EXPECT_FALSE(Seen<layers::HttpRequest>(tcp_frame_of(text(other))).view) << other;
  }
  EXPECT_FALSE(Seen<layers::HttpRequest>(tcp_frame_of(text("GET /") + filler(9000) + text(" HTTP/1.1\r\n"))).view);
}

TEST(HttpResponseView, ReadsTheStatusLineAndFields) {
  const Seen<layers::HttpResponse> seen(tcp_frame_of(text("HTTP/1.0 404 Not Found\r\nServer: a\r\nContent-Length: 1")));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->version(), "HTTP/1.0");
  EXPECT_EQ(seen.view->status(), 404);
  EXPECT_EQ(seen.view->reason(), "Not Found");
  EXPECT_EQ(seen.view->field("server"), "a");
  EXPECT_FALSE(seen.view->field("content-length")) << "its line was cut off";
  EXPECT_FALSE(Seen<layers::HttpResponse>(tcp_frame_of(text("HTTP/1.0 4x4 No\r\n"))).view);
  EXPECT_FALSE(Seen<layers::HttpResponse>(tcp_frame_of(text("HTTP/1.0 40"))).view);
}

}  // namespace
}  // namespace netdumplings
