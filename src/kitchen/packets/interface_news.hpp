// What there is to say about interfaces that change while some of them are sniffed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kitchen/packets/link_watch.hpp"

namespace netdumplings::kitchen {

struct News {
  std::string line;      // "": there is nothing to say
  bool warning = false;  // somebody should do something
};

class InterfaceNews {
 public:
  /// `interfaces` are those that there are now, and `sniffed` the names of those that are sniffed. `all`: new ones
  /// would be sniffed if rights weren't gone.
  InterfaceNews(const std::vector<Interface>& interfaces, const std::vector<std::string>& sniffed, bool all);

  /// Returns what there is to say about the change. That a sniffed interface was deleted is left to its capture.
  News about(const LinkChange& change);

 private:
  struct Known {
    std::string name;
    bool up = false;
    bool sniffed = false;
    bool reported = false;  // that it isn't sniffed
  };
  static std::string line_about_sniffed(Known& known, const Interface& now);

  std::map<unsigned, Known> known_;  // by the kernel's index
  bool all_;
};

}  // namespace netdumplings::kitchen
