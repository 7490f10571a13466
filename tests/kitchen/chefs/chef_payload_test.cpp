// Tests dumpling_chef.hpp in the way a chef's author can test a chef: without a kitchen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/json_text.hpp>

namespace netdumplings {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

TEST(Payload, NullAndNothingAreNoPayload) {
  EXPECT_FALSE(Payload());
  EXPECT_FALSE(Payload(std::nullopt));
  EXPECT_FALSE(Payload(nullptr));
  EXPECT_FALSE(Payload(json(nullptr)));
  EXPECT_FALSE(Payload(ordered_json()));
  EXPECT_EQ(Payload().text(), "null");
}

TEST(Payload, EverythingElseIsAPayload) {
  for (const char* text : {"false", "0", "\"\"", "[]", "{}"}) {
    const Payload payload(json::parse(text));
    EXPECT_TRUE(payload) << text;
    EXPECT_EQ(payload.text(), text);
  }
}

TEST(Payload, OrderedDocumentsKeepTheirOrder) {
  EXPECT_EQ(Payload(ordered_json{{"b", 1}, {"a", 2}}).text(), R"({"b":1,"a":2})");
}

TEST(Payload, FinishedTextIsTakenAsItIs) { EXPECT_EQ(Payload::json_text("{ }").text(), "{ }"); }

TEST(Payload, AStringThatIsNotUtf8IsAnErrorThatSaysWhatToDo) {
  try {
    const Payload payload(json("\xff"));
    FAIL() << "it was taken";
  } catch (const InvalidPayload& error) {
    EXPECT_THAT(error.what(), ::testing::AllOf(::testing::StartsWith("the payload can't be written as JSON ("),
                                               ::testing::HasSubstr("invalid UTF-8 byte at index 0"),
                                               ::testing::HasSubstr("escape them, or write them as hex")));
  }
}

class SizeChef : public DumplingChef {
 public:
  Payload packet_handler(const Packet& packet) override {
    emit(json(1));  // dropped: there is no kitchen
    log("seen");
    return json{{"size", packet.captured_length()}, {"kitchen", kitchen().name}, {"options", options()}};
  }
};

TEST(DumplingChef, AHandlerCanBeTestedWithoutAKitchen) {
  SizeChef chef;
  nd_packet packet{};
  packet.struct_size = sizeof packet;
  packet.captured_length = 60;
  EXPECT_EQ(chef.packet_handler(Packet(packet)).text(), R"({"kitchen":"","options":{},"size":60})");
  EXPECT_FALSE(chef.interval_handler(5.0));
  EXPECT_EQ(chef.chef_help, std::string());
}

class QuietChef : public DumplingChef {};
class PrivateChef : public DumplingChef {
 private:
  Payload interval_handler(double) noexcept override { return {}; }
};
template <int, int>
class TemplateChef : public SizeChef {
 public:
  static constexpr const char* chef_name = "NamedChef";
  static constexpr bool assignable_to_kitchen = false;
};

constexpr detail::ChefNames names{"netdumplings::QuietChef, ::SizeChef,PrivateChef , a::TemplateChef<1, b::two>"};
constexpr auto table = detail::chef_entries<QuietChef, SizeChef, PrivateChef, TemplateChef<1, 2>>(names);

TEST(ChefTable, ChefsAreNamedAfterTheirClassesOrAsTheyAsk) {
  EXPECT_EQ(names.count, 4u);
  EXPECT_STREQ(table[0].name, "QuietChef");
  EXPECT_STREQ(table[1].name, "SizeChef");
  EXPECT_STREQ(table[2].name, "PrivateChef");
  EXPECT_STREQ(names.at(3), "TemplateChef<1, b::two>");
  EXPECT_STREQ(table[3].name, "NamedChef");
}

TEST(ChefTable, AHandlerThatIsNotOverriddenIsNotCalled) {
  EXPECT_EQ(table[0].packet, nullptr);
  EXPECT_EQ(table[0].interval, nullptr);
  EXPECT_NE(table[1].packet, nullptr);
  EXPECT_EQ(table[1].interval, nullptr);
  EXPECT_NE(table[2].interval, nullptr);
  EXPECT_NE(table[3].packet, nullptr);
}

TEST(ChefTable, OnlyAClassThatSaysSoIsUnassignable) {
  EXPECT_EQ(table[0].flags, 0u);
  EXPECT_EQ(table[3].flags, unsigned{ND_CHEF_UNASSIGNABLE});
}

}  // namespace
}  // namespace netdumplings
