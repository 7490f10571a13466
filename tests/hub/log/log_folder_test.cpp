// The folder of a log: on a full disk, in use by another hub, or not usable.
#include <sys/stat.h>
#include <unistd.h>

#include "hub/log/log_on_disk_fixture.hpp"

namespace netdumplings::hub {
namespace {

TEST_F(LogOnDisk, OnAFullDiskTheOldestEntriesMakeRoomAndThatIsLogged) {
  const auto log = open(folder(), 100);
  append(*log, 0, 100);
  const auto chunks_before = log->newest_chunk() - log->oldest_chunk();
  {
    const FullDisk full(small_chunk / 2);
    append(*log, 100, 1000);
  }
  const auto left = contents(*log);
  EXPECT_EQ(left.back(), "999: dumpling 999");
  EXPECT_LE(log->newest_chunk() - log->oldest_chunk(), chunks_before);
  EXPECT_NE(said_.str().find("warning The log folder " + folder() +
                             " gives no room for more (File too large): the "
                             "oldest dumplings make room for new ones\n"),
            std::string::npos)
      << said_.str();
  append(*log, 1000, 1200);  // there is room again
  EXPECT_GT(log->newest_chunk() - log->oldest_chunk(), chunks_before);
  EXPECT_EQ(contents(*open(killed(), 100)), contents(*log));
}

TEST_F(LogOnDisk, ADiskWithoutRoomForTwoChunksIsRefused) {
  const FullDisk full(std::size_t{1} << 20);
  const auto log = try_open(folder(), 4, std::size_t{2} << 20);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error(), "The log folder " + folder() + " can't be used: File too large; a log needs 4 MiB at least");
}

TEST_F(LogOnDisk, AFolderIsForOneHub) {
  const auto log = open(folder());
  const auto second = try_open(folder());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), "The log folder " + folder() + " can't be used: another nd-hub (process " +
                                std::to_string(::getpid()) + ") uses it; give each hub a folder of its own");
}

TEST_F(LogOnDisk, AFolderThatCannotBeUsedIsNamedWithTheReason) {
  write(scratch_.path() + "/file", "");
  const struct {
    std::string path;
    std::string why;
  } cases[] = {{scratch_.path() + "/file", "Not a directory"},
               {scratch_.path() + "/file/log", "Not a directory"},
               {scratch_.path() + "/none/log", "No such file or directory"}};
  for (const auto& c : cases) {
    const auto log = try_open(c.path);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error(), "The log folder " + c.path + " can't be used: " + c.why);
  }
}

TEST_F(LogOnDisk, ALogOfAnotherVersionIsLeftAlone) {
  append(*open(folder()), 0, 10);
  std::string identity = read(folder() + "/log");
  identity.replace(identity.find(" 2\n"), 3, " 3\n");
  write(folder() + "/log", identity);
  const auto log = try_open(folder());
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error(), "The log folder " + folder() +
                             " can't be used: its log has version 3, this nd-hub has 2; give another folder");
  write(folder() + "/log", "rubbish");
  EXPECT_NE(try_open(folder()).error().find("its file 'log' is damaged"), std::string::npos);
  fs::remove(folder() + "/log");
  EXPECT_NE(try_open(folder()).error().find("no file 'log'"), std::string::npos);
}

TEST_F(LogOnDisk, OnlyTheOwnerMayReadItsFiles) {
  const auto log = open(folder());
  append(*log, 0, 100);
  struct stat facts {};
  for (const auto& file : fs::directory_iterator(folder())) {
    ASSERT_EQ(::stat(file.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U) << file.path();
  }
  ASSERT_EQ(::stat(folder().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0700U);
}

}  // namespace
}  // namespace netdumplings::hub
