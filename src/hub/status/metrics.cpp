#include "hub/status/metrics.hpp"

#include <cstdio>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

std::string number(double value) { return nlohmann::json(value).dump(); }

// The value of a label: only backslash, quote and line feed are escaped.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + '"';
}

// The labels of clients, as many as there is room for.
class Labels {
 public:
  explicit Labels(const char* role) : role_(role) {}

  /// Returns false if there is no room for a client's series.
  bool add(const std::string& name, const net::Endpoint& peer) {
    std::string label = std::string(role_) + '=' + quoted(name) + ",peer=" + quoted(peer.host);
    const unsigned nth = ++same_[label];
    if (nth > 1) label += ",nth=\"" + std::to_string(nth) + '"';
    bytes_ += lines_a_client * (label.size() + most_beside_label);
    if (bytes_ > defaults::metrics_max_bytes / 2) return false;
    all_.push_back(std::move(label));
    return true;
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  const std::string& operator[](std::size_t i) const { return all_[i]; }

 private:
  static constexpr std::size_t lines_a_client = 5;
  static constexpr std::size_t most_beside_label = 100;  // bytes of a line: the metric's name, the fate and the value

  const char* const role_;
  std::map<std::string, unsigned> same_;
  std::vector<std::string> all_;
  std::size_t bytes_ = 0;
};

class Page {
 public:
  void family(const char* name, const char* type, const char* help) {
    name_ = std::string("netdumplings_hub_") + name;
    text += "# HELP " + name_ + ' ' + help + "\n# TYPE " + name_ + ' ' + type + '\n';
  }
  void value(const std::string& labels, const std::string& v) {
    text += name_ + (labels.empty() ? labels : '{' + labels + '}') + ' ' + v + '\n';
  }
  void value(const std::string& labels, std::uint64_t v) { value(labels, std::to_string(v)); }
  void single(const char* name, const char* type, const char* help, const std::string& v) {
    family(name, type, help);
    value("", v);
  }

  std::string text;

