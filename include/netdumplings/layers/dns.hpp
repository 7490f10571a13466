// DNS (RFC 1035): a message's header, questions and records, over UDP or TCP.
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

struct DnsQuestion {
  std::string name;  ///< case kept, no dot at the end, "" for the root; bytes that aren't UTF-8 are written as \xNN
  std::uint16_t type = 0;  ///< 1 is A, 28 is AAAA; 0 where the message is cut off before it
  std::uint16_t dns_class = 0;
};

/// A view: valid as long as the packet.
class Dns {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_DNS; }
  static std::optional<Dns> of(const Layer& layer) {
    return layer.bytes.size() < header_size ? std::nullopt : std::optional(Dns(layer.bytes));
  }

  std::uint16_t id() const { return detail::be16(message_, 0); }
  bool is_response() const { return (message_[2] & 0x80) != 0; }
  std::uint8_t opcode() const { return message_[2] >> 3 & 15; }
  bool is_authoritative() const { return (message_[2] & 4) != 0; }
  bool is_truncated() const { return (message_[2] & 2) != 0; }
  std::uint8_t response_code() const { return message_[3] & 15; }
  /// What the header says; the message may hold less.
  std::uint16_t question_count() const { return detail::be16(message_, 4); }
  std::uint16_t answer_count() const { return detail::be16(message_, 6); }
  std::uint16_t authority_count() const { return detail::be16(message_, 8); }
  std::uint16_t additional_count() const { return detail::be16(message_, 10); }

  /// Nothing when there is no question, whatever the header says of it.
  std::optional<DnsQuestion> first_question() const {
    if (question_count() == 0 || message_.size() <= header_size) return std::nullopt;
    detail::DnsNameReader names(message_);
    return question(names, header_size).first;
  }

  /// All of them, as far as they were captured. Names that point at each other can make a small message say much: past
  /// eight times the message's size no more are read.
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

  /// The records of each section, as far as they were captured; what a record says by its type is read when it is asked
  /// for. Owners are bounded as questions' names are.
  std::vector<DnsRecord> answers() const { return records(0); }
  std::vector<DnsRecord> authorities() const { return records(1); }
  std::vector<DnsRecord> additionals() const { return records(2); }

  /// The whole message, header included.
  Bytes message() const { return message_; }

 private:
  static constexpr std::size_t header_size = 12;

  explicit Dns(Bytes message) : message_(message) {}

  std::pair<DnsQuestion, std::size_t> question(detail::DnsNameReader& names, std::size_t at) const {
    detail::DnsName name = names.read(at);
    DnsQuestion question{std::move(name.text), 0, 0};
    if (name.end + 2 <= message_.size()) question.type = detail::be16(message_, name.end);
    if (name.end + 4 <= message_.size()) question.dns_class = detail::be16(message_, name.end + 2);
    return {std::move(question), name.end + 4};
  }

  std::size_t count_of(std::size_t section) const { return detail::be16(message_, 6 + 2 * section); }

  /// Where the record at `at` ends, or past the message.
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
