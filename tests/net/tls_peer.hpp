// A client of TLS made of OpenSSL alone, at the other end of a wire in memory; and a pair of files for a server.
#pragma once

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "net/send/transport.hpp"
#include "net/tls/self_signed.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::test {

/// A folder of a test's own with a self-signed pair in it.
class PairInFolder {
 public:
  PairInFolder() {
    std::string path = std::filesystem::temp_directory_path() / "nd-tls-XXXXXX";
    folder_ = ::mkdtemp(path.data());
    auto made = net::make_self_signed(folder_, {"localhost"});
    EXPECT_TRUE(made) << made.error();
    pair = std::move(*made);
  }
  ~PairInFolder() { std::filesystem::remove_all(folder_); }
  PairInFolder(const PairInFolder&) = delete;
  PairInFolder& operator=(const PairInFolder&) = delete;

  [[nodiscard]] net::TlsServerFiles files() const { return {pair.certificate_file, pair.key_file, ""}; }
  [[nodiscard]] std::shared_ptr<net::TlsServer> server() const { return net::TlsServer::load(files()).value(); }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

  net::SelfSigned pair;

 private:
  std::string folder_;
};

/// The server's end of a wire: takes at most `most` bytes a write, each third write on average none, and never holds
/// more than `room`.
class Wire final : public net::Transport {
 public:
  explicit Wire(unsigned seed = 0, std::size_t most = std::size_t{1} << 20, std::size_t holds = std::size_t{1} << 30)
      : room(holds), random_(seed), most_(most) {}

  net::IoResult read(std::span<char> buffer) override {
    if (to_server.empty()) return {ended ? net::IoResult::State::closed : net::IoResult::State::would_block, 0, 0};
    const std::size_t count = std::min({buffer.size(), to_server.size(), most_});
    std::copy_n(to_server.data(), count, buffer.data());
    to_server.erase(0, count);
    return {net::IoResult::State::done, count, 0};
  }
  net::IoResult write(std::string_view bytes) override {
    const std::size_t free = room - std::min(room, to_client.size());
    if (free == 0 || (most_ < 1000 && random_() % 3 == 0)) return {net::IoResult::State::would_block, 0, 0};
    const std::size_t count = std::min({bytes.size(), free, most_});
    to_client.append(bytes.substr(0, count));
    return {net::IoResult::State::done, count, 0};
  }
  void finish() override { finished = true; }

  std::string to_server;
  std::string to_client;
  std::size_t room;
  bool ended = false;     // the client's end
  bool finished = false;  // the server's

 private:
  std::mt19937 random_;
  std::size_t most_;
};

class TlsPeer {
 public:
  /// Checks no certificate. `set_up` may change how it speaks.
  template <class SetUp>
  TlsPeer(Wire& wire, SetUp set_up) : wire_(wire), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    set_up(ssl_.get());
  }
  explicit TlsPeer(Wire& wire) : TlsPeer(wire, [](SSL*) {}) {}

  /// A step of the handshake; true when it is done.
  bool connect() {
    pull();
    ERR_clear_error();
    const bool done = SSL_connect(ssl_.get()) == 1;
    push();
    return done;
  }
  void send(std::string_view bytes) {
    EXPECT_EQ(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())), static_cast<int>(bytes.size()));
    push();
  }
  /// All that has come.
  std::string receive() {
    pull();
    std::string all;
    std::array<char, 20000> part{};
    while (true) {
      ERR_clear_error();
      const int got = SSL_read(ssl_.get(), part.data(), static_cast<int>(part.size()));
      if (got <= 0) break;
      all.append(part.data(), static_cast<std::size_t>(got));
    }
    push();
    return all;
  }
  [[nodiscard]] bool was_told_the_end() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
  void ask_for_new_keys() { EXPECT_EQ(SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED), 1); }
  SSL* ssl() { return ssl_.get(); }

 private:
  void pull() {
    if (wire_.to_client.empty()) return;
    BIO_write(SSL_get_rbio(ssl_.get()), wire_.to_client.data(), static_cast<int>(wire_.to_client.size()));
    wire_.to_client.clear();
  }
  void push() {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &bytes);
    wire_.to_server.append(bytes, static_cast<std::size_t>(size));
    BIO_reset(SSL_get_wbio(ssl_.get()));
  }

  Wire& wire_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
};

}  // namespace netdumplings::test
