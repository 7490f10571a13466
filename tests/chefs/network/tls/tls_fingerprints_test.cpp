// JA3 and JA4, by the examples of their descriptions.
#include "network/tls/tls_fingerprints.hpp"

#include <gtest/gtest.h>

#include "chefs/network/tls/hellos.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace hellos;  // NOLINT(google-build-using-namespace)

std::string ja3(const ClientHello& parts) {
  Digests digests;
  TlsFingerprints fingerprints(digests);
  const Buffer message = parts.message();
  const auto hello = layers::TlsClientHello::of_message(message);
  std::string text(fingerprints.ja3_text(*hello));
  text += ' ';
  fingerprints.append_ja3(text, *hello);
  return text;
}

std::string ja4(const ClientHello& parts, char transport = 't') {
  Digests digests;
  TlsFingerprints fingerprints(digests);
  const Buffer message = parts.message();
  std::string text;
  fingerprints.append_ja4(text, *layers::TlsClientHello::of_message(message), transport);
  return text;
}

TEST(Ja3, IsThatOfItsDescription) {
  EXPECT_EQ(ja3({.version = 0x0301,
                 .suites = listed({47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4}),
                 .extensions = server_name("a") + groups({23, 24, 25}) + extension(11, hex("01 00"))}),
            "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0 ada70206e40642a3e4461f35503241d5");
  EXPECT_EQ(ja3({.version = 0x0301, .suites = listed({4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99}), .extensions = {}}),
            "769,4-5-10-9-100-98-3-6-19-18-99,,, de350869b8c85de67a350c8d186f11e6");
}

TEST(Ja3, LeavesOutGrease) {
  const std::string plain = "771,4865,0-10,29, ";
  const auto found = ja3(
      {.suites = listed({0x0a0a, 4865, 0xfafa}),
       .extensions = extension(0x1a1a, {}) + server_name("a") + groups({0x2a2a, 29}) + extension(0x3a3a, text("x"))});
  EXPECT_EQ(found.substr(0, plain.size()), plain);
}

// The extensions and numbers of the description's example.
Buffer example_extensions(bool has_signatures) {
  const auto empty = [](std::size_t number) { return extension(number, {}); };
  return empty(0x001b) + server_name("example.com") + empty(0x0033) + protocols({"h2", "http/1.1"}) + empty(0x4469) +
         empty(0x0017) + empty(0x002d) +
         (has_signatures ? signatures({0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})
                         : empty(0x000d)) +
         empty(0x0005) + empty(0x0023) + empty(0x0012) + versions({0x1a1a, 0x0304, 0x0303}) + empty(0xff01) +
         empty(0x000b) + empty(0x000a) + empty(0x0015);
}
Buffer example_suites() {
  return listed({0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
                 0x002f, 0x0035});
}

TEST(Ja4, IsThatOfItsDescription) {
  EXPECT_EQ(ja4({.suites = example_suites(), .extensions = example_extensions(true)}),
            "t13d1516h2_8daaf6152771_e5627efa2ab1");
  EXPECT_EQ(ja4({.suites = example_suites(), .extensions = example_extensions(false)}),
            "t13d1516h2_8daaf6152771_6d807ffa2a79");
  EXPECT_EQ(ja4({.suites = example_suites(), .extensions = example_extensions(true)}, 'q'),
            "q13d1516h2_8daaf6152771_e5627efa2ab1");
}

TEST(Ja4, LeavesOutGreaseAndHasZerosForWhatIsEmpty) {
  EXPECT_EQ(ja4({.suites = listed({0x0a0a}), .extensions = extension(0x1a1a, {})}),
            "t12i000000_000000000000_000000000000");
  EXPECT_EQ(ja4({.version = 0x0300, .suites = listed({}), .extensions = {}}), "ts3i000000_000000000000_000000000000");
  EXPECT_EQ(ja4({.suites = listed({}), .extensions = server_name("a") + protocols({"h3"})}),
            "t12d0002h3_000000000000_000000000000")
      << "the last part has no other extensions";
}

TEST(Ja4, CountsToNinetyNine) {
  Buffer suites;
  for (std::size_t i = 0; i < 120; ++i) suites = std::move(suites) + u16(i);
  EXPECT_EQ(ja4({.suites = u16(suites.size()) + suites, .extensions = {}}).substr(0, 10), "t12i990000");
}

TEST(Ja4, SaysTheHighestVersion) {
  const auto version = [](std::initializer_list<std::size_t> numbers) {
    return ja4({.extensions = versions(numbers)}).substr(1, 2);
  };
  EXPECT_EQ(version({0x0303, 0x0304}), "13");
  EXPECT_EQ(version({0xfafa, 0x0302}), "11");
  EXPECT_EQ(version({0x0301}), "10");
  EXPECT_EQ(version({0x7f1c}), "00");
}

TEST(Ja4, SaysTheFirstAndTheLastCharacterOfTheFirstProtocol) {
  const auto protocol = [](const Buffer& name) {
    return ja4({.extensions = extension(16, u16(name.size() + 1) + u8(name.size()) + name)}).substr(8, 2);
  };
  EXPECT_EQ(protocol(text("http/1.1")), "h1");
  EXPECT_EQ(protocol(text("x")), "xx");
  EXPECT_EQ(protocol({}), "00");
  EXPECT_EQ(protocol(hex("ab")), "ab");
  EXPECT_EQ(protocol(hex("abcd")), "ad");
  EXPECT_EQ(protocol(hex("30ab")), "3b");
  EXPECT_EQ(protocol(hex("3031abcd")), "3d");
  EXPECT_EQ(protocol(hex("30abcd31")), "01");
  EXPECT_EQ(ja4({.extensions = {}}).substr(8, 2), "00");
}

}  // namespace
}  // namespace netdumplings::chefs::network
