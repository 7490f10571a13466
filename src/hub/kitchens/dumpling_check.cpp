#include "hub/kitchens/dumpling_check.hpp"

#include <simdjson.h>

#include <new>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "hub/log/exact_check.hpp"

namespace netdumplings::hub {

struct DumplingCheck::Parser {
  simdjson::dom::parser json;
};

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::optional<std::string_view> text_of(element value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

// Of a key that is there twice the last counts.
Verdict read_metadata(object metadata, DumplingOrigin& by) {
  std::optional<std::string_view> chef;
  for (const auto field : metadata) {
    if (field.key == "chef") chef = text_of(field.value);
    if (field.key == "kitchen") by.kitchen = text_of(field.value);
    if (field.key == "driver") by.driver = text_of(field.value).value_or("");
  }
  by.chef = chef.value_or("");
  return chef ? Verdict::dumpling : Verdict::no_chef;
}

Verdict judge(element document, DumplingOrigin& by) {
  object fields;
  if (document.get(fields) != simdjson::SUCCESS) return Verdict::no_chef;
  element metadata;
  bool found = false;
  for (const auto field : fields) {
    if (field.key != "metadata") continue;
    metadata = field.value;
    found = true;
  }
  object said;
  if (!found || metadata.get(said) != simdjson::SUCCESS) return Verdict::no_chef;
  return read_metadata(said, by);
}

}  // namespace

// simdjson counts what is in the innermost array as a level of its own, but where that is empty: the second look is
// exact.
DumplingCheck::DumplingCheck(std::size_t largest) : parser_(std::make_unique<Parser>()) {
  if (parser_->json.allocate(largest, defaults::max_json_depth) != simdjson::SUCCESS) throw std::bad_alloc();
}

DumplingCheck::~DumplingCheck() = default;

// Nobody but the hub itself speaks for it: what eaters read as its status is its own.
Verdict DumplingCheck::operator()(std::string_view message) {
  const Verdict verdict = look(message);
  return verdict == Verdict::dumpling && by_.chef == protocol::status_chef ? Verdict::hubs_own : verdict;
}

Verdict DumplingCheck::look(std::string_view message) {
  by_ = {};
  element document;
  const auto error = parser_->json.parse(message.data(), message.size(), false).get(document);
  if (error == simdjson::SUCCESS) return judge(document, by_);
  // Python writes integers of any length.
  if (error != simdjson::NUMBER_ERROR && error != simdjson::DEPTH_ERROR) return Verdict::not_json;
  const Verdict verdict = check_exactly(message, slow_);
  by_ = slow_.view();
  return verdict;
}

}  // namespace netdumplings::hub
