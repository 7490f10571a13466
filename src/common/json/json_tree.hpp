// A JSON document that keeps what nlohmann::json would round: whole numbers past 64 bits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/result.hpp"

namespace netdumplings {

struct JsonMember;

struct JsonTree {
  enum class Kind { literal, string, array, object };

  Kind kind = Kind::literal;
  std::string text;                 // a literal as Python prints it, or a string's value in UTF-8
  std::vector<JsonTree> items;      // of an array
  std::vector<JsonMember> members;  // of an object: sorted by key, each key once (the last one given)

  /// Reads a document, no deeper than defaults::client_max_json_depth.
  static Result<JsonTree> parse(std::string_view document);
};

struct JsonMember {
  std::string key;
  JsonTree value;
};

}  // namespace netdumplings
