#include "eaters/top/header.hpp"

#include <algorithm>

#include "common/os/terminal.hpp"
#include "eaters/local_time.hpp"
#include "eaters/top/cell_text.hpp"
#include "eaters/top/figures.hpp"
#include "eaters/top/line_writer.hpp"

namespace netdumplings::eaters::top {
namespace {

void draw_hub(Line& line, const Scene& scene, bool paused, Size size) {
  LineWriter writer(line, size.columns);
  const HubFacts& hub = scene.overview.hub;
  writer.put(" nd-top", Tone::title);
  writer.fact("hub", terminal::harmless(scene.hub));
  if (!hub.version.empty()) writer.fact("version", terminal::harmless(hub.version));
  if (hub.uptime) writer.fact("up", hours_minutes_seconds(*hub.uptime));
  const std::string right = paused ? "PAUSED " : scene.time_of_day + " ";
  writer.at_end(right, paused ? Tone::warn : Tone::dim);
}

void draw_totals(Line& line, const HubFacts& hub, Size size) {
  LineWriter writer(line, size.columns);
  const auto loss = [](Figure figure, Tone tone) { return figure.value_or(0) > 0 ? tone : Tone::strong; };
  writer.put(" dumplings", Tone::dim);
  writer.move_to(writer.at() - 2);
  writer.fact("in", count_text(hub.dumplings_in)).put(" " + rate_text(hub.in_rate) + "/s");
  writer.fact("out", count_text(hub.dumplings_out)).put(" " + rate_text(hub.out_rate) + "/s");
  if (hub.invalid) writer.fact("invalid", count_text(hub.invalid), loss(hub.invalid, Tone::warn));
  if (hub.skipped) writer.fact("skipped", count_text(hub.skipped), loss(hub.skipped, Tone::bad));
}

// Returns what is wrong with the connection; its text is empty if nothing is.
Trouble trouble_of(const LinkState& link, double now) {
  if (link.kind == LinkState::Kind::away) {
    const std::string since = " for " + age_text(std::max(0.0, now - link.since));
    return {true, (link.was_there ? "HUB AWAY" : "NO HUB") + since + ", trying again: " + link.why};
  }
  if (link.unreadable == 0) return {};
  return {false, "The hub sent " + count_text(link.unreadable) + " texts that are no dumplings."};
}

void draw_trouble(Line& line, const Trouble& trouble, const std::string& more, Size size) {
  LineWriter writer(line, size.columns);
  const int room = size.columns - width(more) - 4;
  writer.put(trouble.bad ? " ! " : " - ", trouble.bad ? Tone::bad : Tone::warn);
  writer.put(cut(terminal::harmless(trouble.text), room), trouble.bad ? Tone::bad : Tone::warn);
  writer.put(more, Tone::dim);
}

// Returns what the screen says if nothing is wrong.
std::string calm_words(const Scene& scene) {
  if (scene.link.kind == LinkState::Kind::connecting) return "Connecting to the hub...";
  if (!scene.overview.hub.told) return "Connected. Waiting for the hub's status, which comes every few seconds.";
  return "All is well.";
}

void draw_troubles(Picture& lines, const Scene& scene, Size size) {
  std::vector<Trouble> all = scene.overview.troubles;
  const Trouble link = trouble_of(scene.link, scene.now);
  if (!link.text.empty()) all.insert(link.bad ? all.begin() : all.end(), link);
  if (all.empty()) {
    LineWriter(lines.emplace_back(), size.columns).put(" ").put(calm_words(scene), Tone::good);
    return;
  }
  // A larger screen shows more of them.
  const std::size_t room = static_cast<std::size_t>(std::max(1, (size.lines - 20) / 4));
  const std::size_t told = std::min(all.size(), room);
  for (std::size_t i = 0; i < told; ++i) {
    const bool more = i + 1 == told && told < all.size();
    draw_trouble(lines.emplace_back(), all[i], more ? "  +" + count_text(all.size() - told) + " more" : "", size);
  }
}

}  // namespace

void draw_header(Picture& lines, const Scene& scene, bool paused, Size size) {
  draw_hub(lines.emplace_back(), scene, paused, size);
  draw_totals(lines.emplace_back(), scene.overview.hub, size);
  draw_troubles(lines, scene, size);
}

}  // namespace netdumplings::eaters::top
