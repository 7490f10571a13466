#include "net/loop/resolver.hpp"

#include <netdb.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "net/loop/blocked_signals.hpp"

namespace netdumplings::net {

// Shared by the resolver and the thread that looks up. The mutex guards `loop`: null once nobody waits for the answer.
struct Resolver::Lookup {
  std::mutex mutex;
  Loop* loop = nullptr;
  Handler handler;
};

namespace {

Result<std::vector<Address>> look_up(const std::string& host, std::uint16_t port) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const auto service = std::to_string(port);
  int error = getaddrinfo(host.c_str(), service.c_str(), &wanted, &found);
  // localhost is the loopback (RFC 6761, section 6.3), on a machine without an /etc/hosts too; so is no host.
  if (error != 0 && host == "localhost") error = getaddrinfo(nullptr, service.c_str(), &wanted, &found);
  if (error != 0) {
    return Error{error == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(error)};
  }
  std::vector<Address> addresses;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    auto& address = addresses.emplace_back();
    std::memcpy(&address.storage, each->ai_addr, each->ai_addrlen);
    address.size = each->ai_addrlen;
  }
  freeaddrinfo(found);
  return addresses;
}

}  // namespace

Resolver::Resolver(Loop& loop) : loop_(loop) {}

Resolver::~Resolver() { cancel(); }

void Resolver::lookup(const std::string& host, std::uint16_t port, Handler handler) {
  cancel();
  current_ = std::make_shared<Lookup>();
  current_->loop = &loop_;
  current_->handler = std::move(handler);
  const BlockedSignals blocked;
  try {
    std::thread([lookup = current_, host, port] { answer(lookup, look_up(host, port)); }).detach();
  } catch (const std::system_error& error) {
    answer(current_, Error{error.what()});
  }
}

void Resolver::answer(const std::shared_ptr<Lookup>& lookup, Result<std::vector<Address>> result) {
  const std::scoped_lock lock(lookup->mutex);
  if (lookup->loop == nullptr) return;
  lookup->loop->post([lookup, result = std::move(result)] {
    // Cancelled meanwhile? Only this thread, the loop's, does that.
    if (lookup->handler) std::exchange(lookup->handler, nullptr)(result);
  });
}

void Resolver::cancel() {
  if (!current_) return;
  const std::scoped_lock lock(current_->mutex);
  current_->loop = nullptr;
  current_->handler = nullptr;
}

}  // namespace netdumplings::net
