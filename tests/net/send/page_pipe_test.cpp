#include "net/send/page_pipe.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "common/os/file_descriptor.hpp"
#include "common/soft_limit.hpp"

namespace netdumplings::net {
namespace {

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
    pipe_.sharer_came();
    write_all(0);
  }

  void write_all(std::size_t first) {
    for (std::size_t i = 0; i < memory_.size(); ++i) memory_[i] = static_cast<char>((i / 100 + first) % 251);
  }
  [[nodiscard]] FrameRun run(std::size_t from, std::size_t size, std::uint64_t version = 1) const {
    return {std::string_view(memory_).substr(from, size), version};
  }
  // Sends a run that another connection asked for before, so that its pages are shared.
  std::ptrdiff_t send_shared(const Peers& peer, const FrameRun& run) {
    pipe_.send(-1, run);
    return pipe_.send(peer.ours.get(), run);
  }

  std::string memory_ = std::string(std::size_t{3} << 20, '\0');
  const std::shared_ptr<PageBudget> budget_ = std::make_shared<PageBudget>(std::size_t{2} << 20, 1);
  PagePipe pipe_{budget_};
};

TEST_F(PagePipeTest, ARunIsSharedFromTheSecondConnectionOn) {
  const Peers another;
  const std::vector<Peers> peers(5);
  for (const auto& [from, size] : {std::pair{0, 20000}, {20000, 50000}, {4096, 16384}, {70001, 30000}}) {
    const FrameRun sent = run(static_cast<std::size_t>(from), static_cast<std::size_t>(size));
    EXPECT_EQ(pipe_.send(another.ours.get(), sent), 0) << "nobody else may want it";
    for (const Peers& peer : peers) ASSERT_EQ(pipe_.send(peer.ours.get(), sent), size);
    for (const Peers& peer : peers) EXPECT_TRUE(peer.read_all() == sent.bytes) << from;
  }
}

TEST_F(PagePipeTest, TwoRunsThatEachConnectionAsksForInTurnAreBothShared) {
  const Peers another;
  const std::vector<Peers> peers(5);
  const FrameRun first = run(100, 20000);
  const FrameRun second = run(50000, 30000);
  for (const FrameRun& each : {first, second}) EXPECT_EQ(pipe_.send(another.ours.get(), each), 0);
  for (const Peers& peer : peers) {
    for (const FrameRun& each : {first, second}) {
      EXPECT_EQ(pipe_.send(peer.ours.get(), each), static_cast<std::ptrdiff_t>(each.bytes.size()));
      EXPECT_TRUE(peer.read_all() == each.bytes);
    }
  }
}

TEST_F(PagePipeTest, AConnectionThatAsksAgainSharesWithNobody) {
  const Peers peer;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(pipe_.send(peer.ours.get(), run(0, 20000)), 0);
}

TEST_F(PagePipeTest, ARunOfOneConnectionDisplacesNothing) {
  const Peers peer;
  ASSERT_EQ(send_shared(peer, run(0, 20000)), 20000);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(pipe_.send(peer.ours.get(), run(50000, 20000)), 0);
    EXPECT_EQ(pipe_.send(peer.ours.get(), run(0, 20000)), 20000);
  }
}

TEST_F(PagePipeTest, WhatIsWrittenToTheSamePlaceIsSentFromThenOnAndWhatWasSentStays) {
  const std::vector<Peers> before(3);
  const std::vector<Peers> after(3);
  const std::string old(run(100, 50000).bytes);
  for (const Peers& peer : before) ASSERT_EQ(send_shared(peer, run(100, 50000, 7)), 50000);
  write_all(33);
  for (const Peers& peer : after) ASSERT_EQ(send_shared(peer, run(100, 50000, 8)), 50000);
  for (const Peers& peer : before) EXPECT_TRUE(peer.read_all() == old);
  for (const Peers& peer : after) EXPECT_TRUE(peer.read_all() == run(100, 50000).bytes);
}

TEST_F(PagePipeTest, WhatAPeerDidNotTakeIsNobodyElses) {
  const Peers slow(20000);
  const Peers other;
  std::string taken;
  std::ptrdiff_t sent = 1;
  int error = 0;
  while (sent > 0) {
    sent = send_shared(slow, run(taken.size(), 60000));
    error = errno;
    if (sent > 0) taken.append(memory_, taken.size(), static_cast<std::size_t>(sent));
    EXPECT_EQ(send_shared(other, run(5, 19000)), 19000);
    EXPECT_TRUE(other.read_all() == run(5, 19000).bytes);
  }
  EXPECT_EQ(sent, -1);
  EXPECT_EQ(error, EAGAIN);
  EXPECT_FALSE(taken.empty());
  EXPECT_TRUE(slow.read_all() == taken);
}

