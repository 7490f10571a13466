// Tunnels: layers that carry packets of another network. To follow a further kind of tunnel, add its layer here.
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/erspan.hpp>
#include <netdumplings/layers/geneve.hpp>
#include <netdumplings/layers/gre.hpp>
#include <netdumplings/layers/gtp.hpp>
#include <netdumplings/layers/mpls.hpp>
#include <netdumplings/layers/vxlan.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace netdumplings::connection {

enum class TunnelKind : std::uint8_t {
  none,
  ip_in_ip,
  six_in_four,  // IPv6 in IPv4
  gre,
  erspan,
  vxlan,
  geneve,
  gtp_u,
  mpls,
  l2tp,
  pppoe,
  etherip,
};

/// Returns the name that dumplings show: "vxlan", "6in4"; "" for none. It is valid until the program ends.
constexpr std::string_view name_of(TunnelKind kind) {
  constexpr std::array<std::string_view, 12> names = {"",       "ip",    "6in4", "gre",  "erspan", "vxlan",
                                                      "geneve", "gtp-u", "mpls", "l2tp", "pppoe",  "etherip"};
  return names[static_cast<std::size_t>(kind)];
}

/// Reads the number of a tunnel from its layer. Returns nothing if the layer has none, or if it was cut off.
using TunnelId = std::optional<std::uint32_t> (*)(const Layer& layer);

namespace detail {

inline std::optional<std::uint32_t> no_id(const Layer&) { return std::nullopt; }

template <class View, auto Number>
std::optional<std::uint32_t> number_of(const Layer& layer) {
  const auto view = View::of(layer);
  return view ? std::optional<std::uint32_t>(((*view).*Number)()) : std::nullopt;
}

template <std::size_t Offset>
std::optional<std::uint32_t> id_of_16_bits(const Layer& layer) {
  if (layer.header.size() < Offset + 2) return std::nullopt;
  return netdumplings::detail::be16(layer.header, Offset);
}

/// The session comes after the length, if there is one, and after the tunnel's number (RFC 2661).
inline std::optional<std::uint32_t> l2tp_session(const Layer& layer) {
  constexpr std::uint8_t control_or_length = 0xc0;
  if (layer.header.empty()) return std::nullopt;
  return (layer.header[0] & control_or_length) != 0 ? id_of_16_bits<6>(layer) : id_of_16_bits<4>(layer);
}

}  // namespace detail

struct TunnelLayer {
  LayerKind layer;
  TunnelKind kind;
  TunnelId id;
  /// Whether networks with the same addresses can exist beside each other, each with its own id. Such an id is the same
  /// in both directions, and a part of a connection's key.
  bool separates_networks;
};

inline constexpr std::array tunnel_layers = std::to_array<TunnelLayer>({
    {ND_LAYER_GRE, TunnelKind::gre, detail::number_of<layers::Gre, &layers::Gre::key>, true},
    {ND_LAYER_GRE_PPTP, TunnelKind::gre, detail::id_of_16_bits<6>, false},  // the call's number differs by direction
    {ND_LAYER_ERSPAN_I, TunnelKind::erspan, detail::no_id, false},
    {ND_LAYER_ERSPAN_II, TunnelKind::erspan, detail::number_of<layers::Erspan, &layers::Erspan::session>, false},
    {ND_LAYER_ERSPAN_III, TunnelKind::erspan, detail::number_of<layers::Erspan, &layers::Erspan::session>, false},
    {ND_LAYER_GENEVE, TunnelKind::geneve, detail::number_of<layers::Geneve, &layers::Geneve::network>, true},
    {ND_LAYER_GTP_U, TunnelKind::gtp_u, detail::number_of<layers::Gtp, &layers::Gtp::tunnel_id>,
     false},  // differs by direction
    {ND_LAYER_MPLS, TunnelKind::mpls, detail::number_of<layers::Mpls, &layers::Mpls::label>,
     false},  // differs by direction
    {ND_LAYER_ETHERIP, TunnelKind::etherip, detail::no_id, false},
    {ND_LAYER_VXLAN, TunnelKind::vxlan, detail::number_of<layers::Vxlan, &layers::Vxlan::network>, true},
    {ND_LAYER_L2TP, TunnelKind::l2tp, detail::l2tp_session, false},
    {ND_LAYER_PPPOE, TunnelKind::pppoe, detail::id_of_16_bits<2>, false},
});

}  // namespace netdumplings::connection
