// A session at one end of a socket pair; the test is the peer at the other end. What needs a real TCP connection is in
// tests/net/server and tests/net/client. Also the test of wire and last_words.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <limits>
#include <string>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "net/raw_client.hpp"
#include "net/row_of_frames.hpp"
#include "net/session/last_words_impl.hpp"
#include "net/session/session_impl.hpp"

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;
using test::masked_frame;
using test::Row;

constexpr std::size_t limit = 1000;

class SessionTest : public testing::Test, public SessionOwner {
 protected:
  SessionTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
    peer_ = FileDescriptor(ends[1]);
    boost::asio::ip::tcp::socket socket(io_, boost::asio::ip::tcp::v4(), ends[0]);
    socket.non_blocking(true);
    auto wire = std::make_unique<Wire>(io_, std::move(socket), budget_, nullptr, nullptr);
    session_ = std::make_shared<Session>(std::move(wire), Peer(limit), read_buffer_, *this,
                                         KeepaliveLimits{.ping = 20s, .silent = 60s, .stalled = 30s});
    session_->send_from(&row_);
    session_->start({});
  }

  void run() {
    io_.restart();
    io_.poll();
  }
  void say(const std::string& bytes) {
    ASSERT_EQ(::send(peer_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    run();
  }
  std::vector<test::Frame> hear() {
    run();
    std::array<char, 65536> room{};
    for (ssize_t got = 0; (got = ::recv(peer_.get(), room.data(), room.size(), 0)) > 0; run()) {
      said_.append(room.data(), static_cast<std::size_t>(got));
    }
    std::vector<test::Frame> frames;
    for (test::Frame frame; test::take_server_frame(said_, frame);) frames.push_back(frame);
    return frames;
  }

  void on_message(std::string_view message, bool /*binary*/) override {
    events_.push_back("message " + std::string(message));
  }
  void on_batch_end() override {
    events_.emplace_back("batch end");
    if (answers_) {
      row_.add("an answer");
      session_->flush();
    }
  }
  void on_closing() override {
    if (!answers_late_) return;
    row_.add("a late answer");
    session_->flush();
  }
  void on_unfinished(std::size_t bytes, bool another) override {
    unfinished_ = bytes;
    another_ = another;
  }
  void on_too_large() override { session_->close(1009, "too much", 2s); }
  void on_all_sent() override {}
  void on_silent() override { events_.emplace_back("silent"); }
  void on_stalled() override { events_.emplace_back("stalled"); }
  void on_end(const SessionEnd& end) override {
    events_.push_back(end.peer ? "end " + std::to_string(end.peer->reason.code) : "end");
    left_ = end.left;
    if (end.left != SessionEnd::Left::last_words) return;
    wire_ = session_->release_wire();
    last_words_ = std::make_shared<LastWords>(*wire_, read_buffer_, LastWords::Then::wait_for_leave,
                                              [this] { events_.emplace_back("gone"); });
    last_words_->start();
  }

  boost::asio::io_context io_{1};
  CutFrameBudget budget_{std::numeric_limits<std::size_t>::max()};
  Session::ReadBuffer read_buffer_ = Session::ReadBuffer(Session::smallest_read_buffer + 4096);
  Row row_;
  FileDescriptor peer_;
  std::shared_ptr<Session> session_;
  std::unique_ptr<Wire> wire_;
  std::shared_ptr<LastWords> last_words_;
  std::vector<std::string> events_;
  std::string said_;
  SessionEnd::Left left_ = SessionEnd::Left::nothing;
  bool answers_ = false;
  bool answers_late_ = false;
  std::size_t unfinished_ = 0;
  bool another_ = false;
};

using Events = std::vector<std::string>;

TEST_F(SessionTest, HandsOverAllMessagesOfOneReadAndThenEndsTheBatch) {
  say(masked_frame(Opcode::text, "one") + masked_frame(Opcode::text, "two") +
      masked_frame(Opcode::text, "3").substr(0, 3));
  EXPECT_EQ(events_, (Events{"message one", "message two", "batch end"}));
  say(masked_frame(Opcode::text, "3").substr(3));
  EXPECT_EQ(events_.size(), 5U);
}

TEST_F(SessionTest, TellsItsOwnerOfAMessageThatIsUnderWayAndWhetherItIsANewOne) {
  const std::string frame = masked_frame(Opcode::text, std::string(900, 'x'));
  say(frame.substr(0, 500));
  EXPECT_GE(unfinished_, 490U);
  EXPECT_FALSE(another_);
  say(frame.substr(500, 300));
  EXPECT_GE(unfinished_, 790U);
  EXPECT_FALSE(another_);
  say(frame.substr(800) + frame.substr(0, 100));
  EXPECT_GE(unfinished_, 90U);
  EXPECT_TRUE(another_);
  say(frame.substr(100));
  EXPECT_EQ(unfinished_, 0U);
}

TEST_F(SessionTest, SendsAnswersToMessagesBeforeItAnswersTheCloseThatFollowsThem) {
  answers_ = true;
  say(masked_frame(Opcode::text, "one") + masked_frame(Opcode::close, "\x03\xe8"));
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "an answer");
  EXPECT_EQ(frames[1].close_code(), 1000U);
  EXPECT_EQ(events_, (Events{"message one", "batch end", "end 1000"}));
  peer_.reset();
  run();
  EXPECT_EQ(events_.back(), "gone");
}

