// TLS as the rest of the program sees it: which files, and what was made of them. OpenSSL stays inside net.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "common/result.hpp"

struct ssl_ctx_st;

namespace netdumplings::net {

/// What one side takes for every TLS connection. The connections share it, and it lives as long as the last of them.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

struct TlsServerFiles {
  std::string certificate;  // PEM; what vouches for it, if anything, behind it in the same file
  std::string key;
  std::string client_ca;  // only clients whose certificate these vouch for are let in; empty: all
};

/// A server's side. The files are read when it is made and at reload(), and not kept open. Used from any thread.
class TlsServer {
 public:
  /// The error names the file, and the option that it comes from.
  static Result<std::shared_ptr<TlsServer>> load(const TlsServerFiles& files);

  /// Reads the files anew, for the connections to come; those that there are go on as they are. After an error nothing
  /// has changed.
  Result<void> reload();
  [[nodiscard]] TlsContext current() const;
  /// The SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` writes it.
  [[nodiscard]] std::string fingerprint() const;

 private:
  TlsServer(TlsServerFiles files, TlsContext context);

  const TlsServerFiles files_;
  mutable std::mutex mutex_;
  TlsContext context_;
};

struct TlsClientFiles {
  std::string ca;           // the server's certificate must be one of these or vouched for by one; empty: the system's
  std::string certificate;  // shown to a server that asks who we are; empty: none
  std::string key;          // of that certificate

  [[nodiscard]] bool any() const { return !ca.empty() || !certificate.empty() || !key.empty(); }
};

/// Why these can't be used for this hub; empty when they can.
std::string misuse_of(const TlsClientFiles& files, bool hub_is_tls);

/// A client's side, for any number of connections on any threads. The files are read when it is made, and never again.
struct TlsClient {
  /// The error names the file, and the option that it comes from.
  static Result<std::shared_ptr<const TlsClient>> load(const TlsClientFiles& files);

  TlsContext context;
  TlsClientFiles files;  // named in errors
};

}  // namespace netdumplings::net
