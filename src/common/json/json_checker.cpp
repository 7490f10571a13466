// Defines json_text::check: one pass over the text, without recursion. Remembers one bit for each open array or object.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <netdumplings/detail/utf8.hpp>
#include <netdumplings/json_text.hpp>
#include <string>
#include <string_view>

#include "common/json/json_text.hpp"

namespace netdumplings::json_text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Returns the value of four hex digits, or -1.
int hex4(const char* digits) {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = digits[i];
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      value = value * 16 + (c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + (lower - 'a' + 10);
    } else {
      return -1;
    }
  }
  return value;
}

class Checker {
 public:
  Checker(std::string_view text, std::size_t max_depth)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), max_depth_(max_depth) {}

  std::string run() {
    while (value()) {
      if (!after_value()) break;
      if (depth_ == 0) return why_;
    }
    return why_;
  }

 private:
  bool fail(const char* why) {
    why_ = std::string(why) + " at byte " + std::to_string(at_ - begin_);
    return false;
  }

  bool next_is(char c) const { return at_ != end_ && *at_ == c; }
  bool in_object() const { return (objects_ & 1U) != 0; }

  void skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  // Reads a scalar, an empty array or object, or everything up to the first scalar in it.
  bool value() {
    for (;;) {
      skip_blanks();
      if (at_ == end_) return fail("the text ends where a value should be");
      if (*at_ == '"') return string();
      if (*at_ == '-' || is_digit(*at_)) return number();
      if (*at_ != '{' && *at_ != '[') return literal();
      if (!open()) return false;
      if (next_is(in_object() ? '}' : ']')) return true;  // after_value() closes it
      if (in_object() && !key()) return false;
    }
  }

  bool open() {
    if (depth_ == max_depth_) return fail("arrays and objects are too deep in each other");
    ++depth_;
    objects_ = objects_ << 1U | (*at_++ == '{' ? 1U : 0U);
    skip_blanks();
    return true;
  }

  // Closes the arrays and objects that end here. Stops before the next value, or with depth_ 0 at the end of the text.
  bool after_value() {
    for (;;) {
      skip_blanks();
      if (depth_ == 0) return at_ == end_ || fail("something follows the value");
      if (next_is(in_object() ? '}' : ']')) {
        ++at_;
        --depth_;
        objects_ >>= 1U;
        continue;
      }
      if (!next_is(',')) return fail("a comma or a closing bracket is missing");
      ++at_;
      skip_blanks();
      return !in_object() || key();
    }
  }

  bool key() {
    if (!next_is('"')) return fail("a key should be here");
    if (!string()) return false;
    skip_blanks();
    if (!next_is(':')) return fail("a colon is missing");
    ++at_;
    return true;
  }

  bool literal() {
    for (const std::string_view word : {"true", "false", "null"}) {
      if (std::string_view(at_, end_).starts_with(word)) {
        at_ += word.size();
        return true;
      }
    }
    return fail("no JSON value begins like this");
  }

  bool digits() {
    if (at_ == end_ || !is_digit(*at_)) return fail("a digit is missing");
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return true;
  }

  bool number() {
    const char* const start = at_;
    if (*at_ == '-') ++at_;
    if (next_is('0')) {
      ++at_;
    } else if (!digits()) {
      return false;
    }
    if (next_is('.') && (++at_, !digits())) return false;
    const bool scaled = next_is('e') || next_is('E');
    if (scaled) {
      ++at_;
      if (next_is('+') || next_is('-')) ++at_;
      if (!digits()) return false;
    }
    constexpr std::ptrdiff_t always_finite = 300;
    if (!scaled && at_ - start < always_finite) return true;
    return std::isfinite(std::strtod(std::string(start, at_).c_str(), nullptr)) || fail("a number is too large");
  }

  bool string() {
    ++at_;
    for (;;) {
      skip_plain();
      if (at_ == end_) return fail("a string has no end");
      const auto c = static_cast<unsigned char>(*at_);
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c < 0x20) return fail("a string has a raw control character");
      if (c == '\\' ? !escape() : !beyond_ascii()) return false;
    }
  }

  void skip_plain() { at_ += detail::plain_in_json({at_, end_}); }

  bool beyond_ascii() {
    do {
      const std::size_t size = detail::utf8_size(bytes(), 0);
      if (size == 0) return fail("a string is not UTF-8");
      at_ += size;
    } while (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80);
    return true;
  }

  Bytes bytes() const {
    return {reinterpret_cast<const std::uint8_t*>(at_), reinterpret_cast<const std::uint8_t*>(end_)};
  }

  bool escape() {
    if (end_ - at_ < 2) return fail("a string has no end");
    if (at_[1] == 'u') return escaped_point();
    if (std::strchr("\"\\/bfnrt", at_[1]) == nullptr || at_[1] == '\0') return fail("an unknown escape");
    at_ += 2;
    return true;
  }

  bool escaped_point() {
    const int first = end_ - at_ >= 6 ? hex4(at_ + 2) : -1;
    if (first < 0) return fail("\\u needs four hex digits");
    const bool high = first >= 0xD800 && first < 0xDC00;
    if (first >= 0xDC00 && first < 0xE000) return fail("a lone surrogate");
    if (!high) {
      at_ += 6;
      return true;
    }
    const bool more = end_ - at_ >= 12 && at_[6] == '\\' && at_[7] == 'u';
    const int second = more ? hex4(at_ + 8) : -1;
    if (second < 0xDC00 || second >= 0xE000) return fail("a lone surrogate");
    at_ += 12;
    return true;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::size_t max_depth_;
  std::size_t depth_ = 0;
  std::uint64_t objects_ = 0;  // the innermost level is the lowest bit: 1 for an object
  std::string why_;
};

}  // namespace

std::string check(std::string_view text, std::size_t max_depth) { return Checker(text, max_depth).run(); }

}  // namespace netdumplings::json_text
