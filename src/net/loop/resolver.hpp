// Looks up the addresses of a host on a thread of its own.
//
// Asio's resolver can't be abandoned: the end of the loop waits for its thread, and the system's lookup may take half a
// minute. A tool that was told to stop must not hang on a dead name server, so here the thread is detached and its
// answer is ignored.
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
  /// Abandons a lookup that is under way.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// Looks up the host and calls `handler` on the loop's thread with its stream addresses, at least one, in the order
  /// in which to try them; or with why there is none. A new lookup abandons the one before.
  void lookup(const std::string& host, std::uint16_t port, Handler handler);
  void cancel();

 private:
  struct Lookup;

  static void answer(const std::shared_ptr<Lookup>& lookup, Result<std::vector<Address>> result);

  Loop& loop_;
  std::shared_ptr<Lookup> current_;
};

}  // namespace netdumplings::net
