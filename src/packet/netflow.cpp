// Netflow: versions 1 and 5 with their records, and the headers of version 9 and of IPFIX (10); their flow sets are
// Raw.
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

template <LayerKind Kind, unsigned... Sizes>
Step record(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(Sizes...);
  return fields.sibling(Kind, fields.at(), record<Kind, Sizes...>);
}

constexpr Parser record_v1 = record<ND_LAYER_NETFLOW_RECORD_V1, 4, 4, 4, 2, 2, 4, 4, 4, 4, 2, 2, 2, 1, 1, 4, 4>;
constexpr Parser record_v5 =
    record<ND_LAYER_NETFLOW_RECORD_V5, 4, 4, 4, 2, 2, 4, 4, 4, 4, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 2>;

}  // namespace

Step netflow(Bytes bytes) {
  Fields fields(bytes);
  const std::uint16_t version = fields.u16();
  switch (version) {
    case 1:
      return fields.step(ND_LAYER_NETFLOW, fixed<ND_LAYER_NETFLOW_V1, record_v1, 2, 4, 4, 4>);
    case 5:
      return fields.step(ND_LAYER_NETFLOW, fixed<ND_LAYER_NETFLOW_V5, record_v5, 2, 4, 4, 4, 4, 1, 1, 2>);
    case 9:
      return fields.step(ND_LAYER_NETFLOW, fixed<ND_LAYER_NETFLOW_V9, nullptr, 2, 4, 4, 4, 4>);
    case 10:
      return fields.step(ND_LAYER_NETFLOW, fixed<ND_LAYER_NETFLOW_V10, nullptr, 2, 4, 4, 4>);
    default:
      return fields.step(ND_LAYER_NETFLOW, nullptr);
  }
}

}  // namespace netdumplings::packet
