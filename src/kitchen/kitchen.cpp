#include "kitchen/kitchen.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/os/rights.hpp"
#include "common/os/service_manager.hpp"
#include "common/text.hpp"
#include "kitchen/card.hpp"
#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/chefs/chef_options.hpp"
#include "kitchen/chefs/chef_path.hpp"
#include "kitchen/chefs/chef_runner.hpp"
#include "kitchen/delivery/start_delivery.hpp"
#include "kitchen/ledger.hpp"
#include "kitchen/packets/file_source.hpp"
#include "kitchen/packets/interfaces.hpp"
#include "kitchen/packets/live_source.hpp"
#include "kitchen/progress.hpp"
#include "kitchen/sniffer.hpp"
#include "kitchen/status_chef.hpp"
#include "kitchen/stop_signals.hpp"

namespace netdumplings::kitchen {
namespace {

// Chefs are hired before the delivery starts, because the kitchen's card lists them. Until then no dumplings are
// wanted.
class LaterSink final : public DumplingSink {
 public:
  void use(DumplingSink& sink) { sink_ = &sink; }
  bool put(std::string_view dumpling_json) override { return sink_ != nullptr && sink_->put(dumpling_json); }

 private:
  DumplingSink* sink_ = nullptr;
};

class Kitchen {
 public:
  Kitchen(const Options& options, Logging& logging)
      : options_(options), logging_(logging), log_(logging.logger("nd-sniff")) {}

  Result<void> list_chefs();
  Result<void> run();
  // Whether it failed because of a wrong option.
  [[nodiscard]] bool misused() const { return misused_; }

 private:
  void log_options();
  Result<void> find_user();
  Result<void> open_hub_access();
  Result<void> open_captures();
  ChefModules open_modules() const;
  Result<void> watch_and_open_file();
  Result<void> hire();
  Result<void> sniff();
  Result<void> cook();
  void show_progress();
  void reopen_log();
  Ledger ledger(const DeliveryCounts& delivery);
  DeliveryOptions delivery_options() const;
  Result<void> report(const DeliveryReport& delivered, Result<void> read);
  Error misuse(const std::string& why);
  [[nodiscard]] std::string named(const std::string& text) const { return options_.kitchen_name + ": " + text; }

  const Options& options_;
  Logging& logging_;
  Log log_;
  StopSignals stop_;
  ServiceManager service_;
  RunAs user_;            // that we run as once rights are dropped
  std::string new_user_;  // its name, if we were started as another user
  net::HubAccess hub_access_;
  ChefOptions chef_options_;
  std::optional<CaptureFile> file_;
  std::optional<ChefModules> modules_;
  LaterSink sink_;
  StatusChef status_{options_.kitchen_name, sink_};
  std::unique_ptr<ChefRunner> chefs_;
  std::unique_ptr<Delivery> delivery_;
  std::unique_ptr<PacketSource> source_;
  bool misused_ = false;
  std::unique_ptr<Sniffer> sniffer_;
  std::optional<Progress> progress_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

// Returns a duration, or the longest that the clock can count.
std::chrono::nanoseconds nanoseconds(double count) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(count, 9e18)));
}

// Returns the number as Python prints it: 5.0.
std::string float_text(double value) { return nlohmann::json(value).dump(); }

Result<void> Kitchen::list_chefs() {
  if (auto who = find_user(); !who) return who;
  modules_ = open_modules();
  if (auto dropped = relinquish_rights(user_); !dropped) return dropped;
  modules_->load(new_user_);
  std::cout << chef_listing(*modules_) << std::flush;
  return {};
}

Result<void> Kitchen::run() {
  auto given = ChefOptions::parse(options_.chef_options);
  if (!given) return misuse(given.error());
  chef_options_ = std::move(*given);
  log_options();
  if (auto opened = open_hub_access(); !opened) return opened;
  if (auto who = find_user(); !who) return who;
  if (auto opened = open_captures(); !opened) return opened;
  modules_ = open_modules();
  if (auto dropped = relinquish_rights(user_); !dropped) return dropped;
  if (auto file = logging_.open_file(); !file) log_->error(named(file.error()));
  if (auto ready = watch_and_open_file(); !ready) return ready;
  if (!source_) return {};  // it was stopped before the file's first bytes came
  if (auto hired = hire(); !hired) return hired;
  return sniff();
}

