#include "kitchen/packets/link_types.hpp"

#include <array>

namespace netdumplings::kitchen {
namespace {

struct Pair {
  int dlt;
  int link_type;
};

// Those that differ on Linux.
constexpr std::array<Pair, 6> different{{
    {11, 100},  // ATM_RFC1483
    {12, 101},  // RAW
    {15, 102},  // SLIP_BSDOS
    {16, 103},  // PPP_BSDOS
    {18, 246},  // PFSYNC
    {19, 106},  // ATM_CLIP
}};

}  // namespace

int link_type_from_dlt(int dlt) {
  for (const auto& pair : different) {
    if (pair.dlt == dlt) return pair.link_type;
  }
  return dlt;
}

int dlt_from_link_type(int link_type) {
  for (const auto& pair : different) {
    if (pair.link_type == link_type) return pair.dlt;
  }
  return link_type;
}

}  // namespace netdumplings::kitchen
