#include "hub/access/exposure.hpp"

namespace netdumplings::hub {

Exposure exposure_of(const Protection& protection) {
  Exposure exposure;
  if (protection.this_machine_only && !protection.behind_proxy) return exposure;
  const auto lacks = [&exposure](const std::string& flag, const std::string& so) {
    exposure.warning += exposure.flags.empty() ? "Other machines can reach this hub: " : ", ";
    exposure.warning += so + " (" + flag + ")";
    exposure.flags.push_back(flag);
  };
  const bool direct = !protection.this_machine_only;
  if (direct && !protection.kitchen_tokens) lacks("--kitchen-token-file", "anybody may send dumplings");
  if (!protection.eater_tokens) lacks("--eater-token-file", "anybody may read dumplings");
  if (direct && !protection.encrypted) lacks("--tls-cert", "nothing is encrypted");
  return exposure;
}

}  // namespace netdumplings::hub
