#include "net/tls/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <utility>

#include "net/tls/tls_files_impl.hpp"

namespace netdumplings::net {
namespace {

// What both sides want of every connection.
TlsContext new_context(const SSL_METHOD* method) {
  TlsContext context(SSL_CTX_new(method), SSL_CTX_free);
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  // A WebSocket says itself when it ends, so an end without a word of TLS's is an end like another. No renegotiation: a
  // write never waits for a read. No resumption: who is let in is decided with the certificates of today.
  SSL_CTX_set_options(
      raw, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(raw, 0);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(raw, 1);  // one read a record, instead of one for its head and one for the rest
  return context;
}

Result<TlsContext> load_server(const TlsServerFiles& files) {
  TlsContext context = new_context(TLS_server_method());
  if (auto used = use_certificate(*context, files.certificate, files.key, files.key_group); !used) {
    return Error{used.error()};
  }
  if (files.client_ca.empty()) return context;
  if (auto trusted = trust_only(*context, files.client_ca, "--tls-client-ca"); !trusted) return Error{trusted.error()};
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return context;
}

}  // namespace

TlsServer::TlsServer(TlsServerFiles files, TlsContext context)
    : files_(std::move(files)), context_(std::move(context)) {}

Result<std::shared_ptr<TlsServer>> TlsServer::load(const TlsServerFiles& files) {
  auto context = load_server(files);
  if (!context) return Error{context.error()};
  return std::shared_ptr<TlsServer>(new TlsServer(files, std::move(*context)));
}

Result<void> TlsServer::reload() {
  auto context = load_server(files_);
  if (!context) return Error{context.error()};
  const std::lock_guard lock(mutex_);
  context_ = std::move(*context);
  return {};
}

TlsContext TlsServer::current() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

std::string TlsServer::fingerprint() const { return fingerprint_of(*SSL_CTX_get0_certificate(current().get())); }

std::string misuse_of(const TlsClientFiles& files, bool hub_is_tls) {
  if (files.any() && !hub_is_tls) {
    return "--tls-ca, --tls-cert and --tls-key are for a hub that speaks TLS: --hub wss://HOST:PORT";
  }
  if (files.certificate.empty() != files.key.empty()) return "--tls-cert and --tls-key go together";
  return {};
}

Result<std::shared_ptr<const TlsClient>> TlsClient::load(const TlsClientFiles& files) {
  TlsContext context = new_context(TLS_client_method());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (files.ca.empty()) {
    SSL_CTX_set_default_verify_paths(context.get());
    ERR_clear_error();
  } else if (auto trusted = trust_only(*context, files.ca, "--tls-ca"); !trusted) {
    return Error{trusted.error()};
  }
  if (!files.certificate.empty()) {
    if (auto used = use_certificate(*context, files.certificate, files.key, files.key_group); !used) {
      return Error{used.error()};
    }
  }
  return std::make_shared<const TlsClient>(TlsClient{std::move(context), files});
}

}  // namespace netdumplings::net
