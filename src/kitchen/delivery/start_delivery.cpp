#include "kitchen/delivery/start_delivery.hpp"

#include <utility>

#include "kitchen/delivery/hub_link.hpp"
#include "kitchen/delivery/json_lines_output.hpp"

namespace netdumplings::kitchen {
namespace {

// Returns null if there is to be no spool.
Result<std::unique_ptr<Spool>> open_spool(const DeliveryOptions& options, const Log& log) {
  if (!options.spool) return std::unique_ptr<Spool>();
  auto spool = Spool::open(*options.spool, options.spool_size, options.user);
  if (spool && (*spool)->damaged() > 0) {
    log->warn("{}: {} dumplings in the spool {} are damaged and left out", options.kitchen_name, (*spool)->damaged(),
              *options.spool);
  }
  return spool;
}

Result<std::unique_ptr<Delivery>> start_hub_link(DeliveryOptions options, const Log& log) {
  auto spool = open_spool(options, log);
  if (!spool) return Error{spool.error()};
  auto link = std::make_unique<HubLink>(HubLinkOptions{.hub = std::move(options.hub),
                                                       .kitchen_name = std::move(options.kitchen_name),
                                                       .card = std::move(options.card),
                                                       .when_full = options.when_full,
                                                       .outbox_size = options.outbox_size,
                                                       .wait_for_hub = options.wait_for_hub},
                                        log, std::move(*spool));
  link->start();
  return std::unique_ptr<Delivery>(std::move(link));
}

}  // namespace

Result<std::unique_ptr<Delivery>> start_delivery(DeliveryOptions options, const Log& log) {
  if (!options.output) return start_hub_link(std::move(options), log);
  auto output = JsonLinesOutput::open(*options.output, options.stop_fd, options.user, options.standard_output,
                                      std::move(options.output_file));
  if (!output) return Error{output.error()};
  return std::unique_ptr<Delivery>(std::move(*output));
}

}  // namespace netdumplings::kitchen
