// HttpChef reports requests of HTTP/1 with their responses.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <string>

#include "network/http/http_talks.hpp"

namespace netdumplings::chefs::network {

class HttpChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports each HTTP/1 request with its response";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";

  StreamAnswer stream_handler(const Connection& connection, const StreamData& data) override;
  Payload connection_handler(const Connection& connection, ConnectionEvent event) override;

 private:
  FollowedHttp* find(const Connection& connection, const StreamData& data, bool& may_begin_later);
  void end(FollowedHttp& followed);
  void report_finished(FollowedHttp& followed);
  void report(const FollowedHttp& followed, const HttpExchange& exchange);

  HttpTalks talks_{std::size_t{64} << 20};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
