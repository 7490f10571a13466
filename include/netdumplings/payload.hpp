// What a chef's handler returns: the payload of a dumpling, or nothing.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace netdumplings {
inline namespace v1 {

/// A payload that can't be written as JSON.
class InvalidPayload : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// JSON text, or nothing. Only null is nothing: false, 0, "", [] and {} are payloads.
class Payload {
 public:
  Payload() = default;
  Payload(std::nullopt_t) {}  // NOLINT(google-explicit-constructor)
  Payload(std::nullptr_t) {}  // NOLINT(google-explicit-constructor)

  /// Writes the document as text. Throws InvalidPayload when a string in it is not UTF-8. A handler may let that pass:
  /// the kitchen logs it and goes on.
  Payload(const nlohmann::json& document) { write(document); }          // NOLINT(google-explicit-constructor)
  Payload(const nlohmann::ordered_json& document) { write(document); }  // NOLINT(google-explicit-constructor)

  /// Finished JSON text, for chefs that can't afford a document. The kitchen checks it: text that isn't JSON, or isn't
  /// UTF-8, is logged as a failure of the chef.
  static Payload json_text(std::string text) {
    Payload payload;
    payload.text_ = std::move(text);
    payload.is_something_ = true;
    return payload;
  }

  /// Whether there is one. Text isn't looked at: the text "null" is something here, and makes no dumpling all the same.
  explicit operator bool() const { return is_something_; }
  /// The JSON text, "null" when there is none; valid as long as this is.
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
