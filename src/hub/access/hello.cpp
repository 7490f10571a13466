#include "hub/access/hello.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/defaults.hpp"
#include "common/json/json_text.hpp"

namespace netdumplings::hub {
namespace {

constexpr std::string_view blanks = " \t\r\n";

Error wrong(const char* key, const std::string& what) { return {std::string("'") + key + "' in the hello " + what}; }

std::string string_of(std::string_view value) { return nlohmann::json::parse(value).get<std::string>(); }

// Of equal keys the last value counts, at the place of the first one: so JSON is read nearly everywhere.
void merge_equal_keys(Card& card) {
  Card merged;
  for (JsonField& field : card) {
    if (auto* const value = find_value(merged, field.key)) {
      *value = field.value;
    } else {
      merged.push_back(std::move(field));
    }
  }
  card = std::move(merged);
}

Result<void> check_name(Card& card, const char* key) {
  const auto* const value = find_value(card, key);
  if (value == nullptr) return Error{std::string("the hello has no '") + key + "'"};
  if (!value->starts_with('"')) return wrong(key, "isn't a string");
  const std::size_t size = string_of(*value).size();
  if (size <= defaults::longest_name) return {};
  return wrong(key, "has " + std::to_string(size) + " bytes; at most " + std::to_string(defaults::longest_name) +
                        " are allowed");
}

}  // namespace

Result<Card> read_card(std::string_view message, const char* name_key, std::size_t most_bytes) {
  if (message.size() > most_bytes) return Error{"a hello has at most " + std::to_string(most_bytes) + " bytes"};
  if (!json_text::check(message).empty()) return Error{"the hello isn't JSON"};
  if (message[message.find_first_not_of(blanks)] != '{') return Error{"the hello isn't a JSON object"};
  Card card = json_fields(message);
  if (card.size() > defaults::most_hello_keys) {
    return Error{"the hello has " + std::to_string(card.size()) + " keys; at most " +
                 std::to_string(defaults::most_hello_keys) + " are allowed"};
  }
  merge_equal_keys(card);
  if (auto named = check_name(card, name_key); !named) return Error{named.error()};
  return card;
}

std::string_view* find_value(Card& card, std::string_view key) {
  const auto field = std::find_if(card.begin(), card.end(), [key](const JsonField& f) { return f.key == key; });
  return field == card.end() ? nullptr : &field->value;
}

Hello hello_of(Card card, const char* name_key) {
  Hello hello;
  hello.name = string_of(*find_value(card, name_key));
  hello.card = "{";
  for (const JsonField& field : card) {
    if (field.key == "session") {
      if (field.value.starts_with('"')) hello.session = string_of(field.value);
      continue;
    }
    if (hello.card.size() > 1) hello.card += ',';
    json_text::append_string(hello.card, field.key);
    hello.card += ':';
    json_text::append_one_line(hello.card, field.value);
  }
  hello.card += '}';
  return hello;
}

}  // namespace netdumplings::hub
