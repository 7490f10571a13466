#include "net/send/transport.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
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
  std::string read_some() {
    std::string room(1000, '\0');
    const ssize_t got = ::recv(theirs_.get(), room.data(), room.size(), 0);
    return room.substr(0, got > 0 ? static_cast<std::size_t>(got) : 0);
  }
  FrameRun run_from(int file, std::int64_t offset) const {
    FrameRun run(bytes_);
    run.file = file;
    run.offset = offset;
    return run;
  }

  std::string bytes_ = "a frame or two";
  PagePipe pages_;
  FileDescriptor ours_;
  FileDescriptor theirs_;
};

TEST_F(TransportTest, ARunFromAFileIsSentFromThere) {
  const FileDescriptor file(::memfd_create("test", MFD_CLOEXEC));
  ASSERT_EQ(::pwrite(file.get(), "A FRAME OR TWO", bytes_.size(), 7), static_cast<ssize_t>(bytes_.size()));
  SocketTransport peer(ours_.get(), &pages_);
  EXPECT_TRUE(peer.lends());
  EXPECT_EQ(peer.write_run(run_from(file.get(), 7)).bytes, bytes_.size());
  EXPECT_EQ(read_some(), "A FRAME OR TWO");
}

TEST_F(TransportTest, ARunOfPagesIsLentThroughThePipe) {
  SocketTransport peer(ours_.get(), &pages_);
  FrameRun run(bytes_);
  run.pages = 1;
  EXPECT_EQ(peer.write_run(run).bytes, bytes_.size());
  bytes_[0] = 'A';
  EXPECT_EQ(read_some(), "A frame or two") << "a copy would be what it was";
}

TEST_F(TransportTest, WhoHasNoPipeCopiesAll) {
  const FileDescriptor file(::memfd_create("test", MFD_CLOEXEC));
  ASSERT_EQ(::pwrite(file.get(), "A FRAME OR TWO", bytes_.size(), 0), static_cast<ssize_t>(bytes_.size()));
  SocketTransport peer(ours_.get());
  EXPECT_FALSE(peer.lends());
  EXPECT_EQ(peer.write_run(run_from(file.get(), 0)).bytes, bytes_.size());
  EXPECT_EQ(read_some(), bytes_);
}

TEST_F(TransportTest, WhatCannotBeSentFromItsFileIsCopied) {
  SocketTransport peer(ours_.get(), &pages_);
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const FileDescriptor in(pipe[0]);
  const FileDescriptor out(pipe[1]);
  const FileDescriptor empty(::memfd_create("test", MFD_CLOEXEC));
  for (const int file : {-1, out.get(), empty.get()}) {
    EXPECT_EQ(peer.write_run(run_from(file, 0)).bytes, bytes_.size()) << file;
    EXPECT_EQ(read_some(), bytes_) << file;
  }
}

TEST_F(TransportTest, APeerThatTakesNoMoreOrIsGoneIsTold) {
  const FileDescriptor file(::memfd_create("test", MFD_CLOEXEC));
  ASSERT_EQ(::ftruncate(file.get(), 100), 0);
  SocketTransport peer(ours_.get(), &pages_);
  FrameRun pages(bytes_);
  pages.pages = 1;
  auto result = peer.write_run(run_from(file.get(), 0));
  while (result.state == IoResult::State::done) result = peer.write_run(run_from(file.get(), 0));
  EXPECT_EQ(result.state, IoResult::State::would_block);
  EXPECT_EQ(peer.write_run(pages).state, IoResult::State::would_block);
  theirs_.reset();
  EXPECT_EQ(peer.write_run(run_from(file.get(), 0)).state, IoResult::State::failed);
  EXPECT_EQ(peer.write_run(pages).state, IoResult::State::failed);
}

}  // namespace
}  // namespace netdumplings::net
