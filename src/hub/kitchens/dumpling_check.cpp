#include "hub/kitchens/dumpling_check.hpp"

#include <simdjson.h>

#include <cstring>
#include <new>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "hub/kitchens/exact_check.hpp"

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

// The compiler turns a comparison with a known number of bytes into one or two instructions.
template <std::size_t size>
bool is(std::string_view key, const char (&name)[size]) {  // NOLINT(*-avoid-c-arrays): a literal's type
  return key.size() == size - 1 && std::memcmp(key.data(), name, size - 1) == 0;
}

// If a key is there twice, the last one counts.
Verdict read_metadata(object metadata, DumplingOrigin& origin) {
  std::optional<std::string_view> chef;
  for (const auto field : metadata) {
    const std::string_view key = field.key;
    if (is(key, "chef")) chef = text_of(field.value);
    if (is(key, "kitchen")) origin.kitchen = text_of(field.value);
    if (is(key, "driver")) origin.driver = text_of(field.value).value_or("");
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
    if (!is(field.key, "metadata")) continue;
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
//
// The memory for a parsed dumpling is there from the beginning. If it grew from the first short one on, its addresses
// would differ from those of other memory in use only in high bits. A processor that compares the low ones then waits:
// a check took half as long again.
DumplingCheck::DumplingCheck(std::size_t largest) : parser_(std::make_unique<Parser>()) {
  if (parser_->json.allocate(largest, defaults::max_json_depth) != simdjson::SUCCESS ||
      parser_->json.doc.allocate(defaults::ordinary_dumpling) != simdjson::SUCCESS) {
    throw std::bad_alloc();
  }
}

DumplingCheck::~DumplingCheck() = default;

// Only the hub may speak for itself: eaters must be able to trust its status.
Verdict DumplingCheck::operator()(std::string_view message) {
  const Verdict verdict = check(message);
  if (verdict != Verdict::dumpling) return verdict;
  if (origin_.chef.size() > defaults::longest_name) return Verdict::long_name;
  if (origin_.kitchen && origin_.kitchen->size() > defaults::longest_name) return Verdict::long_name;
  return origin_.chef == protocol::status_chef ? Verdict::hubs_own : Verdict::dumpling;
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
