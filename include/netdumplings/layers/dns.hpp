// Reads DNS messages (RFC 1035), over UDP or TCP: header, questions and records.
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>
#include <netdumplings/layers/dns_record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A question of a DNS message; a plain value.
struct DnsQuestion {
  /// Keeps its case and has no dot at the end; "" is the root. As in RFC 1035, 5.1, a backslash is written as `\\`, a
  /// dot within a label as `\.`, and each byte that isn't UTF-8 as \DDD, in decimal. So different names stay different.
  std::string name;
  std::uint16_t type = 0;       ///< 1 is A, 28 is AAAA, as in DnsRecord::Type; 0 if the message is cut off before it
  std::uint16_t dns_class = 0;  ///< 1 is IN; 0 if the message is cut off before it
  bool is_cut_off = false;      ///< `name` is only a beginning: the message ends within it
};

/// Reads a DNS message. A view: it owns nothing and is valid as long as the packet, or as the bytes that it was made
/// of; names are copies.
class Dns {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_DNS; }
  /// Makes a view of `layer`, or returns nothing if fewer than 12 bytes of it were captured.
  static std::optional<Dns> of(const Layer& layer) { return of(layer.bytes); }
  /// Makes a view of a message without a length before it, valid as long as `message`. Returns nothing if it is shorter
  /// than a header. DnsOverTcp (dns_over_tcp.hpp) reads messages of a TCP stream.
  static std::optional<Dns> of(Bytes message) {
    return message.size() < header_size ? std::nullopt : std::optional(Dns(message));
  }

  /// Returns whether all questions and records that the header announces are here. If not, the message was cut off on
  /// its way here, or it is malformed. A server that cut it short says so in is_truncated(), and the rest is whole.
  bool is_whole() const {
    std::size_t at = header_size;
    for (std::size_t i = 0; i < question_count(); ++i) {
      at = detail::dns_name_end(message_, at) + 4;
      if (at > message_.size()) return false;
    }
    const std::size_t records = std::size_t{answer_count()} + authority_count() + additional_count();
    for (std::size_t i = 0; i < records; ++i) {
      at = record_end(at);
      if (at > message_.size()) return false;
    }
    return true;
  }

  /// Returns the number that a query and its response have in common.
  std::uint16_t id() const { return detail::be16(message_, 0); }
  /// Returns whether this is a response; false if it is a query.
  bool is_response() const { return (message_[2] & 0x80) != 0; }
  /// Returns the kind of query: 0 is a standard query, 4 a notification, 5 an update.
  std::uint8_t opcode() const { return message_[2] >> 3 & 15; }
  /// Returns the flag AA: the server is an authority for the name.
  bool is_authoritative() const { return (message_[2] & 4) != 0; }
  /// Returns the flag TC: the server cut the message short to fit it into a packet.
  bool is_truncated() const { return (message_[2] & 2) != 0; }
  /// Returns the four bits of RCODE: 0 is no error, 3 says that the name doesn't exist.
  std::uint8_t response_code() const { return message_[3] & 15; }
  /// Returns how many questions the header announces. The message may hold fewer.
  std::uint16_t question_count() const { return detail::be16(message_, 4); }
  /// Returns the same for answers.
  std::uint16_t answer_count() const { return detail::be16(message_, 6); }
  /// Returns the same for records of authorities.
  std::uint16_t authority_count() const { return detail::be16(message_, 8); }
  /// Returns the same for additional records.
  std::uint16_t additional_count() const { return detail::be16(message_, 10); }

  /// Returns the first question, or nothing if the header announces none or the message ends after its header. If the
  /// capture cut the message off, `is_cut_off` says whether this question's name is whole.
  std::optional<DnsQuestion> first_question() const {
    if (question_count() == 0 || message_.size() <= header_size) return std::nullopt;
    detail::DnsNameReader names(message_);
    return question(names, header_size).first;
  }

  /// Returns all questions that were captured. Stops when their names together are longer than eight times the message,
  /// since compression lets a small message hold very long names.
  std::vector<DnsQuestion> questions() const {
    std::vector<DnsQuestion> found;
    detail::DnsNameReader names(message_);
    std::size_t at = header_size;
    std::size_t budget = 8 * message_.size();
    while (found.size() < question_count() && at < message_.size()) {
      auto [next, end] = question(names, at);
      if (next.name.size() > budget) break;
      budget -= next.name.size();
      at = end;
      found.push_back(std::move(next));
    }
    return found;
  }

  /// Returns the answers that were captured, with the same limit on names as questions(). A record decodes its data
  /// when it is asked for, and is valid as long as the packet.
  std::vector<DnsRecord> answers() const { return records(0); }
  /// Returns the same for the authority section.
  std::vector<DnsRecord> authorities() const { return records(1); }
  /// Returns the same for the additional section.
  std::vector<DnsRecord> additionals() const { return records(2); }

  /// Returns the captured bytes of the message, with its header.
  Bytes message() const { return message_; }

  static constexpr std::size_t header_size = 12;

 private:
  explicit Dns(Bytes message) : message_(message) {}

  std::pair<DnsQuestion, std::size_t> question(detail::DnsNameReader& names, std::size_t at) const {
    detail::DnsName name = names.read(at);
    DnsQuestion question{std::move(name.text), 0, 0, name.is_cut_off};
    if (name.end + 2 <= message_.size()) question.type = detail::be16(message_, name.end);
    if (name.end + 4 <= message_.size()) question.dns_class = detail::be16(message_, name.end + 2);
    return {std::move(question), name.end + 4};
  }

  std::size_t count_of(std::size_t section) const { return detail::be16(message_, 6 + 2 * section); }

  /// Returns the offset after the record at `at`. It may lie past the message's end.
  std::size_t record_end(std::size_t at) const {
    const std::size_t fields = detail::dns_name_end(message_, at);
    if (fields + DnsRecord::fixed_fields > message_.size()) return message_.size() + 1;
    return fields + DnsRecord::fixed_fields + detail::be16(message_, fields + 8);
  }

  std::size_t section_begin(std::size_t section) const {
    std::size_t at = header_size;
    for (std::size_t i = 0; i < question_count() && at < message_.size(); ++i) {
      at = detail::dns_name_end(message_, at) + 4;
    }
    for (std::size_t before = 0; before < section; ++before) {
      for (std::size_t i = 0; i < count_of(before) && at < message_.size(); ++i) at = record_end(at);
    }
    return at;
  }

  std::vector<DnsRecord> records(std::size_t section) const {
    std::vector<DnsRecord> found;
    detail::DnsNameReader names(message_);
    std::size_t budget = 8 * message_.size();
    for (std::size_t at = section_begin(section); found.size() < count_of(section) && at < message_.size();) {
      detail::DnsName owner = names.read(at);
      if (owner.end + DnsRecord::fixed_fields > message_.size() || owner.text.size() > budget) break;
      budget -= owner.text.size();
      found.push_back(DnsRecord(message_, std::move(owner.text), owner.end));
      at = found.back().data_at() + found.back().data_size();
    }
    return found;
  }

  Bytes message_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
