// Frames that are copied once and sent to many sockets.
//
// The kernel copies a run into the pages of a pipe. From there tee() puts the same pages into a second pipe, and
// splice() moves them on into a socket: for each connection, without copying a byte. Nobody can write to these pages,
// so the run's own memory is free as soon as the run is in the pipe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "common/os/file_descriptor.hpp"
#include "net/send/frame_run.hpp"
#include "net/send/held_pages.hpp"
#include "net/send/page_budget.hpp"

namespace netdumplings::net {

/// Used by one thread. Opens its three pipes, of up to 1 MiB each, when there are runs to share.
class PagePipe {
 public:
  /// Without a budget everything is copied.
  explicit PagePipe(std::shared_ptr<PageBudget> budget = nullptr) : budget_(std::move(budget)) {}

  /// A connection that has runs to share came, or went.
  void sharer_came() { ++sharers_; }
  void sharer_went();

  /// Sends the run, or its begin, to a non-blocking stream socket by pages that connections share. Returns the number
  /// of bytes that the socket took, or -1 with errno if it took none, or 0 if the caller has to send a copy: the run is
  /// short, longer than a pipe, or of this connection alone so far; there are few connections; the budget is used up;
  /// or the machine doesn't allow it. The caller ignores SIGPIPE, which splice() may raise.
  std::ptrdiff_t send(int socket, const FrameRun& run);
  /// Returns the batch that the pages of the last send() are counted in, after one that took bytes.
  [[nodiscard]] const std::shared_ptr<PageBatch>& batch() const { return batch_; }
  /// False once the machine has refused one of the system calls; then everything is copied.
  [[nodiscard]] bool works() const { return works_; }

 private:
  struct Pipe {
    FileDescriptor in;
    FileDescriptor out;
  };
  struct Key {
    const char* data = nullptr;
    std::size_t size = 0;
    std::uint64_t version = 0;
    bool operator==(const Key&) const = default;
  };

  // A run that a connection asked for.
  struct Asked {
    Key key;
    int socket = -1;
  };
  // A run whose pages are at hand; its pipe is empty if there is none.
  struct Held {
    Pipe pipe;
    Key key;
    std::shared_ptr<PageBatch> batch;  // that its pages are counted in
  };

  bool open(Pipe& pipe);
  [[nodiscard]] bool shares() const;
  bool asked_by_another(int socket, const Key& key);
  Held* hold(int socket, const FrameRun& run);
  bool count_pages(std::size_t bytes);
  bool copy_to_pages(Pipe& pipe, std::string_view bytes);
  void let_go();

  const std::shared_ptr<PageBudget> budget_;
  std::size_t sharers_ = 0;
  // Two of each, the newest first: when the log begins a chunk, each connection asks for the end of the old one and for
  // the begin of the new one before the next connection does.
  std::array<Asked, 2> asked_;
  std::array<Held, 2> held_;
  std::shared_ptr<PageBatch> filling_;  // counts the pages that are made next
  std::shared_ptr<PageBatch> batch_;    // of the pages that were sent last
  Pipe passing_;                        // pages on their way to one socket; empty between two calls
  bool works_ = true;
};

}  // namespace netdumplings::net
