#include "hub/status_dumpling.hpp"

#include <nlohmann/json.hpp>

#include "common/defaults.hpp"
#include "common/protocol.hpp"

namespace netdumplings::hub {
namespace {

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_number(double number) { return nlohmann::json(number).dump(); }

std::string entry(const char* who, const Guest& guest) {
  return std::string("{\"") + who + "\":" + std::string(guest.card) +
         ",\"info_from_hub\":{\"host\":" + json_text(guest.peer->host) +
         ",\"port\":" + std::to_string(guest.peer->port) + "}}";
}

// Appends the list and returns how many are in it.
std::size_t append_list(std::string& out, const char* who, const Guests& guests) {
  std::size_t shown = 0;
  const std::size_t limit = out.size() + defaults::status_max_bytes / 2;
  out += '[';
  guests([&](const Guest& guest) {
    const std::string text = entry(who, guest);
    if (shown == defaults::status_max_entries || out.size() + text.size() + 2 > limit) return false;
    if (shown++ > 0) out += ',';
    out += text;
    return true;
  });
  out += ']';
  return shown;
}

void append_left_out(std::string& out, const char* key, std::size_t count) {
  if (count > 0) out += std::string(",\"") + key + "\":" + std::to_string(count);
}

}  // namespace

std::string status_dumpling(const StatusFigures& figures, const Guests& kitchens, const Guests& eaters) {
  std::string out = std::string("{\"metadata\":{\"chef\":\"") + protocol::status_chef + "\",\"kitchen\":null,";
  out += "\"creation_time\":" + json_number(figures.now_seconds);
  out += std::string(",\"driver\":\"") + protocol::driver_interval + "\"},\"payload\":{";
  out += "\"total_dumplings_in\":" + std::to_string(figures.dumplings_in);
  out += ",\"total_dumplings_out\":" + std::to_string(figures.dumplings_out);
  out += ",\"server_uptime\":" + json_number(figures.uptime_seconds);
  out += ",\"dumpling_kitchen_count\":" + std::to_string(figures.kitchens);
  out += ",\"dumpling_eater_count\":" + std::to_string(figures.eaters);
  out += ",\"dumpling_kitchens\":";
  const std::size_t kitchens_shown = append_list(out, "info_from_kitchen", kitchens);
  out += ",\"dumpling_eaters\":";
  const std::size_t eaters_shown = append_list(out, "info_from_eater", eaters);
  append_left_out(out, "dumpling_kitchens_left_out", figures.kitchens - kitchens_shown);
  append_left_out(out, "dumpling_eaters_left_out", figures.eaters - eaters_shown);
  out += "}}";
  return out;
}

}  // namespace netdumplings::hub
