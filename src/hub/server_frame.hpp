// A text message of the hub's own as the frame that is sent.
#pragma once

#include <string>
#include <string_view>

#include "net/websocket/frame.hpp"

namespace netdumplings::hub {

inline std::string server_text_frame(std::string_view text) {
  std::string frame(net::max_server_header, '\0');
  frame.resize(net::write_server_header(net::Opcode::text, text.size(), frame.data()));
  return frame.append(text);
}

}  // namespace netdumplings::hub
