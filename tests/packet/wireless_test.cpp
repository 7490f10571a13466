// 802.11 and the headers that captures put before it.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

constexpr int dot11_link = 105;
constexpr int radiotap_link = 127;
constexpr int ppi_link = 192;

const Buffer address = hex("020000000001");
const Buffer snap = hex("aa aa 03 000000");

// A data or management frame with three addresses.
Buffer dot11(std::size_t type_and_subtype, std::size_t flags, const Buffer& body) {
  return u8(type_and_subtype) + u8(flags) + hex("0000") + address + address + address + hex("1000") + body;
}
Buffer data(const Buffer& body) { return dot11(0x08, 0, body); }
Buffer query() { return snap + hex("0800") + ipv4(17, udp(40000, 53, example_query())); }

TEST(Dot11Layer, DataFramesCarryLlc) {
  EXPECT_EQ(chain(data(query()), dot11_link), "802.11|LLC|SNAP|IP|UDP|DNS");
  EXPECT_EQ(chain(dot11(0x88, 0, hex("0000") + query()), dot11_link), "802.11|802.11 QoS|LLC|SNAP|IP|UDP|DNS");
}

TEST(Dot11Layer, BetweenTwoAccessPointsThereIsAFourthAddress) {
  EXPECT_EQ(chain(dot11(0x08, 3, address + query()), dot11_link), "802.11|LLC|SNAP|IP|UDP|DNS");
}

TEST(Dot11Layer, AnAcknowledgementHasOneAddressAndNoHeaderOfItsOwn) {
  EXPECT_EQ(chain(hex("d400 0000") + address + filler(4), dot11_link), "802.11|802.11 Ack packet|Raw");
  EXPECT_EQ(chain(hex("d400 0000") + address, dot11_link), "802.11");
}

TEST(Dot11Layer, EncryptedBodiesShowTheirCipher) {
  EXPECT_EQ(chain(dot11(0x08, 0x40, hex("010203 00") + filler(20)), dot11_link), "802.11|802.11 WEP packet");
  EXPECT_EQ(chain(dot11(0x08, 0x40, hex("012103 20") + filler(20)), dot11_link), "802.11|802.11 TKIP packet");
  EXPECT_EQ(chain(dot11(0x88, 0x40, hex("0000 010200 20") + filler(20)), dot11_link),
            "802.11|802.11 QoS|802.11 CCMP packet");
  EXPECT_EQ(chain(dot11(0x08, 0x40, hex("010203 20") + filler(20)), dot11_link),
            "802.11|802.11 Encrypted (unknown algorithm)");
  EXPECT_EQ(chain(dot11(0x08, 0x40, hex("010203")), dot11_link), "802.11|Raw");
}

TEST(Dot11Layer, ElementsOfManagementFramesAreLayersOneAfterTheOther) {
  const Buffer elements = hex("00 03 616263  01 02 8284  03 01 06  2a 01 00  dd 05 0010180102");
  EXPECT_EQ(chain(dot11(0x80, 0, zeros(12) + elements), dot11_link),
            "802.11|802.11 Beacon|802.11 Information Element|802.11 Rates|802.11 DSSS Parameter Set|802.11 ERP|"
            "802.11 Vendor Specific");
  EXPECT_EQ(chain(dot11(0x40, 0, hex("00 00 32 01 0c")), dot11_link),
            "802.11|802.11 Probe Request|802.11 Information Element|802.11 Rates");
  EXPECT_EQ(chain(dot11(0xc0, 0, hex("0700")), dot11_link), "802.11|802.11 Deauthentication");
}

TEST(Dot11Layer, SecurityElementsCountTheirSuites) {
  const Buffer rsn = hex("30 14 0100 000fac04 0100 000fac04 0100 000fac02 0000");
  const Buffer wpa = hex("dd 16 0050f2 01 0100 0050f202 0100 0050f202 0100 0050f202");
  EXPECT_EQ(chain(dot11(0x80, 0, zeros(12) + rsn + wpa + hex("00 00")), dot11_link),
            "802.11|802.11 Beacon|802.11 RSN information|802.11 Microsoft WPA|802.11 Information Element");
}

TEST(Dot11Layer, AnElementsLengthThatLiesIsBounded) {
  EXPECT_EQ(chain(dot11(0x40, 0, hex("00 ff 61")), dot11_link),
            "802.11|802.11 Probe Request|802.11 Information Element");
  EXPECT_EQ(chain(dot11(0x40, 0, hex("dd 05 00")), dot11_link), "802.11|802.11 Probe Request|Raw");
}

TEST(RadiotapLayer, SaysWhetherTheFrameEndsWithItsChecksum) {
  const Buffer plain = hex("00 00 0800 00000000");
  const Buffer with_checksum = hex("00 00 0900 02000000 10");
  EXPECT_EQ(chain(plain + data(query()), radiotap_link), "RadioTap|802.11|LLC|SNAP|IP|UDP|DNS");
  EXPECT_EQ(chain(with_checksum + data(query()) + hex("01020304"), radiotap_link),
            "RadioTap|802.11-FCS|LLC|SNAP|IP|UDP|DNS");
  EXPECT_EQ(chain(with_checksum + data(hex("010203")), radiotap_link), "RadioTap|Raw");
}

