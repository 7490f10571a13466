#include "kitchen/card.hpp"

#include <nlohmann/json.hpp>

#include "kitchen/options.hpp"

namespace netdumplings::kitchen {

std::string make_card(const Options& options, const std::string& filter, const std::vector<std::string>& chefs) {
  nlohmann::ordered_json card;
  card["kitchen_name"] = options.kitchen_name;
  card["interface"] = options.source();
  card["filter"] = filter;
  card["chefs"] = chefs;
  card["poke_interval"] = options.poke_interval;
  // A name or path that isn't UTF-8 must not keep the kitchen from its hub.
  return card.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace netdumplings::kitchen
