// Built twice, as two modules: what they have in common in name they must not share.
#include <netdumplings/dumpling_chef.hpp>

namespace twins {

inline int which() { return TWIN; }
inline int times_called = 0;

template <int>
struct Counter {
  static inline int made = 0;
};

class TwinChef : public netdumplings::DumplingChef {
 public:
  netdumplings::Payload packet_handler(const netdumplings::Packet&) override {
    static int seen = 0;
    return nlohmann::ordered_json{
        {"which", which()}, {"calls", ++times_called}, {"seen", ++seen}, {"made", ++Counter<0>::made}};
  }
};

}  // namespace twins

NETDUMPLINGS_CHEFS(twins::TwinChef)