TEST(RadiotapLayer, AChecksumIsNoPadding) {
  const Frame frame(hex("00 00 0900 02000000 10") + data(query() + hex("0000")) + hex("01020304"), radiotap_link);
  EXPECT_EQ(frame.chain(), "RadioTap|802.11-FCS|LLC|SNAP|IP|UDP|DNS|Padding");
  EXPECT_EQ(frame.packet().first(ND_LAYER_PADDING)->bytes.size(), 2u);
}

TEST(PrismLayer, HasTenItemsAndLeadsToTheFrame) {
  constexpr int prism_link = 119;
  const Buffer header = hex("44000000 90000000") + text("wlan0") + zeros(11);
  Buffer items;
  for (int i = 0; i < 10; ++i) items = items + hex("44000100 0000 0400 01000000");
  EXPECT_EQ(chain(header + items + data(query()), prism_link), "Prism header|802.11|LLC|SNAP|IP|UDP|DNS");
  EXPECT_EQ(chain(header + items, prism_link), "Prism header");
  EXPECT_EQ(chain(cut(header + items, 143), prism_link), "Raw") << "half a number";
  EXPECT_EQ(chain(cut(header + items, 13), prism_link), "Prism header") << "a name may be cut";
}

TEST(PpiLayer, LeadsToTheLinkTypeItNames) {
  EXPECT_EQ(chain(hex("00 00 0800 69000000") + data(query()), ppi_link),
            "Per-Packet Information header (PPI)|802.11|LLC|SNAP|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("00 00 0c00 01000000 02000000") + ether(0x0806, arp(1)), ppi_link),
            "Per-Packet Information header (PPI)|Ethernet|ARP");
  EXPECT_EQ(chain(hex("00 00 0800 ff000000") + filler(9), ppi_link), "Per-Packet Information header (PPI)|Raw");
}

TEST(RadiotapLayer, AHeaderCutBehindItsVersionCounts) {
  EXPECT_EQ(chain(hex("00"), radiotap_link), "RadioTap");
  EXPECT_EQ(chain(hex("00 00"), radiotap_link), "RadioTap");
  EXPECT_EQ(chain(hex("00 00 08"), radiotap_link), "Raw") << "half a length";
}

TEST(RadiotapLayer, FieldsAreAlignedAndMustBeWhole) {
  // Rate, channel (at an even position) and signal; then an acknowledgement.
  const Buffer header = hex("00 00 0f00 2c000000 02 00 6c09 a000 c5"), frame = hex("d400 0000 020000000001");
  EXPECT_EQ(chain(header + frame, 127), "RadioTap|802.11");
  EXPECT_EQ(chain(cut(header, 13), 127), "Raw") << "half a channel";
  EXPECT_EQ(chain(cut(header, 10), 127), "Raw") << "a gap before nothing";
  EXPECT_EQ(chain(cut(header, 9), 127), "RadioTap");
}

TEST(Dot15d4Layer, AddressesAreAsLongAsTheControlFieldSays) {
  constexpr int link = 230;
  EXPECT_EQ(chain(hex("4188 01 ffff 0000 0100 0048"), link), "802.15.4|802.15.4 Data|SixLoWPAN Dispatcher|Raw");
  EXPECT_EQ(chain(hex("01cc 01 ffff") + zeros(8) + hex("3412") + zeros(8), link), "802.15.4|802.15.4 Data");
  EXPECT_EQ(chain(hex("4188 01 ffff 0000 01"), link), "802.15.4|Raw");
  EXPECT_EQ(chain(hex("4188 01 ffff 0000 0100 60"), link), "802.15.4|802.15.4 Data|Raw") << "compressed";
  EXPECT_EQ(chain(hex("0180 01 ffff 0000"), link), "802.15.4|Raw") << "a destination without an address";
}

TEST(Dot15d4Layer, OtherFramesGoByTheirType) {
  EXPECT_EQ(chain(hex("0080 01 3412 0000 ffcf 00 00"), 230), "802.15.4|802.15.4 Beacon");
  EXPECT_EQ(chain(hex("4388 01 ffff 0000 0100 04"), 230), "802.15.4|802.15.4 Command");
  EXPECT_EQ(chain(hex("0200 01"), 230), "802.15.4");
  EXPECT_EQ(chain(hex("0200 01 ff"), 230), "802.15.4|802.15.4 Ack|Raw");
  EXPECT_EQ(chain(hex("0200 01 abcd"), 195), "802.15.4 - FCS") << "its checksum is no layer";
  EXPECT_EQ(chain(hex("0700 01 ff"), 230), "802.15.4|Raw");
}

}  // namespace
}  // namespace netdumplings
