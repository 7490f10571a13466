#include "kitchen/kitchen.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/cli/cli.hpp"
#include "common/os/restart_pause.hpp"
#include "common/os/rights.hpp"
#include "common/os/service_manager.hpp"
#include "common/os/terminal.hpp"
#include "common/text.hpp"
#include "kitchen/card.hpp"
#include "kitchen/check_config.hpp"
#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/chefs/chef_options.hpp"
#include "kitchen/chefs/chef_path.hpp"
#include "kitchen/chefs/chef_runner.hpp"
#include "kitchen/chosen_filter.hpp"
#include "kitchen/delivery/json_lines_output.hpp"
#include "kitchen/delivery/start_delivery.hpp"
#include "kitchen/ledger.hpp"
#include "kitchen/output_of_root.hpp"
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
  Kitchen(const Options& options, Logging& logging, const InheritedDescriptors& inherited)
      : options_(options), logging_(logging), inherited_(inherited), log_(logging.logger("nd-sniff")) {}

  Result<void> list_chefs();
  // Does what run() does before it sniffs, but opens no interface and writes nothing.
  // Returns all that is wrong, a line each.
  std::vector<std::string> check();
  Result<void> run();
  // Call it after a failure. Waits if this service fails again and again, but not after a signal to stop.
  void pause_before_restart();
  // Whether it failed because of a wrong option.
  [[nodiscard]] bool misused() const { return misused_; }

 private:
  Result<void> prepare();
  Result<void> read_chef_options();
  void log_options();
  Result<void> find_user();
  Result<void> open_hub_access();
  Result<void> open_captures();
  ChefModules open_modules() const;
  Result<void> watch_and_open_file();
  void load_modules();
  Result<void> choose_filter();
  Result<void> hire();
  Result<void> sniff();
  Result<void> cook();
  void show_progress();
  void hung_up();
  void reopen_log();
  void reread_access();
  void share_access(Delivery* user);
  net::HubAccess current_access();
  Ledger ledger(const DeliveryCounts& delivery);
  DeliveryOptions delivery_options();
  static Result<void> strictly(const Ledger& last);
  Result<void> report(const DeliveryReport& delivered, Result<void> read);
  Error misuse(const std::string& why);
  [[nodiscard]] std::string named(const std::string& text) const { return options_.kitchen_name + ": " + text; }

  const Options& options_;
  Logging& logging_;
  const InheritedDescriptors& inherited_;
  Log log_;
  StopSignals stop_;
  ServiceManager service_;
  RunAs user_;               // that we run as once rights are dropped
  std::string new_user_;     // its name, if we were started as another user
  std::mutex access_mutex_;  // of the next two: SIGHUP's thread changes them
  net::HubAccess hub_access_;
  Delivery* access_user_ = nullptr;  // the delivery, while it runs
  ChefOptions chef_options_;
  std::optional<CaptureFile> file_;
  FileDescriptor output_file_;  // invalid, unless it was opened as root
  std::optional<ChefModules> modules_;
  FileDescriptor standard_output_{};  // taken, if it is the output of dumplings
  LaterSink sink_;
  StatusChef status_{options_.kitchen_name, sink_};
  std::unique_ptr<ChefRunner> chefs_;
  std::unique_ptr<Delivery> delivery_;
  std::unique_ptr<PacketSource> source_;
  std::string filter_;  // that is in use
  bool misused_ = false;
  std::unique_ptr<Sniffer> sniffer_;
  std::optional<Progress> progress_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

// Returns a duration, or the longest that the clock can count.
std::chrono::nanoseconds nanoseconds(double count) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(count, 9e18)));
}

// Until there is a sniffer, nothing is due while the file's first bytes are waited for.
std::optional<std::chrono::nanoseconds> no_duty() { return std::chrono::nanoseconds::max(); }

// Returns the number as Python prints it: 5.0.
std::string float_text(double value) { return nlohmann::json(value).dump(); }

Result<void> Kitchen::list_chefs() {
  if (auto who = find_user(); !who) return who;
  modules_ = open_modules();
  if (auto dropped = relinquish_rights(user_); !dropped) return dropped;
  load_modules();
  std::cout << chef_listing(*modules_, terminal::is_output()) << std::flush;
  return {};
}

// Does what run() does, but goes on after a fault, as far as what comes next doesn't depend on it.
std::vector<std::string> Kitchen::check() {
  std::vector<std::string> faults;
  const auto note = [&faults](const Result<void>& done) {
    if (!done) faults.push_back(done.error());
    return static_cast<bool>(done);
  };
  const auto note_all = [&faults](std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(faults));
  };
  log_options();
  note(read_chef_options());
  if (!options_.output) note_all(hub_faults(options_));
  const bool has_user = note(find_user());
  note_all(packet_faults(options_));
  if (!has_user) return faults;  // code of modules must not run with our rights
  modules_ = open_modules();
  if (!note(relinquish_rights(user_))) return faults;
  note_all(delivery_faults(options_));
  note(hire());
  return faults;
}

