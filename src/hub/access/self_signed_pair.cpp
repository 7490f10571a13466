#include "hub/access/self_signed_pair.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"
#include "common/text.hpp"
#include "net/http/origin_rules.hpp"
#include "net/loop/endpoint.hpp"
#include "net/tls/self_signed.hpp"

namespace netdumplings::hub {
namespace {

// Returns `text` quoted so that a shell takes it for one word.
std::string word(const std::string& text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+=,[]";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// An absolute path, so that the command works in every folder.
std::string whole_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> whole(::realpath(path.c_str(), nullptr), &std::free);
  return word(whole ? whole.get() : path);
}

// The name under which clients connect to the hub.
std::string name_of_hub(const SelfSignedPairOptions& options, const net::SelfSigned& pair) {
  const auto named = std::find_if_not(options.addresses.begin(), options.addresses.end(), net::is_wildcard);
  return named == options.addresses.end() ? pair.names.back() : *named;
}

// The options -a of the hub.
std::string listening(const std::vector<std::string>& addresses) {
  std::string text;
  for (const std::string& address : addresses) text += " -a " + word(address);
  return text;
}

void print_usage(const SelfSignedPairOptions& options, const net::SelfSigned& pair) {
  const std::string certificate = whole_path(pair.certificate_file);
  const std::string key = whole_path(pair.key_file);
  const std::string host = name_of_hub(options, pair);
  const std::string in = net::Endpoint{host, options.in_port, true}.uri();
  const std::string out = net::Endpoint{host, options.out_port, true}.uri();
  std::cout << "A certificate for " << joined(pair.names) << ", good for " << defaults::self_signed_days << " days:\n"
            << "  " << certificate << "\n"
            << "Its SHA-256 fingerprint:\n"
            << "  " << pair.fingerprint << "\n"
            << "Its key, which is nobody else's business:\n"
            << "  " << key << "\n\n"
            << "The hub:\n"
            << "  nd-hub" << listening(options.addresses) << " -i " << options.in_port << " -o " << options.out_port
            << " --tls-cert " << certificate << " --tls-key " << key << "\n"
            << "Kitchens and eaters; on another machine, with a copy of the certificate there:\n"
            << "  nd-sniff --hub " << word(in) << " --tls-ca " << certificate << "\n"
            << "  nd-print --hub " << word(out) << " --tls-ca " << certificate << std::endl;
}

}  // namespace

int make_self_signed_pair(const SelfSignedPairOptions& options) {
  const auto pair = net::make_self_signed(options.folder, options.addresses);
  if (!pair) {
    std::cout << "hub error: Cannot make a certificate: " << pair.error() << std::endl;
    return cli::exit_failed;
  }
  print_usage(options, *pair);
  return cli::exit_ok;
}

}  // namespace netdumplings::hub
