// Opens the delivery that the user asked for: to a hub, or to JSON lines.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "common/log/logging.hpp"
#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"
#include "kitchen/delivery/delivery.hpp"
#include "kitchen/delivery/outbox.hpp"
#include "net/client/hub_access.hpp"

namespace netdumplings::kitchen {

struct DeliveryOptions {
  std::string kitchen_name;  // stands before each line of the log
  std::string user;          // the user that we run as, for errors
  int stop_fd = -1;          // readable when it is time to stop

  /// The file that JSON lines are written to; "-" is standard output. If it is set, what follows is not used.
  std::optional<std::string> output;
  int standard_output = STDOUT_FILENO;  // what that means; it is copied
  FileDescriptor output_file;           // that file if it is open already, else invalid

  net::HubAccess hub;
  std::string card;          // the kitchen's card, JSON
  bool wait_for_hub = true;  // false: the delivery fails when the hub can't be reached
  WhenFull when_full = WhenFull::drop_oldest;
  std::size_t outbox_size = 0;       // bytes
  std::optional<std::string> spool;  // its folder
  std::size_t spool_size = 0;        // bytes
};

/// Opens the output or the spool, and starts the network thread of a link to a hub. Call it when rights are dropped.
/// Waits for the reader of an output that is a FIFO, until `stop_fd` is readable.
Result<std::unique_ptr<Delivery>> start_delivery(DeliveryOptions options, const Log& log);

}  // namespace netdumplings::kitchen
