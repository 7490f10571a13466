// For ../shared/pcaps/compare.py: the names of each packet's layers.
#include <netdumplings/dumpling_chef.hpp>

namespace {

class LayerChainChef : public netdumplings::DumplingChef {
 public:
  netdumplings::Payload packet_handler(const netdumplings::Packet& packet) override {
    std::string chain;
    for (const netdumplings::Layer layer : packet.layers()) {
      if (!chain.empty()) chain += '|';
      chain += layer.name;
    }
    return nlohmann::json{{"layers", chain}};
  }
};

}  // namespace

NETDUMPLINGS_CHEFS(LayerChainChef)
