// A chef's dumplings as the wire has them: the metadata is written once, the rest each time into the same memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace netdumplings::kitchen {

class DumplingText {
 public:
  DumplingText(std::string_view chef, std::string_view kitchen);

  /// The dumpling of a payload, which is JSON; line ends in it become blanks. Valid until the next call.
  std::string_view write(std::int64_t now_ns, std::string_view driver, std::string_view payload);

 private:
  std::string text_;
  std::size_t head_size_;  // of `text_`, up to the creation time
};

}  // namespace netdumplings::kitchen
