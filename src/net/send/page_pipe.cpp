#include "net/send/page_pipe.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "common/defaults.hpp"

namespace netdumplings::net {
namespace {

constexpr int pipe_bytes = 1 << 20;  // what an ordinary user may ask for (pipe-max-size)

bool is_refusal(int error) { return error == EPERM || error == ENOSYS || error == EINVAL; }

}  // namespace

// Who has too many pipes gets small ones, at whose ends frames would be cut.
bool PagePipe::open(Pipe& pipe) {
  if (pipe.in.valid()) return true;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return false;
  pipe.out = FileDescriptor(ends[0]);
  pipe.in = FileDescriptor(ends[1]);
  ::fcntl(ends[1], F_SETPIPE_SZ, pipe_bytes);
  const int size = std::max(::fcntl(ends[1], F_GETPIPE_SZ), 0);
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  pipe.room = static_cast<std::size_t>(size) - std::min(page, static_cast<std::size_t>(size));
  works_ = pipe.room >= defaults::lent_at_most;
  if (works_) return true;
  pipe = Pipe();
  return false;
}

bool PagePipe::fill(Pipe& pipe, std::string_view bytes) {
  if (!open(pipe)) return false;
  // It is only read from.
  const iovec where{const_cast<char*>(bytes.data()), std::min(bytes.size(), pipe.room)};
  const ssize_t taken = ::vmsplice(pipe.in.get(), &where, 1, SPLICE_F_NONBLOCK);
  if (taken < 0) works_ = !is_refusal(errno);
  if (taken <= 0) return false;
  pipe.bytes = static_cast<std::size_t>(taken);
  return true;
}

// A run that one eater is lent, the next one is mostly lent as well: from the second on its pages are held.
bool PagePipe::fill_passing(const FrameRun& run) {
  const Key key{run.bytes.data(), run.bytes.size(), run.pages};
  if (key != held_key_) {
    if (key != last_key_) {
      last_key_ = key;
      return fill(passing_, run.bytes);
    }
    held_ = Pipe();
    held_key_ = Key();
    if (!fill(held_, run.bytes)) return false;
    held_key_ = key;
  }
  if (!open(passing_)) return false;
  const ssize_t doubled = ::tee(held_.out.get(), passing_.in.get(), held_.bytes, SPLICE_F_NONBLOCK);
  if (doubled < 0) works_ = !is_refusal(errno);
  if (doubled <= 0) return false;
  passing_.bytes = static_cast<std::size_t>(doubled);
  return true;
}

std::ptrdiff_t PagePipe::send(int socket, const FrameRun& run) {
  if (!works_ || !fill_passing(run)) return 0;
  const ssize_t sent = ::splice(passing_.out.get(), nullptr, socket, nullptr, passing_.bytes, SPLICE_F_NONBLOCK);
  const int error = errno;
  if (sent < static_cast<ssize_t>(passing_.bytes)) passing_ = Pipe();  // what the socket didn't take is let go
  passing_.bytes = 0;
  if (sent < 0 && is_refusal(error)) {
    works_ = false;
    return 0;
  }
  errno = error;
  return sent;
}

}  // namespace netdumplings::net
