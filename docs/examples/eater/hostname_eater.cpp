// An eater that prints each hostname when it is looked up for the first time. Usage: hostname_eater [HOST:PORT]
#include <netdumplings/dumpling_eater.hpp>

#include <csignal>
#include <iostream>
#include <set>
#include <string>

class HostnameEater : public netdumplings::DumplingEater {
 public:
  explicit HostnameEater(const std::string& hub)
      : DumplingEater({.name = "hostnames",
                       .hub = hub,
                       .chef_filter = {"DNSLookupChef"},
                       .reconnect = true,
                       .stop_signals = {SIGINT, SIGTERM}}) {}

 protected:
  void on_connect(const std::string& uri) override { std::cout << "Listening to " << uri << std::endl; }

  void on_dumpling(const netdumplings::Dumpling& dumpling) override {
    if (dumpling.driver != netdumplings::DumplingDriver::packet) return;
    const std::string hostname = dumpling.payload.at("lookup").at("hostname");
    if (seen_.insert(hostname).second) std::cout << nlohmann::json(hostname).dump() << std::endl;
  }

  void on_connection_lost(const std::string& why) override { std::cout << "The hub is gone: " << why << std::endl; }

 private:
  std::set<std::string> seen_;
};

int main(int argc, char** argv) { HostnameEater(argc > 1 ? argv[1] : "localhost:11348").run(); }
