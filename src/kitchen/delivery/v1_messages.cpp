#include "kitchen/delivery/v1_messages.hpp"

#include <nlohmann/json.hpp>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

std::string card_with_session(const std::string& card, const std::string& session) {
  auto json = nlohmann::ordered_json::parse(card);
  json["session"] = session;
  return json.dump();
}

std::string first_message(std::uint64_t number) { return R"({"first":)" + std::to_string(number) + "}"; }

std::optional<std::uint64_t> read_ack(std::string_view message) {
  if (message.size() > defaults::longest_hub_message) return std::nullopt;
  const auto json = nlohmann::json::parse(message, nullptr, false);
  const auto ack = json.find("ack");
  if (!json.is_object() || ack == json.end() || !ack->is_number_unsigned()) return std::nullopt;
  return ack->get<std::uint64_t>();
}

}  // namespace netdumplings::kitchen
