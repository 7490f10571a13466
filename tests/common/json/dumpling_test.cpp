#include <netdumplings/dumpling.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace netdumplings {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* wire =
    R"({"metadata":{"chef":"ARPChef","kitchen":"home","creation_time":1516459331.040829,"driver":"packet"},"payload":{"b":[1,null],"a":"x"}})";

// Returns the message that an eater gets for `text`.
std::string complaint(const std::string& text) {
  try {
    Dumpling::from_json(text);
  } catch (const InvalidDumpling& invalid) {
    return invalid.what();
  }
  return "nothing";
}

// Returns `wire` without `key`, of its metadata or its own, or with another value for it.
std::string altered(const std::string& key, std::optional<json> value = std::nullopt) {
  json document = json::parse(wire);
  json& object = document.contains(key) ? document : document["metadata"];
  if (value) {
    object[key] = *value;
  } else {
    object.erase(key);
  }
  return document.dump();
}

TEST(Dumpling, IsReadFromTheWire) {
  const Dumpling dumpling = Dumpling::from_json(wire);
  EXPECT_EQ(dumpling.chef, "ARPChef");
  EXPECT_EQ(dumpling.kitchen, "home");
  EXPECT_EQ(dumpling.driver, DumplingDriver::packet);
  EXPECT_EQ(dumpling.creation_time, 1516459331.040829);
  EXPECT_EQ(dumpling.payload, json::parse(R"({"a":"x","b":[1,null]})"));
  EXPECT_EQ(dumpling.source, wire);
}

TEST(Dumpling, OfTheHubItselfHasNoKitchen) {
  const Dumpling dumpling = Dumpling::from_json(altered("kitchen", json(nullptr)));
  EXPECT_EQ(dumpling.kitchen, std::nullopt);
  EXPECT_EQ(Dumpling::from_json(dumpling.to_json()).kitchen, std::nullopt);
}

TEST(Dumpling, MayCarryMetadataThatWeDoNotKnowAndWholeSeconds) {
  EXPECT_EQ(complaint(altered("creation_time", json(5))), "nothing");
  json document = json::parse(wire);
  document["metadata"]["host"] = "h";
  document["more"] = true;
  EXPECT_EQ(complaint(document.dump()), "nothing");
}

TEST(Dumpling, SaysWhichKeyIsMissing) {
  for (const std::string key : {"metadata", "payload", "chef", "kitchen", "creation_time", "driver"}) {
    EXPECT_EQ(complaint(altered(key)), "Dumpling JSON was missing key: '" + key + "'");
  }
}

TEST(Dumpling, SaysWhatIsWrongWithItsDriver) {
  for (const json& driver : {json("bus"), json(nullptr), json(1), json("")}) {
    EXPECT_EQ(complaint(altered("driver", driver)), "Dumpling driver was not 'packet' or 'interval'");
  }
}

TEST(Dumpling, SaysWhichPartHasTheWrongType) {
  const std::string start = "Could not interpret dumpling JSON: ";
  EXPECT_EQ(complaint("[]"), start + "it is not an object");
  EXPECT_EQ(complaint("\"{}\""), start + "it is not an object");
  EXPECT_EQ(complaint(altered("metadata", json::array())), start + "'metadata' is not an object");
  EXPECT_EQ(complaint(altered("chef", json(1))), start + "'chef' is not a string");
  EXPECT_EQ(complaint(altered("kitchen", json(1))), start + "'kitchen' is not a string");
  EXPECT_EQ(complaint(altered("creation_time", json("now"))), start + "'creation_time' is not a number");
}

TEST(Dumpling, IsRefusedWhenItIsNotJson) {
  const std::string dumpling = wire;
  for (const std::string& text : {std::string(), std::string("{"), dumpling + "x", dumpling.substr(1),
                                  "\xff" + dumpling, std::string("nul"), std::string("1e400"), std::string("[NaN]")}) {
    EXPECT_THAT(complaint(text), StartsWith("Could not interpret dumpling JSON: ")) << text;
    EXPECT_THAT(complaint(text), Not(HasSubstr("json.exception"))) << text;
  }
}

TEST(Dumpling, IsRefusedWhenItIsNestedTooDeepAndBracketsInStringsDoNotCount) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_THAT(complaint(deep), HasSubstr("nested deeper than 256 levels"));
  EXPECT_THAT(complaint(std::string(10000000, '{')), HasSubstr("nested deeper than 256 levels"));
  EXPECT_EQ(complaint(altered("payload", json("\"\\" + deep))), "nothing");
  EXPECT_EQ(complaint(altered("payload", json::parse(std::string(255, '[') + std::string(255, ']')))), "nothing");
}

TEST(Dumpling, IsWrittenAsTheWireHasIt) {
  Dumpling dumpling{.chef = "ARPChef", .kitchen = "home", .creation_time = 1516459331.040829};
  dumpling.payload = json::parse(R"({"a":"x","b":[1,null]})");
  EXPECT_EQ(
      dumpling.to_json(),
      R"({"metadata":{"chef":"ARPChef","kitchen":"home","creation_time":1516459331.040829,"driver":"packet"},"payload":{"a":"x","b":[1,null]}})");
  EXPECT_EQ(Dumpling::from_json(dumpling.to_json()).to_json(), dumpling.to_json());
}

TEST(Dumpling, MadeHereIsOfNowByAPacketAndOfNoKitchen) {
  const double before = seconds_since_epoch();
  Dumpling dumpling;
  dumpling.chef = "C\"\n";
  EXPECT_GE(dumpling.creation_time, before);
  EXPECT_LE(dumpling.creation_time, seconds_since_epoch());
  dumpling.creation_time = 7;
  EXPECT_EQ(dumpling.to_json(),
            R"({"metadata":{"chef":"C\"\n","kitchen":null,"creation_time":7.0,"driver":"packet"},"payload":null})");
}

TEST(Dumpling, ThatJsonHasNoWordsForIsNotWritten) {
  Dumpling dumpling;
  for (const json& payload : {json(std::nan("")), json::array({1, std::numeric_limits<double>::infinity()}),
                              json({{"a", {{"b", -std::numeric_limits<double>::infinity()}}}}), json("\xff"),
                              json({{"\xc0\x80", 1}}), json::binary({1, 2}), json(json::value_t::discarded)}) {
    dumpling.payload = payload;
    EXPECT_THROW((void)dumpling.to_json(), InvalidDumplingPayload);
  }
  dumpling.payload = false;
  EXPECT_NO_THROW((void)dumpling.to_json());
  dumpling.creation_time = std::nan("");
  EXPECT_THROW((void)dumpling.to_json(), InvalidDumplingPayload);
  dumpling.creation_time = 1;
  dumpling.chef = "\xff";
  EXPECT_THROW((void)dumpling.to_json(), InvalidDumplingPayload);
}

}  // namespace
}  // namespace netdumplings
