#include "kitchen/packets/pcap_filter.hpp"

#include <pcap/pcap.h>

#include "common/defaults.hpp"
#include "kitchen/packets/link_types.hpp"

namespace netdumplings::kitchen {
namespace {

bool is_empty(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

}  // namespace

void PcapFilter::Free::operator()(bpf_program* program) const {
  pcap_freecode(program);
  delete program;
}

Result<PcapFilter> PcapFilter::compile(const std::string& text, int link_type) {
  if (is_empty(text)) return PcapFilter();
  const std::unique_ptr<pcap, void (*)(pcap*)> handle(
      pcap_open_dead(dlt_from_link_type(link_type), defaults::snapshot_length), pcap_close);
  if (!handle) return Error{"out of memory"};
  return compile(text, handle.get());
}

Result<PcapFilter> PcapFilter::compile(const std::string& text, pcap* handle) {
  PcapFilter filter;
  if (is_empty(text)) return filter;
  filter.program_.reset(new bpf_program{});
  constexpr int optimise = 1;
  if (pcap_compile(handle, filter.program(), text.c_str(), optimise, PCAP_NETMASK_UNKNOWN) != 0) {
    return Error{"the filter \"" + text + "\" doesn't compile: " + pcap_geterr(handle) +
                 " (-f '' lets every packet pass)"};
  }
  return filter;
}

bool PcapFilter::matches(std::span<const std::uint8_t> captured, std::uint32_t wire_length) const {
  if (program() == nullptr) return true;
  pcap_pkthdr header{};
  header.caplen = static_cast<bpf_u_int32>(captured.size());
  header.len = wire_length;
  return pcap_offline_filter(program(), &header, captured.data()) != 0;
}

}  // namespace netdumplings::kitchen
