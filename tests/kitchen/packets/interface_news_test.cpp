#include "kitchen/packets/interface_news.hpp"

#include <gmock/gmock.h>

namespace netdumplings::kitchen {
namespace {

using ::testing::StartsWith;

const Interface eth0{.name = "eth0", .up = true, .loopback = false, .index = 2};

LinkChange change(unsigned index, const std::string& name, bool up) {
  return {{.name = name, .up = up, .loopback = false, .index = index}, false};
}

TEST(InterfaceNews, ASniffedInterfaceThatGoesDownComesBackOrIsRenamedIsNews) {
  InterfaceNews news({eth0}, {"eth0"}, false);
  EXPECT_EQ(news.about(change(2, "eth0", true)).line, "");
  EXPECT_EQ(news.about(change(2, "eth0", false)).line, "interface eth0 went down");
  EXPECT_EQ(news.about(change(2, "eth0", false)).line, "");
  EXPECT_EQ(news.about(change(2, "eth0", true)).line, "interface eth0 is up again");
  EXPECT_THAT(news.about(change(2, "wan0", true)).line, StartsWith("interface eth0 is called wan0 now"));
  EXPECT_EQ(news.about(change(2, "wan0", false)).line, "interface wan0 went down");
}

TEST(InterfaceNews, WithAllAnInterfaceThatComesLaterIsNewsOnceItIsUp) {
  InterfaceNews news({eth0}, {"eth0"}, true);
  EXPECT_EQ(news.about(change(3, "tun0", false)).line, "");
  EXPECT_THAT(news.about(change(3, "tun0", true)).line, StartsWith("interface tun0 came up after the start"));
  EXPECT_EQ(news.about(change(3, "tun0", false)).line, "");
  EXPECT_EQ(news.about(change(3, "tun0", true)).line, "") << "once is enough";
  EXPECT_EQ(news.about({{.name = "tun0", .index = 3}, true}).line, "");
  EXPECT_THAT(news.about(change(3, "tun1", true)).line, StartsWith("interface tun1 came up")) << "it is another one";
}

TEST(InterfaceNews, LoopbackAndInterfacesThatNobodyAskedForAreNoNews) {
  InterfaceNews all({eth0}, {"eth0"}, true);
  EXPECT_EQ(all.about({{.name = "lo", .up = true, .loopback = true, .index = 1}, false}).line, "");
  InterfaceNews one({eth0}, {"eth0"}, false);
  EXPECT_EQ(one.about(change(3, "tun0", true)).line, "");
  EXPECT_EQ(one.about({eth0, true}).line, "") << "its capture says that it is lost";
}

}  // namespace
}  // namespace netdumplings::kitchen
