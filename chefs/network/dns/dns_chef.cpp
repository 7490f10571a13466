#include "network/dns/dns_chef.hpp"

#include <netdumplings/layers/dns_over_tcp.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "network/common/connections.hpp"
#include "network/common/innermost_udp.hpp"
#include "network/common/json_parts.hpp"
#include "network/dns/dns_data.hpp"
#include "network/dns/dns_registry.hpp"

namespace netdumplings::chefs::network {
namespace {

constexpr std::uint16_t dns_port = 53, mdns_port = 5353, llmnr_port = 5355;
// What a dumpling holds.
constexpr std::size_t most_answers = 100;
constexpr std::size_t longest_data = 1024;
constexpr std::size_t most_multicast_questions = 32;  // of a message, each in a dumpling of its own

// What has come of a message that isn't whole yet, of each side of a TCP connection.
struct DnsStreams {
  std::array<PooledBytes, 2> parts;
};

bool has_port(const Connection& connection, std::uint16_t port) {
  return connection.port(Side::server) == port || connection.port(Side::client) == port;
}

std::optional<DnsTransport> udp_transport(const Connection& connection) {
  if (connection.protocol() != Flow::udp) return std::nullopt;
  if (has_port(connection, dns_port)) return DnsTransport::udp;
  if (has_port(connection, mdns_port)) return DnsTransport::mdns;
  if (has_port(connection, llmnr_port)) return DnsTransport::llmnr;
  return std::nullopt;
}

// Something else may use the port. A message with one question may be cut off, or have faults in its records.
bool is_dns(const layers::Dns& dns) {
  constexpr unsigned assigned = 0b1110111;  // of the opcodes 0 to 6 only 3 isn't
  return (assigned >> dns.opcode() & 1) != 0 && (dns.question_count() == 1 || dns.is_whole());
}

std::optional<DnsSubject> dns_subject_of(std::optional<layers::DnsQuestion>& question) {
  if (!question) return std::nullopt;
  return DnsSubject{std::move(question->name), question->type};
}

// `asker` is who sent the question.
DnsEnds dns_ends_of(const Connection& connection, DnsTransport transport, Side asker) {
  return {transport, connection.address(asker), connection.address(other_side(asker)), connection.port(asker),
          connection.port(other_side(asker))};
}

std::uint64_t question_key(const Connection& connection, Side asker, std::uint16_t id) {
  return connection.number() << 17 | std::uint64_t{asker == Side::server} << 16 | id;
}

// With the upper bits that are in an OPT record (RFC 6891, 6.1.3).
std::uint16_t whole_response_code(const layers::Dns& dns) {
  if (dns.additional_count() == 0) return dns.response_code();
  for (const layers::DnsRecord& record : dns.additionals()) {
    if (record.type() != layers::DnsRecord::type_opt) continue;
    return static_cast<std::uint16_t>(record.time_to_live() >> 24 << 4 | dns.response_code());
  }
  return dns.response_code();
}

const char* transport_name(DnsTransport transport) {
  switch (transport) {
    case DnsTransport::udp:
      return "udp";
    case DnsTransport::tcp:
      return "tcp";
    case DnsTransport::mdns:
      return "mdns";
    case DnsTransport::llmnr:
      break;
  }
  return "llmnr";
}

// The root is ".", as in the data of records.
void append_owner(std::string& out, std::string_view name) { append_json_string(out, name.empty() ? "." : name); }

void append_subject(std::string& out, const std::optional<DnsSubject>& subject) {
  out += "\"name\":";
  if (!subject) {
    out += "null,\"type\":null";
    return;
  }
  append_owner(out, subject->name);
  out += ",\"type\":\"";
  append_dns_type(out, subject->type);
  out += '"';
}

void append_dns_ends(std::string& out, const DnsEnds& ends) {
  out += "\"transport\":\"";
  out += transport_name(ends.transport);
  out += "\",\"client\":";
  append_end(out, ends.client, ends.client_port);
  out += ",\"server\":";
  append_end(out, ends.server, ends.server_port);
}

}  // namespace

Payload DnsChef::packet_handler(const Packet& packet) {
  const auto connection = packet.connection();
  if (!connection || packet.is_error_of_connection()) return {};
  const auto transport = udp_transport(*connection);
  if (!transport) return {};
  const auto whole = packet.whole();
  const Packet& datagram = whole ? *whole : packet;
  const auto udp = innermost_udp(datagram);
  const auto dns = udp ? layers::Dns::of(udp->payload()) : std::nullopt;
  if (dns && is_dns(*dns)) take({*dns, *connection, packet.from(), *transport, packet.time_ns()});
  return {};
}

StreamAnswer DnsChef::stream_handler(const Connection& connection, const StreamData& data) {
  if (!has_port(connection, dns_port)) return StreamAnswer::enough;
  if (take_messages(connection, data)) return StreamAnswer::more;
  connection.state<DnsStreams>().parts[static_cast<std::size_t>(data.from())].clear();
  return StreamAnswer::enough;
}

// Returns false if the bytes aren't messages. After a hole they may begin with one.
bool DnsChef::take_messages(const Connection& connection, const StreamData& data) {
  PooledBytes& part = connection.state<DnsStreams>().parts[static_cast<std::size_t>(data.from())];
  if (data.missing() > 0) part.clear();
  const bool is_continued = part.size() > 0;
  if (is_continued && !part.append(pool_, data.bytes())) return false;
  Bytes left = is_continued ? part.bytes() : data.bytes();
  for (;;) {
    const auto framed = layers::DnsOverTcp::of(left);
    if (!framed) return false;
    if (!framed->is_whole()) break;
    const auto dns = framed->message();
    if (!dns || !dns->is_whole()) return false;
    take({*dns, connection, data.from(), DnsTransport::tcp, now()});
    left = left.subspan(framed->size());
  }
  if (left.empty()) {
    part.clear();
  } else if (is_continued) {
    part.drop_first(part.size() - left.size());
  } else {
    return part.append(pool_, left);
  }
  return true;
}

// Keeps a timer running as long as questions wait.
void DnsChef::wait_for_answers() {
  const auto due_ns = questions_.due_ns();
  if (is_timer_running_ || !due_ns) return;
  is_timer_running_ = true;
  after(std::chrono::nanoseconds(std::max<std::int64_t>(*due_ns - clock_ns_, 0)), [this] {
    is_timer_running_ = false;
    clock_ns_ = now();
    questions_.advance(clock_ns_, [this](const DnsAsked& asked) { report_unanswered(asked); });
    wait_for_answers();
  });
}

Payload DnsChef::closing_handler() {
  questions_.end([this](const DnsAsked& asked) { report_unanswered(asked); });
  return {};
}

void DnsChef::take(const Message& message) {
  if (message.transport == DnsTransport::mdns || message.transport == DnsTransport::llmnr) {
    return take_multicast(message);
  }
  auto question = message.dns.first_question();
  if (question && question->is_cut_off) return;  // the beginning of a name is no name
  const bool is_subject_whole = question && question->dns_class != 0;
  auto subject = dns_subject_of(question);
  if (message.dns.is_response()) {
    take_answer(message, subject, is_subject_whole);
  } else {
    take_question(message, std::move(subject));
  }
}

void DnsChef::take_question(const Message& message, std::optional<DnsSubject> subject) {
  DnsAsked asked;
  asked.key = question_key(message.connection, message.from, message.dns.id());
  asked.time_ns = message.time_ns;
  asked.clock_ns = clock_ns_ = std::max(clock_ns_, message.time_ns);
  asked.ends = dns_ends_of(message.connection, message.transport, message.from);
  asked.id = message.dns.id();
  asked.subject = std::move(subject);
  questions_.add(std::move(asked), [this](const DnsAsked& forgotten) { report_unanswered(forgotten); });
  wait_for_answers();
}

void DnsChef::take_answer(const Message& message, const std::optional<DnsSubject>& subject, bool is_subject_whole) {
  const Side asker = other_side(message.from);
  const std::uint16_t id = message.dns.id();
  auto asked = questions_.take(question_key(message.connection, asker, id), is_subject_whole ? subject : std::nullopt);
  if (asked) return report(*asked, &message.dns, message.time_ns - asked->time_ns);
  DnsAsked unseen;
  unseen.time_ns = message.time_ns;
  unseen.ends = dns_ends_of(message.connection, message.transport, asker);
  unseen.id = id;
  unseen.subject = subject;
  report(unseen, &message.dns, std::nullopt);
}

// Anybody may answer, or nobody, so there is no waiting.
void DnsChef::take_multicast(const Message& message) {
  DnsAsked said;
  said.time_ns = message.time_ns;
  said.ends = dns_ends_of(message.connection, message.transport, message.from);
  said.id = message.dns.id();
  if (message.dns.is_response()) {
    auto question = message.dns.first_question();
    if (question && !question->is_cut_off) said.subject = dns_subject_of(question);
    return report(said, &message.dns, std::nullopt);
  }
  auto questions = message.dns.questions();
  questions.resize(std::min(questions.size(), most_multicast_questions));
  for (auto& question : questions) {
    if (question.is_cut_off) return;
    said.subject = DnsSubject{std::move(question.name), question.type};
    report_unanswered(said);
  }
}

void DnsChef::report(const DnsAsked& asked, const layers::Dns* answer, std::optional<std::int64_t> latency_ns) {
  json_ = "{\"dns\":{\"when\":";
  append_json_seconds(json_, asked.time_ns);
  json_ += ',';
  append_dns_ends(json_, asked.ends);
  json_ += ",\"id\":";
  append_json_number(json_, asked.id);
  json_ += ',';
  append_subject(json_, asked.subject);
  append_answer(answer);
  json_ += ",\"latency\":";
  append_seconds_or_null(json_, latency_ns);
  json_ += "}}";
  emit_json_text(json_);
}

void DnsChef::append_answer(const layers::Dns* dns) {
  json_ += ",\"response_code\":";
  if (dns == nullptr) {
    json_ += "null,\"authoritative\":null,\"truncated\":null,\"answers\":[]";
    return;
  }
  json_ += '"';
  append_dns_response_code(json_, whole_response_code(*dns));
  json_ += "\",\"authoritative\":";
  json_ += dns->is_authoritative() ? "true" : "false";
  json_ += ",\"truncated\":";
  json_ += dns->is_truncated() ? "true" : "false";
  json_ += ",\"answers\":[";
  append_records(*dns);
  json_ += ']';
}

void DnsChef::append_records(const layers::Dns& dns) {
  if (dns.answer_count() == 0) return;
  const auto answers = dns.answers();
  for (std::size_t i = 0; i < std::min(answers.size(), most_answers); ++i) {
    json_ += i == 0 ? "{\"name\":" : ",{\"name\":";
    append_owner(json_, answers[i].owner());
    json_ += ",\"type\":\"";
    append_dns_type(json_, answers[i].type());
    json_ += '"';
    append_member(json_, "ttl", answers[i].time_to_live());
    json_ += ",\"data\":";
    data_.clear();
    append_dns_data(data_, answers[i]);
    append_json_string(json_, std::string_view(data_).substr(0, longest_data));
    json_ += '}';
  }
}

}  // namespace netdumplings::chefs::network
