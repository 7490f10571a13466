// DNSLookupChef makes a dumpling from every DNS message that has a question. At every poke it makes one more, with all
// names that were asked for so far.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/json_text.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/recent_map.hpp>
#include <netdumplings/version.hpp>

#include <cstdint>
#include <string>

namespace netdumplings::chefs {

class DNSLookupChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports every DNS lookup, and sums them up at every poke";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;

  Payload packet_handler(const Packet& packet) override {
    const auto dns = packet.layer<layers::Dns>();
    if (!dns) return {};
    const auto question = dns->first_question();
    if (!question) return {};
    // Nobody asked for the beginning of a name.
    const bool is_packet_cut = packet.captured_length() < packet.wire_length();
    if (question->is_cut_off && is_packet_cut) return {};
    append_lookup(question->name, packet.time_ns());
    emit_json_text(json_);
    return {};
  }

  Payload interval_handler(double) override {
    json_ = "{\"lookups_seen\":{";
    for (const auto& lookup : seen_.entries()) {
      if (json_.back() != '{') json_ += ',';
      append_json_string(json_, lookup.key);
      json_ += ":{\"count\":" + std::to_string(lookup.value.count) + ",\"latest\":";
      append_json_seconds(json_, lookup.value.latest_ns);
      json_ += '}';
    }
    json_ += "}}";
    emit_json_text(json_);
    return {};
  }

 private:
  struct Lookups {
    std::uint64_t count = 0;
    std::int64_t latest_ns = 0;
  };

  void append_lookup(const std::string& hostname, std::int64_t time_ns) {
    json_ = "{\"lookup\":{\"hostname\":";
    append_json_string(json_, hostname);
    Lookups& lookups =
        seen_.touch(hostname, json_.size() + 40);  // the bytes that it needs in lookups_seen, and a few more
    ++lookups.count;
    lookups.latest_ns = time_ns;
    json_ += ",\"when\":";
    append_json_seconds(json_, time_ns);
    json_ += "}}";
  }

  // Holds as many names as fit into one dumpling, which may have at most 1 MiB.
  RecentMap<std::string, Lookups> seen_{1'000'000};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs
