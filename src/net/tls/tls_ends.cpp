#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <new>

#include "net/loop/endpoint.hpp"
#include "net/tls/tls_ends_impl.hpp"
#include "net/tls/tls_words_impl.hpp"

namespace netdumplings::net {
namespace {

void free_names(void* /*connection*/, void* names, CRYPTO_EX_DATA* /*all*/, int /*slot*/, long /*argument*/,
                void* /*pointer*/) {
  delete static_cast<std::string*>(names);
}

// Where a connection keeps the names of the certificate that it refused: OpenSSL forgets them.
int names_slot() {
  static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, free_names);
  return slot;
}

int note_names(int good, X509_STORE_CTX* verification) {
  if (good == 1) return good;
  const auto* const connection =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* const names = static_cast<std::string*>(SSL_get_ex_data(connection, names_slot()));
  if (const X509* const certificate = X509_STORE_CTX_get0_cert(verification)) *names = names_of(*certificate);
  return good;
}

bool expect(SSL& connection, const std::string& host) {
  X509_VERIFY_PARAM* const wanted = SSL_get0_param(&connection);
  if (is_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(&connection, host.c_str()) == 1;
}

SslHandle new_connection(const TlsContext& context) {
  SslHandle connection(SSL_new(context.get()));
  if (!connection) throw std::bad_alloc();
  return connection;
}

bool keep_names(SSL& connection) {
  auto names = std::make_unique<std::string>();
  if (SSL_set_ex_data(&connection, names_slot(), names.get()) != 1) return false;
  static_cast<void>(names.release());  // free_names() deletes it
  return true;
}

}  // namespace

SslHandle server_end(const TlsContext& context) {
  SslHandle connection = new_connection(context);
  SSL_set_accept_state(connection.get());
  return connection;
}

SslHandle client_end(const TlsContext& context, const std::string& host) {
  SslHandle connection = new_connection(context);
  std::string name = host.substr(0, host.find('%'));  // an address without its zone
  if (name.ends_with('.')) name.pop_back();
  if (!keep_names(*connection) || !expect(*connection, name)) throw std::bad_alloc();
  SSL_set_verify(connection.get(), SSL_VERIFY_PEER, note_names);
  SSL_set_connect_state(connection.get());
  return connection;
}

std::string refused_names(const SSL& client_end) {
  const auto* const names = static_cast<std::string*>(SSL_get_ex_data(&client_end, names_slot()));
  return names != nullptr ? *names : std::string();
}

}  // namespace netdumplings::net
