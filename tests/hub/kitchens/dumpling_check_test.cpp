// Also the test of kitchens/exact_check, which decides where simdjson may be wrong.
#include "hub/kitchens/dumpling_check.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/defaults.hpp"
#include "hub/kitchens/exact_check.hpp"

namespace netdumplings::hub {
namespace {

Verdict judged(std::string text) {
  DumplingCheck check(defaults::max_message);
  const std::size_t size = text.size();
  text.resize(size + 64, 'x');  // what follows a message doesn't matter
  return check({text.data(), size});
}

Verdict judged_exactly(std::string_view text) {
  OwnedDumplingOrigin by;
  return check_exactly(text, by);
}

std::string nested(std::size_t arrays, const std::string& in_the_last = "1") {
  return R"({"metadata":{"chef":"C"},"payload":)" + std::string(arrays, '[') + in_the_last + std::string(arrays, ']') +
         '}';
}

// Both checks must come to these verdicts; the exact one (kitchens/exact_check) usually gets only what the fast one
// can't hold.
struct Case {
  const char* text;
  Verdict verdict;
};

const Case judgements[] = {
    {R"({"metadata":{"chef":"C"},"payload":1})", Verdict::dumpling},
    {R"( { "metadata" : { "kitchen" : null , "chef" : "" } } )", Verdict::dumpling},
    {R"({"payload":"\ud83d\ude00","metadata":{"chef":"é"}})", Verdict::dumpling},
    {R"({"metadata":{"chef":"C","more":[{}]},"more":{"metadata":1}})", Verdict::dumpling},
    {R"({"metadata":1,"metadata":{"chef":"C"}})", Verdict::dumpling},
    {R"({"metadata":{"chef":1,"chef":"C"}})", Verdict::dumpling},
    {R"({"metadata":{"chef":"C"},"metadata":1})", Verdict::no_chef},
    {R"({"metadata":{"chef":"C"},"metadata":{}})", Verdict::no_chef},
    {R"({"metadata":{"chef":"C","chef":null}})", Verdict::no_chef},
    {R"({"metadata":{"Chef":"C"}})", Verdict::no_chef},
    {R"({"metadata":{"x":{"chef":"C"}}})", Verdict::no_chef},
    {R"({"metadata":["chef","C"]})", Verdict::no_chef},
    {R"({"metadata":"chef"})", Verdict::no_chef},
    {R"({"chef":"C"})", Verdict::no_chef},
    {R"({})", Verdict::no_chef},
    {R"([{"metadata":{"chef":"C"}}])", Verdict::no_chef},
    {R"("metadata")", Verdict::no_chef},
    {R"(null)", Verdict::no_chef},
    {R"()", Verdict::not_json},
    {R"(   )", Verdict::not_json},
    {R"(dumpling)", Verdict::not_json},
    {R"({"metadata":{"chef":"C"}}{})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":NaN})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":Infinity})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":-Infinity})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":1e400})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":01})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":"\ud800"})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":"\udc00"})", Verdict::not_json},
    {R"({"metadata":{"chef":"C"},"payload":"\ud800\u0041"})", Verdict::not_json},
    {"{\"metadata\":{\"chef\":\"C\"},\"payload\":\"\xff\"}", Verdict::not_json},
    {"{\"metadata\":{\"chef\":\"C\"},\"payload\":\"\xed\xa0\x80\"}", Verdict::not_json},
    {"{\"metadata\":{\"chef\":\"C\"},\"payload\":\"\n\"}", Verdict::not_json},
};

TEST(DumplingCheck, TellsDumplingsFromOtherMessages) {
  for (const Case& c : judgements) EXPECT_EQ(judged(c.text), c.verdict) << c.text;
}

TEST(DumplingCheck, TheExactCheckComesToTheSameVerdict) {
  for (const Case& c : judgements) EXPECT_EQ(judged_exactly(c.text), c.verdict) << c.text;
}

TEST(DumplingCheck, ADumplingInTheHubsNameIsRefused) {
  for (const char* text : {
           R"({"metadata":{"chef":"SystemStatusChef","kitchen":null,"driver":"interval"},"payload":{}})",
           R"({"metadata":{"chef":"SystemStatusChef","kitchen":"k"},"payload":1})",
           R"({"metadata":{"chef":"System\u0053tatusChef"}})",
           R"({"metadata":{"chef":"C","chef":"SystemStatusChef"}})",
           R"({"metadata":{"chef":"C"},"metadata":{"chef":"SystemStatusChef"}})",
           R"({"metadata":{"chef":"SystemStatusChef"},"payload":123456789012345678901234567890})",
       }) {
    EXPECT_EQ(judged(text), Verdict::hubs_own) << text;
  }
  for (const char* chef : {"systemstatuschef", "SystemStatusChef ", "m.SystemStatusChef", "KitchenStatusChef"}) {
    EXPECT_EQ(judged(std::string(R"({"metadata":{"chef":")") + chef + "\"}}"), Verdict::dumpling) << chef;
  }
  EXPECT_EQ(judged(R"({"metadata":{"chef":"SystemStatusChef","chef":"C"}})"), Verdict::dumpling) << "the last counts";
}

