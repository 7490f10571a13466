// Writes a chef's dumplings as text, always into the same memory, with most of the metadata written only once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace netdumplings::kitchen {

class DumplingText {
 public:
  DumplingText(std::string_view chef, std::string_view kitchen);

  /// Returns the dumpling of a payload, which is JSON; line ends in it become blanks. `now_ns` is the creation time, in
  /// nanoseconds since the epoch. Valid until the next call.
  std::string_view write(std::int64_t now_ns, std::string_view driver, std::string_view payload);

 private:
  std::string text_;
  std::size_t head_size_;  // of `text_`, up to the creation time
};

}  // namespace netdumplings::kitchen
