#include "kitchen/chosen_filter.hpp"

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "kitchen/packets/pcap_filter.hpp"

namespace netdumplings::kitchen {

Result<std::string> chosen_filter(const Options& options, const ChefModules& modules) {
  if (options.filter) return *options.filter;
  const auto needed = needed_filters(modules, options.chefs, defaults::filter);
  for (const auto& one : needed) {
    if (const auto compiled = PcapFilter::compile(one.filter, link_type_of_ethernet); !compiled) {
      return Error{
          terminal::harmless("chef " + one.chef + " can't get the packets that it needs: " + compiled.error())};
    }
  }
  return joined_filter(needed);
}

}  // namespace netdumplings::kitchen
