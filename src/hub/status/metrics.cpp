#include "hub/status/metrics.hpp"

#include <cstdio>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

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

std::string name_in(const std::string& card, const char* key) {
  return nlohmann::json::parse(card).at(key).get<std::string>();
}

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
  page.single("log_entries_total", "counter", "Dumplings appended to the log.", std::to_string(census.log_entries));
  page.single("log_size_bytes", "gauge", "What the log may take.", std::to_string(census.log_bytes));
  page.single("shared_pages_bytes", "gauge", "Pages that eaters share and that some of them have not acknowledged.",
              std::to_string(census.shared_pages));
  page.single("shared_pages_limit_bytes", "gauge", "The most that shared_pages_bytes can be.",
              std::to_string(census.shared_pages_limit));
}

void append_kitchens(Page& page, const Census& census) {
  std::vector<std::string> who;
  for (const KitchenReport& kitchen : census.kitchen_list) {
    who.push_back("kitchen=" + quoted(name_in(kitchen.card, "kitchen_name")) +
                  ",peer=" + quoted(kitchen.peer.to_string()));
  }
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
  std::vector<std::string> who;
  for (const EaterReport& eater : census.eaters.first) {
    who.push_back("eater=" + quoted(name_in(eater.card, "eater_name")) + ",peer=" + quoted(eater.peer.to_string()));
  }
  page.family("eater_entries_total", "counter", "Entries of the log that a connected eater was there for.");
  for (std::size_t i = 0; i < who.size(); ++i) page.value(who[i], census.eaters.first[i].ledger.entries);
  page.family("eater_entries_fate", "gauge", "What became of them: they add up to eater_entries_total.");
  for (std::size_t i = 0; i < who.size(); ++i) {
    const EaterLedger& l = census.eaters.first[i].ledger;
    fates(page, who[i] + ',',
          {{"sent", l.sent}, {"filtered", l.filtered}, {"behind", l.behind}, {"skipped", l.skipped}});
  }
}

}  // namespace

std::string metrics_text(const Census& census) {
  Page page;
  append_hub(page, census);
  append_totals(page, census);
  append_kitchens(page, census);
  append_eaters(page, census);
  return std::move(page.text);
}

}  // namespace netdumplings::hub
