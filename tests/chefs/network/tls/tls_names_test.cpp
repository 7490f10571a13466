// Names of versions and cipher suites.
#include "network/tls/tls_names.hpp"

#include <gtest/gtest.h>

namespace netdumplings::chefs::network {
namespace {

std::string suite(std::uint16_t number) {
  std::string text;
  append_cipher_suite(text, number);
  return text;
}
std::string version(std::uint16_t number) {
  std::string text;
  append_tls_version(text, number);
  return text;
}

TEST(TlsNames, OfCipherSuitesAreThoseOfTheRegistry) {
  EXPECT_EQ(suite(0x1301), "\"TLS_AES_128_GCM_SHA256\"");
  EXPECT_EQ(suite(0xc02f), "\"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\"");
  EXPECT_EQ(suite(0x0000), "\"TLS_NULL_WITH_NULL_NULL\"");
  EXPECT_EQ(suite(0x0005), "\"TLS_RSA_WITH_RC4_128_SHA\"");
  EXPECT_EQ(suite(0x00ff), "\"TLS_EMPTY_RENEGOTIATION_INFO_SCSV\"");
  EXPECT_EQ(suite(0xcca8), "\"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256\"");
  EXPECT_EQ(suite(0xd005), "\"TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256\"");
}

TEST(TlsNames, OfOthersAreTheirNumbers) {
  EXPECT_EQ(suite(0x1a2b), "\"0x1a2b\"");
  EXPECT_EQ(suite(0xffff), "\"0xffff\"");
  EXPECT_EQ(version(0x7f1c), "\"0x7f1c\"");
  EXPECT_EQ(version(0), "\"0x0000\"");
}

TEST(TlsNames, OfVersions) {
  EXPECT_EQ(version(0x0304), "\"TLS 1.3\"");
  EXPECT_EQ(version(0x0303), "\"TLS 1.2\"");
  EXPECT_EQ(version(0x0302), "\"TLS 1.1\"");
  EXPECT_EQ(version(0x0301), "\"TLS 1.0\"");
  EXPECT_EQ(version(0x0300), "\"SSL 3.0\"");
}

}  // namespace
}  // namespace netdumplings::chefs::network
