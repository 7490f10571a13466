// Payload: what a chef's handler returns.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace netdumplings {
inline namespace v1 {

/// Thrown when a payload can't be written as JSON. what() says why.
class InvalidPayload : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The payload of a dumpling as JSON text, or empty: an empty payload makes no dumpling. Only null counts as empty;
/// false, 0, "", [] and {} are payloads. It owns its text.
class Payload {
 public:
  /// Makes an empty payload.
  Payload() = default;
  Payload(std::nullopt_t) {}  // NOLINT(google-explicit-constructor)
  Payload(std::nullptr_t) {}  // NOLINT(google-explicit-constructor)

  /// Writes the document as JSON text. A null document gives an empty payload. A number that isn't finite becomes null,
  /// a binary value an object. Throws InvalidPayload when a string isn't UTF-8. A handler need not catch that: the
  /// kitchen logs it.
  Payload(const nlohmann::json& document) { write(document); }          // NOLINT(google-explicit-constructor)
  Payload(const nlohmann::ordered_json& document) { write(document); }  // NOLINT(google-explicit-constructor)

  /// Takes finished JSON text, for chefs that can't afford a document. The kitchen checks it: it must be JSON in UTF-8,
  /// at most 63 levels deep, with numbers that a double can hold. Otherwise the kitchen makes no dumpling and logs a
  /// failure of the chef. A dumpling of more than 1 MiB is dropped and logged, and is no failure.
  static Payload json_text(std::string text) {
    Payload payload;
    payload.text_ = std::move(text);
    payload.is_something_ = true;
    return payload;
  }

  /// Returns whether this is a payload, false if it is empty. Doesn't read the text: json_text("null") gives true,
  /// though the kitchen makes no dumpling from it.
  explicit operator bool() const { return is_something_; }
  /// Returns the JSON text, or "null" for an empty payload. It is valid as long as this object lives unchanged.
  std::string_view text() const { return is_something_ ? std::string_view(text_) : "null"; }

 private:
  template <typename Json>
  void write(const Json& document) {
    try {
      is_something_ = !document.is_null();
      if (is_something_) text_ = document.dump();
    } catch (const typename Json::type_error& error) {
      throw InvalidPayload(std::string("the payload can't be written as JSON (") + error.what() +
                           "); bytes from a packet need not be UTF-8: escape them, or write them as hex");
    }
  }

  std::string text_;
  bool is_something_ = false;
};

}  // namespace v1
}  // namespace netdumplings
