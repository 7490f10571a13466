#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <string_view>

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "net/tls/tls_ends_impl.hpp"
#include "net/tls/tls_words_impl.hpp"

namespace netdumplings::net {
namespace {

using NamesHandle = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;

// What the other side said, as the number of its alert (RFC 8446, section 6); 0: it said nothing of the kind.
int alert_in(int reason) { return reason > SSL_AD_REASON_OFFSET ? reason - SSL_AD_REASON_OFFSET : 0; }

std::string words_of(int reason) {
  const char* words = ERR_reason_error_string(ERR_PACK(ERR_LIB_SSL, 0, reason));
  return words != nullptr ? words : "error " + std::to_string(reason);
}

bool is_about_a_certificate(int alert) {
  switch (alert) {
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
      return true;
    default:
      return false;
  }
}

bool is_no_tls(int reason) {
  switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_UNKNOWN_PROTOCOL:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
      return true;
    default:
      return false;
  }
}

std::string shown_certificate(const SSL& connection) {
  return X509_verify_cert_error_string(SSL_get_verify_result(&connection));
}

std::string untrusted(const Endpoint& hub, const TlsClientFiles& files, const SSL& connection) {
  const std::string certificate = "the certificate of the hub at " + hub.uri();
  switch (SSL_get_verify_result(&connection)) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return certificate + " is for " + refused_names(connection) + ", not for " + hub.host +
             ": use a name that it is for, or give the hub a certificate for this one";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return certificate + " isn't valid today (" + shown_certificate(connection) + "): the hub needs a new one" +
             ", or this machine's clock is wrong";
    default:
      return certificate + " isn't trusted (" + shown_certificate(connection) + "): " +
             (files.ca.empty() ? "--tls-ca FILE names one to trust"
                               : files.ca + " (--tls-ca) has no certificate that signs it");
  }
}

std::string said_by_hub(const Endpoint& hub, const TlsClientFiles& files, int alert) {
  const std::string at = "the hub at " + hub.uri();
  // TLS 1.2 has no alert of its own for a certificate that is missing.
  const bool missing = alert == SSL_AD_CERTIFICATE_REQUIRED || alert == SSL_AD_HANDSHAKE_FAILURE;
  if (missing && files.certificate.empty()) {
    return at + " lets in only clients with a certificate that it knows: --tls-cert and --tls-key show one";
  }
  if (!files.certificate.empty() && (missing || is_about_a_certificate(alert))) {
    return at + " refused our client certificate " + files.certificate + " (" + SSL_alert_desc_string_long(alert) +
           "): a certificate in its --tls-client-ca must sign it";
  }
  if (alert == SSL_AD_PROTOCOL_VERSION) return at + " speaks neither TLS 1.2 nor 1.3";
  return at + " refused the TLS handshake: " + SSL_alert_desc_string_long(alert);
}

}  // namespace

bool spoke_plainly(int reason) { return reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST; }

std::string why_client_is_refused(const SSL& connection, int reason) {
  if (reason == 0) return {};
  if (spoke_plainly(reason)) return "it speaks ws:// or http://, and this port TLS: wss://, https://";
  if (is_no_tls(reason)) return "it doesn't speak TLS, as this port does";
  if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
    return "it showed no client certificate, which --tls-client-ca asks for (--tls-cert and --tls-key on its side)";
  }
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    return "no certificate in --tls-client-ca signs its client certificate (" + shown_certificate(connection) + ")";
  }
  if (reason == SSL_R_UNSUPPORTED_PROTOCOL) return "it speaks neither TLS 1.2 nor 1.3";
  if (const int alert = alert_in(reason); is_about_a_certificate(alert)) {
    return std::string("it refused the certificate of this hub (") + SSL_alert_desc_string_long(alert) +
           "): it must trust it (--tls-ca), and call the hub by a name that is in it";
  }
  return "no TLS handshake with it: " + words_of(reason);
}

std::string why_hub_is_refused(const Endpoint& hub, const TlsClientFiles& files, const SSL& connection, int reason) {
  if (reason == 0) return {};
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) return untrusted(hub, files, connection);
  if (const int alert = alert_in(reason); alert != 0) return said_by_hub(hub, files, alert);
  if (is_no_tls(reason)) {
    return "what listens at " + hub.uri() + " doesn't speak TLS: a hub without --tls-cert is at ws://" +
           hub.to_string();
  }
  return "no TLS with the hub at " + hub.uri() + ": " + words_of(reason);
}

std::string names_of(const X509& certificate) {
  const NamesHandle names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string list;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()) && list.size() < defaults::longest_shown_names; ++i) {
    const GENERAL_NAME& name = *sk_GENERAL_NAME_value(names.get(), i);
    std::array<char, INET6_ADDRSTRLEN> address{};
    if (name.type == GEN_DNS) {
      const ASN1_IA5STRING& text = *name.d.dNSName;
      const auto size = static_cast<std::size_t>(ASN1_STRING_length(&text));
      const std::string_view whole(reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)), size);
      list += (list.empty() ? "" : ", ") + terminal::harmless(whole.substr(0, defaults::longest_shown_names));
    } else if (name.type == GEN_IPADD) {
      const int family = ASN1_STRING_length(name.d.iPAddress) == 4 ? AF_INET : AF_INET6;
      if (family == AF_INET6 && ASN1_STRING_length(name.d.iPAddress) != 16) continue;
      inet_ntop(family, ASN1_STRING_get0_data(name.d.iPAddress), address.data(), address.size());
      list += (list.empty() ? "" : ", ") + std::string(address.data());
    }
  }
  return list.empty() ? "nobody in particular" : list;
}

}  // namespace netdumplings::net
