// What goes out on one connection, in the one order that is allowed: whole frames.
//
// Data comes from a FrameSource, control frames from the session. After a short write the rest of the frame
// that was cut is kept here, control frames go after it, data after those; nothing follows a Close frame.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "net/send/frame_source.hpp"
#include "net/send/transport.hpp"

namespace netdumplings::net {

/// Bytes that all connections of a server together may hold of frames that were cut.
class CutFrameBudget {
 public:
  explicit CutFrameBudget(std::size_t bytes) : left_(bytes) {}
  bool take(std::size_t bytes);
  void give_back(std::size_t bytes) { left_ += bytes; }

 private:
  std::size_t left_;
};

class FrameSender {
 public:
  using Clock = std::chrono::steady_clock;
  enum class State {
    idle,     // all that there is was given to the kernel
    blocked,  // the kernel takes no more for now
    busy,     // it would take more, but others want to be served too: flush again soon
    failed,   // the connection is gone, or the budget for cut frames is
  };

  /// Both must outlive the sender.
  FrameSender(Transport& transport, CutFrameBudget& budget) : transport_(transport), budget_(budget) {}
  ~FrameSender() { forget_rest(); }
  FrameSender(const FrameSender&) = delete;
  FrameSender& operator=(const FrameSender&) = delete;

  /// Sets where data comes from; with null, no more data is sent. The source outlives the sender, or is replaced before
  /// it goes.
  void set_source(FrameSource* source) { source_ = source; }
  /// Queues whole control frames, or the handshake's answer before the first frame. After the `last` ones nothing is
  /// sent.
  void queue_control(std::string_view frames, bool last);
  /// Queues bytes that other connections send too, without a copy. They go after all control frames, and after them
  /// nothing is sent.
  void queue_last(std::shared_ptr<const std::string> bytes);
  [[nodiscard]] bool control_pending() const { return !control_.empty(); }

  /// Gives the kernel all that it takes, or at least defaults::sent_at_once.
  State flush();
  /// Returns since when the kernel has taken no data although there is some; control frames don't count as progress.
  /// Returns Clock::time_point::max() if data flows, or if there is none.
  [[nodiscard]] Clock::time_point stalled_since() const { return stalled_since_; }

 private:
  State send_control();
  State send_rest();
  State send_run(const FrameRun& run);
  State after(State state);
  [[nodiscard]] State all_taken() const;
  State stopped(const IoResult& result);
  void forget_rest();

  Transport& transport_;
  CutFrameBudget& budget_;
  FrameSource* source_ = nullptr;
  CutFrame rest_;  // of the one frame that was cut
  std::size_t rest_sent_ = 0;
  std::string control_;
  bool closing_ = false;                     // the control frames end with the last one
  std::shared_ptr<const std::string> last_;  // goes after them
  std::size_t flushed_ = 0;                  // data bytes in this flush
  Clock::time_point stalled_since_ = Clock::time_point::max();
};

}  // namespace netdumplings::net
