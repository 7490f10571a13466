// Prints the layers of packets, joined by "|", one packet on each line, to compare the dissector with other decoders.
//
//   nd_layer_chains FILE       reads the packets of a capture
//   nd_layer_chains -          reads packets as lines "LINKTYPE HEX" from standard input
#include <pcap/pcap.h>

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "packet/dissector.hpp"

namespace {

using netdumplings::packet::Dissector;

void print_chain(Dissector& dissector, std::span<const std::uint8_t> bytes, int link_type) {
  std::string chain;
  for (const nd_layer& layer : dissector.dissect(bytes, link_type)) {
    if (!chain.empty()) chain += '|';
    chain.append(layer.name, layer.name_size);
  }
  std::cout << chain << '\n';
}

int print_lines() {
  Dissector dissector;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    int link_type = 0;
    std::string hex;
    words >> link_type >> hex;
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
      bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    print_chain(dissector, bytes, link_type);
  }
  return 0;
}

int print_capture(const char* path) {
  char why[PCAP_ERRBUF_SIZE] = "";
  pcap_t* const capture = pcap_open_offline(path, why);
  if (capture == nullptr) {
    std::cerr << path << ": " << why << '\n';
    return 1;
  }
  Dissector dissector;
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  while (pcap_next_ex(capture, &header, &bytes) == 1) {
    print_chain(dissector, {bytes, header->caplen}, pcap_datalink(capture));
  }
  pcap_close(capture);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "Usage: nd_layer_chains FILE|-\n";
    return 2;
  }
  return std::string_view(argv[1]) == "-" ? print_lines() : print_capture(argv[1]);
}
