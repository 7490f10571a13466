// Which dumplings nd-print shows, and how.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <string>
#include <vector>

namespace netdumplings::eaters {

struct PrintOptions {
  std::vector<std::string> chefs;     // none: all
  std::vector<std::string> kitchens;  // none: all
  bool interval_dumplings = true;
  bool packet_dumplings = true;
  bool payload = true;
  bool json = false;  // JSON lines, as they came, instead of text for people
  bool colour = false;
  bool terminal = false;  // what reads it obeys control characters
};

bool wanted(const Dumpling& dumpling, const PrintOptions& options);

/// A dumpling that was read (its `source` is what is printed), line ends included.
std::string printed(const Dumpling& dumpling, const PrintOptions& options);

}  // namespace netdumplings::eaters
