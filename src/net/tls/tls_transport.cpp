#include <openssl/err.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include "net/tls/tls_transport_impl.hpp"
#include "net/tls/tls_words_impl.hpp"

namespace netdumplings::net {
namespace {

constexpr std::size_t largest_record = SSL3_RT_MAX_PLAIN_LENGTH;

// ---- a Transport as OpenSSL sees it

Transport& below(BIO* bio) { return *static_cast<Transport*>(BIO_get_data(bio)); }

int read_below(BIO* bio, char* room, std::size_t size, std::size_t* got) {
  BIO_clear_retry_flags(bio);
  const IoResult result = below(bio).read({room, size});
  *got = result.bytes;
  if (result.state == IoResult::State::would_block) BIO_set_retry_read(bio);
  if (result.state == IoResult::State::closed) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return result.state == IoResult::State::done ? 1 : 0;
}

int write_below(BIO* bio, const char* bytes, std::size_t size, std::size_t* sent) {
  BIO_clear_retry_flags(bio);
  const IoResult result = below(bio).write({bytes, size});
  *sent = result.bytes;
  if (result.state == IoResult::State::would_block) BIO_set_retry_write(bio);
  return result.state == IoResult::State::done ? 1 : 0;
}

long control(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return 0;
}

const BIO_METHOD* new_method() {
  BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "transport");
  if (method == nullptr) throw std::bad_alloc();
  BIO_meth_set_read_ex(method, read_below);
  BIO_meth_set_write_ex(method, write_below);
  BIO_meth_set_ctrl(method, control);
  return method;
}

BIO* new_bio(Transport& transport) {
  static const BIO_METHOD* const method = new_method();
  BIO* const bio = BIO_new(method);
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, &transport);
  BIO_set_init(bio, 1);
  return bio;
}

// The first that TLS itself complains of: what it found wrong with certificates and sockets stands around it.
int first_reason() {
  while (const unsigned long error = ERR_get_error()) {
    if (ERR_GET_LIB(error) == ERR_LIB_SSL) return ERR_GET_REASON(error);
  }
  return SSL_R_SSL_HANDSHAKE_FAILURE;
}

}  // namespace

TlsTransport::TlsTransport(SslHandle end, Transport& below) : below_(below), ssl_(std::move(end)) {
  BIO* const bio = new_bio(below_);
  SSL_set_bio(ssl_.get(), bio, bio);
}

TlsTransport::Handshake TlsTransport::shake_hands() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  open_ = result == 1;
  if (open_) return Handshake::done;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Handshake::wants_input;
    case SSL_ERROR_WANT_WRITE:
      return Handshake::wants_room;
    case SSL_ERROR_SSL:
      failure_ = first_reason();
      break;
    default:
      break;
  }
  ERR_clear_error();
  return Handshake::failed;
}

std::string TlsTransport::refused_client() const { return why_client_is_refused(*ssl_, failure_); }

std::string TlsTransport::refused_hub(const Endpoint& hub, const TlsClientFiles& files) const {
  return why_hub_is_refused(hub, files, *ssl_, failure_);
}

bool TlsTransport::client_is_plain() const { return spoke_plainly(failure_); }

// All that there is: what OpenSSL has read already, no socket will announce.
IoResult TlsTransport::read(std::span<char> room) {
  std::size_t got = 0;
  while (got < room.size()) {
    ERR_clear_error();
    std::size_t bytes = 0;
    const int result = SSL_read_ex(ssl_.get(), room.data() + got, room.size() - got, &bytes);
    got += bytes;
    if (result == 1) continue;
    const IoResult end = stopped(result);
    // The end is told by the next call.
    has_unread_ = got > 0 && end.state != IoResult::State::would_block;
    return got > 0 ? IoResult{IoResult::State::done, got, 0} : end;
  }
  has_unread_ = true;
  return {IoResult::State::done, got, 0};
}

IoResult TlsTransport::write(std::string_view bytes) {
  if (const IoResult before = flush(); before.state != IoResult::State::done) return before;
  std::size_t taken = 0;
  while (taken < bytes.size() && kept_.empty()) {
    const std::string_view record = bytes.substr(taken, largest_record);
    ERR_clear_error();
    std::size_t sent = 0;
    const int result = SSL_write_ex(ssl_.get(), record.data(), record.size(), &sent);
    if (result != 1) {
      const IoResult end = stopped(result);
      if (end.state != IoResult::State::would_block) return taken > 0 ? IoResult{IoResult::State::done, taken, 0} : end;
      answer_waits_ = false;
      kept_ = record;
      sent = record.size();
    }
    taken += sent;
  }
  return {IoResult::State::done, taken, 0};
}

IoResult TlsTransport::flush() {
  if (!pending()) return {};
  ERR_clear_error();
  if (kept_.empty()) {
    const int result = SSL_do_handshake(ssl_.get());
    answer_waits_ = false;
    return result == 1 ? IoResult{} : stopped(result);
  }
  std::size_t all = 0;
  while (!kept_.empty()) {
    std::size_t sent = 0;  // less than the whole where the client asked for small records
    const int result = SSL_write_ex(ssl_.get(), kept_.data(), kept_.size(), &sent);
    if (result != 1) return stopped(result);
    kept_.erase(0, sent);
    all += sent;
  }
  kept_.shrink_to_fit();
  return {IoResult::State::done, all, 0};
}

void TlsTransport::finish() {
  ERR_clear_error();
  if (std::exchange(open_, false)) SSL_shutdown(ssl_.get());
  ERR_clear_error();
  below_.finish();
}

IoResult TlsTransport::stopped(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_SSL) failure_ = first_reason();
  ERR_clear_error();
  switch (error) {
    case SSL_ERROR_WANT_WRITE:
      answer_waits_ = kept_.empty();
      return {IoResult::State::would_block, 0, 0};
    case SSL_ERROR_WANT_READ:
      return {IoResult::State::would_block, 0, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {IoResult::State::closed, 0, 0};
    default:
      return {IoResult::State::failed, 0, error == SSL_ERROR_SYSCALL ? ECONNRESET : EPROTO};
  }
}

}  // namespace netdumplings::net