Error Kitchen::misuse(const std::string& why) {
  misused_ = true;
  return Error{why};
}

void Kitchen::log_options() {
  log_->info("Initializing sniffer...");
  log_->info(named("Interface: " + options_.source()));
  log_->info(named("Requested chefs: " + (options_.chefs ? joined(*options_.chefs) : "all")));
  log_->info(named("Chef modules: " + joined(options_.chef_modules)));
  log_->info(named("Filter: " + (options_.filter.empty() ? "<all packets>" : options_.filter)));
  log_->info(named("Chef poke interval (secs): " + float_text(options_.poke_interval)));
}

// Called while we may still read files that only root may read: the token's and the key's.
Result<void> Kitchen::open_hub_access() {
  if (options_.output) return {};  // there is no hub
  auto access = net::open_hub_access(options_.hub);
  if (!access) return Error{access.error()};
  hub_access_ = std::move(*access);
  return {};
}

Result<void> Kitchen::find_user() {
  auto user = choose_user(options_.run_as, this_caller());
  if (!user) return Error{user.error()};
  user_ = std::move(*user);
  if (user_.uid != this_caller().uid) new_user_ = user_.name;
  return {};
}

Result<void> Kitchen::open_captures() {
  if (options_.capture) {
    auto file = open_capture_file(*options_.capture);
    if (!file) return Error{file.error()};
    file_ = std::move(*file);
    return {};
  }
  auto source = open_live_source({.interfaces = options_.interfaces,
                                  .filter = options_.filter,
                                  .settings = options_.live,
                                  .log_name = options_.kitchen_name,
                                  .stop_fd = stop_.fd()},
                                 log_);
  if (!source) return Error{source.error()};
  source_ = std::move(*source);
  return {};
}

ChefModules Kitchen::open_modules() const {
  std::optional<TrustedOwners> trusted;
  if (this_caller().uid == 0) trusted = trusted_owners(user_.uid);
  return ChefModules::open(options_.chef_modules, chef_path(), trusted);
}

// Rights are dropped, so a file's bytes may be looked at. From here on, a signal stops the kitchen in good order.
Result<void> Kitchen::watch_and_open_file() {
  std::function<void()> reopen;
  if (logging_.has_file()) reopen = [this] { reopen_log(); };
  stop_.watch([this] { log_->info(named("Caught keyboard interrupt; exiting.")); }, std::move(reopen));
  if (!file_) return {};
  auto source = make_file_source(std::move(*file_),
                                 {.filter = options_.filter,
                                  .log_name = options_.kitchen_name,
                                  .stop_fd = stop_.fd(),
                                  .before_wait =
                                      [this] {
                                        if (delivery_) delivery_->flush();
                                      }},
                                 log_);
  if (!source) return stop_.requested() ? Result<void>() : Error{source.error()};
  source_ = std::move(*source);
  return {};
}

// Called at SIGHUP: the program that rotates the logs has moved the file away.
void Kitchen::reopen_log() {
  if (auto file = logging_.reopen_file(); !file) return log_->error(named(file.error()));
  log_->info(named("The log file was reopened"));
}

Result<void> Kitchen::hire() {
  modules_->load(new_user_);
  chefs_ = std::make_unique<ChefRunner>(KitchenFacts{.name = options_.kitchen_name,
                                                     .interface = options_.source(),
                                                     .filter = options_.filter,
                                                     .poke_interval = options_.poke_interval},
                                        sink_, log_, nanoseconds(options_.chef_budget * 1e6));
  if (auto hired = chefs_->hire(*modules_, options_.chefs, chef_options_); !hired) return misuse(hired.error());
  if (chefs_->empty()) return Error{"No valid chefs found. Not starting sniffer."};
  return {};
}

