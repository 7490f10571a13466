// Reads a TLS stream's records (RFC 8446, 5.1) and, across their boundaries, the handshake messages in them.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// The longest handshake message that is read, in bytes. The hellos of current browsers have some 2,000.
inline constexpr std::size_t max_tls_message = std::size_t{64} * 1024;
/// How many records the messages that one TlsHandshakes reads may be in. Some clients make records of a few bytes.
inline constexpr std::size_t max_tls_records = 1024;

/// Reads the record at the beginning of some bytes of a TLS stream. A view: it owns nothing, and is valid as long as
/// those bytes.
class TlsRecord {
 public:
  /// Values of type().
  enum Type : std::uint8_t {
    change_cipher_spec = 20,
    alert = 21,
    handshake = 22,
    application_data = 23,
    heartbeat = 24,
  };

  static constexpr std::size_t head_size = 5;
  /// The largest length(): that of an encrypted record.
  static constexpr std::size_t max_length = 16'384 + 2048;

  /// Makes a view of the record that `stream` begins with. Returns nothing if these bytes aren't the beginning of a
  /// record. If they could, but more are needed, is_whole() is false; so no bytes at all give a record that isn't
  /// whole.
  static std::optional<TlsRecord> of(Bytes stream) {
    constexpr std::uint8_t major_version = 3, greatest_minor_version = 4;
    if (!stream.empty() && (stream[0] < change_cipher_spec || stream[0] > heartbeat)) return std::nullopt;
    if (stream.size() > 1 && stream[1] != major_version) return std::nullopt;
    if (stream.size() > 2 && stream[2] > greatest_minor_version) return std::nullopt;
    const TlsRecord record(stream);
    return record.length() > max_length ? std::nullopt : std::optional(record);
  }

  /// Returns whether the whole head is here: type(), version() and length().
  bool has_head() const { return stream_.size() >= head_size; }
  /// Returns whether the whole record is here.
  bool is_whole() const { return has_head() && stream_.size() - head_size >= length(); }
  /// Returns how many bytes of the stream the record takes up, or 0 unless it is whole.
  std::size_t size() const { return is_whole() ? head_size + length() : 0; }

  /// Returns one of Type, or 0 if it isn't here yet.
  std::uint8_t type() const { return stream_.empty() ? std::uint8_t{0} : stream_[0]; }
  /// Returns the version of the record's head, or 0 if it isn't here yet. TLS 1.3 has 0x0301 or 0x0303 here.
  std::uint16_t version() const { return stream_.size() < 3 ? std::uint16_t{0} : detail::be16(stream_, 1); }
  /// Returns how many bytes follow the head, or 0 if that isn't here yet.
  std::size_t length() const { return has_head() ? detail::be16(stream_, 3) : 0; }
  /// Returns the bytes after the head that are here.
  Bytes fragment() const { return detail::clipped(stream_, head_size, length()); }

 private:
  explicit TlsRecord(Bytes stream) : stream_(stream) {}

  Bytes stream_;
};

/// A handshake message. If it lies in one record, it is a view of the stream's bytes. If it is split over several
/// records, it holds a copy of its body, which its copies share. So the body is valid as long as both the stream's
/// bytes and this object, or a copy of it.
class TlsHandshake {
 public:
  /// Reads a message that isn't in records, such as those that QUIC carries. Returns nothing if it is longer than
  /// max_tls_message, or if there are no bytes.
  static std::optional<TlsHandshake> of_message(Bytes bytes) {
    if (bytes.empty()) return std::nullopt;
    TlsHandshake message;
    message.type_ = bytes[0];
    if (bytes.size() < head_size) return message;
    message.length_ = detail::be32(bytes, 0) & 0xffffff;
    message.body_ = detail::clipped(bytes, head_size, *message.length_);
    return *message.length_ > max_tls_message ? std::nullopt : std::optional(std::move(message));
  }

  /// Returns the message's type: 1 is a ClientHello, 2 a ServerHello, 11 a certificate.
  std::uint8_t type() const { return type_; }
  /// Returns how long the whole body is, in bytes, or nothing if that isn't here yet.
  std::optional<std::size_t> length() const { return length_; }
  /// Returns those bytes of the body that are here.
  Bytes body() const { return body_; }
  /// Returns whether the whole message is here.
  bool is_whole() const { return length_ && body_.size() == *length_; }