// Does what needs the caller's rights but isn't a capture.
Result<void> Kitchen::prepare() {
  if (auto read = read_chef_options(); !read) return read;
  log_options();
  if (auto opened = open_hub_access(); !opened) return opened;
  return find_user();
}

Result<void> Kitchen::read_chef_options() {
  auto given = ChefOptions::parse(options_.chef_options);
  if (!given) return misuse(given.error());
  chef_options_ = std::move(*given);
  return {};
}

Result<void> Kitchen::run() {
  if (auto prepared = prepare(); !prepared) return prepared;
  if (auto opened = open_captures(); !opened) return opened;
  modules_ = open_modules();
  if (options_.output && !new_user_.empty() && this_caller().uid == 0) {
    output_file_ = open_output_of_root(*options_.output);
  }
  if (auto dropped = relinquish_rights(user_); !dropped) return dropped;
  if (auto file = logging_.open_file(); !file) log_->error(named(file.error()));
  if (auto ready = watch_and_open_file(); !ready) return ready;
  if (!source_) return {};  // it was stopped before the file's first bytes came
  if (auto hired = hire(); !hired) return hired;
  if (auto started = source_->start(filter_); !started) return started;
  return sniff();
}

Error Kitchen::misuse(const std::string& why) {
  misused_ = true;
  return Error{why};
}

void Kitchen::log_options() {
  for (const auto& line : options_.unknown_variables) log_->warn(named(line));
  log_->info("Initializing sniffer...");
  log_->info(named("Interface: " + options_.source()));
  log_->info(named("Requested chefs: " + (options_.chefs ? joined(*options_.chefs) : "all")));
  log_->info(named("Chef modules: " + joined(options_.chef_modules)));
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
  stop_.watch([this] { log_->info(named("Caught keyboard interrupt; exiting.")); }, [this] { hung_up(); });
  if (!file_) return {};
  auto source = make_file_source(std::move(*file_),
                                 {.filter = *options_.filter,
                                  .log_name = options_.kitchen_name,
                                  .stop_fd = stop_.fd(),
                                  .before_wait = [this] { return sniffer_ ? sniffer_->quiet() : no_duty(); }},
                                 log_);
  if (!source) return stop_.requested() ? Result<void>() : Error{source.error()};
  source_ = std::move(*source);
  return {};
}

void Kitchen::hung_up() {
  reopen_log();
  reread_access();
}

// Rights are gone, so a file that only root may read can't be read again.
void Kitchen::reread_access() {
  const net::HubSettings& hub = options_.hub;
  const bool has_files = !hub.token_file.empty() || hub.tls.any();
  if (options_.output || !has_files) return;
  const std::scoped_lock lock(access_mutex_);
  const auto faults = net::reread_hub_access(hub, hub_access_);
  for (const auto& fault : faults) {
    log_->warn(named("SIGHUP: " + fault + "; what was read before stays in use"));
  }
  if (faults.empty()) log_->info(named("The token and TLS files were read again, for the next connection"));
  if (access_user_ != nullptr) access_user_->use_access(hub_access_);
}

// A SIGHUP may have come while the delivery was started with what was read before.
void Kitchen::share_access(Delivery* user) {
  const std::scoped_lock lock(access_mutex_);
  access_user_ = user;
  if (user != nullptr) user->use_access(hub_access_);
}

// The program that rotates the logs has moved the file away.
void Kitchen::reopen_log() {
  if (!logging_.has_file()) return log_->info(named("SIGHUP: there is no log file to reopen"));
  if (auto file = logging_.reopen_file(); !file) return log_->error(named(file.error()));
  log_->info(named("The log file was reopened"));
}

// Runs code of modules for the first time. Everything is open by now but the output, which may be one of the files that
// we were started with.
void Kitchen::load_modules() {
  inherited_.close(options_.output.value_or(""));
  if (options_.output && is_standard_output(*options_.output)) standard_output_ = take_standard_output();
  modules_->load(new_user_);
}

// What the chefs need is known once they are loaded.
Result<void> Kitchen::choose_filter() {
  auto chosen = chosen_filter(options_, *modules_);
  if (!chosen) return Error{chosen.error()};
  filter_ = std::move(*chosen);
  log_->info(named("Filter: " + shown_filter(filter_)));
  log_->info(named("Chef poke interval (secs): " + float_text(options_.poke_interval)));
  return {};
}

