#include "kitchen/packets/interface_news.hpp"

#include <algorithm>

namespace netdumplings::kitchen {

InterfaceNews::InterfaceNews(const std::vector<Interface>& interfaces, const std::vector<std::string>& sniffed,
                             bool all)
    : all_(all) {
  for (const auto& one : interfaces) {
    const bool is_sniffed = std::find(sniffed.begin(), sniffed.end(), one.name) != sniffed.end();
    known_[one.index] = {.name = one.name, .up = one.up, .sniffed = is_sniffed, .reported = false};
  }
}

News InterfaceNews::about(const LinkChange& change) {
  if (change.gone) {
    known_.erase(change.now.index);
    return {};
  }
  auto& known = known_[change.now.index];
  if (known.sniffed) return {line_about_sniffed(known, change.now)};
  known.name = change.now.name;
  known.up = change.now.up;
  if (!all_ || !known.up || change.now.loopback || known.reported) return {};
  known.reported = true;
  return {
      "interface " + known.name +
          " came up after the start and isn't sniffed: restart nd-sniff, or use -i any, which takes interfaces that "
          "come later",
      true};
}

std::string InterfaceNews::line_about_sniffed(Known& known, const Interface& now) {
  if (known.name != now.name) {
    auto line = "interface " + known.name + " is called " + now.name + " now; its packets keep the name of the start";
    known.name = now.name;
    known.up = now.up;
    return line;
  }
  if (known.up == now.up) return {};
  known.up = now.up;
  return "interface " + known.name + (known.up ? " is up again" : " went down");
}

}  // namespace netdumplings::kitchen
