// Shows a connection to chefs, as the struct of the chef ABI.
#pragma once

#include <netdumplings/chef_abi.h>

#include <array>
#include <optional>

#include "connection/connection.hpp"
#include "kitchen/chefs/interface_names.hpp"

namespace netdumplings::kitchen {

/// A connection as chefs see it. Can't be copied or moved, since the struct points into it.
class ConnectionView {
 public:
  /// `interfaces` must outlive this.
  explicit ConnectionView(const InterfaceNames& interfaces);
  ConnectionView(const ConnectionView&) = delete;
  ConnectionView& operator=(const ConnectionView&) = delete;

  /// Shows what is known of `connection` now. If it ends, `end` says why. The view is valid as long as the connection.
  void show(const connection::Connection& connection, nd_connection_end end, connection::Outcome outcome);
  /// Sets the place of the state of the chef that is called next.
  void set_state(void** state) { raw_.state = state; }

  [[nodiscard]] const nd_connection& raw() const { return raw_; }

 private:
  void show_tcp(const connection::Connection& connection);
  void show_side(const connection::Connection& connection, connection::Side side);

  const InterfaceNames& interfaces_;
  std::array<nd_connection_side, 2> sides_{};
  nd_connection raw_{};
};

}  // namespace netdumplings::kitchen
