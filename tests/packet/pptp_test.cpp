// PPTP's control connection: every message.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(PptpLayer, MessagesGoByTheirType) {
  EXPECT_EQ(in_tcp(1723, hex("0010 0001 1a2b3c4d 0005 0000 00000001")), "Ethernet|IP|TCP|PPTP Echo Request");
  EXPECT_EQ(in_tcp(1723, hex("000c 0001 1a2b3c4d 0063 0000")), "Ethernet|IP|TCP|PPTP");
  EXPECT_EQ(in_tcp(1723, hex("0010 0001 1a2b3c4d 00")), "Ethernet|IP|TCP|Raw");
}

struct PptpMessage {
  std::string name;
  std::size_t size;        // bytes after the header
  std::size_t last_field;  // the bytes of the last number; 0 if the message ends with text
};
const std::vector<PptpMessage> pptp_messages = {
    // by their types, from 1 on
    {"Start Control Connection Request", 144, 0},
    {"Start Control Connection Reply", 144, 0},
    {"Stop Control Connection Request", 4, 2},
    {"Stop Control Connection Reply", 4, 2},
    {"Echo Request", 4, 4},
    {"Echo Reply", 8, 2},
    {"Outgoing Call Request", 156, 0},
    {"Outgoing Call Reply", 20, 4},
    {"Incoming Call Request", 208, 0},
    {"Incoming Call Reply", 12, 2},
    {"Incoming Call Connected", 16, 4},
    {"Call Clear Request", 4, 2},
    {"Call Disconnect Notify", 136, 0},
    {"WAN Error Notify", 28, 4},
    {"Set Link Info", 12, 4},
};

TEST(PptpLayer, EveryMessageIsAsLongAsItsFields) {
  for (std::size_t i = 0; i < pptp_messages.size(); ++i) {
    const PptpMessage& message = pptp_messages[i];
    const Buffer whole = u16(12 + message.size) + hex("0001 1a2b3c4d") + u16(i + 1) + hex("0000") + zeros(message.size);
    const std::string name = "Ethernet|IP|TCP|PPTP " + message.name;
    EXPECT_EQ(in_tcp(1723, whole), name);
    EXPECT_EQ(in_tcp(1723, whole + hex("00")), name + "|Raw");
    EXPECT_EQ(in_tcp(1723, cut(whole, whole.size() - 1)), message.last_field == 0 ? name : "Ethernet|IP|TCP|Raw")
        << message.name;
  }
}

}  // namespace
}  // namespace netdumplings
