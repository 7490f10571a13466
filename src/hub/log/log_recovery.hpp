// A log that a hub left in a folder, killed or not, made ready to go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "hub/log/dumpling_log.hpp"

namespace netdumplings::hub {

/// Works on a log that nobody reads or writes yet.
class LogRecovery {
 public:
  explicit LogRecovery(DumplingLog& log) : log_(log) {}

  /// Takes over the chunks that are whole, cuts off what isn't, and removes what is too much or no use. Says what it
  /// found.
  void run(const DumplingLog::TopicOf& topic_of);
  /// Makes sure of the two chunks that a log needs at least. The error says why they can't be had.
  Result<void> make_ready();

 private:
  struct Found {
    std::unique_ptr<LogChunk> chunk;
    std::uint64_t serial;
  };
  std::vector<Found> find_chunks();
  void take(std::vector<Found>& found);
  void tell() const;

  DumplingLog& log_;
  std::size_t damaged_ = 0;  // files of which something could not be read
};

}  // namespace netdumplings::hub
