// Reads the members of a JSON object as text, without building a document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netdumplings {

struct JsonField {
  std::string key;         // without escapes
  std::string_view value;  // its JSON, unchanged
};

/// Returns the members of the object in their order; of equal keys, each. `object` is valid JSON, an object, and must
/// outlive what is returned. Takes time in proportion to the text, whatever is in it.
std::vector<JsonField> json_fields(std::string_view object);

}  // namespace netdumplings
