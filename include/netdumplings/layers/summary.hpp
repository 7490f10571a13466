// Defines Packet::summary(). Included by packet.hpp.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/arp.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/layers/icmp.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>
#include <netdumplings/layers/tcp.hpp>
#include <netdumplings/layers/udp.hpp>
#include <netdumplings/packet.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Writes the layers of a packet one after the other. It holds back the addresses of an IP layer until the next layer
/// comes, because TCP and UDP write them with their ports.
class SummaryWriter {
 public:
  void add(const Layer& layer) {
    if (layer.kind == ND_LAYER_TCP || layer.kind == ND_LAYER_UDP) return add_transport(layer);
    flush_addresses();
    add_name(layer);
    if (const auto ip = layer.kind == ND_LAYER_IP ? layers::Ipv4::of(layer) : std::nullopt) {
      remember(ip->source().to_string(), ip->destination().to_string());
    } else if (const auto ip6 = layer.kind == ND_LAYER_IPV6 ? layers::Ipv6::of(layer) : std::nullopt) {
      remember(ip6->source().to_string(), ip6->destination().to_string());
    } else if (layer.kind == ND_LAYER_ARP) {
      add_arp(layer);
    } else if (layer.kind == ND_LAYER_DNS) {
      add_dns(layer);
    } else if (const auto icmp = layer.kind == ND_LAYER_ICMP ? layers::Icmp::of(layer) : std::nullopt) {
      text_ += " type " + std::to_string(icmp->type()) + " code " + std::to_string(icmp->code());
    }
  }

  std::string take() {
    flush_addresses();
    return std::move(text_);
  }

 private:
  void add_name(const Layer& layer) {
    if (!text_.empty()) text_ += " / ";
    text_ += layer.name;
  }

  void remember(std::string source, std::string destination) {
    source_ = std::move(source);
    destination_ = std::move(destination);
    has_addresses_ = true;
  }

  void flush_addresses() {
    if (has_addresses_) text_ += " " + source_ + " > " + destination_;
    has_addresses_ = false;
  }

  void add_transport(const Layer& layer) {
    add_name(layer);
    if (const auto tcp = layer.kind == ND_LAYER_TCP ? layers::Tcp::of(layer) : std::nullopt) {
      add_ports(tcp->source_port(), tcp->destination_port());
      text_ += " " + tcp->flags_text();
    } else if (const auto udp = layer.kind == ND_LAYER_UDP ? layers::Udp::of(layer) : std::nullopt) {
      add_ports(udp->source_port(), udp->destination_port());
    }
  }

  void add_ports(std::uint16_t source, std::uint16_t destination) {
    const bool is_ipv6 = source_.find(':') != std::string::npos;
    const auto end = [&](const std::string& address, std::uint16_t port) {
      if (!has_addresses_) return std::to_string(port);
      return (is_ipv6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
    };
    text_ += " " + end(source_, source) + " > " + end(destination_, destination);
    has_addresses_ = false;
  }

  void add_arp(const Layer& layer) {
    const auto arp = layers::Arp::of(layer);
    if (!arp) return;
    if (arp->operation() == layers::Arp::request) {
      text_ += " who has " + arp->target_protocol_text() + " says " + arp->source_protocol_text();
    } else if (arp->operation() == layers::Arp::reply) {
      text_ += " " + arp->source_protocol_text() + " is at " + arp->source_hardware_text();
    } else {
      text_ += " operation " + std::to_string(arp->operation());
    }
  }

  void add_dns(const Layer& layer) {
    const auto dns = layers::Dns::of(layer);
    if (!dns) return;
    text_ += dns->is_response() ? " answer" : " query";
    if (const auto question = dns->first_question()) {
      text_ += " \"" + question->name + (question->is_cut_off ? "...\"" : "\"");
    }
  }

  std::string text_;
  std::string source_;
  std::string destination_;
  bool has_addresses_ = false;
};

}  // namespace detail

inline std::string Packet::summary() const {
  detail::SummaryWriter writer;
  for (const Layer& layer : layers()) writer.add(layer);
  return writer.take();
}

}  // namespace v1
}  // namespace netdumplings
