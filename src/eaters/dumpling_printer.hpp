// Which dumplings nd-print prints, and how.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <string>
#include <vector>

#include "common/text_stream.hpp"

namespace netdumplings::eaters {

struct PrintOptions {
  std::vector<std::string> chefs;     // empty: all
  std::vector<std::string> kitchens;  // empty: all
  bool interval_dumplings = true;
  bool packet_dumplings = true;
  bool payload = true;
  bool json = false;  // print each dumpling as one line of JSON, as it came, instead of text for people
  bool colour = false;
  bool terminal = false;  // the output is a terminal, so JSON lines must not contain control characters
};

/// Returns whether the options choose this dumpling.
bool wanted(const Dumpling& dumpling, const PrintOptions& options);

/// Writes what is printed for a dumpling that Dumpling::from_json() made to `out`, line ends included. The payload is
/// taken from its `source`.
void print(const Dumpling& dumpling, const PrintOptions& options, TextStream& out);

}  // namespace netdumplings::eaters
