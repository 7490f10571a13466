// An eater that counts how often each hostname is looked up, each lookup exactly once, however often it is killed.
// Usage: lookup_counter FILE [HOST:PORT]
#include <netdumplings/dumpling_eater.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

using netdumplings::EaterPlace;

struct State {
  EaterPlace place = {};  // before everything that the hub has
  std::map<std::string, int> lookups = {};
};

// Throws if the file is damaged: with an empty state, lookups would be counted twice.
State load(const std::string& path) {
  std::ifstream file(path);
  if (!file) return {};
  const auto json = nlohmann::json::parse(file);
  return {EaterPlace::parse(json.at("place").get<std::string>()).value(), json.at("lookups")};
}

// The place and the counts are in one file, which is replaced at once: after a crash, both are old or both are new.
void save(const State& state, const std::string& path) {
  std::ofstream file(path + ".new");
  file << nlohmann::json{{"place", state.place.text()}, {"lookups", state.lookups}}.dump();
  file.close();
  if (!file) throw std::runtime_error("can't write " + path + ".new");
  std::filesystem::rename(path + ".new", path);
}

class LookupCounter : public netdumplings::DumplingEater {
 public:
  LookupCounter(const std::string& path, const State& state, const std::string& hub)
      : DumplingEater({.name = "lookup_counter",
                       .hub = hub,
                       .chef_filter = {"DNSLookupChef"},
                       .reconnect = true,
                       .driver_filter = {netdumplings::DumplingDriver::packet},
                       .after = state.place,
                       .stop_signals = {SIGINT, SIGTERM}}),
        path_(path),
        state_(state) {}

 protected:
  void on_dumpling(const netdumplings::Dumpling& dumpling) override {
    ++state_.lookups[dumpling.payload.at("lookup").at("hostname")];
    state_.place = place().value_or(state_.place);  // just after this dumpling
    save(state_, path_);
  }

  void on_skipped(std::optional<std::uint64_t>, const std::string& why) override { std::cout << why << std::endl; }

 private:
  const std::string path_;
  State state_;
};

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  LookupCounter(argv[1], load(argv[1]), argc > 2 ? argv[2] : "localhost:11348").run();
}
