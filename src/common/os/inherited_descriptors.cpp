#include "common/os/inherited_descriptors.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace netdumplings {
namespace {

namespace fs = std::filesystem;

std::optional<int> descriptor_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Returns the descriptor that the path stands for, if it is of that kind.
std::optional<int> descriptor_of(std::string_view path) {
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.starts_with(folder)) return descriptor_number(path.substr(folder.size()));
  }
  return std::nullopt;
}

}  // namespace

InheritedDescriptors::InheritedDescriptors() {
  std::vector<int> seen;
  std::error_code error;
  for (fs::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error)) {
    if (const auto descriptor = descriptor_number(at->path().filename().native())) seen.push_back(*descriptor);
  }
  for (const int descriptor : seen) {  // without that of the folder itself, which is closed by now
    if (descriptor > STDERR_FILENO && fcntl(descriptor, F_GETFD) >= 0) descriptors_.push_back(descriptor);
  }
}

void InheritedDescriptors::close(const std::string& kept) const {
  const auto in_use = descriptor_of(kept);
  for (const int descriptor : descriptors_) {
    if (descriptor != in_use) ::close(descriptor);
  }
  // Kernels before 5.11 can't. All of our own files are opened so that they close, but not those of libpcap.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

}  // namespace netdumplings
