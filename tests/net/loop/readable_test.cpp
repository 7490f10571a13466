#include "net/loop/readable.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace netdumplings::net {
namespace {

class ReadableTest : public testing::Test {
 protected:
  ~ReadableTest() override { ::close(fd_); }
  void write() const { EXPECT_EQ(::eventfd_write(fd_, 1), 0); }
  void read() const {
    std::uint64_t value = 0;
    EXPECT_EQ(::eventfd_read(fd_, &value), 0);
  }

  Loop loop_;
  int fd_ = ::eventfd(0, EFD_CLOEXEC);
};

TEST_F(ReadableTest, CallsAgainUntilEverythingIsRead) {
  int calls = 0;
  const Readable readable(loop_, fd_, [&] {
    if (++calls < 3) return;
    read();
    loop_.stop();
  });
  write();
  loop_.run();
  EXPECT_EQ(calls, 3);
}

TEST_F(ReadableTest, CallsForWhatComesLaterToo) {
  int calls = 0;
  const Readable readable(loop_, fd_, [&] {
    read();
    if (++calls == 2) return loop_.stop();
    loop_.post([this] { write(); });
  });
  write();
  loop_.run();
  EXPECT_EQ(calls, 2);
}

TEST_F(ReadableTest, IsSilentOnceItIsDestroyed) {
  {
    const Readable readable(loop_, fd_, [] { FAIL() << "it was destroyed"; });
    write();
  }
  loop_.post([this] { loop_.stop(); });
  loop_.run();
}

}  // namespace
}  // namespace netdumplings::net
