#include "kitchen/delivery/v1_messages.hpp"

#include <limits>
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
  if (!json.is_object() || ack == json.end()) return std::nullopt;
  if (ack->is_number_unsigned()) return ack->get<std::uint64_t>();
  constexpr double past_64_bits = 18446744073709551616.0;
  if (ack->is_number_float() && ack->get<double>() >= past_64_bits) return std::numeric_limits<std::uint64_t>::max();
  return std::nullopt;
}

}  // namespace netdumplings::kitchen
