// What chefs' authors test with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdumplings/testing.hpp>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace netdumplings {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string teller = std::string(ND_TEST_MODULES) + "/teller.so";
constexpr std::int64_t noon = 1'500'000'000'000'000'000;

TEST(Cooking, GivesTheDumplingsOfPacketsThatATestWrites) {
  CaptureFile capture;
  capture.add(std::vector<std::uint8_t>(60), noon);
  capture.add(std::vector<std::uint8_t>(90), noon + 7, 1500);
  std::vector<nlohmann::ordered_json> made;
  for (const auto& dumpling :
       cook(teller, capture.path(), {"-c", "TellerChef", "--chef-option", "TellerChef:word=it's"})) {
    EXPECT_EQ(dumpling["metadata"]["chef"], "TellerChef");
    made.push_back(dumpling["payload"]);
  }
  ASSERT_EQ(made.size(), 6u) << "a poke before the packets, two of each packet, a last poke";
  EXPECT_EQ(made[0]["options"]["word"], "it's");
  EXPECT_EQ(made[3]["bytes"], 90);
  EXPECT_EQ(made[4]["time_ns"], noon + 7);
}

TEST(Cooking, ThrowsWhatWentWrongWithTheLog) {
  CaptureFile capture;
  capture.add(std::vector<std::uint8_t>(60), noon);
  const auto why = [&](const std::string& module) -> std::string {
    try {
      cook(module, capture.path());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "nothing";
  };
  EXPECT_THAT(why("./nowhere.so"), AllOf(HasSubstr("nd-sniff"), HasSubstr("can't find ./nowhere.so")));
  EXPECT_THAT(why(std::string(ND_TEST_MODULES) + "/throwing.so"), HasSubstr("ThrowingHandlersChef"));
}

TEST(ACaptureFile, GoesWithItsObject) {
  std::string path;
  {
    const CaptureFile capture;
    path = capture.path();
    EXPECT_EQ(std::filesystem::file_size(path), 24u);
  }
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(path).parent_path()));
}

}  // namespace
}  // namespace netdumplings
