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

// If a key is there twice, the last one counts.
Verdict read_metadata(object metadata, DumplingOrigin& origin) {
  std::optional<std::string_view> chef;
  for (const auto field : metadata) {
    if (field.key == "chef") chef = text_of(field.value);
    if (field.key == "kitchen") origin.kitchen = text_of(field.value);
    if (field.key == "driver") origin.driver = text_of(field.value).value_or("");
  }
  origin.chef = chef.value_or("");
  return chef ? Verdict::dumpling : Verdict::no_chef;
}

Verdict judge(element document, DumplingOrigin& origin) {
  object fields;
  if (document.get(fields) != simdjson::SUCCESS) return Verdict::no_chef;
  element metadata;
  bool found = false;
  for (const auto field : fields) {
    if (field.key != "metadata") continue;
    metadata = field.value;
    found = true;
  }
  object members;
  if (!found || metadata.get(members) != simdjson::SUCCESS) return Verdict::no_chef;
  return read_metadata(members, origin);
}

}  // namespace

// simdjson counts the content of the innermost array as one more level, unless the array is empty. So it calls some
// documents too deep that aren't, and those get the exact check.
DumplingCheck::DumplingCheck(std::size_t largest) : parser_(std::make_unique<Parser>()) {
  if (parser_->json.allocate(largest, defaults::max_json_depth) != simdjson::SUCCESS) throw std::bad_alloc();
}

DumplingCheck::~DumplingCheck() = default;

// Only the hub may speak for itself: eaters must be able to trust its status.
Verdict DumplingCheck::operator()(std::string_view message) {
  const Verdict verdict = check(message);
  return verdict == Verdict::dumpling && origin_.chef == protocol::status_chef ? Verdict::hubs_own : verdict;
}

Verdict DumplingCheck::check(std::string_view message) {
  origin_ = {};
  element document;
  const auto error = parser_->json.parse(message.data(), message.size(), false).get(document);
  if (error == simdjson::SUCCESS) return judge(document, origin_);
  // Python writes integers of any length.
  if (error != simdjson::NUMBER_ERROR && error != simdjson::DEPTH_ERROR) return Verdict::not_json;
  const Verdict verdict = check_exactly(message, exact_origin_);
  origin_ = exact_origin_.view();
  return verdict;
}

}  // namespace netdumplings::hub
