// A program that uses the eater library as its users do, in one way after the other; library_test.py holds what it
// prints against what the library promises. library_probe HOW HUB
#include <netdumplings/dumpling_eater.hpp>

#include <csignal>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <thread>

namespace {

using netdumplings::Dumpling;
using netdumplings::DumplingEater;
using netdumplings::EaterEnd;
using netdumplings::EaterHandlers;
using netdumplings::EaterOptions;
using netdumplings::EaterPlace;

void tell(const std::string& what) { std::cout << what << std::endl; }

void tell_end(EaterEnd end) {
  const std::map<EaterEnd, std::string> names = {
      {EaterEnd::full, "full"}, {EaterEnd::stopped, "stopped"}, {EaterEnd::lost, "lost"}, {EaterEnd::no_hub, "no_hub"}};
  tell("end: " + names.at(end));
}

EaterHandlers telling_handlers() {
  return {.on_connect = [](const std::string& uri) { tell("connected: " + uri); },
          .on_dumpling = [](const Dumpling& dumpling) { tell("dumpling: " + dumpling.chef); },
          .on_connection_lost = [](const std::string& why) { tell("lost: " + why); }};
}

EaterHandlers handlers_of_trouble() {
  EaterHandlers handlers = telling_handlers();
  handlers.on_invalid = [](const std::string& why) { tell("invalid: " + why); };
  handlers.on_unreachable = [](const std::string& why) { tell("unreachable: " + why); };
  return handlers;
}

class EvenEater : public DumplingEater {
 public:
  using DumplingEater::DumplingEater;

 protected:
  void on_connect(const std::string& uri) override { tell("overridden connected: " + uri); }
  void on_dumpling(const Dumpling& dumpling) override { tell("overridden dumpling: " + dumpling.payload.dump()); }
  void on_connection_lost(const std::string& why) override { tell("overridden lost: " + why); }
  [[nodiscard]] bool wants(const Dumpling& dumpling) const override { return dumpling.payload.get<int>() % 2 == 0; }
};

class TroubledEater : public DumplingEater {
 public:
  using DumplingEater::DumplingEater;

