// Keeps secrets, such as tokens and keys, out of what a process leaves in memory and on disk.
#pragma once

#include <string.h>
#include <sys/prctl.h>

#include <string>

namespace netdumplings {

/// Overwrites the text with zeros, and empties it.
inline void cleanse(std::string& text) {
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

/// Overwrites a text with zeros when it goes.
class Cleanser {
 public:
  explicit Cleanser(std::string& text) : text_(text) {}
  ~Cleanser() { cleanse(text_); }
  Cleanser(const Cleanser&) = delete;
  Cleanser& operator=(const Cleanser&) = delete;

 private:
  std::string& text_;
};

/// From now on the process leaves no core dump, and only root can trace it or read its memory. To be called when it has
/// read a secret.
inline void guard_memory() { ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

}  // namespace netdumplings
