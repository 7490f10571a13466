#include "hub/status/status_dumpling.hpp"

#include <netdumplings/version.hpp>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"

namespace netdumplings::hub {
namespace {

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_number(double number) { return nlohmann::json(number).dump(); }

using Counts = std::initializer_list<std::pair<const char*, std::uint64_t>>;

// Returns `,"name":count` for each.
std::string counts(Counts all) {
  std::string out;
  for (const auto& [name, count] : all) out += std::string(",\"") + name + "\":" + std::to_string(count);
  return out;
}

std::string counts(const EaterLedger& l) {
  return counts({{"entries", l.entries},
                 {"sent", l.sent},
                 {"filtered", l.filtered},
                 {"behind", l.behind},
                 {"skipped", l.skipped},
                 {"statuses", l.statuses}});
}

std::string counts(const KitchenLedger& l) {
  return counts({{"received", l.received}, {"taken", l.taken}, {"invalid", l.invalid}, {"known", l.known}});
}

std::string entry(const char* card_key, const std::string& card, const net::Endpoint& peer, const std::string& more) {
  return std::string("{\"") + card_key + "\":" + card + ",\"info_from_hub\":{\"host\":" + json_text(peer.host) +
         ",\"port\":" + std::to_string(peer.port) + more + "}}";
}

std::string entry(const KitchenReport& kitchen) {
  return entry("info_from_kitchen", kitchen.card, kitchen.peer,
               ",\"connected_at\":" + json_number(kitchen.came_seconds) +
                   ",\"last_seen\":" + json_number(kitchen.seen_seconds) + counts(kitchen.ledger));
}

std::string entry(const EaterReport& eater) {
  return entry("info_from_eater", eater.card, eater.peer,
               ",\"connected_at\":" + json_number(eater.came_seconds) + counts(eater.ledger));
}

template <class Ledger>
std::string entry(const Absence<Ledger>& gone) {
  return "{\"name\":" + json_text(gone.name) + ",\"host\":" + json_text(gone.host) +
         ",\"connected_at\":" + json_number(gone.came_seconds) + ",\"last_seen\":" + json_number(gone.seen_seconds) +
         ",\"left_at\":" + json_number(gone.went_seconds) + ",\"why\":" + json_text(gone.why) + counts(gone.ledger) +
         '}';
}

// Appends the list, up to so many bytes, and returns how many entries are in it.
template <class Reports>
std::size_t append_list(std::string& out, const Reports& reports, std::size_t most_bytes) {
  std::size_t shown = 0;
  const std::size_t limit = out.size() + most_bytes;
  out += '[';
  for (const auto& report : reports) {
    const std::string text = entry(report);
    if (shown == defaults::status_max_entries || out.size() + text.size() + 2 > limit) break;
    if (shown++ > 0) out += ',';
    out += text;
  }
  out += ']';
  return shown;
}

std::string left_out(const char* key, std::size_t count) { return count > 0 ? counts({{key, count}}) : std::string(); }

// The keys that the original doesn't have.
std::string added_keys(const Census& census) {
  const EaterLedger& gone = census.eaters.gone;
  return ",\"hub_version\":" + json_text(NETDUMPLINGS_VERSION) +
         ",\"unprotected\":" + nlohmann::json(census.missing_flags).dump() +
         (census.log_fault.empty() ? std::string() : ",\"log_not_stored\":" + json_text(census.log_fault)) +
         counts({{"total_dumplings_invalid", census.kitchens_present.invalid + census.kitchens_gone.invalid},
                 {"total_dumplings_skipped", census.eaters.present.skipped + gone.skipped},
                 {"total_eaters_stalled", census.eaters.stalled},
                 {"log_entries", census.log_entries}}) +
         ",\"kitchens_present\":{" + counts(census.kitchens_present).substr(1) + "},\"kitchens_gone\":{" +
         counts(census.kitchens_gone).substr(1) + "},\"eaters_present\":{" + counts(census.eaters.present).substr(1) +
         "},\"eaters_gone\":{" + counts(gone).substr(1) + '}';
}

// Who was there and has gone.
void append_absences(std::string& out, const Census& census) {
  out += ",\"absent_kitchens\":";
  const std::size_t kitchens = append_list(out, census.absent_kitchens, defaults::absent_max_bytes);
  out += ",\"absent_eaters\":";
  const std::size_t eaters = append_list(out, census.absent_eaters, defaults::absent_max_bytes);
  out += left_out("absent_kitchens_left_out", census.absent_kitchens.size() - kitchens);
  out += left_out("absent_eaters_left_out", census.absent_eaters.size() - eaters);
  out += ",\"shared_kitchen_names\":" + nlohmann::json(census.shared_kitchen_names).dump();
}

}  // namespace

std::string status_dumpling(const Census& census) {
  std::string out = std::string("{\"metadata\":{\"chef\":\"") + protocol::status_chef + "\",\"kitchen\":null,";
  out += "\"creation_time\":" + json_number(census.now_seconds);
  out += std::string(",\"driver\":\"") + protocol::driver_interval + "\"},\"payload\":{";
  out += "\"total_dumplings_in\":" + std::to_string(census.dumplings_in());
  out += ",\"total_dumplings_out\":" + std::to_string(census.dumplings_out());
  out += ",\"server_uptime\":" + json_number(census.uptime_seconds);
  out += ",\"dumpling_kitchen_count\":" + std::to_string(census.kitchens);
  out += ",\"dumpling_eater_count\":" + std::to_string(census.eaters.eaters);
  out += ",\"dumpling_kitchens\":";
  const std::size_t kitchens = append_list(out, census.kitchen_list, defaults::status_max_bytes / 2);
  out += ",\"dumpling_eaters\":";
  const std::size_t eaters = append_list(out, census.eaters.first, defaults::status_max_bytes / 2);
  out += left_out("dumpling_kitchens_left_out", census.kitchens - kitchens);
  out += left_out("dumpling_eaters_left_out", census.eaters.eaters - eaters);
  out += added_keys(census);
  append_absences(out, census);
  out += "}}";
  return out;
}

}  // namespace netdumplings::hub
