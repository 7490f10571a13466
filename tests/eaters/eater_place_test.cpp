#include <netdumplings/eater_place.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace netdumplings {
namespace {

TEST(EaterPlace, IsReadFromItsText) {
  constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
  for (const auto& place :
       {EaterPlace{}, EaterPlace{"2c5ab1f09d1e4a57", 17, 3}, EaterPlace{"", largest, largest},
        EaterPlace{"\"\\\n\x01 \xc3\xa9", 1, 2}, EaterPlace{std::string(256, '\x01'), largest, largest}}) {
    EXPECT_EQ(EaterPlace::parse(place.text()), place);
    EXPECT_LE(place.text().size(), 2048U);
  }
  EXPECT_EQ((EaterPlace{"2c5a", 17, 3}).text(), R"({"log":"2c5a","position":17,"had":3})");
  EXPECT_TRUE(EaterPlace::parse(" {\"had\": 0, \"position\": 1, \"log\": \"a\"}\n"));
}

TEST(EaterPlace, IsReadFromNothingElse) {
  for (const std::string text :
       {"", " ", "null", "[]", "17", "{}", R"({"log":"a","position":1})",
        R"({"log":"a","position":1,"had":0,"more":1})", R"({"log":"a","position":1,"hat":0})",
        R"({"log":1,"position":1,"had":0})", R"({"log":"a","position":-1,"had":0})",
        R"({"log":"a","position":1.5,"had":0})", R"({"log":"a","position":"1","had":0})",
        R"({"log":"a","position":18446744073709551616,"had":0})", R"({"log":"a","position":1,"had":0)",
        R"({"log":"a","position":1,"had":0}{})", "{\"log\":\"\xff\",\"position\":1,\"had\":0}"}) {
    EXPECT_FALSE(EaterPlace::parse(text)) << text;
  }
  EXPECT_FALSE(EaterPlace::parse((EaterPlace{std::string(257, 'x'), 1, 2}).text()));
  EXPECT_FALSE(EaterPlace::parse(std::string(2048, ' ') + EaterPlace{}.text()));
}

TEST(EaterPlace, ItsTextIsJsonWhateverTheLogIsCalled) {
  EXPECT_TRUE(EaterPlace::parse((EaterPlace{"\xff", 1, 2}).text()));
}

}  // namespace
}  // namespace netdumplings
