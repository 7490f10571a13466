#include "eaters/output.hpp"

#include <csignal>
#include <system_error>

namespace netdumplings::eaters {
namespace {

Output::State state_after(PatientWriter::End end) {
  switch (end) {
    case PatientWriter::End::all_written:
      return Output::State::open;
    case PatientWriter::End::reader_gone:
      return Output::State::closed;
    case PatientWriter::End::gave_up:
      return Output::State::interrupted;
    case PatientWriter::End::failed:
      break;
  }
  return Output::State::failed;
}

}  // namespace

Output::Output(int fd, int stop_fd) : writer_(fd, stop_fd) { std::signal(SIGPIPE, SIG_IGN); }

bool Output::write(std::string_view text) {
  if (state_ != State::open) return false;
  const auto outcome = writer_.write(text);
  state_ = state_after(outcome.end);
  if (state_ == State::failed) failure_ = std::generic_category().message(outcome.error);
  return state_ == State::open;
}

}  // namespace netdumplings::eaters
