// A filter in pcap-filter(7)'s language, compiled for one link type.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "common/result.hpp"

struct bpf_program;
struct pcap;

namespace netdumplings::kitchen {

class PcapFilter {
 public:
  /// For packets of `link_type` (a LINKTYPE_ value). An empty text lets every packet through, also of link types for
  /// which libpcap compiles nothing. Error: libpcap's words.
  static Result<PcapFilter> compile(const std::string& text, int link_type);
  /// For what `handle` captures.
  static Result<PcapFilter> compile(const std::string& text, pcap* handle);

  [[nodiscard]] bool matches(std::span<const std::uint8_t> captured, std::uint32_t wire_length) const;
  /// Null: every packet matches.
  [[nodiscard]] bpf_program* program() const { return program_.get(); }

 private:
  struct Free {
    void operator()(bpf_program* program) const;
  };
  std::unique_ptr<bpf_program, Free> program_;
};

}  // namespace netdumplings::kitchen
