// Writes to standard output in every way, and emits on a thread of its own.
#include <netdumplings/chef_abi.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string_view>
#include <thread>

namespace {

const bool loaded = [] {
  std::puts("said by puts while loading");
  return true;
}();

void emit(const nd_sink* sink, std::string_view json) { sink->emit(sink->context, json.data(), json.size()); }

void* create(const nd_kitchen*, const char*, size_t, const nd_sink*) {
  static int chef;
  return &chef;
}

void packet(void*, const nd_packet*, const nd_sink* sink) {
  constexpr std::string_view text = "said by write\n";
  static_cast<void>(!write(STDOUT_FILENO, text.data(), text.size()));
  std::cout << "said by cout" << std::endl;
  std::thread([sink] { emit(sink, R"({"from": "a thread"})"); }).join();
  std::thread([sink] { sink->failed(sink->context, "thread", 6); }).join();
  emit(sink, R"({"from": "a handler"})");
}

constexpr nd_chef chatty_chef() {
  nd_chef chef{};
  chef.name = "ChattyChef";
  chef.help = "";
  chef.create = create;
  chef.packet = packet;
  return chef;
}
constexpr nd_chef chefs[] = {chatty_chef()};

}  // namespace

extern "C" __attribute__((visibility("default"))) const nd_chef_module netdumplings_chef_module;
constexpr nd_chef_module netdumplings_chef_module = {ND_CHEF_ABI_MAGIC, ND_CHEF_ABI_MAJOR,      0, "a test", chefs, 1,
                                                     sizeof(nd_chef),   sizeof(nd_chef_option), 0};
