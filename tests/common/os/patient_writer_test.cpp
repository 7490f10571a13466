#include "common/os/patient_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <string>
#include <thread>

namespace netdumplings {
namespace {

class PatientWriterTest : public testing::Test {
 protected:
  PatientWriterTest() {
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(pipe2(pipe_.data(), O_CLOEXEC), 0);
  }
  ~PatientWriterTest() override {
    close_reader();
    close(pipe_[1]);
    close(stop_);
  }

  void close_reader() {
    if (pipe_[0] >= 0) close(pipe_[0]);
    pipe_[0] = -1;
  }
  void ask_to_stop() {
    const std::uint64_t one = 1;
    EXPECT_EQ(write(stop_, &one, sizeof one), static_cast<ssize_t>(sizeof one));
  }
  // Reads from the pipe until `size` bytes have come.
  std::string read_all(std::size_t size) {
    std::string all;
    std::array<char, 65536> bytes{};
    while (all.size() < size) {
      const auto got = read(pipe_[0], bytes.data(), bytes.size());
      if (got <= 0) break;
      all.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return all;
  }
  [[nodiscard]] std::size_t capacity() const { return static_cast<std::size_t>(fcntl(pipe_[1], F_GETPIPE_SZ)); }

  std::array<int, 2> pipe_{-1, -1};
  int stop_ = eventfd(0, EFD_CLOEXEC);
};

std::string long_text(std::size_t size) {
  std::string text(size, 'a');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 25);
  return text;
}

TEST_F(PatientWriterTest, WaitsForAReaderThatTakesItsTime) {
  const std::string text = long_text(5 * capacity() + 17);
  PatientWriter writer(pipe_[1], stop_);
  std::string read;
  std::thread reader([&] { read = read_all(text.size()); });
  const auto outcome = writer.write(text);
  reader.join();
  EXPECT_EQ(outcome.end, PatientWriter::End::all_written);
  EXPECT_EQ(outcome.written, text.size());
  EXPECT_EQ(read, text);
}

TEST_F(PatientWriterTest, GivesUpOnAReaderThatMakesItWaitWhenItIsTimeToStop) {
  PatientWriter writer(pipe_[1], stop_);
  std::thread stopper([this] { ask_to_stop(); });
  const auto outcome = writer.write(long_text(5 * capacity()));
  stopper.join();
  EXPECT_EQ(outcome.end, PatientWriter::End::gave_up);
  EXPECT_EQ(outcome.written, capacity());
}

TEST_F(PatientWriterTest, StillWritesWhatNobodyMakesItWaitForWhenItIsTimeToStop) {
  ask_to_stop();
  PatientWriter writer(pipe_[1], stop_);
  EXPECT_EQ(writer.write("the last words").end, PatientWriter::End::all_written);
  EXPECT_EQ(read_all(14), "the last words");
}

TEST_F(PatientWriterTest, TellsThatTheReaderHasGone) {
  PatientWriter writer(pipe_[1], stop_);
  close_reader();
  EXPECT_EQ(writer.write("x").end, PatientWriter::End::reader_gone);
}

TEST_F(PatientWriterTest, TellsWhyItCouldNotWrite) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full < 0) GTEST_SKIP() << "no /dev/full here";
  const auto outcome = PatientWriter(full, stop_).write("x");
  close(full);
  EXPECT_EQ(outcome.end, PatientWriter::End::failed);
  EXPECT_EQ(outcome.error, ENOSPC);
  EXPECT_EQ(outcome.written, 0);
}

TEST_F(PatientWriterTest, WaitsForADescriptorThatDoesNotBlock) {
  ASSERT_EQ(fcntl(pipe_[1], F_SETFL, O_NONBLOCK), 0);
  const std::string text = long_text(3 * capacity());
  PatientWriter writer(pipe_[1], -1);
  std::thread reader([&] { EXPECT_EQ(read_all(text.size()), text); });
  EXPECT_EQ(writer.write(text).end, PatientWriter::End::all_written);
  reader.join();
}

}  // namespace
}  // namespace netdumplings
