#include "net/client/hub_access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "net/tls_peer.hpp"

namespace netdumplings::net {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* given = "the-token-that-was-given";
constexpr const char* of_environment = "the-token-of-the-environment";

std::string failure(const HubSettings& settings) {
  const auto access = open_hub_access(settings);
  return access ? "none" : access.error();
}

TEST(HubAccess, APlainAddressNeedsNothingElse) {
  const auto access = open_hub_access({.address = "hub.example", .default_port = 11348});
  ASSERT_TRUE(access);
  EXPECT_EQ(access->endpoint.uri(), "ws://hub.example:11348");
  EXPECT_EQ(access->tls, nullptr);
  EXPECT_EQ(access->token, "");
}

TEST(HubAccess, ItsTokenIsTheOneGivenThenTheFilesThenTheEnvironments) {
  const HubSettings environment{.address = "h", .token_variable = of_environment};
  EXPECT_EQ(open_hub_access(environment)->token, of_environment);
  HubSettings file = environment;
  file.token_file = "/nowhere/token";
  EXPECT_EQ(failure(file), "no token can be read from /nowhere/token: No such file or directory");
  HubSettings all = file;
  all.token = given;
  EXPECT_EQ(open_hub_access(all)->token, given);
}

TEST(HubAccess, AMalformedTokenIsRefusedWithoutShowingIt) {
  EXPECT_THAT(failure({.address = "h", .token = "a secret with blanks"}),
              AllOf(HasSubstr("token: a token has no blanks"), Not(HasSubstr("secret"))));
  EXPECT_THAT(failure({.address = "h", .token_variable = "short"}), HasSubstr("NETDUMPLINGS_TOKEN holds no token"));
}

TEST(HubAccess, FilesThatDoNotFitTheAddressAreRefusedBeforeAnyIsRead) {
  const HubSettings plain{.address = "ws://h", .tls = {"/nowhere/ca", "", ""}, .token_file = "/nowhere/token"};
  EXPECT_THAT(failure(plain), HasSubstr("are for a hub that speaks TLS"));
  EXPECT_EQ(hub_endpoint(plain).error(), failure(plain));
  EXPECT_THAT(hub_endpoint({.address = "h:x"}).error(), HasSubstr("'h:x' is no HOST:PORT"));
  EXPECT_TRUE(hub_endpoint({.address = "wss://h", .tls = {"/nowhere/ca", "", ""}}));
}

TEST(HubAccess, AHubAtWssIsKnownByItsCertificate) {
  const test::PairInFolder files;
  const auto access =
      open_hub_access({.address = "wss://localhost:1", .tls = {files.pair.certificate_file, "", ""}, .token = given});
  ASSERT_TRUE(access) << access.error();
  EXPECT_NE(access->tls, nullptr);
  EXPECT_THAT(failure({.address = "wss://h", .tls = {"/nowhere/ca", "", ""}}),
              AllOf(HasSubstr("--tls-ca"), HasSubstr("/nowhere/ca")));
}

}  // namespace
}  // namespace netdumplings::net
