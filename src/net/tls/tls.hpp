// TLS as the rest of the program sees it: the files, and what is made of them. OpenSSL stays inside net.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "common/result.hpp"

struct ssl_ctx_st;

namespace netdumplings::net {

/// What all TLS connections of one side share. It lives as long as the last of them.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

struct TlsServerFiles {
  std::string certificate;  // PEM; the certificates that sign it, if any, follow in the same file
  std::string key;
  std::string client_ca;   // lets in only clients whose certificate is signed by one of these; "": all clients
  bool key_group = false;  // the group of the key's file may read it, too
};

/// A server's side. Reads its files when it is made and at reload(), and doesn't keep them open. Used from any thread.
class TlsServer {
 public:
  /// Reads the files. The error names the file, and the option that it comes from.
  static Result<std::shared_ptr<TlsServer>> load(const TlsServerFiles& files);

  /// Reads the files again, for new connections; existing ones go on as they are. After an error nothing has changed.
  Result<void> reload();
  [[nodiscard]] TlsContext current() const;
  /// Returns the SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` writes it.
  [[nodiscard]] std::string fingerprint() const;

 private:
  TlsServer(TlsServerFiles files, TlsContext context);

  const TlsServerFiles files_;
  mutable std::mutex mutex_;
  TlsContext context_;
};

struct TlsClientFiles {
  std::string ca;           // the server's certificate must be one of these or be signed by one; "": the system's
  std::string certificate;  // shown to a server that asks for one; "" for none
  std::string key;          // of that certificate
  bool key_group = false;   // the group of its file may read it, too

  [[nodiscard]] bool any() const { return !ca.empty() || !certificate.empty() || !key.empty(); }
};

/// Returns why these files can't be used for this hub; "" if they can.
std::string misuse_of(const TlsClientFiles& files, bool hub_is_tls);

/// A client's side, for any number of connections on any threads. Reads its files when it is made, and never again.
struct TlsClient {
  /// Reads the files. The error names the file, and the option that it comes from.
  static Result<std::shared_ptr<const TlsClient>> load(const TlsClientFiles& files);

  TlsContext context;
  TlsClientFiles files;  // named in errors
};

}  // namespace netdumplings::net
