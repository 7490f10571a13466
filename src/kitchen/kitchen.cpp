#include "kitchen/kitchen.hpp"

#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/cli.hpp"
#include "kitchen/card.hpp"
#include "kitchen/chef_modules.hpp"
#include "kitchen/chef_options.hpp"
#include "kitchen/chef_path.hpp"
#include "kitchen/chef_runner.hpp"
#include "kitchen/delivery.hpp"
#include "kitchen/file_source.hpp"
#include "kitchen/live_source.hpp"
#include "kitchen/rights.hpp"
#include "kitchen/sniffer.hpp"
#include "kitchen/stop_signals.hpp"

namespace netdumplings::kitchen {
namespace {

/// Chefs are hired before there is somewhere to send what they make: the card that opens the way lists them.
class SinkToBe final : public DumplingSink {
 public:
  void become(DumplingSink& sink) { sink_ = &sink; }
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
  /// Whether it failed because of a wrong option.
  [[nodiscard]] bool misused() const { return misused_; }

 private:
  void tell_options();
  Result<void> choose_who();
  Result<void> open_captures();
  ChefModules open_modules() const;
  Result<void> watch_and_read();
  Result<void> hire();
  Result<void> sniff();
  Result<void> report(const Delivery::Report& delivered, Result<void> read);
  Error misuse(const std::string& why);
  [[nodiscard]] std::string named(const std::string& text) const { return options_.kitchen_name + ": " + text; }

  const Options& options_;
  Logging& logging_;
  Log log_;
  StopSignals stop_;
  RunAs user_;
  ChefOptions chef_options_;
  std::optional<CaptureFile> file_;
  std::optional<ChefModules> modules_;
  SinkToBe sink_;
  std::unique_ptr<ChefRunner> chefs_;
  std::unique_ptr<Delivery> delivery_;
  std::unique_ptr<PacketSource> source_;
  bool misused_ = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// As Python prints it: 5.0.
std::string float_text(double value) { return nlohmann::json(value).dump(); }

Result<void> Kitchen::list_chefs() {
  if (auto who = choose_who(); !who) return who;
  modules_ = open_modules();
  if (auto dropped = relinquish_rights(user_); !dropped) return dropped;
  modules_->load();
  std::cout << chef_listing(*modules_) << std::flush;
  return {};
}

Result<void> Kitchen::run() {
  auto given = ChefOptions::parse(options_.chef_options);
  if (!given) return misuse(given.error());
  chef_options_ = std::move(*given);
  tell_options();
  if (auto who = choose_who(); !who) return who;
  if (auto opened = open_captures(); !opened) return opened;
  modules_ = open_modules();
  if (auto dropped = relinquish_rights(user_); !dropped) return dropped;
  if (auto file = logging_.open_file(); !file) log_->error(named(file.error()));
  if (auto ready = watch_and_read(); !ready) return ready;
  if (!source_) return {};  // stopped before the file's first bytes came
  if (auto hired = hire(); !hired) return hired;
  return sniff();
}

Error Kitchen::misuse(const std::string& why) {
  misused_ = true;
  return Error{why};
}

void Kitchen::tell_options() {
  log_->info("Initializing sniffer...");
  log_->info(named("Interface: " + options_.source()));
  log_->info(named("Requested chefs: " + (options_.chefs ? joined(*options_.chefs) : "all")));
  log_->info(named("Chef modules: " + joined(options_.chef_modules)));
  log_->info(named("Filter: " + (options_.filter.empty() ? "<all packets>" : options_.filter)));
  log_->info(named("Chef poke interval (secs): " + float_text(options_.poke_interval)));
}

Result<void> Kitchen::choose_who() {
  auto user = choose_user(options_.run_as, this_caller());
  if (!user) return Error{user.error()};
  user_ = std::move(*user);
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

/// From here on a signal stops in good order, and nothing runs with rights: chefs and a file's bytes may be looked at.
Result<void> Kitchen::watch_and_read() {
  stop_.watch([this] { log_->info(named("Caught keyboard interrupt; exiting.")); });
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

Result<void> Kitchen::hire() {
  modules_->load();
  chefs_ = std::make_unique<ChefRunner>(KitchenFacts{.name = options_.kitchen_name,
                                                     .interface = options_.source(),
                                                     .filter = options_.filter,
                                                     .poke_interval = options_.poke_interval},
                                        sink_, log_);
  if (auto hired = chefs_->hire(*modules_, options_.chefs, chef_options_); !hired) return misuse(hired.error());
  if (chefs_->empty()) return Error{"No valid chefs found. Not starting sniffer."};
  return {};
}

Result<void> Kitchen::sniff() {
  auto delivery = start_delivery(options_, make_card(options_, chefs_->card_chefs()), user_.name, stop_.fd(), log_);
  if (!delivery) return stop_.requested() ? Result<void>() : Error{delivery.error()};
  delivery_ = std::move(*delivery);
  sink_.become(delivery_->sink());
  stop_.when_stuck([this] { delivery_->give_up(); });
  log_->info(named("Sniffing started"));
  auto read = Sniffer(*source_, *chefs_, options_.poke_interval, stop_, [this] { delivery_->flush(); }).run();
  const bool stopped = stop_.requested();
  // A signal that comes from now on shortens a file's end: what is left is given the time of a stop.
  const auto delivered = delivery_->finish(stopped);
  stop_.when_stuck({});
  return report(delivered, std::move(read));
}

Result<void> Kitchen::report(const Delivery::Report& delivered, Result<void> read) {
  const auto counts = source_->counts();
  log_->info("{}: Dumplings: {} made, {} delivered, {} dropped", options_.kitchen_name, delivered.made, delivered.sent,
             delivered.dropped);
  if (source_->live() || stop_.requested()) std::cerr << tell_counts(counts) << std::flush;
  if (delivered.failure.empty()) return read;
  if (!read) log_->error(named(read.error()));
  return Error{std::to_string(delivered.dropped) + " of " + std::to_string(delivered.made) +
               " dumplings were left behind: " + delivered.failure};
}

std::string count_line(std::uint64_t count, const char* what) {
  return std::to_string(count) + (count == 1 ? " packet " : " packets ") + what + "\n";
}

}  // namespace

int run_kitchen(const Options& options, Logging& logging) {
  std::signal(SIGPIPE, SIG_IGN);
  Kitchen kitchen(options, logging);
  const auto done = options.list_chefs ? kitchen.list_chefs() : kitchen.run();
  if (kitchen.misused()) return cli::usage_error("nd-sniff", done.error());
  if (!done) logging.logger("nd-sniff")->error("{}: {}", options.kitchen_name, done.error());
  return done ? cli::exit_ok : cli::exit_failed;
}

std::string tell_counts(const CaptureCounts& counts) {
  std::string text = count_line(counts.captured, "captured") + count_line(counts.received, "received by filter") +
                     count_line(counts.dropped, "dropped by kernel");
  if (counts.dropped_by_interface > 0) text += count_line(counts.dropped_by_interface, "dropped by interface");
  const std::uint64_t seen = counts.captured + counts.dropped;
  if (counts.received > seen) text += count_line(counts.received - seen, "left unread");
  return text;
}

}  // namespace netdumplings::kitchen
