#include "kitchen/chefs/dumpling_text.hpp"

#include "common/json/json_text.hpp"

namespace netdumplings::kitchen {

DumplingText::DumplingText(std::string_view chef, std::string_view kitchen) {
  text_ = R"({"metadata":{"chef":)";
  json_text::append_string(text_, chef);
  text_ += R"(,"kitchen":)";
  json_text::append_string(text_, kitchen);
  text_ += R"(,"creation_time":)";
  head_size_ = text_.size();
}

std::string_view DumplingText::write(std::int64_t now_ns, std::string_view driver, std::string_view payload) {
  text_.resize(head_size_);
  json_text::append_seconds(text_, now_ns);
  text_.append(R"(,"driver":")").append(driver).append(R"("},"payload":)");
  json_text::append_one_line(text_, payload);
  text_ += '}';
  return text_;
}

}  // namespace netdumplings::kitchen
