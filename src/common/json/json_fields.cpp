#include "common/json/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace netdumplings {
namespace {

// Goes through text that is known to be valid.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<JsonField> fields() {
    std::vector<JsonField> all;
    skip_blanks();
    while (step_over() != '}') {  // `{` and `,` at first
      skip_blanks();
      if (text_[at_] == '}') break;
      const auto key = string();
      skip_blanks();
      ++at_;  // the colon
      skip_blanks();
      all.push_back({nlohmann::json::parse(key).get<std::string>(), value()});
      skip_blanks();
    }
    return all;
  }

 private:
  char step_over() { return text_[at_++]; }
  void skip_blanks() { at_ = text_.find_first_not_of(" \t\r\n", at_); }

  std::string_view string() {
    const std::size_t begin = at_++;
    while (text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    return text_.substr(begin, ++at_ - begin);
  }

  std::string_view value() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    do {
      const char c = text_[at_];
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        ++depth, ++at_;
      } else if (c == '}' || c == ']') {
        --depth, ++at_;
      } else {
        at_ = text_.find_first_of(depth > 0 ? "\"{}[]" : ",} \t\r\n", at_);
      }
    } while (depth > 0);
    return text_.substr(begin, at_ - begin);
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<JsonField> json_fields(std::string_view object) { return Reader(object).fields(); }

}  // namespace netdumplings
