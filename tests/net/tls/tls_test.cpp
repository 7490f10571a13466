// Also the test of tls_files, self_signed and tls_words.
#include "net/tls/tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "net/tls_peer.hpp"

namespace netdumplings::net {
namespace {

using test::PairInFolder;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  ::chmod(path.c_str(), 0600);
}

std::string trouble(const TlsServerFiles& files) {
  const auto server = TlsServer::load(files);
  return server ? "none" : server.error();
}

mode_t mode_of(const std::string& path) {
  struct stat facts {};
  EXPECT_EQ(::stat(path.c_str(), &facts), 0);
  return facts.st_mode & 0777;
}

TEST(SelfSigned, ThePairIsForThisMachineAndItsKeyForTheOwnerAlone) {
  const PairInFolder files;
  EXPECT_EQ(mode_of(files.pair.key_file), 0600U);
  EXPECT_THAT(files.pair.names, AllOf(Contains("localhost"), Contains("127.0.0.1"), Contains("::1")));
  EXPECT_EQ(files.pair.fingerprint, files.server()->fingerprint());
  EXPECT_EQ(files.pair.fingerprint.size(), 32 * 3 - 1U);
}

TEST(SelfSigned, TheAddressOfTheHubIsInItUnlessItMeansAll) {
  const PairInFolder files;
  EXPECT_THAT(make_self_signed(files.path("a"), {"192.0.2.7"})->names, Contains("192.0.2.7"));
  EXPECT_THAT(make_self_signed(files.path("b"), {"hub.example"})->names, Contains("hub.example"));
  EXPECT_THAT(make_self_signed(files.path("z"), {"fe80::1%eth0"})->names, Contains("fe80::1"));
  EXPECT_THAT(make_self_signed(files.path("c"), {"0.0.0.0"})->names, testing::Not(Contains("0.0.0.0")));
}

TEST(SelfSigned, WhatIsThereAlreadyIsLeftAlone) {
  const PairInFolder files;
  const std::string key = text_of(files.pair.key_file);
  const auto again = make_self_signed(files.folder(), {"localhost"});
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error(), HasSubstr("hub-key.pem is there already"));
  std::filesystem::remove(files.pair.key_file);
  EXPECT_THAT(make_self_signed(files.folder(), {"localhost"}).error(), HasSubstr("hub-cert.pem is there already"));
  EXPECT_FALSE(std::filesystem::exists(files.pair.key_file)) << "half a pair was left behind";
}

TEST(SelfSigned, AFolderThatCantBeMadeIsSaid) {
  const auto made = make_self_signed("/nowhere/at/all", {"localhost"});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error(), "can't make the folder /nowhere/at/all: No such file or directory");
}

TEST(TlsServer, SaysWhatIsWrongWithItsFiles) {
  const PairInFolder files;
  const PairInFolder other;
  const std::string certificate = files.pair.certificate_file;
  const std::string key = files.pair.key_file;
  const std::string nonsense = files.path("nonsense");
  write(nonsense, "no PEM at all\n");
  EXPECT_EQ(trouble({"/nowhere", key, ""}), "can't read --tls-cert /nowhere: No such file or directory");
  EXPECT_EQ(trouble({certificate, "/nowhere", ""}), "can't read --tls-key /nowhere: No such file or directory");
  EXPECT_EQ(trouble({certificate, key, "/nowhere"}), "can't read --tls-client-ca /nowhere: No such file or directory");
  EXPECT_THAT(trouble({files.folder(), key, ""}), StartsWith("can't read --tls-cert " + files.folder() + ": Is a dir"));
  EXPECT_THAT(trouble({nonsense, key, ""}), StartsWith("--tls-cert " + nonsense + " holds no certificate in PEM ("));
  EXPECT_THAT(trouble({certificate, nonsense, ""}), StartsWith("--tls-key " + nonsense + " holds no private key in"));
  EXPECT_THAT(trouble({certificate, key, nonsense}), StartsWith("--tls-client-ca " + nonsense + " holds no certif"));
  EXPECT_EQ(trouble({certificate, other.pair.key_file, ""}), "--tls-key " + other.pair.key_file +
                                                                 " is not the key of --tls-cert " + certificate +
                                                                 ": the two must be made together");
}

