#include "hub/dumpling_check.hpp"

#include <simdjson.h>

#include <new>

#include "common/defaults.hpp"
#include "hub/second_look.hpp"

namespace netdumplings::hub {

struct DumplingCheck::Parser {
  simdjson::dom::parser json;
};

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Of a key that is there twice the last counts.
element last_of(object fields, std::string_view key, bool& found) {
  element value;
  found = false;
  for (const auto field : fields) {
    if (field.key != key) continue;
    value = field.value;
    found = true;
  }
  return value;
}

Verdict judge(element document) {
  bool found = false;
  if (!document.is_object()) return Verdict::no_chef;
  const element metadata = last_of(object(document), "metadata", found);
  if (!found || !metadata.is_object()) return Verdict::no_chef;
  const element chef = last_of(object(metadata), "chef", found);
  return found && chef.is_string() ? Verdict::dumpling : Verdict::no_chef;
}

}  // namespace

// One level more than is allowed: simdjson counts the scalar in the innermost array as a level of its own.
DumplingCheck::DumplingCheck(std::size_t largest) : parser_(std::make_unique<Parser>()) {
  if (parser_->json.allocate(largest, defaults::max_json_depth + 1) != simdjson::SUCCESS) throw std::bad_alloc();
}

DumplingCheck::~DumplingCheck() = default;

Verdict DumplingCheck::operator()(std::string_view message) {
  element document;
  const auto error = parser_->json.parse(message.data(), message.size(), false).get(document);
  if (error == simdjson::SUCCESS) return judge(document);
  // Python writes integers of any length.
  return error == simdjson::NUMBER_ERROR ? second_look(message) : Verdict::not_json;
}

}  // namespace netdumplings::hub