DeliveryOptions Kitchen::delivery_options() const {
  return {.kitchen_name = options_.kitchen_name,
          .user = user_.name,
          .stop_fd = stop_.fd(),
          .output = options_.output,
          .hub = hub_access_,
          .card = make_card(options_, chefs_->card_chefs()),
          .wait_for_hub = options_.wait_for_hub,
          .when_full = options_.capture ? WhenFull::wait : WhenFull::drop_oldest,
          .outbox_size = options_.outbox_size,
          .spool = options_.spool,
          .spool_size = options_.spool_size};
}

Result<void> Kitchen::sniff() {
  auto delivery = start_delivery(delivery_options(), log_);
  if (!delivery) return stop_.requested() ? Result<void>() : Error{delivery.error()};
  delivery_ = std::move(*delivery);
  sink_.use(*delivery_);
  stop_.when_stuck([this] { delivery_->cancel(); });
  log_->info(named("Sniffing started"));
  if (auto told = service_.ready(); !told) log_->warn(named(told.error()));
  auto read = cook();
  service_.stopping();
  if (stop_.requested()) delivery_->cancel();
  std::optional<std::chrono::nanoseconds> drain_timeout;
  if (options_.drain_timeout) drain_timeout = nanoseconds(*options_.drain_timeout * 1e9);
  // A signal that comes from now on cancels too, and so shortens the delivery of what is left at the end of a file.
  const auto delivered = delivery_->finish(drain_timeout);
  stop_.when_stuck({});
  return report(delivered, std::move(read));
}

Result<void> Kitchen::cook() {
  sniffer_ = std::make_unique<Sniffer>(
      *source_, *chefs_, options_.poke_interval, stop_,
      SnifferDuties{
          .flush = [this] { delivery_->flush(); },
          .status = [this](std::int64_t now_ns) { return status_.serve(ledger(delivery_->counts()), now_ns); },
          .status_interval = options_.status_interval(),
          .progress = [this] { show_progress(); },
          .alive = [this] { service_.alive(); },
          .alive_interval = service_.alive_interval()});
  const auto width = terminal_width();
  if (width && !source_->live()) {
    progress_.emplace(
        [this, room = *width - 1](const std::string& line) { logging_.show_below(line.substr(0, room)); });
  }
  auto read = sniffer_->run();
  progress_.reset();
  return read;
}

void Kitchen::show_progress() {
  if (progress_ && progress_->due()) progress_->show(source_->share_read(), sniffer_->handled());
}

Ledger Kitchen::ledger(const DeliveryCounts& delivery) {
  return {.uptime = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count(),
          .source = options_.source(),
          .packets = source_->counts(),
          .handled = sniffer_->handled(),
          .chefs = chefs_->counts(),
          .status_made = status_.made(),
          .delivery = delivery};
}

Result<void> Kitchen::report(const DeliveryReport& delivered, Result<void> read) {
  const auto last = ledger(delivered.counts);
  for (const auto& line : ledger_lines(last)) log_->info(named(line));
  if (source_->live() || stop_.requested()) std::cerr << counts_text(last.packets) << std::flush;
  if (delivered.failure.empty()) return read;
  if (options_.spool && options_.wait_for_hub && delivered.counts.left_at_stop == 0) {
    log_->warn(named(std::to_string(delivered.counts.waiting) + " dumplings wait in the spool " + *options_.spool +
                     " for the next run: " + delivered.failure));
    return read;
  }
  if (!read) log_->error(named(read.error()));
  return Error{std::to_string(delivered.counts.dropped()) + " of " + std::to_string(last.made()) +
               " dumplings were left behind: " + delivered.failure};
}

}  // namespace

int run_kitchen(const Options& options, Logging& logging) {
  std::signal(SIGPIPE, SIG_IGN);
  if (options.list_interfaces) {
    std::cout << interface_listing(list_interfaces()) << std::flush;
    return cli::exit_ok;
  }
  Kitchen kitchen(options, logging);
  const auto done = options.list_chefs ? kitchen.list_chefs() : kitchen.run();
  if (kitchen.misused()) return cli::usage_error("nd-sniff", done.error());
  if (!done) logging.logger("nd-sniff")->error("{}: {}", options.kitchen_name, done.error());
  return done ? cli::exit_ok : cli::exit_failed;
}

}  // namespace netdumplings::kitchen
