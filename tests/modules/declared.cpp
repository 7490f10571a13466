// Declares all that a chef can declare about itself, in texts that a terminal shouldn't be shown as they are.
#include <netdumplings/dumpling_chef.hpp>

namespace {

class DeclaredChef : public netdumplings::DumplingChef {
 public:
  static constexpr const char* chef_help = "Counts\n  FakeChef \x1b[31m";
  static constexpr const char* chef_version = "1.2.3\n";
  static constexpr netdumplings::ChefOption chef_options[] = {
      {"most", "number", "100", "senders that are remembered", 1, 1000},
      {"word", "string", "\"none\"", ""},
  };
};

}  // namespace

NETDUMPLINGS_CHEFS(DeclaredChef)
