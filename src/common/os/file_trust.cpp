#include "common/os/file_trust.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "common/os/terminal.hpp"

namespace netdumplings {

std::string why_not_ours(const struct stat& facts, mode_t forbidden, const std::string& path) {
  if (facts.st_uid != ::geteuid() && facts.st_uid != 0) {
    return "it belongs to user " + std::to_string(facts.st_uid) + ", who could change it: chown " +
           std::to_string(::geteuid()) + ' ' + terminal::harmless(path);
  }
  const mode_t too_many = facts.st_mode & forbidden;
  if (too_many == 0) return {};
  std::array<char, 8> mode{};
  std::snprintf(mode.data(), mode.size(), "%04o", facts.st_mode & 07777U);
  return std::string("it has mode ") + mode.data() + ", so that others can " +
         ((too_many & (S_IRGRP | S_IROTH)) != 0 ? "read" : "change") + " it: chmod " +
         (S_ISDIR(facts.st_mode) ? "700 " : "600 ") + terminal::harmless(path);
}

}  // namespace netdumplings