TEST_F(SessionTest, SendsAnswersToMessagesBeforeItTellsTheOffenceThatFollowsThem) {
  answers_ = true;
  say(masked_frame(Opcode::text, "one") + "\xff\xff");
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "an answer");
  EXPECT_EQ(frames[1].close_code(), 1002U);
}

TEST_F(SessionTest, SendsAnswersToMessagesBeforeItRefusesTheTooLargeOneThatFollowsThem) {
  answers_ = true;
  say(masked_frame(Opcode::text, "one") + masked_frame(Opcode::text, std::string(limit + 1, 'x')));
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "an answer");
  EXPECT_EQ(frames[1].close_code(), 1009U);
  EXPECT_EQ(events_, (Events{"message one", "batch end"}));
}

TEST_F(SessionTest, LetsItsOwnerAnswerBeforeEachCloseAndNotAfterIt) {
  answers_late_ = true;
  session_->close(1001, "", 2s);
  session_->close(1008, "", 2s);
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "a late answer");
  EXPECT_EQ(frames[1].close_code(), 1001U);
  say(masked_frame(Opcode::close, "\x03\xe9"));
  EXPECT_TRUE(hear().empty());
}

TEST_F(SessionTest, LetsItsOwnerAnswerBeforeThePeersCloseIsAnswered) {
  answers_late_ = true;
  say(masked_frame(Opcode::close, "\x03\xe8"));
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "a late answer");
  EXPECT_EQ(frames[1].close_code(), 1000U);
}

TEST_F(SessionTest, SaysCloseAfterTheFrameUnderWayAndNothingAfterIt) {
  const std::string large(4 << 20, 'x');
  row_.add(large);
  row_.add("never sent");
  session_->flush();
  session_->close(4999, "as you wish", 2s);
  row_.add("never sent either");
  session_->flush();
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, large);
  EXPECT_EQ(frames[1].close_code(), 4999U);
}

TEST_F(SessionTest, EndsAPeerThatDoesNotAnswerItsCloseWhenPatienceIsOver) {
  session_->close(1001, "", 2s);
  session_->look_at_clock(Session::Clock::now() + 1s);
  EXPECT_TRUE(events_.empty());
  session_->look_at_clock(Session::Clock::now() + 3s);
  EXPECT_EQ(events_, Events{"end"});
  EXPECT_EQ(left_, SessionEnd::Left::deaf_peer);
}

TEST_F(SessionTest, EndsAPeerThatIsSilentAfterItsCloseThoughPatienceHasNoEnd) {
  const auto now = Session::Clock::now();
  session_->close(1000, "", std::nullopt);
  session_->look_at_clock(now + 59s);
  EXPECT_TRUE(events_.empty());
  EXPECT_LE(session_->next_look(), now + 61s);
  session_->look_at_clock(now + 61s);
  EXPECT_EQ(events_, Events{"end"});
}

TEST_F(SessionTest, EndsWithoutLastWordsWhenThePeerJustGoes) {
  peer_.reset();
  run();
  EXPECT_EQ(events_, Events{"end"});
  EXPECT_EQ(left_, SessionEnd::Left::nothing);
}

TEST_F(SessionTest, PingsASilentPeerAndThenTellsItsOwner) {
  const auto now = Session::Clock::now();
  session_->look_at_clock(now + 21s);
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].opcode, Opcode::ping);
  session_->look_at_clock(now + 61s);
  EXPECT_EQ(events_, Events{"silent"});
}

TEST_F(SessionTest, TellsItsOwnerOfAPeerThatTakesNothing) {
  row_.add(std::string(4 << 20, 'x'));
  session_->flush();
  const auto now = Session::Clock::now();
  session_->look_at_clock(now);
  session_->look_at_clock(now + 31s);
  EXPECT_EQ(events_, Events{"stalled"});
}

TEST_F(SessionTest, AnswersPingsOfAPeerThatReadsThem) {
  std::string pings;
  for (int i = 0; i < 100; ++i) pings += masked_frame(Opcode::ping, std::to_string(i));
  say(pings);
  const auto frames = hear();
  ASSERT_EQ(frames.size(), 100U);
  EXPECT_EQ(frames.back().opcode, Opcode::pong);
  EXPECT_EQ(frames.back().payload, "99");
}

}  // namespace
}  // namespace netdumplings::net
