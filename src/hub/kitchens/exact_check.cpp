#include "hub/kitchens/exact_check.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

// Gets the document's values from nlohmann's parser, one by one, and keeps only its depth and what it saw of the
// metadata.
class MetadataReader {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  explicit MetadataReader(OwnedDumplingOrigin& origin) : origin_(origin) {}
  [[nodiscard]] bool has_chef() const { return metadata_ && chef_; }

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(number_integer_t) { return value(); }
  bool number_unsigned(number_unsigned_t) { return value(); }
  bool number_float(number_float_t, const string_t&) { return value(); }
  bool binary(binary_t&) { return value(); }
  bool string(string_t& text) { return value(false, &text); }
  bool start_array(std::size_t) { return value() && deeper(); }
  bool start_object(std::size_t) { return value(true) && deeper(); }
  bool end_array() { return shallower(); }
  bool end_object() { return shallower(); }
  bool key(string_t& name) {
    if (depth_ == 1) at_metadata_ = object_ && name == "metadata";
    if (depth_ == 2) key_ = at_metadata_ && metadata_ ? name : std::string();
    return true;
  }
  static bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) { return false; }

 private:
  bool value(bool object = false, const std::string* text = nullptr) {
    if (depth_ == 0) object_ = object;
    if (depth_ == 1 && at_metadata_) {
      metadata_ = object;
      chef_ = false;
      origin_ = {};
    }
    if (depth_ == 2 && !key_.empty()) remember(text);
    return true;
  }
  void remember(const std::string* text) {
    if (key_ == "chef") {
      chef_ = text != nullptr;
      origin_.chef = text != nullptr ? *text : std::string();
    } else if (key_ == "kitchen") {
      origin_.kitchen = text != nullptr ? std::optional(*text) : std::nullopt;
    } else if (key_ == "driver") {
      origin_.driver = text != nullptr ? *text : std::string();
    }
  }
  bool deeper() { return ++depth_ <= defaults::max_json_depth; }
  bool shallower() {
    --depth_;
    if (depth_ < 2) key_.clear();
    return true;
  }

  OwnedDumplingOrigin& origin_;
  std::size_t depth_ = 0;
  bool object_ = false;       // whether the document is an object
  bool at_metadata_ = false;  // whether the value at depth 1 is that of `metadata`
  std::string key_;           // the key in the metadata whose value comes next; empty for other keys
  bool metadata_ = false;     // whether the last `metadata` was an object
  bool chef_ = false;         // whether the last `chef` in it was a string
};

}  // namespace

Verdict check_exactly(std::string_view message, OwnedDumplingOrigin& origin) {
  origin = {};
  // The library skips a byte order mark, and stops at a zero byte, whatever follows.
  if (message.starts_with("\xEF\xBB\xBF") || message.find('\0') != std::string_view::npos) return Verdict::not_json;
  MetadataReader reader(origin);
  if (!nlohmann::json::sax_parse(message.begin(), message.end(), &reader)) return Verdict::not_json;
  return reader.has_chef() ? Verdict::dumpling : Verdict::no_chef;
}

}  // namespace netdumplings::hub
