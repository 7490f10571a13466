// Looks up a host's addresses on a thread of its own.
//
// Asio's own resolver can't be left: the loop's end waits for its thread, and the system's lookup may take half a
// minute. A tool that was told to stop must not hang on a dead name server, so here the thread is let go and its answer
// forgotten.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::net {

/// A socket address, of either family.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

class Resolver {
 public:
  using Handler = std::function<void(Result<std::vector<Address>>)>;

  explicit Resolver(Loop& loop);
  /// Forgets a lookup under way.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// Calls `handler` on the loop's thread with the host's stream addresses, in the order to try them, at least one; or
  /// with why there is none. One lookup at a time: a new one forgets the one before.
  void lookup(const std::string& host, std::uint16_t port, Handler handler);
  void cancel();

 private:
  struct Lookup;

  static void answer(const std::shared_ptr<Lookup>& lookup, Result<std::vector<Address>> result);

  Loop& loop_;
  std::shared_ptr<Lookup> current_;
};

}  // namespace netdumplings::net
