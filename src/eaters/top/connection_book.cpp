#include "eaters/top/connection_book.hpp"

#include <iterator>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::eaters::top {
namespace {

// Returns the memory that a report takes, with its place in the list and in the map.
std::size_t size_of(const FlowReport& report) {
  const ConnectionRow& row = report.row;
  constexpr std::size_t places = 160;
  return sizeof(FlowReport) + places + 2 * report.key.size() + row.client.size() + row.server.size() +
         row.state.size() + row.service.size() + row.kitchen.size();
}

}  // namespace

Figure ConnectionRow::bytes() const {
  return sent || received ? Figure(sent.value_or(0) + received.value_or(0)) : std::nullopt;
}

void ConnectionBook::note(const Dumpling& dumpling, double now) {
  forget_old(now);
  auto report = read_flow(dumpling);
  if (!report) return;
  const auto found = by_key_.find(report->key);
  if (found != by_key_.end()) {
    const FlowReport& known = found->second->report;
    if (report->end < known.end || (report->row.open() && !known.row.open())) return;
    forget(reports_like(known.row), found->second);
  }
  Reports& reports = reports_like(report->row);
  bytes_ += size_of(*report);
  reports.push_back({*std::move(report), now});
  by_key_[reports.back().report.key] = std::prev(reports.end());
  make_room();
}

void ConnectionBook::forget(Reports& reports, Reports::iterator known) {
  bytes_ -= size_of(known->report);
  by_key_.erase(known->report.key);
  reports.erase(known);
}

void ConnectionBook::forget_old(double now) {
  const auto forget_before = [this](Reports& reports, double time) {
    while (!reports.empty() && reports.front().heard < time) forget(reports, reports.begin());
  };
  forget_before(ended_, now - defaults::top_remembered_seconds);
  forget_before(open_, now - defaults::top_quiet_connection_seconds);
}

void ConnectionBook::make_room() {
  while (by_key_.size() > defaults::top_most_connections || bytes_ > defaults::top_connection_bytes) {
    Reports& reports = ended_.empty() ? open_ : ended_;
    forget(reports, reports.begin());
    ++left_out_;
  }
}

std::vector<ConnectionRow> ConnectionBook::rows(double now) const {
  std::vector<ConnectionRow> rows;
  const auto add_since = [&](const Reports& reports, double time) {
    for (const Known& known : reports) {
      if (known.heard < time) continue;
      rows.push_back(known.report.row);
      rows.back().heard = now - known.heard;
    }
  };
  add_since(open_, now - defaults::top_quiet_connection_seconds);
  add_since(ended_, now - defaults::top_remembered_seconds);
  return rows;
}

}  // namespace netdumplings::eaters::top
