#include "eaters/status_line.hpp"

#include "common/os/terminal.hpp"
#include "eaters/local_time.hpp"

namespace netdumplings::eaters {
namespace {

const nlohmann::json* number(const Dumpling& status, const char* key) {
  if (!status.payload.is_object()) return nullptr;
  const auto found = status.payload.find(key);
  return found != status.payload.end() && found->is_number() ? &*found : nullptr;
}

std::string figure(const Dumpling& status, const char* key) {
  const auto* value = number(status, key);
  return value != nullptr ? value->dump() : "?";
}

std::string uptime(const Dumpling& status) {
  const auto* seconds = number(status, "server_uptime");
  return seconds != nullptr ? hours_minutes_seconds(seconds->get<double>()) : "?";
}

}  // namespace

std::string status_line(const Dumpling& status, bool colour) {
  const auto shown = [&](const std::string& text) { return terminal::bold(text, colour); };
  return plain_local_time(status.creation_time) + "  uptime: " + shown(uptime(status)) +
         "  dumplings in: " + shown(figure(status, "total_dumplings_in")) +
         "  out: " + shown(figure(status, "total_dumplings_out")) +
         "  kitchens: " + shown(figure(status, "dumpling_kitchen_count")) +
         "  eaters: " + shown(figure(status, "dumpling_eater_count")) + " ";
}

}  // namespace netdumplings::eaters
