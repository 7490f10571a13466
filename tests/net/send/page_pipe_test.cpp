#include "net/send/page_pipe.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <new>
#include <string>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "common/soft_limit.hpp"

namespace netdumplings::net {
namespace {

constexpr std::size_t size_of_all = std::size_t{3} << 20;

struct Peers {
  explicit Peers(int send_buffer = 0) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
    ours = FileDescriptor(ends[0]);
    theirs = FileDescriptor(ends[1]);
    if (send_buffer > 0) ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
  }
  [[nodiscard]] std::string read_all() const {
    std::string all;
    std::array<char, 65536> room{};
    for (ssize_t got = 1; got > 0;) {
      got = ::recv(theirs.get(), room.data(), room.size(), 0);
      if (got > 0) all.append(room.data(), static_cast<std::size_t>(got));
    }
    return all;
  }

  FileDescriptor ours;
  FileDescriptor theirs;
};

class PagePipeTest : public testing::Test {
 protected:
  PagePipeTest() {
    std::signal(SIGPIPE, SIG_IGN);
    if (memory_ == MAP_FAILED) throw std::bad_alloc();
    write_all(0);
  }
  ~PagePipeTest() override { ::munmap(memory_, size_of_all); }

  [[nodiscard]] char* data() const { return static_cast<char*>(memory_); }
  void write_all(int first) {
    for (std::size_t i = 0; i < size_of_all; ++i) {
      data()[i] = static_cast<char>((i / 100 + static_cast<std::size_t>(first)) % 251);
    }
  }
  [[nodiscard]] FrameRun run(std::size_t from, std::size_t size, std::uint64_t pages = 1) const {
    FrameRun made(std::string_view(data() + from, size));
    made.pages = pages;
    return made;
  }

  void* const memory_ = ::mmap(nullptr, size_of_all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  PagePipe pipe_;
};

TEST_F(PagePipeTest, EveryPeerGetsTheRunsItIsSent) {
  const std::vector<Peers> peers(5);
  for (const auto& [from, size] : {std::pair{0, 20000}, {20000, 1}, {20001, 50000}, {4096, 4096}, {70001, 30000}}) {
    const FrameRun sent = run(static_cast<std::size_t>(from), static_cast<std::size_t>(size));
    for (const Peers& peer : peers) ASSERT_EQ(pipe_.send(peer.ours.get(), sent), size);
    for (const Peers& peer : peers) EXPECT_TRUE(peer.read_all() == sent.bytes) << from;
  }
}

TEST_F(PagePipeTest, OtherPagesInTheSamePlaceAreSentAndTheOldOnesStayWhatTheyWere) {
  const std::vector<Peers> before(3);
  const std::vector<Peers> behind(3);
  const std::string old(run(100, 50000).bytes);
  for (const Peers& peer : before) ASSERT_EQ(pipe_.send(peer.ours.get(), run(100, 50000, 7)), 50000);
  ASSERT_EQ(::madvise(memory_, size_of_all, MADV_DONTNEED), 0);
  write_all(33);
  for (const Peers& peer : behind) ASSERT_EQ(pipe_.send(peer.ours.get(), run(100, 50000, 8)), 50000);
  for (const Peers& peer : before) EXPECT_TRUE(peer.read_all() == old);
  for (const Peers& peer : behind) EXPECT_TRUE(peer.read_all() == run(100, 50000).bytes);
}

TEST_F(PagePipeTest, WhatAPeerDidNotTakeIsNobodyElses) {
  const Peers slow(20000);
  const Peers other;
  std::string taken;
  std::ptrdiff_t sent = 1;
  int error = 0;
  while (sent > 0) {
    sent = pipe_.send(slow.ours.get(), run(taken.size(), 60000));
    error = errno;
    if (sent > 0) taken.append(data() + taken.size(), static_cast<std::size_t>(sent));
    EXPECT_EQ(pipe_.send(other.ours.get(), run(5, 9000)), 9000);
    EXPECT_TRUE(other.read_all() == run(5, 9000).bytes);
  }
  EXPECT_EQ(sent, -1);
  EXPECT_EQ(error, EAGAIN);
  EXPECT_FALSE(taken.empty());
  EXPECT_TRUE(slow.read_all() == taken);
}

TEST_F(PagePipeTest, ARunThatIsLargerThanAPipeGoesInPieces) {
  for (int round = 0; round < 3; ++round) {
    const Peers peer;
    std::string got;
    std::size_t at = 0;
    while (at < size_of_all) {
      const auto sent = pipe_.send(peer.ours.get(), run(at, size_of_all - at));
      ASSERT_GT(sent, 0);
      at += static_cast<std::size_t>(sent);
      got += peer.read_all();
    }
    EXPECT_TRUE(got == std::string_view(data(), size_of_all)) << round;
  }
}

TEST_F(PagePipeTest, WithoutDescriptorsNothingIsLentUntilThereAreSome) {
  const Peers peer;
  {
    const FileDescriptor next(::dup(peer.ours.get()));
    const test::SoftLimit none(RLIMIT_NOFILE, static_cast<rlim_t>(next.get()));
    EXPECT_EQ(pipe_.send(peer.ours.get(), run(0, 20000)), 0);
  }
  EXPECT_TRUE(pipe_.works());
  EXPECT_EQ(pipe_.send(peer.ours.get(), run(0, 20000)), 20000);
  EXPECT_TRUE(peer.read_all() == run(0, 20000).bytes);
}

TEST_F(PagePipeTest, APeerThatIsGoneIsTold) {
  Peers peer;
  peer.theirs.reset();
  EXPECT_EQ(pipe_.send(peer.ours.get(), run(0, 20000)), -1);
  EXPECT_EQ(errno, EPIPE);
}

}  // namespace
}  // namespace netdumplings::net