TEST(DumplingCheck, ALongNameIsRefused) {
  const std::string longest(defaults::longest_name, 'x');
  const auto of = [](const std::string& chef, const std::string& kitchen, const std::string& payload) {
    return R"({"metadata":{"chef":")" + chef + R"(","kitchen":")" + kitchen + R"("},"payload":)" + payload + '}';
  };
  for (const char* payload : {"1", "123456789012345678901234567890"}) {
    EXPECT_EQ(judged(of(longest, longest, payload)), Verdict::dumpling);
    EXPECT_EQ(judged(of(longest + 'x', "k", payload)), Verdict::long_name);
    EXPECT_EQ(judged(of("C", longest + 'x', payload)), Verdict::long_name);
  }
}

TEST(DumplingCheck, IntegersOfAnyLengthPass) {
  EXPECT_EQ(judged(R"({"metadata":{"chef":"C"},"payload":123456789012345678901234567890})"), Verdict::dumpling);
  EXPECT_EQ(judged(R"({"payload":-123456789012345678901234567890,"metadata":{"chef":"C"}})"), Verdict::dumpling);
  EXPECT_EQ(judged(R"({"metadata":{"chef":123456789012345678901234567890}})"), Verdict::no_chef);
  EXPECT_EQ(judged(R"({"metadata":{"chef":"C"},"payload":[123456789012345678901234567890,NaN]})"), Verdict::not_json);
}

TEST(DumplingCheck, NothingMayComeBeforeOrAfterTheDocument) {
  for (const std::string number : {"1", "123456789012345678901234567890"}) {
    const std::string good = R"({"metadata":{"chef":"C"},"payload":)" + number + '}';
    for (const std::string& text :
         {"\xEF\xBB\xBF" + good, '\0' + good, good + '\0', good + '\0' + "<script>", good + '\0' + good}) {
      EXPECT_EQ(judged(text), Verdict::not_json) << number;
      EXPECT_EQ(judged_exactly(text), Verdict::not_json) << number;
    }
  }
}

TEST(DumplingCheck, DepthIsBounded) {
  const std::size_t most = defaults::max_json_depth - 1;  // in the object
  for (const char* in_the_last : {"1", "", "123456789012345678901234567890"}) {
    EXPECT_EQ(judged(nested(most, in_the_last)), Verdict::dumpling) << in_the_last;
    EXPECT_EQ(judged(nested(most + 1, in_the_last)), Verdict::not_json) << in_the_last;
    EXPECT_EQ(judged_exactly(nested(most, in_the_last)), Verdict::dumpling) << in_the_last;
    EXPECT_EQ(judged_exactly(nested(most + 1, in_the_last)), Verdict::not_json) << in_the_last;
  }
  EXPECT_EQ(judged_exactly(std::string(500000, '[')), Verdict::not_json);
  EXPECT_EQ(judged(std::string(500000, '[')), Verdict::not_json);
}

TEST(DumplingCheck, TheLargestMessageFits) {
  std::string text = R"({"metadata":{"chef":"C"},"payload":")";
  text.append(defaults::max_message - text.size() - 2, 'x').append("\"}");
  ASSERT_EQ(text.size(), defaults::max_message);
  EXPECT_EQ(judged(text), Verdict::dumpling);
}

TEST(DumplingCheck, AMessageThatFailedHasNoEffectOnTheNext) {
  DumplingCheck check(defaults::max_message);
  std::string bad(100, '[');
  bad.resize(200, ' ');
  std::string good = R"({"metadata":{"chef":"C"}})";
  const std::size_t size = good.size();
  good.resize(size + 64, ' ');
  EXPECT_EQ(check({bad.data(), 100}), Verdict::not_json);
  EXPECT_EQ(check({good.data(), size}), Verdict::dumpling);
}

TEST(DumplingCheck, ReadsTheOriginInBothWays) {
  const struct {
    std::string metadata;
    DumplingOrigin by;
  } cases[] = {
      {R"("chef":"C","kitchen":"k","creation_time":1.5,"driver":"packet")", {"C", "k", "packet"}},
      {R"("driver":"interval","kitchen":null,"chef":"\u00e9")", {"\u00e9", std::nullopt, "interval"}},
      {R"("chef":"C")", {"C", std::nullopt, ""}},
      {R"("chef":1,"chef":"D","kitchen":"a","kitchen":["b"],"driver":{"chef":"x"})", {"D", std::nullopt, ""}},
      {R"("chef":"C","kitchen":"","more":{"chef":"x","kitchen":"y","driver":"z"})", {"C", "", ""}},
  };
  for (const auto& c : cases) {
    for (const char* payload : {"1", "123456789012345678901234567890"}) {
      DumplingCheck check(defaults::max_message);
      std::string text = R"({"metadata":{"chef":"old","kitchen":"old"},"metadata":{)" + c.metadata +
                         R"(},"payload":{"n":)" + payload + "}}";
      const std::size_t size = text.size();
      text.resize(size + 64);
      EXPECT_EQ(check({text.data(), size}), Verdict::dumpling) << text;
      EXPECT_TRUE(check.origin() == c.by) << text;
    }
  }
}

}  // namespace
}  // namespace netdumplings::hub
