// DnsChef reports questions to DNS servers with their answers, and what hosts say by multicast DNS.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "network/common/byte_pool.hpp"
#include "network/dns/dns_questions.hpp"

namespace netdumplings::chefs::network {

class DnsChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports each DNS question with its answer";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr bool uses_connections = true;
  static constexpr const char* chef_filter = "";
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_UDP};

  Payload packet_handler(const Packet& packet) override;
  StreamAnswer stream_handler(const Connection& connection, const StreamData& data) override;
  Payload closing_handler() override;

 private:
  // A message, and where it comes from.
  struct Message {
    const layers::Dns& dns;
    const Connection& connection;
    Side from;
    DnsTransport transport;
    std::int64_t time_ns;
  };

  bool take_messages(const Connection& connection, const StreamData& data);
  void take(const Message& message);
  void take_question(const Message& message, std::optional<DnsSubject> subject);
  void take_answer(const Message& message, const std::optional<DnsSubject>& subject, bool is_subject_whole);
  void take_multicast(const Message& message);

  void wait_for_answers();
  void report(const DnsAsked& asked, const layers::Dns* answer, std::optional<std::int64_t> latency_ns);
  void report_unanswered(const DnsAsked& asked) { report(asked, nullptr, std::nullopt); }
  void append_answer(const layers::Dns* dns);
  void append_records(const layers::Dns& dns);

  DnsQuestions questions_;
  std::int64_t clock_ns_ = 0;  // the kitchen's: the latest time so far
  bool is_timer_running_ = false;
  BytePool pool_{std::size_t{32} << 20};  // of messages on TCP that aren't whole yet
  std::string json_;                      // kept to reuse its memory, as is data_
  std::string data_;
};

}  // namespace netdumplings::chefs::network
