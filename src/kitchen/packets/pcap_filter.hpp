// A filter in the language of pcap-filter(7), compiled for one link type.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "common/result.hpp"

struct bpf_program;
struct pcap;

namespace netdumplings::kitchen {

/// The link type of most interfaces, for filters that have to compile before one is opened.
inline constexpr int link_type_of_ethernet = 1;

class PcapFilter {
 public:
  /// Compiles a filter for packets of `link_type` (a LINKTYPE_ value). An empty text lets every packet pass, also of
  /// link types for which libpcap compiles nothing. The error names the filter, and -f '' as the way to all packets.
  static Result<PcapFilter> compile(const std::string& text, int link_type);
  /// Compiles a filter for the link type of `handle`.
  static Result<PcapFilter> compile(const std::string& text, pcap* handle);

  /// Whether the filter lets a packet pass.
  [[nodiscard]] bool matches(std::span<const std::uint8_t> captured, std::uint32_t wire_length) const;
  /// Returns the compiled program, or null if every packet passes.
  [[nodiscard]] bpf_program* program() const { return program_.get(); }

 private:
  struct Free {
    void operator()(bpf_program* program) const;
  };
  std::unique_ptr<bpf_program, Free> program_;
};

}  // namespace netdumplings::kitchen
