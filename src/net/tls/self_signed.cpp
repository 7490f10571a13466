#include "net/tls/self_signed.hpp"

#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/file_descriptor.hpp"
#include "net/http/origin_rules.hpp"
#include "net/loop/endpoint.hpp"
#include "net/tls/tls_files_impl.hpp"
#include "net/tls/tls_handles_impl.hpp"

namespace netdumplings::net {
namespace {

using ExtensionHandle = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

constexpr std::size_t longest_common_name = 64;  // RFC 5280, ub-common-name
constexpr long a_day = 24L * 60 * 60;

Error failure(const std::string& what) { return Error{what + ": " + openssl_words()}; }

std::vector<std::string> names_for(const std::vector<std::string>& addresses) {
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  std::vector<std::string> more = addresses;
  more.push_back(machine_name());
  for (const std::string& given : more) {
    const std::string name = given.substr(0, given.find('%'));
    if (name.empty() || is_wildcard(name)) continue;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ",") + (is_address(name) ? "IP:" + name : "DNS:" + name);
  return list;
}

bool add_extension(X509& certificate, int which, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
  const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, which, value.c_str()));
  return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

// A positive number that nobody can guess (RFC 5280, 4.1.2.2).
bool set_serial(X509& certificate) {
  std::array<unsigned char, 16> number{};
  if (RAND_bytes(number.data(), static_cast<int>(number.size())) != 1) return false;
  number[0] = static_cast<unsigned char>((number[0] & 0x7fU) | 0x40U);
  const std::unique_ptr<BIGNUM, Freed<BN_free>> big(BN_bin2bn(number.data(), static_cast<int>(number.size()), nullptr));
  return big && BN_to_ASN1_INTEGER(big.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool set_subject(X509& certificate, const std::string& name) {
  X509_NAME* const subject = X509_get_subject_name(&certificate);
  const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
  const auto size = static_cast<int>(std::min(name.size(), longest_common_name));
  return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, size, -1, 0) == 1 &&
         X509_set_issuer_name(&certificate, subject) == 1;
}

// Of no authority: browsers refuse a server's certificate that could sign others.
Result<CertificateHandle> make_certificate(EVP_PKEY& key, const std::vector<std::string>& names) {
  CertificateHandle made(X509_new());
  X509* const certificate = made.get();
  const bool filled = certificate != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1 &&
                      set_serial(*certificate) && set_subject(*certificate, names.back()) &&
                      X509_gmtime_adj(X509_getm_notBefore(certificate), -a_day) != nullptr &&
                      X509_gmtime_adj(X509_getm_notAfter(certificate), defaults::self_signed_days * a_day) != nullptr &&
                      X509_set_pubkey(certificate, &key) == 1 &&
                      add_extension(*certificate, NID_basic_constraints, "critical,CA:FALSE") &&
                      add_extension(*certificate, NID_key_usage, "critical,digitalSignature") &&
                      add_extension(*certificate, NID_ext_key_usage, "serverAuth") &&
                      add_extension(*certificate, NID_subject_key_identifier, "hash");
  if (!filled) return failure("no certificate could be made");
  if (!add_extension(*certificate, NID_subject_alt_name, alternative_names(names))) {
    return failure("no certificate can be made for " + alternative_names(names));
  }
  if (X509_sign(certificate, &key, EVP_sha256()) == 0) return failure("no certificate could be signed");
  return made;
}

std::string text_of(BIO& memory) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(&memory, &text);
  return {text, static_cast<std::size_t>(size)};
}

Result<void> write_new(const std::string& path, const std::string& text, mode_t mode) {
  const auto trouble = [&path] { return Error{"can't write " + path + ": " + std::generic_category().message(errno)}; };
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.valid() && errno == EEXIST) return Error{path + " is there already: move it away, or name another folder"};
  if (!file.valid()) return trouble();
  const ssize_t written = ::write(file.get(), text.data(), text.size());
  const bool whole = written == static_cast<ssize_t>(text.size()) && ::fsync(file.get()) == 0;
  if (whole) return {};
  Error error = trouble();
  ::unlink(path.c_str());
  return error;
}

Result<void> write_pair(const SelfSigned& pair, EVP_PKEY& key, X509& certificate) {
  const BioHandle key_text(BIO_new(BIO_s_mem()));
  const BioHandle certificate_text(BIO_new(BIO_s_mem()));
  if (!key_text || !certificate_text ||
      PEM_write_bio_PKCS8PrivateKey(key_text.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_text.get(), &certificate) != 1) {
    return failure("the pair can't be written as PEM");
  }
  if (auto written = write_new(pair.key_file, text_of(*key_text), 0600); !written) return written;
  auto written = write_new(pair.certificate_file, text_of(*certificate_text), 0644);
  if (!written) ::unlink(pair.key_file.c_str());
  return written;
}

}  // namespace

Result<SelfSigned> make_self_signed(const std::string& folder, const std::vector<std::string>& addresses) {
  if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) {
    return Error{"can't make the folder " + folder + ": " + std::generic_category().message(errno)};
  }
  const std::string in_folder = folder.ends_with('/') ? folder : folder + "/";
  SelfSigned pair{in_folder + "hub-cert.pem", in_folder + "hub-key.pem", {}, names_for(addresses)};
  const KeyHandle key(EVP_EC_gen("P-256"));
  if (!key) return failure("no key could be made");
  const auto certificate = make_certificate(*key, pair.names);
  if (!certificate) return Error{certificate.error()};
  pair.fingerprint = fingerprint_of(**certificate);
  if (auto written = write_pair(pair, *key, **certificate); !written) return Error{written.error()};
  return pair;
}

}  // namespace netdumplings::net
