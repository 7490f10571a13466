// Every view, the summary, the flow and the Community ID, on any bytes as any link type. Each view reads the layers
// that are its own, and all of them read one other layer that the input chooses: none may rely on a layer being its
// own.
#include <netdumplings/layers/arp.hpp>
#include <netdumplings/layers/dhcp.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/layers/dns_over_tcp.hpp>
#include <netdumplings/layers/erspan.hpp>
#include <netdumplings/layers/ethernet.hpp>
#include <netdumplings/layers/geneve.hpp>
#include <netdumplings/layers/gre.hpp>
#include <netdumplings/layers/gtp.hpp>
#include <netdumplings/layers/http1.hpp>
#include <netdumplings/layers/icmp.hpp>
#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>
#include <netdumplings/layers/mpls.hpp>
#include <netdumplings/layers/ntp.hpp>
#include <netdumplings/layers/tcp.hpp>
#include <netdumplings/layers/tls.hpp>
#include <netdumplings/layers/udp.hpp>
#include <netdumplings/layers/vlan.hpp>
#include <netdumplings/layers/vxlan.hpp>
#include <netdumplings/packet.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "packet_input.hpp"

namespace {

using namespace netdumplings;  // NOLINT(google-build-using-namespace): a fuzzer, not a library
using fuzz::require;

// What views read is summed up, so that no compiler leaves the reading out.
class Reader {
 public:
  template <typename... Values>
  void see(const Values&... values) {
    (take(values), ...);
  }
  std::size_t sum() const { return sum_; }

 private:
  void take(Bytes bytes) {  // both ends: what is between them is the packet's, too
    if (!bytes.empty()) sum_ += std::size_t{bytes.front()} + bytes.back();
  }
  void take(std::string_view text) {
    sum_ += text.size() + (text.empty() ? 0u : static_cast<unsigned char>(text.back()));
  }
  void take(const std::string& text) { take(std::string_view(text)); }
  template <typename Number>
  requires std::is_integral_v<Number>
  void take(Number number) { sum_ += static_cast<std::size_t>(number); }
  void take(double number) { sum_ += number > 1 ? 1 : 0; }
  template <typename Value>
  void take(const std::optional<Value>& value) {
    if (value) take(*value);
  }
  template <typename Value>
  void take(const std::vector<Value>& values) {
    for (const auto& value : values) take(value);
  }
  template <typename Address>
  requires requires(const Address& address) { address.to_string(); }
  void take(const Address& address) { take(std::string_view(address.to_string())); }

