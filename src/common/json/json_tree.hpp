// A JSON document that keeps whole numbers past 64 bits, which nlohmann::json would round.
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
  std::vector<JsonMember> members;  // of an object: sorted by key; of equal keys the last one

  /// Reads a document. Refuses one that is deeper than defaults::client_max_json_depth.
  static Result<JsonTree> parse(std::string_view document);
};

struct JsonMember {
  std::string key;
  JsonTree value;
};

}  // namespace netdumplings