 private:
  std::string name_;
};

using Fates = std::initializer_list<std::pair<const char*, std::uint64_t>>;

void fates(Page& page, const std::string& who, Fates all) {
  for (const auto& [fate, count] : all) page.value(who + "fate=\"" + fate + '"', count);
}

void append_totals(Page& page, const Census& census) {
  const KitchenLedger& in = census.kitchens_present;
  const KitchenLedger& in_gone = census.kitchens_gone;
  page.single("received_total", "counter", "Messages that kitchens sent as dumplings.",
              std::to_string(in.received + in_gone.received));
  page.family("received_fate_total", "counter", "What became of them: they add up to received_total.");
  fates(page, "",
        {{"taken", in.taken + in_gone.taken},
         {"invalid", in.invalid + in_gone.invalid},
         {"known", in.known + in_gone.known}});
  const EaterLedger& out = census.eaters.present;
  const EaterLedger& gone = census.eaters.gone;
  page.single("entries_total", "counter", "Entries of the log that eaters were there for.",
              std::to_string(out.entries + gone.entries));
  page.family("entries_fate", "gauge", "What became of them: they add up to entries_total.");
  fates(page, "",
        {{"sent", out.sent + gone.sent},
         {"filtered", out.filtered + gone.filtered},
         {"behind", out.behind},
         {"skipped", out.skipped + gone.skipped},
         {"left", gone.behind}});
  page.single("status_dumplings_sent_total", "counter", "The hub's own dumplings, sent to eaters.",
              std::to_string(out.statuses + gone.statuses));
  page.single("sent_total", "counter", "All dumplings sent to eaters, the hub's own included.",
              std::to_string(census.dumplings_out()));
  page.single("eaters_stalled_total", "counter", "Eaters that were sent away because they took nothing.",
              std::to_string(census.eaters.stalled));
}

void append_hub(Page& page, const Census& census) {
  page.single("uptime_seconds", "gauge", "Since the hub was started.", number(census.uptime_seconds));
  page.single("kitchens", "gauge", "Kitchens that are connected.", std::to_string(census.kitchens));
  page.single("eaters", "gauge", "Eaters that are connected.", std::to_string(census.eaters.eaters));
  page.single("log_stored", "gauge", "Whether the log stores what comes; 0 if its disk takes nothing.",
              census.log_fault.empty() ? "1" : "0");
  page.single("log_entries_total", "counter", "Dumplings appended to the log.", std::to_string(census.log_entries));
  page.single("log_size_bytes", "gauge", "What the log may take.", std::to_string(census.log_bytes));
  page.single("shared_pages_bytes", "gauge", "Pages that eaters share and that some of them have not acknowledged.",
              std::to_string(census.shared_pages));
  page.single("shared_pages_limit_bytes", "gauge", "The most that shared_pages_bytes can be.",
              std::to_string(census.shared_pages_limit));
}

void append_kitchens(Page& page, const Census& census) {
  Labels who("kitchen");
  for (const KitchenReport& kitchen : census.kitchen_list) {
    if (!who.add(kitchen.name, kitchen.peer)) break;
  }
  page.single("kitchens_left_out", "gauge", "Connected kitchens that have no series of their own here.",
              std::to_string(census.kitchens - who.size()));
  page.family("kitchen_received_total", "counter", "Messages that a connected kitchen sent as dumplings.");
  for (std::size_t i = 0; i < who.size(); ++i) page.value(who[i], census.kitchen_list[i].ledger.received);
  page.family("kitchen_received_fate_total", "counter", "What became of them.");
  for (std::size_t i = 0; i < who.size(); ++i) {
    const KitchenLedger& ledger = census.kitchen_list[i].ledger;
    fates(page, who[i] + ',', {{"taken", ledger.taken}, {"invalid", ledger.invalid}, {"known", ledger.known}});
  }
  page.family("kitchen_last_seen_seconds", "gauge", "Since the epoch: a connected kitchen's last message.");
  for (std::size_t i = 0; i < who.size(); ++i) page.value(who[i], number(census.kitchen_list[i].seen_seconds));
}

void append_eaters(Page& page, const Census& census) {
  Labels who("eater");
  for (const EaterReport& eater : census.eaters.first) {
    if (!who.add(eater.name, eater.peer)) break;
  }
  page.single("eaters_left_out", "gauge", "Connected eaters that have no series of their own here.",
              std::to_string(census.eaters.eaters - who.size()));
  page.family("eater_entries_total", "counter", "Entries of the log that a connected eater was there for.");
  for (std::size_t i = 0; i < who.size(); ++i) page.value(who[i], census.eaters.first[i].ledger.entries);
  page.family("eater_entries_fate", "gauge", "What became of them: they add up to eater_entries_total.");
  for (std::size_t i = 0; i < who.size(); ++i) {
    const EaterLedger& l = census.eaters.first[i].ledger;
    fates(page, who[i] + ',',
          {{"sent", l.sent}, {"filtered", l.filtered}, {"behind", l.behind}, {"skipped", l.skipped}});
  }
}

template <class Ledger>
void append_absent(Page& page, const std::string& role, const std::vector<Absence<Ledger>>& all) {
  page.single(("absent_" + role + 's').c_str(), "gauge", "Names of which one was here in the last day and none is now.",
              std::to_string(all.size()));
  Labels who(role.c_str());
  for (const auto& gone : all) {
    if (!who.add(gone.name, {gone.host, 0})) break;
  }
  page.family(("absent_" + role + "_last_seen_seconds").c_str(), "gauge",
              "Since the epoch: when it was heard of last.");
  for (std::size_t i = 0; i < who.size(); ++i) page.value(who[i], number(all[i].seen_seconds));
  page.family(("absent_" + role + "_dumplings").c_str(), "gauge", "Taken from its last connection, or sent to it.");
  for (std::size_t i = 0; i < who.size(); ++i) page.value(who[i], worth(all[i].ledger));
}

}  // namespace

std::string metrics_text(const Census& census) {
  Page page;
  append_hub(page, census);
  append_totals(page, census);
  append_kitchens(page, census);
  append_eaters(page, census);
  append_absent(page, "kitchen", census.absent_kitchens);
  append_absent(page, "eater", census.absent_eaters);
  return std::move(page.text);
}

}  // namespace netdumplings::hub
