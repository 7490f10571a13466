#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <new>
#include <utility>

#include "net/client/client_stream_impl.hpp"
#include "net/tls/tls_words_impl.hpp"

namespace netdumplings::net {
namespace asio = boost::asio;

namespace {

// Where a connection keeps whom the refused certificate was for: OpenSSL forgets it. (Its app_data is asio's.)
int names_slot() {
  static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
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

// A certificate for another name or address than the one that was asked for is refused.
bool expect(SSL& connection, const std::string& host) {
  X509_VERIFY_PARAM* const wanted = SSL_get0_param(&connection);
  if (is_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(&connection, host.c_str()) == 1;
}

}  // namespace

void ClientStream::start_tls(const TlsContext& context, const std::string& host,
                             std::function<void(const boost::system::error_code& error)> done) {
  SSL* const connection = SSL_new(context.get());
  refused_names_ = std::make_unique<std::string>();
  std::string name = host.substr(0, host.find('%'));  // an address without its zone
  if (name.ends_with('.')) name.pop_back();
  if (connection == nullptr || SSL_set_ex_data(connection, names_slot(), refused_names_.get()) != 1 ||
      !expect(*connection, name)) {
    SSL_free(connection);
    throw std::bad_alloc();
  }
  SSL_set_verify(connection, SSL_VERIFY_PEER, note_names);
  tls_ = std::make_unique<asio::ssl::stream<Socket>>(std::move(socket_), connection);
  tls_->async_handshake(asio::ssl::stream_base::client, std::move(done));
}

std::string ClientStream::tls_trouble(const Endpoint& hub, const TlsClientFiles& files,
                                      const boost::system::error_code& error) {
  return tls_ ? refused_hub(hub, files, *tls_->native_handle(), *refused_names_, error) : std::string();
}

}  // namespace netdumplings::net
