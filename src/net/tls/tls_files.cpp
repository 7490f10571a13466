#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/secret.hpp"
#include "common/os/small_file.hpp"
#include "net/tls/tls_files_impl.hpp"
#include "net/tls/tls_handles_impl.hpp"

namespace netdumplings::net {
namespace {

std::string file_of(const std::string& option, const std::string& path) { return option + " " + path; }

// Reads a PEM file.
Result<std::string> read_file(const std::string& option, const std::string& path, FileReaders readers) {
  SmallFile file = read_small_file(path, {defaults::largest_pem_file, readers});
  switch (file.fault) {
    case SmallFile::Fault::none:
      return std::move(file.text);
    case SmallFile::Fault::exposed:
      return Error{file_of(option, path) + " is no secret: " + file.why + ", or make a new key if others have seen it" +
                   " (--tls-key-group lets the file's group read it)"};
    case SmallFile::Fault::too_large:
      return Error{file_of(option, path) + " is too large for a PEM file: " + file.why};
    case SmallFile::Fault::unreadable:
    case SmallFile::Fault::not_regular:
      break;
  }
  return Error{"can't read " + file_of(option, path) + ": " + file.why};
}

BioHandle text_source(const std::string& text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Notes that OpenSSL asked for a passphrase. There is nobody to ask.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

CertificateHandle next_certificate(BIO& source) {
  return CertificateHandle(PEM_read_bio_X509(&source, nullptr, nullptr, nullptr));
}

Result<void> use_chain(SSL_CTX& context, const std::string& path) {
  const auto text = read_file("--tls-cert", path, FileReaders::everybody);
  if (!text) return Error{text.error()};
  const BioHandle source = text_source(*text);
  const CertificateHandle own = next_certificate(*source);
  if (!own) return Error{file_of("--tls-cert", path) + " holds no certificate in PEM (" + openssl_words() + ")"};
  if (SSL_CTX_use_certificate(&context, own.get()) != 1) {
    return Error{file_of("--tls-cert", path) + " can't be used: " + openssl_words()};
  }
  SSL_CTX_clear_chain_certs(&context);
  while (const CertificateHandle signer = next_certificate(*source)) {
    if (SSL_CTX_add1_chain_cert(&context, signer.get()) != 1) {
      return Error{file_of("--tls-cert", path) + " can't be used: " + openssl_words()};
    }
  }
  ERR_clear_error();  // OpenSSL counts the end of the file as an error
  return {};
}

Result<KeyHandle> read_key(const std::string& path, bool group_may_read) {
  auto text = read_file("--tls-key", path, readers_of_secret(path, group_may_read));
  if (!text) return Error{text.error()};
  const Cleanser cleanser(*text);
  bool asked = false;
  KeyHandle key(PEM_read_bio_PrivateKey(text_source(*text).get(), nullptr, no_passphrase, &asked));
  if (asked) {
    return Error{file_of("--tls-key", path) + " has a passphrase, which nobody is there to say: `openssl pkey -in " +
                 path + " -out NEW` writes it without one"};
  }
  if (!key) return Error{file_of("--tls-key", path) + " holds no private key in PEM (" + openssl_words() + ")"};
  return key;
}

}  // namespace

std::string openssl_words() {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  const char* words = error == 0 ? nullptr : ERR_reason_error_string(error);
  if (words != nullptr) return words;
  return error == 0 ? "no reason given" : "error " + std::to_string(error);
}

Result<void> use_certificate(SSL_CTX& context, const std::string& certificate_file, const std::string& key_file,
                             bool group_may_read_key) {
  if (auto used = use_chain(context, certificate_file); !used) return used;
  const auto key = read_key(key_file, group_may_read_key);
  if (!key) return Error{key.error()};
  // OpenSSL drops a certificate that doesn't belong to a new key, so compare them before.
  if (X509_check_private_key(SSL_CTX_get0_certificate(&context), key->get()) != 1) {
    ERR_clear_error();
    return Error{file_of("--tls-key", key_file) + " is not the key of " + file_of("--tls-cert", certificate_file) +
                 ": the two must be made together"};
  }
  if (SSL_CTX_use_PrivateKey(&context, key->get()) != 1) {
    return Error{file_of("--tls-key", key_file) + " can't be used: " + openssl_words()};
  }
  return {};
}

Result<void> trust_only(SSL_CTX& context, const std::string& file, const std::string& option) {
  const auto text = read_file(option, file, FileReaders::everybody);
  if (!text) return Error{text.error()};
  const BioHandle source = text_source(*text);
  X509_STORE* const store = SSL_CTX_get_cert_store(&context);
  std::size_t found = 0;
  while (const CertificateHandle certificate = next_certificate(*source)) {
    X509_STORE_add_cert(store, certificate.get());
    SSL_CTX_add_client_CA(&context, certificate.get());
    ++found;
  }
  const std::string words = openssl_words();
  if (found == 0) return Error{file_of(option, file) + " holds no certificate in PEM (" + words + ")"};
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  return {};
}

std::string fingerprint_of(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
  constexpr const char* digits = "0123456789ABCDEF";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    if (i > 0) text += ':';
    text += digits[digest[i] >> 4U];
    text += digits[digest[i] & 0x0fU];
  }
  return text;
}

}  // namespace netdumplings::net
