// The body of Packet::summary(). Included by packet.hpp.
#pragma once

#include <netdumplings/packet.hpp>

#include <string>

namespace netdumplings {
inline namespace v1 {

inline std::string Packet::summary() const {
  std::string text;
  for (const Layer& layer : layers()) {
    if (!text.empty()) text += " / ";
    text += layer.name;
  }
  return text;
}

}  // namespace v1
}  // namespace netdumplings
