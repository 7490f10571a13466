#include "kitchen/delivery/delivery.hpp"

#include <chrono>
#include <utility>

#include "kitchen/delivery/hub_link.hpp"
#include "kitchen/delivery/json_lines_output.hpp"
#include "kitchen/options.hpp"

namespace netdumplings::kitchen {
namespace {

class HubDelivery final : public Delivery {
 public:
  HubDelivery(const Options& options, const HubAccess& access, const std::string& card, const Log& log,
              std::unique_ptr<Spool> spool)
      : link_({.hub = options.hub,
               .tls = access.tls,
               .kitchen_name = options.kitchen_name,
               .card = card,
               .when_full = options.capture ? WhenFull::wait : WhenFull::drop_oldest,
               .outbox_size = options.outbox_size,
               .wait_for_hub = options.wait_for_hub,
               .token = access.token},
              log, std::move(spool)),
        drain_timeout_(options.drain_timeout) {
    link_.start();
  }

  DumplingSink& sink() override { return link_; }
  [[nodiscard]] DeliveryCounts counts() const override { return link_.counts(); }
  void flush() override {}
  void give_up() override { link_.cancel(); }

  Report finish(bool stopped) override {
    if (stopped) link_.cancel();
    std::optional<std::chrono::nanoseconds> timeout;
    if (drain_timeout_)
      timeout = std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(*drain_timeout_, 9e9) * 1e9));
    const auto report = link_.finish(timeout);
    return {report.counts, report.failure};
  }

 private:
  HubLink link_;
  std::optional<double> drain_timeout_;
};

class JsonLinesDelivery final : public Delivery {
 public:
  explicit JsonLinesDelivery(std::unique_ptr<JsonLinesOutput> output) : output_(std::move(output)) {}

  DumplingSink& sink() override { return *output_; }
  [[nodiscard]] DeliveryCounts counts() const override { return output_->counts(); }
  void flush() override { output_->flush(); }
  void give_up() override {}  // it looks at the stop's descriptor itself

  Report finish(bool) override {
    const auto report = output_->finish();
    return {report.counts, report.failure};
  }

 private:
  std::unique_ptr<JsonLinesOutput> output_;
};

Result<std::unique_ptr<Delivery>> start_hub_delivery(const Options& options, const HubAccess& access,
                                                     const std::string& card, const std::string& user, const Log& log) {
  std::unique_ptr<Spool> spool;
  if (options.spool) {
    auto opened = Spool::open(*options.spool, options.spool_size, user);
    if (!opened) return Error{opened.error()};
    spool = std::move(*opened);
    if (spool->damaged() > 0) {
      log->warn("{}: {} dumplings in the spool {} are damaged and left out", options.kitchen_name, spool->damaged(),
                *options.spool);
    }
  }
  return std::unique_ptr<Delivery>(std::make_unique<HubDelivery>(options, access, card, log, std::move(spool)));
}

}  // namespace

Result<std::unique_ptr<Delivery>> start_delivery(const Options& options, const HubAccess& access,
                                                 const std::string& card, const std::string& user, int stop_fd,
                                                 const Log& log) {
  if (!options.output) return start_hub_delivery(options, access, card, user, log);
  auto output = JsonLinesOutput::open(*options.output, stop_fd, user);
  if (!output) return Error{output.error()};
  return std::unique_ptr<Delivery>(std::make_unique<JsonLinesDelivery>(std::move(*output)));
}

}  // namespace netdumplings::kitchen
