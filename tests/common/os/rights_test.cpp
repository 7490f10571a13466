#include "common/os/rights.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>

namespace netdumplings {
namespace {

using ::testing::HasSubstr;

const Caller root{.uid = 0, .sudo_uid = {}, .sudo_gid = {}};

TEST(Rights, RootBecomesNobodyByDefault) { EXPECT_EQ(choose_user("", root)->name, "nobody"); }

TEST(Rights, RootThroughSudoBecomesTheUserWhoCalledIt) {
  const auto user = choose_user("", {.uid = 0, .sudo_uid = "4321", .sudo_gid = "8765"});
  EXPECT_EQ(user->uid, 4321U);
  EXPECT_EQ(user->gid, 8765U);
}

TEST(Rights, RootWhoCalledSudoAndNumbersThatAreNoneCountAsNobody) {
  for (const char* uid : {"0", "", "-1", "12x", "99999999999"}) {
    EXPECT_EQ(choose_user("", {.uid = 0, .sudo_uid = uid, .sudo_gid = "8"})->name, "nobody") << uid;
  }
}

TEST(Rights, AUserThatIsNamedWins) {
  EXPECT_EQ(choose_user("daemon", {.uid = 0, .sudo_uid = "4321", .sudo_gid = "8765"})->name, "daemon");
  EXPECT_EQ(choose_user("root", root)->uid, 0U);
}

TEST(Rights, AUserThatDoesNotExistIsAnError) {
  EXPECT_EQ(choose_user("no-such-user", root).error(),
            "there is no user no-such-user to give root's rights up for; give -Z another user");
}

TEST(Rights, AnOrdinaryUserStaysWhoHeIsAndCanBecomeNobodyElse) {
  const Caller caller{.uid = 4321, .sudo_uid = "1", .sudo_gid = "1"};
  EXPECT_EQ(choose_user("", caller)->uid, 4321U);
  EXPECT_THAT(choose_user("daemon", caller).error(), HasSubstr("only root can become user daemon"));
}

std::map<std::string, std::string> own_status() {
  std::map<std::string, std::string> status;
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(":\t");
    if (colon != std::string::npos) status[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return status;
}

// Runs `check` in a process of its own, because rights never come back. `check` returns 0 if all is well.
template <class Check>
int in_child(Check check) {
  const pid_t child = fork();
  if (child == 0) _exit(check());
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Rights, AfterwardsThereIsNoGroupNoCapabilityAndNoWayBack) {
  if (geteuid() != 0) GTEST_SKIP() << "only root has rights to give up";
  EXPECT_EQ(in_child([] {
              if (!relinquish_rights({.uid = 65534, .gid = 65534, .name = "nobody"})) return 1;
              const auto status = own_status();
              if (status.at("Uid") != "65534\t65534\t65534\t65534") return 2;
              if (status.at("Gid") != "65534\t65534\t65534\t65534") return 3;
              if (status.at("Groups").find_first_not_of(' ') != std::string::npos) return 4;
              for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
                if (status.at(set) != "0000000000000000") return 5;
              }
              if (status.at("NoNewPrivs") != "1") return 6;
              if (setuid(0) == 0 || setgid(0) == 0) return 7;
              return access("/etc/shadow", R_OK) == 0 ? 8 : 0;
            }),
            0);
}

TEST(Rights, WhoStaysRootKeepsEverything) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can keep its rights";
  EXPECT_EQ(in_child([] {
              const auto before = own_status();
              if (!relinquish_rights({.uid = 0, .gid = 0, .name = "root"})) return 1;
              const auto after = own_status();
              return before.at("CapEff") == after.at("CapEff") && after.at("NoNewPrivs") == before.at("NoNewPrivs") ? 0
                                                                                                                    : 2;
            }),
            0);
}

TEST(Rights, AnOrdinaryUserCanGainNoneAnyMore) {
  EXPECT_EQ(in_child([] {
              if (geteuid() == 0 && setuid(65534) != 0) return 1;
              if (!relinquish_rights({.uid = geteuid(), .gid = getegid(), .name = "me"})) return 2;
              return own_status().at("NoNewPrivs") == "1" ? 0 : 3;
            }),
            0);
}

}  // namespace
}  // namespace netdumplings
