#include <netdumplings/dumpling_eater.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/token.hpp"
#include "eaters/eater_run.hpp"

namespace netdumplings {
inline namespace v1 {
namespace {

net::Endpoint endpoint_of(const EaterOptions& options) {
  auto hub = net::parse_endpoint(options.hub, defaults::hub_out_port);
  if (!hub) throw std::invalid_argument(hub.error());
  return std::move(hub).value();
}

// What the environment says stays there: it is the program's own.
std::string token_of(const EaterOptions& options) {
  if (!options.token.empty()) {
    if (const auto fault = token_fault(options.token); !fault.empty()) throw std::invalid_argument("token: " + fault);
    return options.token;
  }
  const char* const variable = std::getenv(token_variable);
  auto token = client_token(options.token_file, variable != nullptr ? variable : "");
  if (!token) throw std::invalid_argument(token.error());
  return std::move(token).value();
}

std::shared_ptr<const net::TlsClient> tls_of(const EaterOptions& options, const net::Endpoint& hub) {
  const net::TlsClientFiles files{options.tls_ca, options.tls_cert, options.tls_key};
  if (const std::string why = net::misuse_of(files, hub.tls); !why.empty()) throw std::invalid_argument(why);
  if (!hub.tls) return nullptr;
  auto client = net::TlsClient::load(files);
  if (!client) throw std::invalid_argument(client.error());
  return std::move(client).value();
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
        hub(endpoint_of(options)),
        token(token_of(options)),
        tls(tls_of(options, hub)) {}

  // A handler that isn't given is told once, not for every dumpling.
  void warn_once(bool& warned, const char* handler, const char* what) const {
    if (std::exchange(warned, true)) return;
    eaters::say_line(options, options.name + ": No " + handler + " handler specified; ignoring " + what + ".");
  }

  const EaterOptions options;
  const EaterHandlers handlers;
  const net::Endpoint hub;
  const std::string token;
  const std::shared_ptr<const net::TlsClient> tls;
  eaters::StopRequest stop_request;
  bool warned_connect = false;
  bool warned_dumpling = false;
  bool warned_lost = false;
};

DumplingEater::DumplingEater(EaterOptions options, EaterHandlers handlers)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handlers))) {}

DumplingEater::~DumplingEater() = default;

EaterEnd DumplingEater::run(std::optional<std::uint64_t> count) {
  EaterHandlers overridable{[this](const std::string& uri) { on_connect(uri); },
                            [this](const Dumpling& dumpling) { on_dumpling(dumpling); },
                            [this](const std::string& why) { on_connection_lost(why); }};
  return eaters::EaterRun({impl_->options, impl_->hub, impl_->token, impl_->tls, count, std::move(overridable),
                           [this](const Dumpling& dumpling) { return wants(dumpling); }, impl_->stop_request})
      .run();
}

void DumplingEater::stop() noexcept { impl_->stop_request.request(); }

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

bool DumplingEater::wants(const Dumpling& dumpling) const {
  const EaterOptions& options = impl_->options;
  if (!options.kitchen_filter.empty() && !dumpling.kitchen) return false;
  return passes(options.chef_filter, dumpling.chef) && passes(options.driver_filter, dumpling.driver) &&
         passes(options.kitchen_filter, dumpling.kitchen.value_or(""));
}

}  // namespace v1
}  // namespace netdumplings
