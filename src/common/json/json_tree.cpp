#include "common/json/json_tree.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "common/defaults.hpp"

namespace netdumplings {
namespace {

using nlohmann::json;

// Writes what Python's repr() does: the shortest digits that read back as the same double, with an exponent for 1e16
// and more and below 1e-4.
std::string python_float(double value) {
  std::array<char, 64> buffer;
  const double size = std::fabs(value);
  const bool exponent = size != 0 && (size >= 1e16 || size < 1e-4);
  const auto format = exponent ? std::chars_format::scientific : std::chars_format::fixed;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
  std::string text(buffer.data(), end);
  if (!exponent && text.find('.') == std::string::npos) text += ".0";
  return text;
}

// Sorts by code point, which in UTF-8 is the order of the bytes, and keeps the last one of equal keys.
void sort_last_wins(std::vector<JsonMember>& members) {
  std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  const auto last =
      std::unique(members.rbegin(), members.rend(), [](const auto& a, const auto& b) { return a.key == b.key; });
  members.erase(members.begin(), last.base());
}

// Builds the tree from nlohmann's events. Keeps pointers to the open containers; only the innermost one grows, so the
// others don't move.
class Builder final : public nlohmann::json_sax<json> {
 public:
  JsonTree root;
  std::string why;

  bool null() override { return literal("null"); }
  bool boolean(bool value) override { return literal(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return literal(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return literal(std::to_string(value)); }
  bool number_float(number_float_t value, const string_t& digits) override {
    const bool whole = digits.find_first_of(".eE") == std::string::npos;
    return literal(whole ? digits : python_float(value));
  }
  bool string(string_t& value) override {
    place({JsonTree::Kind::string, std::move(value), {}, {}});
    return true;
  }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(JsonTree::Kind::object); }
  bool start_array(std::size_t) override { return open(JsonTree::Kind::array); }
  bool key(string_t& value) override {
    open_.back()->members.push_back({std::move(value), {}});
    return true;
  }
  bool end_object() override {
    sort_last_wins(open_.back()->members);
    open_.pop_back();
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    why = error.what();
    return false;
  }

 private:
  bool literal(std::string text) {
    place({JsonTree::Kind::literal, std::move(text), {}, {}});
    return true;
  }

  bool open(JsonTree::Kind kind) {
    if (open_.size() >= defaults::client_max_json_depth) {
      why = "nested deeper than " + std::to_string(defaults::client_max_json_depth) + " levels";
      return false;
    }
    open_.push_back(place({kind, {}, {}, {}}));
    return true;
  }

  JsonTree* place(JsonTree value) {
    if (open_.empty()) return &(root = std::move(value));
    JsonTree& parent = *open_.back();
    if (parent.kind == JsonTree::Kind::array) return &parent.items.emplace_back(std::move(value));
    return &(parent.members.back().value = std::move(value));
  }

  std::vector<JsonTree*> open_;
};

}  // namespace

Result<JsonTree> JsonTree::parse(std::string_view document) {
  Builder builder;
  if (!json::sax_parse(document, &builder)) return Error{builder.why};
  return std::move(builder.root);
}

}  // namespace netdumplings
