// How the body of an HTTP/1 message ends (RFC 9112, 6 and 7), and a reader that finds that end. http1.hpp reads heads.
#pragma once

#include <netdumplings/layer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// How a message's body ends; a plain value.
struct HttpBody {
  enum Kind : std::uint8_t {
    none,         ///< there is no body
    sized,        ///< after `length` bytes
    chunked,      ///< after the last chunk
    until_close,  ///< when the connection ends
    tunnel,       ///< no body; the rest of the connection is another protocol (CONNECT, or status 101)
    faulty,       ///< nobody can say: the fields contradict each other
  };
  Kind kind = none;
  std::uint64_t length = 0;
};

/// Finds the end of a body whose bytes come in pieces. It keeps no bytes and allocates nothing.
class HttpBodyReader {
 public:
  explicit HttpBodyReader(HttpBody body) : kind_(body.kind), left_(body.kind == HttpBody::sized ? body.length : 0) {}

  /// Takes the stream's next bytes. Returns how many of them belong to the body, with the lines around chunks: what
  /// follows belongs to the next message. Takes nothing once is_whole() or is_faulty().
  std::size_t take(Bytes bytes) {
    if (kind_ == HttpBody::until_close || kind_ == HttpBody::tunnel) {
      size_ += bytes.size();
      return bytes.size();
    }
    if (kind_ == HttpBody::sized) return take_data(bytes.size());
    std::size_t at = 0;
    while (at < bytes.size() && !is_whole() && !is_faulty()) {
      if (place_ == Place::data) {
        at += take_data(bytes.size() - at);
        if (left_ == 0) place_ = Place::data_end;
      } else {
        take_line_byte(bytes[at++]);
      }
    }
    return at;
  }
  /// Takes note that the stream's next `size` bytes are missing. Returns true if all of them belong to the body, so
  /// that its end can still be found. Otherwise is_faulty() is true from then on.
  bool skip(std::uint64_t size) {
    const bool is_endless = kind_ == HttpBody::until_close || kind_ == HttpBody::tunnel;
    const bool is_data = kind_ == HttpBody::sized || (kind_ == HttpBody::chunked && place_ == Place::data);
    if (!is_endless && (!is_data || size > left_)) {
      kind_ = HttpBody::faulty;
      return false;
    }
    size_ += size;
    if (is_endless) return true;
    left_ -= size;
    if (kind_ == HttpBody::chunked && left_ == 0) place_ = Place::data_end;
    return true;
  }

  /// Returns whether the body's last byte was taken. A body that ends with the connection never is.
  bool is_whole() const {
    return kind_ == HttpBody::none || (kind_ == HttpBody::sized && left_ == 0) ||
           (kind_ == HttpBody::chunked && place_ == Place::end);
  }
  /// Returns whether the body's end can't be found.
  bool is_faulty() const { return kind_ == HttpBody::faulty; }
  /// Returns how many bytes the body had so far, without the lines around chunks.
  std::uint64_t size() const { return size_; }

 private:
  enum class Place : std::uint8_t { size, extension, data, data_end, trailer_begin, trailer, end };

  std::size_t take_data(std::size_t most) {
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, most));
    left_ -= taken;
    size_ += taken;
    return taken;
  }

  /// Takes a byte that isn't data. A line may end with LF alone (RFC 9112, 2.2).
  void take_line_byte(std::uint8_t byte) {
    switch (place_) {
      case Place::size:
        take_size_byte(byte);
        break;
      case Place::extension:
        if (byte == '\n') end_size_line();
        break;
      case Place::data_end:
        if (byte == '\n') {
          place_ = Place::size;
        } else if (byte != '\r') {
          kind_ = HttpBody::faulty;
        }
        break;
      case Place::trailer_begin:
        if (byte == '\n') {
          place_ = Place::end;
        } else if (byte != '\r') {
          place_ = Place::trailer;
        }
        break;
      case Place::trailer:
        if (byte == '\n') place_ = Place::trailer_begin;
        break;
      case Place::data:
      case Place::end:
        break;
    }
  }

  void take_size_byte(std::uint8_t byte) {
    const int digit = hex_digit(byte);
    if (digit >= 0 && digits_ < most_digits) {
      left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
      ++digits_;
    } else if (digits_ == 0 || (byte != '\r' && byte != '\n' && byte != ';' && byte != ' ' && byte != '\t')) {
      kind_ = HttpBody::faulty;
    } else if (byte == '\n') {
      end_size_line();
    } else {
      place_ = Place::extension;
    }
  }

  void end_size_line() {
    place_ = left_ == 0 ? Place::trailer_begin : Place::data;
    digits_ = 0;
  }

  static int hex_digit(std::uint8_t byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    const int lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static constexpr int most_digits = 15;  // so that left_ can't overflow

  HttpBody::Kind kind_;
  Place place_ = Place::size;
  int digits_ = 0;      // of the chunk's size
  std::uint64_t left_;  // of the body or the chunk
  std::uint64_t size_ = 0;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
