#include "hub/eaters/eater_hello.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

TEST(EaterHello, HasANameAndWhateverElseTheEaterLikes) {
  EXPECT_EQ(eater_hello(R"({"eater_name": "webnom"})")->introduction.card, R"({"eater_name":"webnom"})");
  EXPECT_EQ(eater_hello(R"({"eater_name":"e","last":5})")->introduction.card, R"({"eater_name":"e","last":5})");
}

TEST(EaterHello, HasItsSubscription) {
  EXPECT_EQ(eater_hello(R"({"eater_name":"e","last":5})")->subscription.start.last, 5U);
  EXPECT_EQ(eater_hello(R"({"eater_name":"e","last":-1})").error(), "'last' in the hello isn't a count");
}

TEST(EaterHello, IsShorterThanAKitchens) {
  EXPECT_EQ(eater_hello(R"({"eater_name":")" + std::string(defaults::max_hello, 'x') + "\"}").error(),
            "a hello has at most 4096 bytes");
}

}  // namespace
}  // namespace netdumplings::hub
