// The sessions that a log in a folder remembers.
#include "hub/log/log_on_disk_fixture.hpp"

namespace netdumplings::hub {
namespace {

TEST_F(LogOnDisk, KnowsEachSessionUpToItsLastDumpling) {
  const auto log = open(folder(), 100);
  Session* first = log->sessions().open("first", 1000, [] {});
  append(*log, 0, 100, first);
  Session* second = log->sessions().open("second", 2000, [] {});
  append(*log, 100, 103, second);
  log->sessions().open("says nothing", 3000, [] {});
  append(*log, 103, 104, first);
  const auto again = open(killed(), 100);
  Sessions& sessions = again->sessions();
  EXPECT_EQ(sessions.open("first", 4000, [] {})->number, 101U);
  EXPECT_EQ(sessions.open("second", 4000, [] {})->number, 3U);
  EXPECT_EQ(sessions.open("third", 4000, [] {})->number, 0U);
}

TEST_F(LogOnDisk, RemembersASessionAfterManyChunksOfOthers) {
  auto log = open(folder(), 3);
  append(*log, 0, 5, log->sessions().open("early", 0, [] {}));
  append(*log, 5, 400);
  log = nullptr;
  log = open(folder(), 3);
  append(*log, 400, 600);
  EXPECT_EQ(open(killed(), 3)->sessions().open("early", 1, [] {})->number, 5U);
}

TEST_F(LogOnDisk, SessionsForWhichAChunkHasNoMarksGoIntoTheNextOne) {
  const auto log = open(folder(), 100);
  std::vector<Session*> sessions;
  for (int i = 0; i < 2; ++i) {
    sessions.push_back(log->sessions().open(std::to_string(i), 0, [] {}));
    append(*log, i, i + 1, sessions.back());
  }
  const auto before = log->newest_chunk();
  log->sessions().close(*sessions[0], 1);
  append(*log, 2, 3, log->sessions().open("one more", 2, [] {}));
  EXPECT_EQ(log->newest_chunk(), before + 1);
  const auto again = open(killed(), 100);
  EXPECT_EQ(again->sessions().open("one more", 3, [] {})->number, 1U);
  EXPECT_EQ(again->sessions().open("1", 3, [] {})->number, 1U);
}

TEST_F(LogOnDisk, EverySessionThatIsRememberedHasAMark) {
  const auto log = open(folder(), 2, defaults::log_chunk);
  EXPECT_GE(log->largest_message(), 2 * defaults::max_message);
  Sessions& sessions = log->sessions();
  const auto name = [](std::size_t i) {
    const std::string number = std::to_string(i);
    return std::string(defaults::longest_session_name - number.size(), 's') + number;
  };
  for (std::size_t i = 0; i < defaults::sessions_remembered + 5; ++i) {
    const auto now = static_cast<std::int64_t>(i);
    Session* const session = sessions.open(name(i), now, [] {});
    append(*log, 0, 1, session);
    sessions.close(*session, now);
  }
  EXPECT_EQ(sessions.size(), defaults::sessions_remembered);
  const auto again = open(killed(), 2, defaults::log_chunk);
  EXPECT_EQ(again->sessions().size(), defaults::sessions_remembered);
  EXPECT_EQ(again->sessions().open(name(5), 20000, [] {})->number, 1U);
  EXPECT_EQ(again->sessions().open(name(4), 20000, [] {})->number, 0U);
}

}  // namespace
}  // namespace netdumplings::hub
