#include "common/json/json_fields.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace netdumplings {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs fields(std::string_view object) {
  Pairs all;
  for (const JsonField& field : json_fields(object)) all.emplace_back(field.key, field.value);
  return all;
}

TEST(JsonFields, AreTheMembersOfTheObjectInTheirOrder) {
  EXPECT_EQ(fields(" {\r\n\t} "), Pairs());
  EXPECT_EQ(fields(R"({"b":1,"a":"x"})"), (Pairs{{"b", "1"}, {"a", "\"x\""}}));
  EXPECT_EQ(fields(R"( { "b" : -1.5e3 , "a" : null } )"), (Pairs{{"b", "-1.5e3"}, {"a", "null"}}));
  EXPECT_EQ(fields(R"({"a":1,"a":2})"), (Pairs{{"a", "1"}, {"a", "2"}}));
}

TEST(JsonFields, ValuesAreTheTextAsItStands) {
  EXPECT_EQ(fields(R"({"a":[ 1, {"b" : [] }],"c":{"d":{}}})"),
            (Pairs{{"a", R"([ 1, {"b" : [] }])"}, {"c", R"({"d":{}})"}}));
}

TEST(JsonFields, KeysAreWithoutEscapesAndQuotesInStringsEndNothing) {
  EXPECT_EQ(fields(R"({"a\"}\u00e9\\":"}\"\\","\\":["]\\\"",{"}":"{"}]})"),
            (Pairs{{"a\"}\xc3\xa9\\", R"("}\"\\")"}, {"\\", R"(["]\\\"",{"}":"{"}])"}}));
}

TEST(JsonFields, AreThoseThatTheLibraryFinds) {
  nlohmann::ordered_json object;
  for (int i = 0; i < 300; ++i) {
    object["key\n\"" + std::to_string(i)] = {{"n", i}, {"s", std::string(static_cast<std::size_t>(i % 7), '\\')}, {}};
  }
  for (const int indent : {-1, 3}) {
    const std::string text = object.dump(indent);
    const auto found = json_fields(text);
    ASSERT_EQ(found.size(), object.size());
    auto expected = object.begin();
    for (const JsonField& field : found) {
      EXPECT_EQ(field.key, expected.key());
      EXPECT_EQ(nlohmann::ordered_json::parse(field.value), *expected);
      ++expected;
    }
  }
}

}  // namespace
}  // namespace netdumplings
