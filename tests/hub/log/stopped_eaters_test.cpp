// What eaters that stop reading hold of the frames that they were sent: bounded, counted, and never changed.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "common/soft_limit.hpp"
#include "hub/log/log_cursor.hpp"
#include "net/raw_client.hpp"
#include "net/send/frame_sender.hpp"

namespace netdumplings::hub {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t eater_count = 300;  // the work grows with its square
#else
constexpr std::size_t eater_count = 1000;
#endif
constexpr std::size_t readers = 20;  // eaters that read at the same time; the next comes when one of them stops
constexpr std::size_t chunk_bytes = std::size_t{1} << 20;
constexpr std::size_t log_bytes = 2 * chunk_bytes;
constexpr std::size_t budget_bytes = std::size_t{8} << 20;
constexpr std::size_t turns = 20;
constexpr std::size_t payload_bytes = 4000;
constexpr std::size_t dumplings_per_stop = 1 + turns * log_bytes / payload_bytes / eater_count;

// Small ones, since a thousand sockets fill them.
constexpr int send_buffer = 128 << 10;
constexpr int receive_buffer = 64 << 10;

std::string payload(std::size_t number) {
  std::string text = std::to_string(number) + ' ';
  text.resize(payload_bytes, static_cast<char>('a' + number % 26));
  return text;
}

// Both ends of a connection through the machine's loopback, as eaters on the same machine have them.
struct Connection {
  explicit Connection(int listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    theirs = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::setsockopt(theirs.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    EXPECT_EQ(::connect(theirs.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
    ours = FileDescriptor(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    EXPECT_TRUE(ours.valid());
    ::setsockopt(ours.get(), SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
  }
  FileDescriptor ours;
  FileDescriptor theirs;
};

class Eater final : private net::FrameSource {
 public:
  Eater(const DumplingLog& log, int listener, net::PagePipe& pages)
      : cursor_(log), connection_(listener), transport_(std::in_place, connection_.ours.get(), &pages) {
    sender_.emplace(*transport_, budget_);
    sender_->set_source(this);
  }

  void send() {
    transport_->settle();
    blocked_ = sender_->flush() == net::FrameSender::State::blocked;
  }
  [[nodiscard]] bool blocked() const { return blocked_; }
  // Reads what there is, and checks it. Dumplings may have been skipped, but none may be cut, changed or repeated.
  void read() {
    std::array<char, std::size_t{64} << 10> room;
    for (ssize_t got = 1; got > 0;) {
      got = ::recv(connection_.theirs.get(), room.data(), room.size(), MSG_DONTWAIT);
      if (got > 0) unread_.append(room.data(), static_cast<std::size_t>(got));
    }
    test::Frame frame;
    while (test::take_server_frame(unread_, frame)) {
      const std::size_t number = std::stoul(frame.payload);
      ASSERT_TRUE(frame.payload == payload(number)) << "dumpling " << number << " has changed";
      ASSERT_TRUE(!newest_ || number > *newest_);
      newest_ = number;
      ++got_;
    }
  }
  [[nodiscard]] std::size_t got() const { return got_; }
  [[nodiscard]] std::optional<std::size_t> newest() const { return newest_; }

 private:
  net::FrameRun next() override { return cursor_.next(); }
  void taken(std::size_t bytes, net::CutFrame& rest) override { cursor_.taken(bytes, rest.own); }
  void cut_frame_sent() override {}

  LogCursor cursor_;
  Connection connection_;
  net::CutFrameBudget budget_{defaults::cut_frames_budget};
  std::optional<net::SocketTransport> transport_;
  std::optional<net::FrameSender> sender_;
  bool blocked_ = false;
  std::string unread_;
  std::optional<std::size_t> newest_;
  std::size_t got_ = 0;
};

class StoppedEaters : public testing::Test {
 protected:
  StoppedEaters() {
    std::signal(SIGPIPE, SIG_IGN);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_.get(), 8), 0);
  }

  void come() { eaters_.push_back(std::make_unique<Eater>(log_, listener_.get(), pages_)); }
  // The log's next dumplings go to the eaters from `first` on, which read them; the others don't take anything more.
  void append_and_send(std::size_t first) {
    for (std::size_t i = 0; i < dumplings_per_stop; ++i) ASSERT_TRUE(log_.append({payload(appended_++)}));
    for (std::size_t i = 0; i < eaters_.size(); ++i) {
      const bool reads = i >= first;
      if (reads || !eaters_[i]->blocked()) eaters_[i]->send();
      ASSERT_LE(budget_->held(), budget_->limit());
      most_held_ = std::max(most_held_, budget_->held());
      if (reads) eaters_[i]->read();
      if (HasFatalFailure()) return;
    }
  }
  // Lets all read what is left for them.
  void read_all() {
    for (const auto& eater : eaters_) {
      while (eater->newest() != appended_ - 1) {
        eater->send();
        ASSERT_NO_FATAL_FAILURE(eater->read());
      }
    }
  }

  const test::SoftLimit descriptors_{RLIMIT_NOFILE, 2 * eater_count + 100};
  DumplingLog log_{log_bytes, chunk_bytes};
  std::size_t appended_ = 0;
  const std::shared_ptr<net::PageBudget> budget_ = std::make_shared<net::PageBudget>(budget_bytes, 2);
  net::PagePipe pages_{budget_};
  const FileDescriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::vector<std::unique_ptr<Eater>> eaters_;
  std::size_t most_held_ = 0;
};

TEST_F(StoppedEaters, HoldNoMoreThanTheBudgetAndGetWhatTheyWereSent) {
  for (std::size_t i = 0; i < readers; ++i) come();
  for (std::size_t stopped = 0; stopped < eater_count; ++stopped) {
    ASSERT_NO_FATAL_FAILURE(append_and_send(stopped));
    if (eaters_.size() < eater_count) come();
  }
  EXPECT_GE(appended_ * payload_bytes, turns * log_bytes);
  EXPECT_GT(most_held_, budget_->limit() / 2);
  ASSERT_NO_FATAL_FAILURE(read_all());
  for (const auto& eater : eaters_) EXPECT_GT(eater->got(), dumplings_per_stop);
  eaters_.clear();
  EXPECT_EQ(budget_->held(), 0U);
}

TEST_F(StoppedEaters, GiveTheirPagesBackWhenTheyReadOn) {
  for (std::size_t i = 0; i < readers; ++i) come();
  ASSERT_NO_FATAL_FAILURE(append_and_send(readers));
  ASSERT_GT(budget_->held(), 0U);
  ASSERT_NO_FATAL_FAILURE(read_all());
  for (const auto& eater : eaters_) eater->send();
  EXPECT_LE(budget_->held(), defaults::page_batch) << "the pipe keeps the last run";
}

}  // namespace
}  // namespace netdumplings::hub
