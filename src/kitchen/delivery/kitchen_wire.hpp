// What a kitchen says to its hub on a connection, in two ways: the plain wire of CONTRACT, section 1, and
// netdumplings.v1, with numbers and acknowledgements. Used on the network thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kitchen/delivery/outbox.hpp"
#include "kitchen/delivery/v1_messages.hpp"
#include "net/client/websocket_client.hpp"

namespace netdumplings::kitchen {

/// Used on one connection after the other; begin() names the next one.
class KitchenWire {
 public:
  virtual ~KitchenWire() = default;
  KitchenWire() = default;
  KitchenWire(const KitchenWire&) = delete;
  KitchenWire& operator=(const KitchenWire&) = delete;

  /// Sends the card. The connection is used until it has closed.
  virtual void begin(net::WebSocketClient& connection) = 0;
  /// Returns whether the hub answers the card, saying what it has. Until then it is sent nothing else.
  [[nodiscard]] virtual bool hub_answers() const = 0;
  /// What a message of the hub is.
  struct Heard {
    enum class Kind : std::uint8_t {
      nothing,                // that we know
      acknowledgement,        // which the outbox has got
      false_acknowledgement,  // of what the hub can't have; `why` says it. The session can't go on
    } kind = Kind::nothing;
    std::string why = {};
  };
  virtual Heard hear(std::string_view message) = 0;
  /// Announces the first dumpling, once the hub has answered the card.
  virtual void start() = 0;

  /// Takes dumplings from the outbox, up to `bytes` and at least one, and sends them. Returns false if there are none.
  virtual bool send_batch(std::size_t bytes) = 0;
  /// Reports to the outbox what the kernel has taken, if that counts as delivered.
  virtual void count_sent() = 0;

  /// Returns whether the dumplings that were sent have arrived, as far as the hub tells on this wire.
  [[nodiscard]] virtual bool all_arrived() const = 0;
  /// Returns whether everything has arrived if nothing waits any more, we said Close with the code `said`, and the hub
  /// then ended the connection for `reason`.
  [[nodiscard]] virtual bool arrived_before(const net::CloseReason& reason, std::uint16_t said) const = 0;
};

/// What was given to the kernel counts as delivered; only the answer to our Close says that the hub has it.
class PlainWire final : public KitchenWire {
 public:
  /// `outbox` outlives it.
  PlainWire(Outbox& outbox, std::string card);

  void begin(net::WebSocketClient& connection) override;
  [[nodiscard]] bool hub_answers() const override { return false; }
  Heard hear(std::string_view) override { return {}; }
  void start() override {}
  bool send_batch(std::size_t bytes) override;
  void count_sent() override;
  [[nodiscard]] bool all_arrived() const override { return true; }
  [[nodiscard]] bool arrived_before(const net::CloseReason& reason, std::uint16_t said) const override;

 private:
  Outbox& outbox_;
  const std::string card_;
  net::WebSocketClient* connection_ = nullptr;
  Outbox::Batch batch_;
  std::uint64_t counted_ = 0;  // dumplings of this connection that the outbox knows of
};

/// Dumplings are numbered, and sent again until the hub acknowledges them.
class NumberedWire final : public KitchenWire {
 public:
  /// `outbox` outlives it. `session` is the secret of CONTRACT, section 4.
  NumberedWire(Outbox& outbox, const std::string& card, const std::string& session);

  void begin(net::WebSocketClient& connection) override;
  [[nodiscard]] bool hub_answers() const override { return true; }
  Heard hear(std::string_view message) override;
  void start() override;
  bool send_batch(std::size_t bytes) override;
  void count_sent() override {}
  [[nodiscard]] bool all_arrived() const override { return outbox_.counts().waiting == 0; }
  [[nodiscard]] bool arrived_before(const net::CloseReason&, std::uint16_t) const override { return true; }

  /// Sends another session's name with the card from the next connection on.
  void start_session(const std::string& session) { card_ = card_with_session(card_, session); }

 private:
  void announce(std::uint64_t number);

  Outbox& outbox_;
  std::string card_;
  net::WebSocketClient* connection_ = nullptr;
  Outbox::Batch batch_;
  std::uint64_t next_ = 0;          // the number that the hub expects of our next dumpling
  std::uint64_t acknowledged_ = 0;  // on this connection
};

}  // namespace netdumplings::kitchen