TEST(TlsServer, RefusesAKeyThatOthersCanRead) {
  const PairInFolder files;
  for (const mode_t mode : {0640, 0644, 0604, 0660, 0602}) {
    ::chmod(files.pair.key_file.c_str(), mode);
    EXPECT_THAT(trouble(files.files()), HasSubstr("is no secret: it has mode 0")) << mode;
  }
}

TEST(TlsServer, LetsAGroupReadItsKeyIfItIsTold) {
  const PairInFolder files;
  TlsServerFiles for_group = files.files();
  for_group.key_group = true;
  ::chmod(files.pair.key_file.c_str(), 0640);
  EXPECT_EQ(trouble(for_group), "none");
  for (const mode_t mode : {0644, 0660}) {
    ::chmod(files.pair.key_file.c_str(), mode);
    EXPECT_THAT(trouble(for_group), HasSubstr("is no secret: it has mode 0")) << mode;
  }
}

TEST(TlsServer, AsksNobodyForAPassphrase) {
  const PairInFolder files;
  const std::unique_ptr<FILE, decltype(&std::fclose)> plain(std::fopen(files.pair.key_file.c_str(), "r"), &std::fclose);
  EVP_PKEY* const key = PEM_read_PrivateKey(plain.get(), nullptr, nullptr, nullptr);
  const std::string path = files.path("locked.pem");
  write(path, "");
  const std::unique_ptr<FILE, decltype(&std::fclose)> locked(std::fopen(path.c_str(), "w"), &std::fclose);
  ASSERT_EQ(PEM_write_PKCS8PrivateKey(locked.get(), key, EVP_aes_128_cbc(), "secret", 6, nullptr, nullptr), 1);
  std::fflush(locked.get());
  EVP_PKEY_free(key);
  EXPECT_THAT(trouble({files.pair.certificate_file, path, ""}), HasSubstr("has a passphrase, which nobody is there"));
}

TEST(TlsServer, TakesNewFilesAndKeepsTheOldOnesWhenTheNewAreBroken) {
  const PairInFolder files;
  const PairInFolder other;
  const auto server = files.server();
  const TlsContext before = server->current();
  write(files.pair.certificate_file, text_of(other.pair.certificate_file));
  EXPECT_THAT(server->reload().error(), HasSubstr("is not the key of"));
  EXPECT_EQ(server->current(), before);
  EXPECT_EQ(server->fingerprint(), files.pair.fingerprint);
  write(files.pair.key_file, text_of(other.pair.key_file));
  EXPECT_TRUE(server->reload());
  EXPECT_NE(server->current(), before);
  EXPECT_EQ(server->fingerprint(), other.pair.fingerprint);
}

TEST(TlsClient, SaysWhatIsWrongWithItsFiles) {
  const PairInFolder files;
  EXPECT_EQ(TlsClient::load({"/nowhere", "", ""}).error(), "can't read --tls-ca /nowhere: No such file or directory");
  EXPECT_EQ(TlsClient::load({"", "/nowhere", files.pair.key_file}).error(),
            "can't read --tls-cert /nowhere: No such file or directory");
  EXPECT_TRUE(TlsClient::load({files.pair.certificate_file, files.pair.certificate_file, files.pair.key_file}));
  EXPECT_TRUE(TlsClient::load({}));
}

TEST(TlsClient, FilesGoWithTlsAndACertificateWithItsKey) {
  EXPECT_EQ(misuse_of({}, false), "");
  EXPECT_EQ(misuse_of({"ca", "cert", "key"}, true), "");
  EXPECT_THAT(misuse_of({"ca", "", ""}, false), HasSubstr("--hub wss://HOST:PORT"));
  EXPECT_THAT(misuse_of({"", "cert", ""}, true), HasSubstr("--tls-cert and --tls-key go together"));
  EXPECT_THAT(misuse_of({"", "", "key"}, true), HasSubstr("--tls-cert and --tls-key go together"));
}

}  // namespace
}  // namespace netdumplings::net
