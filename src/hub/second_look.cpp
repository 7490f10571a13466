#include "hub/second_look.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

// Follows the document as nlohmann's parser reads it, and remembers only where it is and what it saw of the chef.
class Looker {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  [[nodiscard]] bool has_chef() const { return metadata_ && chef_; }

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(number_integer_t) { return value(); }
  bool number_unsigned(number_unsigned_t) { return value(); }
  bool number_float(number_float_t, const string_t&) { return value(); }
  bool binary(binary_t&) { return value(); }
  bool string(string_t&) { return value(false, true); }
  bool start_array(std::size_t) { return value() && deeper(); }
  bool start_object(std::size_t) { return value(true) && deeper(); }
  bool end_array() { return shallower(); }
  bool end_object() { return shallower(); }
  bool key(string_t& name) {
    if (depth_ == 1) at_metadata_ = objects_ && name == "metadata";
    if (depth_ == 2) at_chef_ = at_metadata_ && metadata_ && name == "chef";
    return true;
  }
  static bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) { return false; }

 private:
  bool value(bool object = false, bool text = false) {
    if (depth_ == 0) objects_ = object;
    if (depth_ == 1 && at_metadata_) {
      metadata_ = object;
      chef_ = false;
    }
    if (depth_ == 2 && at_chef_) chef_ = text;
    return true;
  }
  bool deeper() { return ++depth_ <= defaults::max_json_depth; }
  bool shallower() {
    --depth_;
    if (depth_ < 2) at_chef_ = false;
    return true;
  }

  std::size_t depth_ = 0;
  bool objects_ = false;      // the document is an object
  bool at_metadata_ = false;  // the value at depth 1 is that of `metadata`
  bool at_chef_ = false;      // the value at depth 2 is that of its `chef`
  bool metadata_ = false;     // the last `metadata` is an object
  bool chef_ = false;         // the last `chef` in it is a string
};

}  // namespace

Verdict second_look(std::string_view message) {
  Looker looker;
  if (!nlohmann::json::sax_parse(message.begin(), message.end(), &looker)) return Verdict::not_json;
  return looker.has_chef() ? Verdict::dumpling : Verdict::no_chef;
}

}  // namespace netdumplings::hub
