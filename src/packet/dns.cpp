// DNS, RFC 1035, over UDP and TCP, and LLMNR, RFC 4795: a message is one layer if all of it can be read as scapy
// reads it. Names are stepped over; their pointers aren't followed.
#include <netdumplings/layers/dns_name.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::size_t header_size = 12;

// The fields of the record types for which scapy insists on them; other types hold anything. n is a name, 1 to 6 are
// that many bytes, a is 16 bytes, s is text after a length of one byte, S is text after a length of two bytes.
struct RecordData {
  std::uint16_t type;
  std::string_view fields;
};
constexpr std::array record_data = std::to_array<RecordData>({
    {1, "4"},          // A
    {6, "nn44444"},    // SOA
    {15, "2n"},        // MX
    {28, "a"},         // AAAA
    {33, "222n"},      // SRV
    {43, "211"},       // DS
    {46, "2114442n"},  // RRSIG
    {47, "n"},         // NSEC
    {48, "211"},       // DNSKEY
    {50, "112ss"},     // NSEC3
    {51, "112s"},      // NSEC3PARAM
    {250, "n62S22S"},  // TSIG
    {32769, "211"},    // DLV
});

void read_field(Fields& fields, char field) {
  switch (field) {
    case 'n':
      return fields.text(static_cast<std::ptrdiff_t>(detail::dns_name_end(fields.rest(), 0)));
    case 'a':
      return fields.skip(16);
    case 's':
      return fields.text(fields.u8());
    case 'S':
      return fields.text(fields.u16());
    default:
      return fields.skip(field - '0');
  }
}

bool is_whole(std::uint16_t type, Bytes data) {
  for (const RecordData& known : record_data) {
    if (known.type != type) continue;
    Fields fields(data);
    for (const char field : known.fields) read_field(fields, field);
    return !fields.broken();
  }
  return true;
}

// Steps through the sections of a message's body. Each step but the last one moves on, so the time is linear.
class Sections {
 public:
  explicit Sections(Bytes body) : body_(body) {}

  void questions(std::size_t count) {
    if (starts_over(count)) return;
    asked_ = count > 0;
    for (; count > 0 && at_ < body_.size() && ok_; --count) {
      at_ = detail::dns_name_end(body_, at_);
      Fields type_and_class(detail::clipped(body_, at_, 4));
      type_and_class.skip(2, 2);
      ok_ = !type_and_class.broken();
      at_ += 4;
    }
    asked_ = asked_ && count == 0 && at_ <= body_.size();
  }

  void records(std::size_t count) {
    if (starts_over(count)) return;
    for (; count > 0 && ok_; --count) {
      at_ = detail::dns_name_end(body_, at_);
      ok_ = at_ < body_.size() && body_.size() - at_ >= 10;
      ends_early_ = !ok_;
      if (!ok_) return;
      const std::uint16_t type = detail::be16(body_, at_);
      const std::size_t length = detail::be16(body_, at_ + 8);
      ok_ = is_whole(type, detail::clipped(body_, at_ + 10, length));
      at_ += 10 + length;
      ends_early_ = !ok_ && at_ > body_.size();
    }
  }

  bool ok() const { return ok_; }
  /// Whether there are questions, and all of them are whole.
  bool asked() const { return asked_; }
  /// Whether a record isn't ok because the body ends before it does.
  bool ends_early() const { return ends_early_; }
  std::size_t end() const { return std::min(at_, body_.size()); }

 private:
  // If a count can't be true, scapy leaves the section out and loses its place.
  bool starts_over(std::size_t count) {
    if (count <= body_.size()) return false;
    at_ = 0;
    return true;
  }

  Bytes body_;
  std::size_t at_ = 0;
  bool ok_ = true;
  bool asked_ = false;
  bool ends_early_ = false;
};

// Returns the layer of a message that counts only if the capture cut it off: its questions are whole.
Step layer_if_cut(LayerKind kind, Bytes message) {
  Step step = keeps_rest(ND_LAYER_NONE, message, header_size);
  step.kind_if_cut = static_cast<std::uint16_t>(kind);
  return step;
}

// `message` has its whole header. `has_more` says whether the message is known to be longer.
Step whole_message(LayerKind kind, Bytes message, bool has_more = false) {
  const Bytes body = message.subspan(header_size);
  Sections sections(body);
  if (!body.empty()) {
    sections.questions(detail::be16(message, 4));
    for (const std::size_t count_at : {6u, 8u, 10u}) sections.records(detail::be16(message, count_at));
  }
  if ((has_more || sections.ends_early()) && sections.asked()) return layer_if_cut(kind, message);
  if (has_more || !sections.ok()) return not_this_layer;
  Step step = carries_rest(kind, message, header_size + sections.end(), nullptr);
  step.header = header_size;
  return step;
}

}  // namespace

Step dns_over_udp(Bytes bytes) {
  if (bytes.size() < header_size) return cut_short(ND_LAYER_DNS, bytes, field_ends<2, 3, 4, 6, 8, 10>);
  return whole_message(ND_LAYER_DNS, bytes);
}

Step llmnr(Bytes bytes) {
  constexpr std::uint8_t is_response = 0x80;
  if (bytes.size() < 3) return not_this_layer;
  const LayerKind kind = (bytes[2] & is_response) != 0 ? ND_LAYER_LLMNR_RESPONSE : ND_LAYER_LLMNR_QUERY;
  if (bytes.size() < header_size) return cut_short(kind, bytes, field_ends<3, 4, 6, 8, 10>);
  return whole_message(kind, bytes);
}

Step dns_over_tcp(Bytes bytes) {
  // The segment must hold the whole first message. A second one is Raw.
  if (bytes.size() < 2 + header_size) return not_this_layer;
  const std::size_t length = detail::be16(bytes, 0);
  if (length < 2 + header_size) return not_this_layer;
  Step step = whole_message(ND_LAYER_DNS, bytes.subspan(2), bytes.size() < length);
  step.lead = 2;
  return step;
}

}  // namespace netdumplings::packet
