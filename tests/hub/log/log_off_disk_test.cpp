// A log in a folder whose disk doesn't store what comes: a file of it was taken away while the hub runs.
#include "hub/log/log_on_disk_fixture.hpp"

namespace netdumplings::hub {
namespace {

class LogOffDisk : public LogOnDisk {
 protected:
  void take_newest_file_away() { fs::rename(newest_file(folder()), scratch_.path() + "/away"); }
};

TEST_F(LogOffDisk, GoesOnInMemoryAndThenInAnotherFile) {
  const auto log = open(folder(), 100);
  append(*log, 0, 30);
  EXPECT_TRUE(log->stored());
  const std::string file = newest_file(folder());
  take_newest_file_away();
  EXPECT_FALSE(log->stored());
  EXPECT_EQ(log->fault(), "its file " + file + " was removed, cut or exchanged");
  EXPECT_NE(said_.str().find("error The log folder " + folder() + " doesn't store what comes: its file "),
            std::string::npos)
      << said_.str();
  append(*log, 30, 40);
  EXPECT_TRUE(log->stored());
  EXPECT_EQ(log->fault(), "");
  append(*log, 40, 50);
  EXPECT_EQ(contents(*log), expected(0, 50)) << "readers see all";
  const auto after = contents(*open(killed(), 100));
  EXPECT_EQ(after.back(), "49: dumpling 49");
}

TEST_F(LogOffDisk, NoticesAFileThatWasCutOrExchanged) {
  const auto log = open(folder(), 100);
  append(*log, 0, 3);
  const std::string file = newest_file(folder());
  const std::string bytes = read(file);
  fs::remove(file);
  write(file, bytes);
  EXPECT_FALSE(log->stored()) << "another file is in its place";
  EXPECT_TRUE(fs::exists(file));
  EXPECT_TRUE(log->stored());
  append(*log, 3, 6);
  fs::resize_file(newest_file(folder()), 2 * small_chunk);
  EXPECT_FALSE(log->stored()) << "it has another size";
}

TEST_F(LogOffDisk, SetsSessionsBackToWhatWasAcknowledged) {
  const auto log = open(folder(), 100);
  Session* const session = log->sessions().open("s", 0, [] {});
  int set_back = 0;
  session->on_set_back = [&] { ++set_back; };
  append(*log, 0, 5, session);
  session->acknowledged = 3;
  take_newest_file_away();
  EXPECT_FALSE(log->stored());
  append(*log, 5, 10, session);
  EXPECT_EQ(set_back, 0) << "it couldn't store them yet";
  EXPECT_TRUE(log->stored());
  EXPECT_EQ(set_back, 1);
  EXPECT_EQ(session->number, 3U);
  append(*log, 10, 12, session);
  const auto again = open(killed(), 100);
  EXPECT_EQ(again->sessions().open("s", 0, [] {})->number, 5U) << "what was stored since then";
}

TEST_F(LogOffDisk, TakesNoMoreMemoryThanItMay) {
  const auto log = open(folder(), 100);
  append(*log, 0, 30);
  take_newest_file_away();
  fs::rename(folder(), scratch_.path() + "/gone");  // now there is no folder for another file
  EXPECT_FALSE(log->stored());
  append(*log, 30, 3000);
  EXPECT_FALSE(log->stored());
  const auto left = contents(*log);
  EXPECT_EQ(left.back(), "2999: dumpling 2999");
  EXPECT_LE(log->newest_chunk() - log->oldest_chunk(), defaults::most_chunks_off_disk);
  fs::rename(scratch_.path() + "/gone", folder());
  EXPECT_TRUE(log->stored());
  append(*log, 3000, 3010);
  EXPECT_EQ(contents(*open(killed(), 100)).back(), "3009: dumpling 3009");
}

}  // namespace
}  // namespace netdumplings::hub
