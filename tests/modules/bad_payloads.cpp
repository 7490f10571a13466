// Payloads that can't be sent, and some that look like it and can.
#include <netdumplings/dumpling_chef.hpp>

#include <string>

namespace {

using netdumplings::Packet;
using netdumplings::Payload;

// A string in a document that is no UTF-8: found when the document is written.
class InvalidUtf8Chef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override { return nlohmann::json{{"name", "caf\xe9"}}; }
};

// The same in finished text: found by the kitchen.
class InvalidUtf8TextChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override { return Payload::json_text("{\"name\":\"caf\xe9\"}"); }
};

// Finished text from the command line.
class TextChef : public netdumplings::DumplingChef {
 public:
  static constexpr netdumplings::ChefOption chef_options[] = {{"text", "string", "\"null\"", "the payload"}};
  Payload packet_handler(const Packet&) override { return Payload::json_text(options().at("text")); }
};

// Payloads of the size that was asked for.
class LargeChef : public netdumplings::DumplingChef {
 public:
  static constexpr netdumplings::ChefOption chef_options[] = {{"size", "number", "0", "in bytes"}};
  Payload packet_handler(const Packet&) override {
    return nlohmann::json(std::string(options().at("size").get<std::size_t>(), 'x'));
  }
};

// All that is not null is a payload.
class FalsyChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override {
    emit(nlohmann::json(nullptr));
    emit(std::nullopt);
    emit(nullptr);
    emit_json_text(" null\n");
    emit(nlohmann::json(false));
    emit(nlohmann::json(0));
    emit(nlohmann::json(""));
    emit(nlohmann::json::array());
    emit(nlohmann::json::object());
    emit_json_text("{\n \"two\": \r\n \"lines\"\n}");
    return {};
  }
};

}  // namespace

NETDUMPLINGS_CHEFS(InvalidUtf8Chef, InvalidUtf8TextChef, TextChef, LargeChef, FalsyChef)
