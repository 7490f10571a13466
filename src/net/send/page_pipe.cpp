#include "net/send/page_pipe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::net {
namespace {

constexpr auto pipe_bytes = static_cast<int>(defaults::sent_at_once);

bool is_refusal(int error) { return error == EPERM || error == ENOSYS || error == EINVAL; }

// What a run takes in a pipe, which fills page after page.
std::size_t whole_pages(std::size_t bytes) {
  static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

}  // namespace

// A user with many pipes gets small ones only. What doesn't fit into one is copied all the same.
bool PagePipe::open(Pipe& pipe) {
  if (pipe.in.valid()) return true;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return false;
  pipe.out = FileDescriptor(ends[0]);
  pipe.in = FileDescriptor(ends[1]);
  ::fcntl(ends[1], F_SETPIPE_SZ, pipe_bytes);
  works_ = ::fcntl(ends[1], F_GETPIPE_SZ) >= pipe_bytes;
  if (!works_) pipe = Pipe();
  return works_;
}

bool PagePipe::shares() const { return works_ && budget_ != nullptr && sharers_ >= budget_->fewest_sharers(); }

void PagePipe::let_go() {
  for (Held& held : held_) held = Held();
  filling_ = nullptr;
  batch_ = nullptr;
}

void PagePipe::sharer_went() {
  assert(sharers_ > 0);
  --sharers_;
  if (!shares()) let_go();
}

// Counts the pages before they are made.
bool PagePipe::count_pages(std::size_t bytes) {
  if (filling_ == nullptr || filling_->bytes() + bytes > defaults::page_batch) {
    filling_ = std::make_shared<PageBatch>(*budget_);
  }
  return filling_->add(bytes);
}

bool PagePipe::copy_to_pages(Pipe& pipe, std::string_view bytes) {
  return open(pipe) && ::write(pipe.in.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

// Notes who asked for the run.
bool PagePipe::asked_by_another(int socket, const Key& key) {
  for (Asked& asked : asked_) {
    if (asked.key == key) return std::exchange(asked.socket, socket) != socket;
  }
  asked_ = {Asked{key, socket}, asked_[0]};
  return false;
}

// A run that two connections ask for, one soon after the other, will mostly be asked for by all. One that a single
// connection asks for, such as an eater that lags behind, is cheaper to send as a copy, and doesn't displace the pages
// that others share.
PagePipe::Held* PagePipe::hold(int socket, const FrameRun& run) {
  const Key key{run.bytes.data(), run.bytes.size(), run.version};
  for (Held& held : held_) {
    if (held.key == key) return &held;
  }
  if (!asked_by_another(socket, key)) return nullptr;
  std::swap(held_[0], held_[1]);  // the older one makes room
  Held& held = held_[0];
  held = Held();
  if (!count_pages(whole_pages(run.bytes.size())) || !copy_to_pages(held.pipe, run.bytes)) {
    let_go();
    return nullptr;
  }
  held.key = key;
  held.batch = filling_;
  return &held;
}

std::ptrdiff_t PagePipe::send(int socket, const FrameRun& run) {
  if (!shares()) return 0;
  if (run.bytes.size() < defaults::least_shared_run || run.bytes.size() > defaults::sent_at_once) return 0;
  const Held* const held = hold(socket, run);
  if (held == nullptr || !open(passing_)) return 0;
  batch_ = held->batch;
  const ssize_t doubled = ::tee(held->pipe.out.get(), passing_.in.get(), run.bytes.size(), SPLICE_F_NONBLOCK);
  if (doubled < 0) works_ = !is_refusal(errno);
  if (doubled <= 0) return 0;
  const ssize_t sent =
      ::splice(passing_.out.get(), nullptr, socket, nullptr, static_cast<std::size_t>(doubled), SPLICE_F_NONBLOCK);
  const int error = errno;
  if (sent < doubled) passing_ = Pipe();  // with what the socket didn't take
  if (sent < 0 && is_refusal(error)) works_ = false;
  errno = error;
  return works_ ? sent : 0;
}

}  // namespace netdumplings::net