  static constexpr std::size_t head_size = 4;

 private:
  friend class TlsHandshakes;
  TlsHandshake() = default;

  std::uint8_t type_ = 0;
  std::optional<std::size_t> length_;
  Bytes body_;
  std::shared_ptr<const std::vector<std::uint8_t>> joined_;  // owns body_ if that comes from several records
};

/// Reads the handshake messages at the beginning of some bytes of a TLS stream, one by one. A record may hold several
/// messages, and a message may span several records. It is valid as long as those bytes. It reads each byte once.
class TlsHandshakes {
 public:
  explicit TlsHandshakes(Bytes stream) : stream_(stream) {}

  /// Returns the next message; it is the last one if it isn't whole. Returns nothing if no byte of another message is
  /// here: is_at_end() then says whether one can follow.
  std::optional<TlsHandshake> next() {
    std::array<std::uint8_t, TlsHandshake::head_size> head{};
    std::size_t filled = 0;
    while (filled < head.size()) {
      const Bytes piece = take(head.size() - filled);
      if (piece.empty()) break;
      std::copy(piece.begin(), piece.end(), head.begin() + static_cast<std::ptrdiff_t>(filled));
      filled += piece.size();
    }
    if (is_at_end_) return std::nullopt;
    auto message = TlsHandshake::of_message(Bytes(head.data(), filled));
    if (!message) {
      is_at_end_ = filled > 0;  // too long
      return std::nullopt;
    }
    if (message->length_) read_body(*message);
    if (is_at_end_) return std::nullopt;
    if (message->is_whole()) size_ = at_;
    return message;
  }

  /// Returns whether next() met something that isn't a handshake message that it can read: a record of another type, no
  /// TLS, a message longer than max_tls_message, or more than max_tls_records records. What follows a
  /// ChangeCipherSpec is encrypted, so reading ends there too.
  bool is_at_end() const { return is_at_end_; }
  /// Returns how many bytes of the stream there are up to the end of the last whole message that next() returned. If
  /// that record holds more messages, this is a place within the record; so go on with next(), not with another reader.
  std::size_t size() const { return size_; }

 private:
  void read_body(TlsHandshake& message) {
    const std::size_t length = *message.length_;
    message.body_ = take(length);
    if (message.body_.size() == length) return;
    Bytes piece = take(length - message.body_.size());
    if (piece.empty()) return;
    const auto joined = std::make_shared<std::vector<std::uint8_t>>(message.body_.begin(), message.body_.end());
    joined->reserve(std::min(length, joined->size() + piece.size() + stream_.size() - at_));
    for (; !piece.empty(); piece = take(length - joined->size())) {
      joined->insert(joined->end(), piece.begin(), piece.end());
    }
    message.body_ = *joined;
    message.joined_ = joined;
  }

  /// Returns the next bytes of messages that are here: at most `most`, and only of one record.
  Bytes take(std::size_t most) {
    if (most == 0 || (left_ == 0 && !enter_record())) return {};
    const Bytes piece = detail::clipped(stream_, at_, std::min(most, left_));
    at_ += piece.size();
    left_ -= piece.size();
    return piece;
  }

  /// Moves to the first byte of the next record's fragment. Returns false if its head isn't all here, or at the end.
  bool enter_record() {
    const auto record = TlsRecord::of(stream_.subspan(at_));
    const bool is_other = !record || (record->type() != 0 && record->type() != TlsRecord::handshake);
    // The protocol has no empty record of this type. One would be work without progress.
    const bool is_wrong = !is_other && record->has_head() && (record->length() == 0 || records_ == max_tls_records);
    is_at_end_ = is_at_end_ || is_other || is_wrong;
    if (is_at_end_ || !record->has_head()) return false;
    ++records_;
    at_ += TlsRecord::head_size;
    left_ = record->length();
    return true;
  }

  Bytes stream_;
  std::size_t at_ = 0;
  std::size_t left_ = 0;  // bytes of the current record's fragment that weren't taken yet; they may not be here
  std::size_t size_ = 0;
  std::size_t records_ = 0;
  bool is_at_end_ = false;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