  std::size_t sum_ = 0;
};

void read(Reader& reader, const layers::Ethernet& view) {
  reader.see(view.source(), view.destination(), view.ether_type(), view.payload());
}
void read(Reader& reader, const layers::Vlan& view) {
  reader.see(view.id(), view.priority(), view.is_drop_eligible(), view.ether_type(), view.payload());
}
void read(Reader& reader, const layers::Mpls& view) {
  reader.see(view.label(), view.traffic_class(), view.is_last(), view.time_to_live(), view.payload());
}
void read(Reader& reader, const layers::Gre& view) {
  reader.see(view.protocol(), view.key(), view.sequence(), view.payload());
}
void read(Reader& reader, const layers::Erspan& view) { reader.see(view.session(), view.vlan(), view.payload()); }
void read(Reader& reader, const layers::Vxlan& view) { reader.see(view.flags(), view.network(), view.payload()); }
void read(Reader& reader, const layers::Geneve& view) {
  reader.see(view.protocol(), view.network(), view.options(), view.payload());
}
void read(Reader& reader, const layers::Gtp& view) {
  reader.see(view.message_type(), view.length(), view.tunnel_id(), view.sequence(), view.payload());
}
void read(Reader& reader, const layers::Arp& view) {
  reader.see(view.operation(), view.source_hardware_text(), view.source_protocol_text(), view.target_hardware_text(),
             view.target_protocol_text());
}
void read(Reader& reader, const layers::Ipv4& view) {
  reader.see(view.source(), view.destination(), view.protocol(), view.fragment_offset(), view.total_length(),
             view.options(), view.payload());
}
void read(Reader& reader, const layers::Ipv6& view) {
  reader.see(view.source(), view.destination(), view.flow_label(), view.payload_length(), view.payload());
}
void read(Reader& reader, const layers::Udp& view) {
  reader.see(view.source_port(), view.destination_port(), view.length(), view.checksum(), view.payload());
}
void read(Reader& reader, const layers::Tcp& view) {
  reader.see(view.flags_text(), view.sequence(), view.acknowledgement(), view.window(), view.payload());
  auto options = view.options();
  while (const auto option = options.next()) reader.see(option->kind, option->data);
}
void read(Reader& reader, const layers::Icmp& view) {
  reader.see(view.type(), view.code(), view.id(), view.sequence(), view.payload());
}
void read(Reader& reader, const layers::Icmpv6& view) {
  reader.see(view.type(), view.code(), view.id(), view.sequence(), view.target(), view.payload());
}
void read(Reader& reader, const layers::Dhcp& view) {
  reader.see(view.is_request(), view.transaction_id(), view.client_hardware(), view.client_address(),
             view.your_address(), view.server_address(), view.relay_address(), view.message_type(), view.hostname(),
             view.requested_address(), view.server_identifier(), view.lease_time(), view.full_name(),
             view.vendor_class(), view.hardware(), view.routers(), view.name_servers());
}
void read(Reader& reader, const layers::Ntp& view) {
  reader.see(view.leap_indicator(), view.version(), view.mode(), view.stratum(), view.poll_exponent(),
             view.root_delay(), view.root_dispersion(), view.reference_id(), view.reference_time_ns(),
             view.origin_time_ns(), view.receive_time_ns(), view.transmit_time_ns());
}
void read(Reader& reader, const layers::TlsClientHello& view) {
  require(view.is_whole() || view.size() == 0, "a hello that isn't whole has no size");
  require(view.is_whole() == (view.missing() == 0), "a hello that isn't whole lacks bytes");
  reader.see(view.legacy_version(), view.random(), view.session_id(), view.cipher_suites(), view.server_name(),
             view.alpn(), view.alpn_bytes(), view.versions(), view.supported_groups(), view.point_formats(),
             view.signature_algorithms(), view.session_ticket(), view.has_pre_shared_key());
  for (const layers::TlsExtension& extension : view.extensions()) reader.see(extension.number, extension.data);
}
void read(Reader& reader, const layers::TlsServerHello& view) {
  require(view.is_whole() || view.version() == 0, "the version is known at the end");
  reader.see(view.version(), view.cipher_suite(), view.alpn(), view.is_retry_request(), view.has_pre_shared_key(),
             view.random(), view.session_id());
}
void read_body(Reader& reader, const std::optional<layers::HttpBody>& body, bool is_whole, Bytes after) {
  require(body.has_value() == is_whole, "a whole head says how its body ends");
  if (!body) return;
  layers::HttpBodyReader end(*body);
  const std::size_t taken = end.take(after);
  require(taken <= after.size() && end.size() <= taken, "a body is among the bytes that were given");
  require(taken == after.size() || end.is_whole() || end.is_faulty(), "a reader stops for a reason");
  reader.see(taken);
}
void read(Reader& reader, const layers::HttpRequest& view) {
  reader.see(view.method(), view.target(), view.version(), view.host(), view.field("content-length"));
  read_body(reader, view.body(), view.is_whole(), {});
}
void read(Reader& reader, const layers::HttpResponse& view) {
  require(view.status() < 1000, "a status has three digits");
  reader.see(view.version(), view.status(), view.reason(), view.field("server"));
  read_body(reader, view.body("GET"), view.is_whole(), {});
}

std::size_t read_records(Reader& reader, const std::vector<layers::DnsRecord>& records) {
  std::size_t said = 0;
  for (const layers::DnsRecord& record : records) {
    said += record.owner().size();
    reader.see(record.owner(), record.type(), record.dns_class(), record.time_to_live(), record.data(), record.a(),
               record.aaaa(), record.host(), record.txt());
    if (const auto mx = record.mx()) reader.see(mx->preference, mx->exchange);
    if (const auto srv = record.srv()) reader.see(srv->priority, srv->weight, srv->port, srv->target);
    if (const auto soa = record.soa()) reader.see(soa->primary_server, soa->mailbox, soa->serial, soa->minimum);
    if (const auto binding = record.service_binding()) {
      reader.see(binding->priority, binding->target, binding->alpn(), binding->port(), binding->address_hints());
    }
  }
  return said;
}

void read(Reader& reader, const layers::Dns& view) {
  reader.see(view.id(), view.opcode(), view.response_code(), view.question_count());
  const auto questions = view.questions();
  std::size_t said = 0;
  for (const auto& question : questions) said += question.name.size();
  require(!view.first_question() || questions.empty() || view.first_question()->name == questions[0].name,
          "the first is the first");
  const std::size_t most = 32 * view.message().size() + 4096;
  require(said <= most, "questions are in proportion to the message");
  require(read_records(reader, view.answers()) <= most, "answers are in proportion to the message");
  require(read_records(reader, view.authorities()) <= most, "authorities are in proportion to the message");
  require(read_records(reader, view.additionals()) <= most, "additionals are in proportion to the message");
  reader.see(view.is_whole());
}
void read(Reader& reader, const layers::DnsOverTcp& view) {
  if (const auto message = view.message()) read(reader, *message);
}

// What is whole stays whole when more follows, and no beginning of it is. So a chef that collects bytes until a view is
// whole gets the same, however the stream was cut.
template <typename View>
void read_stream(Reader& reader, Bytes stream) {
  const auto view = View::of(stream);
  if (!view) return;
  read(reader, *view);
  require(view->size() <= stream.size(), "a view's size is among the bytes that were given");
  require(view->is_whole() == (view->size() > 0), "what is whole has a size");
  if (!view->is_whole()) return;
  const auto exact = View::of(stream.first(view->size()));
  require(exact && exact->is_whole() && exact->size() == view->size(), "a view needs no byte after its end");
  const auto part = View::of(stream.first(view->size() - 1));
  require(part && !part->is_whole(), "a beginning isn't whole");
}

void read_streams(Reader& reader, Bytes stream) {
  read_stream<layers::TlsClientHello>(reader, stream);
  read_stream<layers::TlsServerHello>(reader, stream);
  read_stream<layers::HttpRequest>(reader, stream);
  read_stream<layers::HttpResponse>(reader, stream);
  read_stream<layers::DnsOverTcp>(reader, stream);
  if (const auto response = layers::HttpResponse::of(stream)) {
    read_body(reader, response->body("GET"), response->is_whole(), stream.subspan(response->size()));
  }
  if (const auto hello = layers::TlsClientHello::of_message(stream)) read(reader, *hello);
  layers::TlsHandshakes messages(stream);
  while (const auto message = messages.next()) reader.see(message->type(), message->body());
}

template <typename View>
void read_as(Reader& reader, const Layer& layer, bool is_chosen) {
  if (!is_chosen && !View::is(layer.kind)) return;
  if (const auto view = View::of(layer)) read(reader, *view);
}

template <typename... Views>
void read_layer(Reader& reader, const Layer& layer, bool is_chosen) {
  (read_as<Views>(reader, layer, is_chosen), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static packet::Dissector dissector;
  const nd_packet raw = fuzz::packet_of(dissector, data, size);

  Reader reader;
  const Packet packet(raw);
  reader.see(packet.summary(), packet.flow());
  const auto id = packet.community_id();
  require(!id || id->size() == 30, "a Community ID has 30 characters");
  const std::size_t chosen = data[0] / fuzz::link_types.size();
  for (std::size_t i = 0; i < packet.layers().size(); ++i) {
    read_layer<layers::Ethernet, layers::Vlan, layers::Arp, layers::Ipv4, layers::Ipv6, layers::Udp, layers::Tcp,
               layers::Icmp, layers::Icmpv6, layers::Dns, layers::Dhcp, layers::Ntp, layers::TlsClientHello,
               layers::TlsServerHello, layers::HttpRequest, layers::HttpResponse, layers::Mpls, layers::Gre,
               layers::Erspan, layers::Vxlan, layers::Geneve, layers::Gtp>(reader, packet.layers()[i], i == chosen);
  }
  for (const Layer& layer : packet.layers()) {
    if (layer.kind == ND_LAYER_TCP) read_streams(reader, layer.payload);
  }
  read_streams(reader, Bytes(data, size).subspan(1));
  return reader.sum() == static_cast<std::size_t>(-1) ? 1 : 0;
}
