#include <netdumplings/dumpling_eater.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/token.hpp"
#include "eaters/eater_run.hpp"
#include "net/client/hub_access.hpp"
#include "net/client/lasting_link.hpp"

namespace netdumplings {
inline namespace v1 {
namespace {

net::HubAccess access_for(const EaterOptions& options) {
  const char* const variable = std::getenv(token_variable);  // stays set: the environment is the program's own
  auto access = net::open_hub_access({.address = options.hub,
                                      .default_port = defaults::hub_out_port,
                                      .tls = {options.tls_ca, options.tls_cert, options.tls_key, options.tls_key_group},
                                      .token = options.token,
                                      .token_file = options.token_file,
                                      .token_variable = variable != nullptr ? variable : ""});
  if (!access) throw std::invalid_argument(access.error());
  return std::move(access).value();
}

template <class Value>
bool passes(const std::vector<Value>& filter, const Value& value) {
  return filter.empty() || std::find(filter.begin(), filter.end(), value) != filter.end();
}

}  // namespace

struct DumplingEater::Impl {
  Impl(EaterOptions eater_options, EaterHandlers eater_handlers)
      : options(std::move(eater_options)),
        handlers(std::move(eater_handlers)),
        hub(access_for(options)),
        resume(options.after) {}

  void say(const std::string& what) const { eaters::say_line(options, options.name + ": " + what); }

  // Says once that a handler isn't given, not for every dumpling.
  void warn_once(bool& warned, const char* handler, const char* what) const {
    if (std::exchange(warned, true)) return;
    say(std::string("No ") + handler + " handler specified; ignoring " + what + ".");
  }

  const EaterOptions options;
  const EaterHandlers handlers;
  const net::HubAccess hub;
  eaters::StopRequest stop_request;
  eaters::Resume resume;
  bool warned_connect = false;
  bool warned_dumpling = false;
  bool warned_lost = false;
  net::LastingLink::Failure failure;  // the last failed try to connect
};

DumplingEater::DumplingEater(EaterOptions options, EaterHandlers handlers)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handlers))) {}

DumplingEater::~DumplingEater() = default;

EaterEnd DumplingEater::run(std::optional<std::uint64_t> count) {
  impl_->resume = eaters::Resume(impl_->options.after);
  return eaters::EaterRun(
             {.options = impl_->options,
              .hub = impl_->hub,
              .count = count,
              .handlers = {.on_connect = [this](const std::string& uri) { on_connect(uri); },
                           .on_dumpling = [this](const Dumpling& dumpling) { on_dumpling(dumpling); },
                           .on_connection_lost = [this](const std::string& why) { on_connection_lost(why); },
                           .on_invalid = [this](const std::string& why) { on_invalid(why); },
                           .on_skipped = [this](auto skipped, const std::string& why) { on_skipped(skipped, why); }},
              .on_failure =
                  [this](const net::LastingLink::Failure& failure) {
                    impl_->failure = failure;
                    on_unreachable(failure.why);
                  },
              .wants = [this](const Dumpling& dumpling) { return wants(dumpling); },
              .resume = impl_->resume,
              .stop_request = impl_->stop_request})
      .run();
}

void DumplingEater::stop() noexcept { impl_->stop_request.request(); }

std::optional<EaterPlace> DumplingEater::place() const { return impl_->resume.place(); }

const EaterOptions& DumplingEater::options() const { return impl_->options; }

void DumplingEater::on_connect(const std::string& uri) {
  if (impl_->handlers.on_connect) return impl_->handlers.on_connect(uri);
  impl_->warn_once(impl_->warned_connect, "on_connect", "connection");
}

void DumplingEater::on_dumpling(const Dumpling& dumpling) {
  if (impl_->handlers.on_dumpling) return impl_->handlers.on_dumpling(dumpling);
  impl_->warn_once(impl_->warned_dumpling, "on_dumpling", "dumpling");
}

void DumplingEater::on_connection_lost(const std::string& why) {
  if (impl_->handlers.on_connection_lost) return impl_->handlers.on_connection_lost(why);
  impl_->warn_once(impl_->warned_lost, "on_connection_lost", "connection loss");
}

void DumplingEater::on_invalid(const std::string& why) {
  if (impl_->handlers.on_invalid) return impl_->handlers.on_invalid(why);
  impl_->say("Invalid dumpling: " + why);
}

void DumplingEater::on_unreachable(const std::string& why) {
  if (impl_->handlers.on_unreachable) return impl_->handlers.on_unreachable(why);
  const net::LastingLink::Failure& failure = impl_->failure;
  if (failure.first) impl_->say("There was a problem with the dumpling hub connection. Is nd-hub available?");
  if (failure.first || failure.turned_away) impl_->say(why);  // the hub is back, but doesn't let us in: that is news
}

void DumplingEater::on_skipped(std::optional<std::uint64_t> count, const std::string& why) {
  if (impl_->handlers.on_skipped) return impl_->handlers.on_skipped(count, why);
  impl_->say(why);
}

bool DumplingEater::wants(const Dumpling& dumpling) const {
  const EaterOptions& options = impl_->options;
  if (!options.kitchen_filter.empty() && !dumpling.kitchen) return false;
  return passes(options.chef_filter, dumpling.chef) && passes(options.driver_filter, dumpling.driver) &&
         passes(options.kitchen_filter, dumpling.kitchen.value_or(""));
}

}  // namespace v1
}  // namespace netdumplings
