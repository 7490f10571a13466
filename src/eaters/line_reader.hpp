// Lines from a file, a pipe or a terminal, none of which can fill the memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings::eaters {

class LineReader {
 public:
  struct Line {
    std::string_view text;  // without the line end; valid until the next call of next()
    std::uint64_t number;   // from 1
    bool too_long;          // the line has more than `max_line` bytes, and `text` is only its beginning
  };

  /// Opens `path` (`-`: standard input). `max_line` is in bytes.
  static Result<LineReader> open(const std::string& path, std::size_t max_line);

  /// Returns the next line. Returns nothing at the end of the file, and when reading failed; failure() then says why.
  /// The last line needs no line end.
  std::optional<Line> next();
  /// Returns why reading failed; empty if it didn't.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const;
  };

  LineReader(std::FILE* file, std::size_t max_line) : file_(file), max_line_(max_line) {}

  std::unique_ptr<std::FILE, Close> file_;
  std::size_t max_line_;
  std::string line_;
  std::uint64_t number_ = 0;
  std::string failure_;
};

}  // namespace netdumplings::eaters
