// What is known about connections, from FlowChef's dumplings.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <vector>

#include "eaters/top/flow_reader.hpp"

namespace netdumplings::eaters::top {

/// Times are as in Model. It keeps at most defaults::top_most_connections in at most defaults::top_connection_bytes.
/// When there are more, it forgets those that ended first, and if none has ended, those not reported for the longest
/// time.
class ConnectionBook {
 public:
  /// Takes over what a dumpling of FlowChef says. A newer report about a connection replaces the older one.
  void note(const Dumpling& dumpling, double now);

  /// Returns the connections that are open or ended lately.
  [[nodiscard]] std::vector<ConnectionRow> rows(double now) const;
  /// Returns how many it has forgotten to make room.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  struct Known {
    FlowReport report;
    double heard;
  };
  using Reports = std::list<Known>;  // in the order in which they came

  Reports& reports_like(const ConnectionRow& row) { return row.open() ? open_ : ended_; }
  void forget(Reports& reports, Reports::iterator known);
  void forget_old(double now);
  void make_room();

  Reports open_;
  Reports ended_;
  std::map<std::string, Reports::iterator> by_key_;
  std::size_t bytes_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace netdumplings::eaters::top
