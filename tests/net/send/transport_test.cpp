#include "net/send/transport.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <memory>
#include <optional>
#include <string>

#include "common/os/file_descriptor.hpp"

namespace netdumplings::net {
namespace {

class TransportTest : public testing::Test {
 protected:
  TransportTest() {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
    ours_ = FileDescriptor(ends[0]);
    theirs_ = FileDescriptor(ends[1]);
  }
  std::string read_some() const {
    std::string room(100000, '\0');
    const ssize_t got = ::recv(theirs_.get(), room.data(), room.size(), 0);
    return room.substr(0, got > 0 ? static_cast<std::size_t>(got) : 0);
  }

  // Sends the run after another connection asked for it, so that its pages are shared.
  void write_shared(SocketTransport& peer) {
    pages_.send(-1, run_);
    EXPECT_EQ(peer.write_run(run_).bytes, bytes_.size());
    EXPECT_GT(budget_->held(), 0U);
  }

  const std::string bytes_ = std::string(20000, 'x') + "a frame or two";
  const FrameRun run_{bytes_, 1};
  const std::shared_ptr<PageBudget> budget_ = std::make_shared<PageBudget>(defaults::shared_pages_limit, 1);
  PagePipe pages_{budget_};
  FileDescriptor ours_;
  FileDescriptor theirs_;
};

TEST_F(TransportTest, APeerGetsARunCopiedAndByPages) {
  SocketTransport peer(ours_.get(), &pages_);
  EXPECT_EQ(peer.write_run(run_).bytes, bytes_.size());
  EXPECT_TRUE(read_some() == bytes_);
  EXPECT_EQ(budget_->held(), 0U);
  write_shared(peer);
  EXPECT_TRUE(read_some() == bytes_);
}

TEST_F(TransportTest, ARunOfOneConnectionAloneIsCopied) {
  SocketTransport peer(ours_.get(), &pages_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(peer.write_run(std::string_view(bytes_)).bytes, bytes_.size());
    EXPECT_TRUE(read_some() == bytes_);
  }
  EXPECT_EQ(budget_->held(), 0U);
}

TEST_F(TransportTest, WithoutPagesToShareEverythingIsCopied) {
  SocketTransport peer(ours_.get());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(peer.write_run(run_).bytes, bytes_.size());
    EXPECT_TRUE(read_some() == bytes_);
  }
}

TEST_F(TransportTest, PagesAreHeldUntilThePeerHasThem) {
  SocketTransport peer(ours_.get(), &pages_);
  peer.write_run(run_);
  write_shared(peer);
  const std::weak_ptr<PageBatch> batch = pages_.batch();
  pages_.sharer_came();
  for (int i = 0; i < 2; ++i) pages_.sharer_went();  // the pipe itself holds nothing any more
  peer.settle();
  EXPECT_FALSE(batch.expired());
  while (!read_some().empty()) continue;
  EXPECT_FALSE(batch.expired()) << "nobody has looked";
  peer.settle();
  EXPECT_TRUE(batch.expired());
  EXPECT_EQ(budget_->held(), 0U);
  pages_.sharer_came();
}

TEST_F(TransportTest, AConnectionThatEndsGivesItsPagesBack) {
  std::optional<SocketTransport> peer(std::in_place, ours_.get(), &pages_);
  peer->write_run(run_);
  write_shared(*peer);
  peer.reset();
  EXPECT_EQ(budget_->held(), 0U);
}

TEST_F(TransportTest, APeerThatTakesNoMoreOrIsGoneIsAnError) {
  SocketTransport peer(ours_.get(), &pages_);
  auto result = peer.write_run(run_);
  write_shared(peer);
  while (result.state == IoResult::State::done) result = peer.write_run(run_);
  EXPECT_EQ(result.state, IoResult::State::would_block);
  theirs_.reset();
  EXPECT_EQ(peer.write_run(run_).state, IoResult::State::failed);
}

}  // namespace
}  // namespace netdumplings::net