 protected:
  void on_connect(const std::string&) override {}
  void on_dumpling(const Dumpling&) override {}
  void on_connection_lost(const std::string&) override {}
  void on_invalid(const std::string& why) override {
    tell("overridden invalid");
    DumplingEater::on_invalid(why);
  }
  void on_unreachable(const std::string& why) override {
    tell("overridden unreachable");
    DumplingEater::on_unreachable(why);
  }
};

DumplingEater* signalled = nullptr;
void stop_signalled(int) { signalled->stop(); }

void callbacks(const EaterOptions& options) { tell_end(DumplingEater(options, telling_handlers()).run(2)); }

void filtered(EaterOptions options) {
  options.chef_filter = {"B", "C"};
  tell_end(DumplingEater(options, telling_handlers()).run(2));
}

void without_handlers(const EaterOptions& options) { tell_end(DumplingEater(options).run()); }

void subclass(const EaterOptions& options) { tell_end(EvenEater(options, telling_handlers()).run()); }

void said(EaterOptions options) {
  options.say = [](std::string_view line) { tell("said: " + std::string(line)); };
  tell_end(DumplingEater(options, telling_handlers()).run(1));
}

void told_of_trouble(const EaterOptions& options) { tell_end(DumplingEater(options, handlers_of_trouble()).run(1)); }

void subclass_told_of_trouble(const EaterOptions& options) { tell_end(TroubledEater(options).run(1)); }

void told_of_each_try(EaterOptions options) {
  options.reconnect = true;
  int tries = 0;
  DumplingEater* running = nullptr;
  EaterHandlers handlers = telling_handlers();
  handlers.on_unreachable = [&](const std::string&) {
    tell("unreachable");
    if (++tries == 3) running->stop();
  };
  DumplingEater eater(options, handlers);
  running = &eater;
  tell_end(eater.run());
}

void not_catching_up(EaterOptions options) {
  options.reconnect = true;
  options.catch_up = false;
  options.last = 7;
  tell_end(DumplingEater(options, telling_handlers()).run(2));
}

void no_count_at_all(const EaterOptions& options) { tell_end(DumplingEater(options, telling_handlers()).run(0)); }

void stopped_by_a_thread(const EaterOptions& options) {
  std::thread stopper;
  EaterHandlers handlers = telling_handlers();
  DumplingEater* running = nullptr;
  handlers.on_dumpling = [&](const Dumpling&) { stopper = std::thread([&] { running->stop(); }); };
  DumplingEater eater(options, handlers);
  running = &eater;
  tell_end(eater.run());
  stopper.join();
}

void stopped_by_a_signal_handler(const EaterOptions& options) {
  DumplingEater eater(options, telling_handlers());
  signalled = &eater;
  std::signal(SIGUSR1, stop_signalled);
  tell_end(eater.run());
}

void stopped_by_a_stop_signal(EaterOptions options) {
  options.stop_signals = {SIGUSR1, SIGUSR2};
  tell_end(DumplingEater(options, telling_handlers()).run());
}

void stopped_in_a_handler(const EaterOptions& options) {
  DumplingEater* running = nullptr;
  EaterHandlers handlers = telling_handlers();
  handlers.on_dumpling = [&](const Dumpling& dumpling) {
    tell("dumpling: " + dumpling.chef);
    running->stop();
  };
  DumplingEater eater(options, handlers);
  running = &eater;
  tell_end(eater.run());
}

void stopped_before_it_runs(const EaterOptions& options) {
  DumplingEater eater(options, telling_handlers());
  eater.stop();
  tell_end(eater.run());
  tell_end(eater.run(1));
}

void handler_throws(const EaterOptions& options) {
  bool thrown = false;
  EaterHandlers handlers = telling_handlers();
  handlers.on_dumpling = [&](const Dumpling& dumpling) {
    if (!std::exchange(thrown, true)) throw std::runtime_error("can't eat " + dumpling.chef);
    tell("dumpling: " + dumpling.chef);
  };
  DumplingEater eater(options, handlers);
  try {
    eater.run();
  } catch (const std::runtime_error& error) {
    tell(std::string("caught: ") + error.what());
  }
  tell_end(eater.run(1));
}

void exceptions_cross(const EaterOptions&) {
  try {
    Dumpling::from_json("{}");
  } catch (const netdumplings::InvalidDumpling& invalid) {
    tell(invalid.what());
  }
  try {
    DumplingEater eater({.hub = "localhost:x"});
  } catch (const std::invalid_argument& error) {
    tell("no address");
  }
  try {
    [[maybe_unused]] const auto json = Dumpling{.chef = "C", .payload = "caf\xe9"}.to_json();
  } catch (const netdumplings::InvalidDumplingPayload& invalid) {
    tell("no payload");
  }
}

void defaults(const EaterOptions&) {
  const DumplingEater eater;
  const EaterOptions& options = eater.options();
  tell(options.name + " " + options.hub + (options.chef_filter.empty() ? " all" : "") +
       (options.reconnect ? "" : " once"));
}

void reconnecting(EaterOptions options) {
  options.reconnect = true;
  tell_end(DumplingEater(options, telling_handlers()).run(2));
}

void recording(const EaterOptions& options) {
  EaterHandlers handlers = telling_handlers();
  handlers.on_dumpling = [](const Dumpling& dumpling) {
    tell(dumpling.source);
    tell(dumpling.to_json());
  };
  tell_end(DumplingEater(options, handlers).run(1));
}

// Prints each payload with the place after it, and where the next eater can go on.
void telling_places(EaterOptions options, bool of_gaps, std::uint64_t count) {
  const DumplingEater* running = nullptr;
  const auto tell_place = [&](const std::string& what) {
    const auto place = running->place();
    tell(what + " at " + (place ? place->text() : "no place"));
  };
  EaterHandlers handlers;
  handlers.on_connect = [&](const std::string&) { tell_place("connected"); };
  handlers.on_dumpling = [&](const Dumpling& dumpling) { tell_place(dumpling.payload.dump()); };
  handlers.on_connection_lost = [&](const std::string&) { tell_place("lost"); };
  if (of_gaps) {
    handlers.on_skipped = [](std::optional<std::uint64_t> skipped, const std::string& why) {
      tell("skipped " + (skipped ? std::to_string(*skipped) : "unknown") + ": " + why);
    };
  }
  DumplingEater eater(options, handlers);
  running = &eater;
  tell_end(eater.run(count));
  tell_place("ended");
}

void places(const EaterOptions& options) { telling_places(options, false, 3); }

void place_among_others(EaterOptions options) {
  options.chef_filter = {"B"};
  telling_places(options, false, 1);
}

void places_after(EaterOptions options) {
  options.after = EaterPlace::parse(R"({"log":"a","position":100,"had":2})");
  options.last = 7;
  telling_places(options, false, 2);
}

void gaps_after(EaterOptions options) {
  options.after = EaterPlace{"a", 100, 2};
  telling_places(options, true, 1);
}

void places_after_without_catching_up(EaterOptions options) {
  options.reconnect = true;
  options.catch_up = false;
  options.after = EaterPlace{"a", 100, 2};
  telling_places(options, true, 2);
}

void with_token(EaterOptions options) {
  options.token = "a-token-of-the-hub's";
  tell_end(DumplingEater(options, telling_handlers()).run(0));
}

void with_token_file(EaterOptions options) {
  options.token_file = "/nowhere/token";
  try {
    tell_end(DumplingEater(options).run(0));
  } catch (const std::invalid_argument& error) {
    tell(error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<void(const EaterOptions&)>> ways = {
      {"callbacks", callbacks},
      {"filtered", filtered},
      {"without_handlers", without_handlers},
      {"subclass", subclass},
      {"said", said},
      {"told_of_trouble", told_of_trouble},
      {"subclass_told_of_trouble", subclass_told_of_trouble},
      {"told_of_each_try", told_of_each_try},
      {"not_catching_up", not_catching_up},
      {"no_count_at_all", no_count_at_all},
      {"stopped_by_a_thread", stopped_by_a_thread},
      {"stopped_by_a_signal_handler", stopped_by_a_signal_handler},
      {"stopped_by_a_stop_signal", stopped_by_a_stop_signal},
      {"stopped_in_a_handler", stopped_in_a_handler},
      {"stopped_before_it_runs", stopped_before_it_runs},
      {"handler_throws", handler_throws},
      {"exceptions_cross", exceptions_cross},
      {"defaults", defaults},
      {"reconnecting", reconnecting},
      {"recording", recording},
      {"places", places},
      {"place_among_others", place_among_others},
      {"places_after", places_after},
      {"gaps_after", gaps_after},
      {"places_after_without_catching_up", places_after_without_catching_up},
      {"with_token", with_token},
      {"with_token_file", with_token_file}};
  if (argc != 3) return 2;
  ways.at(argv[1])({.hub = argv[2]});
}