Result<void> Kitchen::hire() {
  load_modules();
  if (auto chosen = choose_filter(); !chosen) return chosen;
  chefs_ = std::make_unique<ChefRunner>(KitchenFacts{.name = options_.kitchen_name,
                                                     .interface = options_.source(),
                                                     .filter = filter_,
                                                     .poke_interval = options_.poke_interval},
                                        sink_, log_, nanoseconds(options_.chef_budget * 1e6));
  if (options_.merge_interfaces) chefs_->merge_interfaces();
  if (auto hired = chefs_->hire(*modules_, options_.chefs, chef_options_); !hired) return misuse(hired.error());
  if (chefs_->empty()) return Error{"No valid chefs found. Not starting sniffer."};
  return {};
}

DeliveryOptions Kitchen::delivery_options() {
  return {.kitchen_name = options_.kitchen_name,
          .user = user_.name,
          .stop_fd = stop_.fd(),
          .output = options_.output,
          .standard_output = standard_output_.valid() ? standard_output_.get() : STDOUT_FILENO,
          .output_file = std::move(output_file_),
          .hub = current_access(),
          .card = make_card(options_, filter_, chefs_->card_chefs()),
          .wait_for_hub = options_.wait_for_hub,
          .when_full = options_.capture ? WhenFull::wait : WhenFull::drop_oldest,
          .outbox_size = options_.outbox_size,
          .spool = options_.spool,
          .spool_size = options_.spool_size};
}

net::HubAccess Kitchen::current_access() {
  const std::scoped_lock lock(access_mutex_);
  return hub_access_;
}

Result<void> Kitchen::sniff() {
  auto delivery = start_delivery(delivery_options(), log_);
  if (!delivery) return stop_.requested() ? Result<void>() : Error{delivery.error()};
  delivery_ = std::move(*delivery);
  share_access(delivery_.get());
  sink_.use(*delivery_);
  stop_.when_stuck([this] { delivery_->cancel(); });
  log_->info(named("Sniffing started"));
  if (auto told = service_.ready(); !told) log_->warn(named(told.error()));
  auto read = cook();
  if (read || stop_.requested()) service_.stopping();  // a failure may be followed by a pause
  if (stop_.requested()) delivery_->cancel();
  std::optional<std::chrono::nanoseconds> drain_timeout;
  if (options_.drain_timeout) drain_timeout = nanoseconds(*options_.drain_timeout * 1e9);
  // A signal that comes from now on cancels too, and so shortens the delivery of what is left at the end of a file.
  const auto delivered = delivery_->finish(drain_timeout);
  stop_.when_stuck({});
  share_access(nullptr);
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
          .connections = chefs_->connection_counts(),
          .status_made = status_.made(),
          .delivery = delivery};
}

Result<void> Kitchen::strictly(const Ledger& last) {
  if (const auto lost = losses(last); !lost.empty()) return Error{"--strict: " + lost};
  return {};
}

Result<void> Kitchen::report(const DeliveryReport& delivered, Result<void> read) {
  const auto last = ledger(delivered.counts);
  for (const auto& line : ledger_lines(last)) log_->info(named(line));
  const auto passed = passed_filter(last.packets, filter_);
  if (!passed.line.empty()) log_->log(passed.few ? spdlog::level::warn : spdlog::level::info, named(passed.line));
  if (source_->live() || stop_.requested()) std::cerr << counts_text(last.packets) << std::flush;
  if (read && delivered.failure.empty() && options_.strict) return strictly(last);
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

// systemd still expects signs of life.
void Kitchen::pause_before_restart() {
  if (stop_.requested()) return;
  const auto pause = restart_pause();
  if (pause.count() == 0) return;
  log_->info(named("This failed before, so nd-sniff waits " + std::to_string(pause.count()) + " s before it ends"));
  const auto end = std::chrono::steady_clock::now() + pause;
  while (std::chrono::steady_clock::now() < end) {
    service_.alive();
    pollfd stop{stop_.fd(), POLLIN, 0};
    if (::poll(&stop, 1, 1000) > 0) return;
  }
}

}  // namespace

int run_kitchen(const Options& options, Logging& logging, const InheritedDescriptors& inherited) {
  std::signal(SIGPIPE, SIG_IGN);
  if (options.list_interfaces) {
    std::cout << interface_listing(list_interfaces()) << std::flush;
    return cli::exit_ok;
  }
  Kitchen kitchen(options, logging, inherited);
  if (options.check_config) {
    return cli::report_check({}, kitchen.check());  // warnings are in the log
  }
  const auto done = options.list_chefs ? kitchen.list_chefs() : kitchen.run();
  if (kitchen.misused()) return cli::usage_error("nd-sniff", done.error());
  if (done) return cli::exit_ok;
  logging.logger("nd-sniff")->error("{}: {}", options.kitchen_name, done.error());
  kitchen.pause_before_restart();
  return cli::exit_failed;
}

}  // namespace netdumplings::kitchen
