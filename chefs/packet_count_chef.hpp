// PacketCountChef counts layers. At every poke it makes a dumpling that says how many of each kind it has seen so far.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/json_text.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace netdumplings::chefs {

class PacketCountChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Counts the layers of all packets";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;

  Payload packet_handler(const Packet& packet) override {
    for (const Layer layer : packet.layers()) count(layer);
    return {};
  }

  Payload interval_handler(double) override {
    std::string json = "{\"packet_counts\":{";
    for (const Seen& seen : seen_) {
      if (json.back() != '{') json += ',';
      append_json_string(json, seen.name);
      json += ':' + std::to_string(counts_[seen.kind]);
    }
    json += "}}";
    return Payload::json_text(std::move(json));
  }

 private:
  struct Seen {
    LayerKind kind;
    std::string_view name;  // lives as long as the process
  };

  // Kinds are numbered without gaps and each always has the same name, so counting need not compare names.
  void count(const Layer& layer) {
    if (layer.kind >= counts_.size()) counts_.resize(layer.kind + std::size_t{1});
    if (counts_[layer.kind]++ == 0) seen_.push_back({layer.kind, layer.name});
  }

  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(ND_LAYER_KIND_COUNT);
  std::vector<Seen> seen_;  // in the order of their first appearance
};

}  // namespace netdumplings::chefs
