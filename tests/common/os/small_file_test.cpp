#include "common/os/small_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <tuple>

namespace netdumplings {
namespace {

using Fault = SmallFile::Fault;

class SmallFileTest : public ::testing::Test {
 protected:
  SmallFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "nd-small-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    path_ = folder_ + "/file";
  }
  ~SmallFileTest() override { std::filesystem::remove_all(folder_); }

  const std::string& write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(path_, std::ios::binary) << text;
    ::chmod(path_.c_str(), mode);
    return path_;
  }
  const std::string& make_fifo() const {
    EXPECT_EQ(::mkfifo(path_.c_str(), 0600), 0);
    return path_;
  }

  std::string folder_;
  std::string path_;
};

TEST_F(SmallFileTest, IsReadAsAWhole) {
  const std::string text = std::string(100'000, 'x') + std::string("\0\n", 2);
  const auto file = read_small_file(write(text), {.largest = text.size()});
  EXPECT_TRUE(file.ok()) << file.why;
  EXPECT_EQ(file.text, text);
  EXPECT_EQ(file.why, "");
}

TEST_F(SmallFileTest, LargerThanItMayBeIsRefused) {
  for (const std::string& path : {write("12345"), std::string("/dev/zero")}) {
    const auto file = read_small_file(path, {.largest = 4});
    EXPECT_EQ(file.fault, Fault::too_large);
    EXPECT_EQ(file.why, "it has more than 4 bytes");
    EXPECT_EQ(file.text, "");
  }
}

TEST_F(SmallFileTest, ThatCannotBeReadHasTheSystemsWords) {
  const auto missing = read_small_file(path_, {.largest = 9});
  EXPECT_EQ(missing.fault, Fault::unreadable);
  EXPECT_EQ(missing.why, "No such file or directory");
  EXPECT_EQ(read_small_file(folder_, {.largest = 9}).why, "Is a directory");
}

TEST_F(SmallFileTest, ThatOthersCanReadOrChangeIsRefusedWithItsModeAndTheWayOut) {
  const auto fault_at = [this](int mode, FileReaders readers) {
    return read_small_file(write("x", static_cast<mode_t>(mode)), {9, readers}).fault;
  };
  for (const int mode : {0640, 0604, 0620, 0602, 0666}) EXPECT_EQ(fault_at(mode, FileReaders::owner), Fault::exposed);
  for (const int mode : {0604, 0620, 0602}) EXPECT_EQ(fault_at(mode, FileReaders::owner_and_group), Fault::exposed);
  EXPECT_EQ(fault_at(0640, FileReaders::owner_and_group), Fault::none);
  EXPECT_EQ(fault_at(0400, FileReaders::owner), Fault::none);
  EXPECT_EQ(fault_at(0666, FileReaders::everybody), Fault::none);
  EXPECT_EQ(read_small_file(write("x", 0620), {9, FileReaders::owner}).why,
            "it has mode 0620, so that others can change it: chmod 600 " + path_);
}

TEST_F(SmallFileTest, ThatBelongsToSomebodyElseIsRefusedUnlessItIsForEverybody) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chown(write("x").c_str(), 12345, 12345), 0);
  const auto file = read_small_file(path_, {9, FileReaders::owner});
  EXPECT_EQ(file.fault, Fault::exposed);
  EXPECT_EQ(file.why, "it belongs to user 12345, who could change it: chown 0 " + path_);
  EXPECT_TRUE(read_small_file(path_, {9, FileReaders::everybody}).ok());
}

TEST_F(SmallFileTest, OfAnotherKindIsRefusedWhereOnlyARegularOneWillDo) {
  for (const std::string& path : {folder_, make_fifo(), std::string("/dev/null")}) {
    const auto file = read_small_file(path, {9, FileReaders::owner, true});
    EXPECT_EQ(file.fault, Fault::not_regular) << path;
    EXPECT_EQ(file.why, "it is no regular file");
  }
}

TEST_F(SmallFileTest, ThatIsAFifoWithoutAWriterIsEmpty) {
  const auto file = read_small_file(make_fifo(), {.largest = 9});
  EXPECT_TRUE(file.ok());
  EXPECT_EQ(file.text, "");
}

TEST_F(SmallFileTest, ThatIsAFifoIsReadUntilItsWriterClosesIt) {
  const int writer = ::open(make_fifo().c_str(), O_RDWR);
  std::thread writing([writer] {
    EXPECT_EQ(::write(writer, "one ", 4), 4);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // read_small_file() is likely to wait now
    EXPECT_EQ(::write(writer, "two", 3), 3);
    ::close(writer);
  });
  const auto file = read_small_file(path_, {.largest = 99});
  writing.join();
  EXPECT_EQ(file.text, "one two") << file.why;
}

TEST_F(SmallFileTest, ThatIsAFifoWhoseWriterSaysNothingIsGivenUp) {
  const int writer = ::open(make_fifo().c_str(), O_RDWR);
  const auto file = read_small_file(path_, {.largest = 9, .wait = std::chrono::milliseconds(20)});
  EXPECT_EQ(file.fault, Fault::unreadable);
  EXPECT_EQ(file.why, "its writer isn't done after 20 ms");
  ::close(writer);
}

TEST_F(SmallFileTest, IsReadThroughInterruptionsBySignals) {
  struct sigaction nothing {};
  nothing.sa_handler = [](int) {};
  struct sigaction before {};
  ::sigaction(SIGALRM, &nothing, &before);  // without SA_RESTART
  const itimerval often{{0, 1000}, {0, 1000}}, never{};
  const int writer = ::open(make_fifo().c_str(), O_RDWR);
  std::thread writing([writer] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // some tens of signals
    EXPECT_EQ(::write(writer, "text", 4), 4);
    ::close(writer);
  });
  ::setitimer(ITIMER_REAL, &often, nullptr);
  const auto file = read_small_file(path_, {.largest = 9});
  ::setitimer(ITIMER_REAL, &never, nullptr);
  writing.join();
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_EQ(file.text, "text") << file.why;
}

}  // namespace
}  // namespace netdumplings
