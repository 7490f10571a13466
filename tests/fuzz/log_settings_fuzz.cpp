// A logging configuration of any bytes: settings within their limits, or one reason why not.
#include "common/log/log_settings.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netdumplings;
  using fuzz::require;
  const std::string text(data, data + size);
  const auto settings = parse_log_settings(text);
  if (!settings) {
    require(!settings.error().empty(), "a refusal says why");
    return 0;
  }
  require(settings->file_size > 0, "a file of no bytes can't be written");
  require(settings->old_files <= defaults::most_old_log_files, "old files are bounded");
  return 0;
}