TEST_F(PagePipeTest, ARunAsLongAsAPipeIsSharedAndALongerOneIsCopied) {
  const Peers peer;
  const FrameRun longest = run(1, defaults::sent_at_once);
  std::string got;
  EXPECT_GT(send_shared(peer, longest), 0);
  EXPECT_TRUE(longest.bytes.substr(0, 16384) == peer.read_all().substr(0, 16384));
  EXPECT_EQ(send_shared(peer, run(1, defaults::sent_at_once + 1)), 0);
}

TEST_F(PagePipeTest, AShortRunIsCopied) {
  const Peers peer;
  EXPECT_EQ(send_shared(peer, run(0, defaults::least_shared_run - 1)), 0);
  EXPECT_GT(send_shared(peer, run(0, defaults::least_shared_run)), 0);
}

TEST_F(PagePipeTest, FewConnectionsGetCopies) {
  const Peers peer;
  PagePipe pipe(std::make_shared<PageBudget>(defaults::shared_pages_limit, 3));
  const auto sent = [&] {
    pipe.send(-1, run(0, 20000));
    return pipe.send(peer.ours.get(), run(0, 20000));
  };
  for (int i = 0; i < 2; ++i) pipe.sharer_came();
  EXPECT_EQ(sent(), 0);
  pipe.sharer_came();
  EXPECT_EQ(sent(), 20000);
  pipe.sharer_went();
  EXPECT_EQ(sent(), 0);
}

TEST_F(PagePipeTest, WithoutABudgetEverythingIsCopied) {
  const Peers peer;
  PagePipe pipe;
  pipe.sharer_came();
  for (const int socket : {-1, peer.ours.get(), -1}) EXPECT_EQ(pipe.send(socket, run(0, 20000)), 0);
  pipe.sharer_went();
}

TEST_F(PagePipeTest, WhenTheBudgetIsUsedUpCopiesAreSentUntilSomebodyGivesPagesBack) {
  const Peers peer;
  std::vector<std::shared_ptr<PageBatch>> held;
  std::size_t at = 0;
  for (; send_shared(peer, run(at, 30000)) > 0; at += 30000) {
    held.push_back(pipe_.batch());
    EXPECT_TRUE(peer.read_all() == run(at, 30000).bytes);
    ASSERT_LE(budget_->held(), budget_->limit());
  }
  EXPECT_GT(at, budget_->limit() / 2);
  EXPECT_LT(at, budget_->limit());
  EXPECT_TRUE(pipe_.works());
  held.clear();
  EXPECT_EQ(budget_->held(), 0U) << "the pipe has let go as well";
  EXPECT_EQ(send_shared(peer, run(at, 30000)), 30000);
}

TEST_F(PagePipeTest, ThePipeLetsGoWhenThereIsNobodyToShareWith) {
  const Peers peer;
  ASSERT_EQ(send_shared(peer, run(0, 30000)), 30000);
  EXPECT_EQ(budget_->held(), 32768U) << "whole pages";
  pipe_.sharer_went();
  EXPECT_EQ(budget_->held(), 0U);
}

TEST_F(PagePipeTest, WithoutDescriptorsEverythingIsCopiedUntilThereAreSome) {
  const Peers peer;
  {
    const FileDescriptor next(::dup(peer.ours.get()));
    const test::SoftLimit none(RLIMIT_NOFILE, static_cast<rlim_t>(next.get()));
    EXPECT_EQ(send_shared(peer, run(0, 20000)), 0);
  }
  EXPECT_TRUE(pipe_.works());
  EXPECT_EQ(send_shared(peer, run(0, 20000)), 20000);
  EXPECT_TRUE(peer.read_all() == run(0, 20000).bytes);
}

TEST_F(PagePipeTest, APeerThatIsGoneIsAnError) {
  Peers peer;
  peer.theirs.reset();
  EXPECT_EQ(send_shared(peer, run(0, 20000)), -1);
  EXPECT_EQ(errno, EPIPE);
}

}  // namespace
}  // namespace netdumplings::net
