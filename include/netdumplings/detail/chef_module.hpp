// Makes the C table of chef_abi.h from classes: the functions that the kitchen calls, and NETDUMPLINGS_CHEFS. Included
// by dumpling_chef.hpp.
#pragma once

#include <netdumplings/detail/chef_names.hpp>
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>

namespace netdumplings {
inline namespace v1 {
namespace detail {

inline void report_failure(const nd_sink* sink, std::string_view why) noexcept {
  sink->failed(sink->context, why.data(), why.size());
}

/// Runs `work` and reports what it throws to the sink, so that no exception leaves the module.
template <typename Work>
void guarded(const nd_sink* sink, Work work) noexcept {
  try {
    work();
  } catch (const std::exception& error) {
    report_failure(sink, error.what());
  } catch (...) {
    report_failure(sink, "it threw something that is no std::exception");
  }
}

/// Gives the functions below access to private members of a chef.
struct Bridge {
  /// Sets the chef's sink and clock while one of its handlers runs.
  class Call {
   public:
    Call(DumplingChef& chef, const nd_sink* sink, std::int64_t now_ns) : chef_(chef) {
      chef_.sink_ = sink;
      chef_.now_ns_ = now_ns;
    }
    ~Call() { chef_.sink_ = nullptr; }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    DumplingChef& chef_;
  };

  static void note_poke(DumplingChef& chef, std::int64_t now_ns) {
    const std::int64_t last = chef.last_poke_ns_.value_or(now_ns);
    const auto between = static_cast<std::uint64_t>(now_ns) - static_cast<std::uint64_t>(last);  // can't overflow
    chef.elapsed_ = last < now_ns ? static_cast<double>(between) / 1e9 : 0;
    chef.last_poke_ns_ = now_ns;
  }

  static std::function<void()> take_waiting(DumplingChef& chef, std::uint64_t token) {
    auto node = chef.waiting_.extract(token);
    return node ? std::move(node.mapped()) : [] {};
  }

  static void put(const nd_sink* sink, const Payload& payload) {
    if (payload) sink->emit(sink->context, payload.text().data(), payload.text().size());
  }
};

inline DumplingChef& chef_of(void* chef) { return *static_cast<DumplingChef*>(chef); }

template <typename Chef>
void* create_chef(const nd_kitchen* kitchen, const char* options, std::size_t size, const nd_sink* sink) noexcept {
  DumplingChef* made = nullptr;
  guarded(sink, [&] {
    const auto given = nlohmann::json::parse(std::string_view(options, size));
    const Birth setup{kitchen, &given};
    birth = &setup;
    struct End {
      ~End() { birth = nullptr; }
    } const end;
    made = new Chef();  // NOLINT(bugprone-unhandled-exception-at-new): guarded() catches it
  });
  return made;
}

inline void destroy_chef(void* chef) noexcept { delete static_cast<DumplingChef*>(chef); }

inline void call_packet_handler(void* chef, const nd_packet* packet, const nd_sink* sink) noexcept {
  guarded(sink, [&] {
    const Bridge::Call call(chef_of(chef), sink, packet->time_ns);
    Bridge::put(sink, chef_of(chef).packet_handler(Packet(*packet)));
  });
}

inline void call_interval_handler(void* chef, double interval, std::int64_t now_ns, const nd_sink* sink) noexcept {
  guarded(sink, [&] {
    const Bridge::Call call(chef_of(chef), sink, now_ns);
    Bridge::note_poke(chef_of(chef), now_ns);
    Bridge::put(sink, chef_of(chef).interval_handler(interval));
  });
}

inline void call_connection_handler(void* chef, const nd_connection* connection, std::uint32_t event,
                                    std::int64_t now_ns, const nd_sink* sink) noexcept {
  guarded(sink, [&] {
    const Bridge::Call call(chef_of(chef), sink, now_ns);
    const auto what = static_cast<ConnectionEvent>(event);
    Bridge::put(sink, chef_of(chef).connection_handler(Connection(*connection), what));
  });
}

inline std::uint32_t call_stream_handler(void* chef, const nd_connection* connection, const nd_stream_data* data,
                                         const nd_sink* sink) noexcept {
  auto answer = StreamAnswer::enough;
  guarded(sink, [&] {
    const Bridge::Call call(chef_of(chef), sink, data->now_ns);
    answer = chef_of(chef).stream_handler(Connection(*connection), StreamData(*data));
  });
  return static_cast<std::uint32_t>(answer);
}

inline void call_closing_handler(void* chef, std::int64_t now_ns, const nd_sink* sink) noexcept {
  guarded(sink, [&] {
    const Bridge::Call call(chef_of(chef), sink, now_ns);
    Bridge::put(sink, chef_of(chef).closing_handler());
  });
}

inline void call_after_time(void* chef, std::uint64_t token, std::int64_t now_ns, const nd_sink* sink) noexcept {
  guarded(sink, [&] {
    const Bridge::Call call(chef_of(chef), sink, now_ns);
    Bridge::take_waiting(chef_of(chef), token)();
  });
}

inline void release_state(void*, void* state) noexcept { delete static_cast<ConnectionState*>(state); }

/// Returns false if the class doesn't override packet_handler, so that the kitchen need not call it. Returns true if
/// that can't be found out, because the handler is private or overloaded.
template <typename Chef>
consteval bool looks_at_packets() {
  if constexpr (requires { &Chef::packet_handler; }) {
    return !std::is_same_v<decltype(&Chef::packet_handler), Payload (DumplingChef::*)(const Packet&)>;
  } else {
    return true;
  }
}

/// Returns the same for interval_handler.
template <typename Chef>
consteval bool wants_pokes() {
  if constexpr (requires { &Chef::interval_handler; }) {
    return !std::is_same_v<decltype(&Chef::interval_handler), Payload (DumplingChef::*)(double)>;
  } else {
    return true;
  }
}

/// Returns the same for connection_handler.
template <typename Chef>
consteval bool wants_connections() {
  if constexpr (requires { &Chef::connection_handler; }) {
    return !std::is_same_v<decltype(&Chef::connection_handler),
                           Payload (DumplingChef::*)(const Connection&, ConnectionEvent)>;
  } else {
    return true;
  }
}

/// Returns the same for stream_handler.
template <typename Chef>
consteval bool wants_streams() {
  if constexpr (requires { &Chef::stream_handler; }) {
    return !std::is_same_v<decltype(&Chef::stream_handler),
                           StreamAnswer (DumplingChef::*)(const Connection&, const StreamData&)>;
  } else {
    return true;
  }
}

/// Returns the same for closing_handler.
template <typename Chef>
consteval bool wants_closing() {
  if constexpr (requires { &Chef::closing_handler; }) {
    return !std::is_same_v<decltype(&Chef::closing_handler), Payload (DumplingChef::*)()>;
  } else {
    return true;
  }
}

template <typename Chef>
consteval std::uint32_t flags_of() {
  std::uint32_t flags = 0;
  if (!Chef::assignable_to_kitchen) flags |= ND_CHEF_UNASSIGNABLE;
  if (wants_connections<Chef>() || wants_streams<Chef>() || Chef::uses_connections) flags |= ND_CHEF_USES_CONNECTIONS;
  if (wants_streams<Chef>()) flags |= ND_CHEF_USES_STREAMS;
  return flags;
}

/// Returns whether a member function has the wanted type.
template <typename Owner, typename Returned, typename... Taken>
consteval bool member_is(Returned (Owner::*)(Taken...), Returned (*)(Taken...)) {
  return true;
}
template <typename Owner, typename Returned, typename... Taken>
consteval bool member_is(Returned (Owner::*)(Taken...) noexcept, Returned (*)(Taken...)) {
  return true;
}
template <typename Member, typename Wanted>
consteval bool member_is(Member, Wanted*) {
  return false;
}

/// Returns false if the class has a packet_handler that overrides nothing, because it takes or returns other types.
template <typename Chef>
consteval bool packet_handler_overrides() {
  using Wanted = Payload(const Packet&);
  if constexpr (requires { &Chef::packet_handler; }) {
    return member_is(&Chef::packet_handler, static_cast<Wanted*>(nullptr));
  } else {
    return true;
  }
}

/// Returns the same for interval_handler.
template <typename Chef>
consteval bool interval_handler_overrides() {
  using Wanted = Payload(double);
  if constexpr (requires { &Chef::interval_handler; }) {
    return member_is(&Chef::interval_handler, static_cast<Wanted*>(nullptr));
  } else {
    return true;
  }
}

/// Returns the same for connection_handler.
template <typename Chef>
consteval bool connection_handler_overrides() {
  using Wanted = Payload(const Connection&, ConnectionEvent);
  if constexpr (requires { &Chef::connection_handler; }) {
    return member_is(&Chef::connection_handler, static_cast<Wanted*>(nullptr));
  } else {
    return true;
  }
}

/// Returns the same for stream_handler.
template <typename Chef>
consteval bool stream_handler_overrides() {
  using Wanted = StreamAnswer(const Connection&, const StreamData&);
  if constexpr (requires { &Chef::stream_handler; }) {
    return member_is(&Chef::stream_handler, static_cast<Wanted*>(nullptr));
  } else {
    return true;
  }
}

/// Returns the same for closing_handler.
template <typename Chef>
consteval bool closing_handler_overrides() {
  using Wanted = Payload();
  if constexpr (requires { &Chef::closing_handler; }) {
    return member_is(&Chef::closing_handler, static_cast<Wanted*>(nullptr));
  } else {
    return true;
  }
}

constexpr bool is_option_type(std::string_view type) {
  return type == "string" || type == "number" || type == "boolean" || type == "json";
}

constexpr bool is_complete(const ChefOption& option) {
  if (!option.name || !*option.name || !option.type || !is_option_type(option.type)) return false;
  if (!option.default_json || !*option.default_json || !option.help) return false;
  const bool is_limited = option.min != 0 || option.max != 0;
  return !is_limited || (option.min <= option.max && std::string_view(option.type) == "number");
}

template <typename Chef>
consteval bool options_are_complete() {
  return std::all_of(std::begin(Chef::chef_options), std::end(Chef::chef_options), is_complete);
}

template <typename Chef>
consteval void check_chef() {
  static_assert(std::derived_from<Chef, DumplingChef>,
                "NETDUMPLINGS_CHEFS: a chef must derive publicly from netdumplings::DumplingChef");
  if constexpr (std::derived_from<Chef, DumplingChef>) {
    static_assert(!std::is_abstract_v<Chef>, "NETDUMPLINGS_CHEFS: a chef must not be an abstract class");
    static_assert(std::is_abstract_v<Chef> || std::is_default_constructible_v<Chef>,
                  "NETDUMPLINGS_CHEFS: a chef needs a constructor that takes nothing; what it wants to know is in "
                  "options() and kitchen()");
    static_assert(packet_handler_overrides<Chef>(),
                  "NETDUMPLINGS_CHEFS: packet_handler must be `Payload packet_handler(const Packet&) override`");
    static_assert(interval_handler_overrides<Chef>(),
                  "NETDUMPLINGS_CHEFS: interval_handler must be `Payload interval_handler(double) override`");
    static_assert(connection_handler_overrides<Chef>(),
                  "NETDUMPLINGS_CHEFS: connection_handler must be `Payload connection_handler(const Connection&, "
                  "ConnectionEvent) override`");
    static_assert(stream_handler_overrides<Chef>(),
                  "NETDUMPLINGS_CHEFS: stream_handler must be `StreamAnswer stream_handler(const Connection&, const "
                  "StreamData&) override`");
    static_assert(closing_handler_overrides<Chef>(),
                  "NETDUMPLINGS_CHEFS: closing_handler must be `Payload closing_handler() override`");
    static_assert(options_are_complete<Chef>(),
                  "NETDUMPLINGS_CHEFS: each of chef_options needs a name, a type (string, number, boolean or json), a "
                  "default as JSON text, and a help text; limits are for numbers, the smaller one first");
  }
}

template <typename Chef>
constexpr nd_chef chef_entry(const char* class_name) {
  check_chef<Chef>();
  nd_chef entry{};
  if constexpr (std::derived_from<Chef, DumplingChef> && std::is_default_constructible_v<Chef>) {
    entry.name = Chef::chef_name ? Chef::chef_name : class_name;
    entry.help = Chef::chef_help;
    entry.flags = flags_of<Chef>();
    entry.option_count = static_cast<std::uint32_t>(std::size(Chef::chef_options));
    entry.options = std::data(Chef::chef_options);
    entry.create = create_chef<Chef>;
    entry.destroy = destroy_chef;
    entry.packet = looks_at_packets<Chef>() ? call_packet_handler : nullptr;
    entry.interval = wants_pokes<Chef>() ? call_interval_handler : nullptr;
    entry.version = Chef::chef_version;
    entry.connection = wants_connections<Chef>() ? call_connection_handler : nullptr;
    entry.stream = wants_streams<Chef>() ? call_stream_handler : nullptr;
    entry.release = release_state;
    entry.closing = wants_closing<Chef>() ? call_closing_handler : nullptr;
    entry.timer = call_after_time;
    entry.filter = Chef::chef_filter;
    entry.layer_kind_count = static_cast<std::uint32_t>(std::size(Chef::chef_layers));
    entry.layer_kinds = entry.layer_kind_count > 0 ? std::data(Chef::chef_layers) : nullptr;
  }
  return entry;
}

template <typename... Chefs, std::size_t Size>
constexpr std::array<nd_chef, sizeof...(Chefs)> chef_entries(const ChefNames<Size>& names) {
  static_assert(sizeof...(Chefs) > 0, "NETDUMPLINGS_CHEFS: name at least one class");
  std::size_t index = 0;
  return {chef_entry<Chefs>(names.at(index++))...};
}

template <std::size_t Count>
consteval bool all_differ(const std::array<nd_chef, Count>& chefs) {
  for (std::size_t i = 0; i < Count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (chefs[i].name && chefs[j].name && std::string_view(chefs[i].name) == chefs[j].name) return false;
    }
  }
  return true;
}

template <std::size_t Count>
constexpr nd_chef_module chef_module(const std::array<nd_chef, Count>& chefs, const char* built_with) {
  return {ND_CHEF_ABI_MAGIC, ND_CHEF_ABI_MAJOR,      ND_CHEF_ABI_MINOR,
          built_with,        chefs.data(),           Count,
          sizeof(nd_chef),   sizeof(nd_chef_option), 0};
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings

#if defined(__clang__)
#define NETDUMPLINGS_DETAIL_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define NETDUMPLINGS_DETAIL_COMPILER "g++ " __VERSION__
#else
#define NETDUMPLINGS_DETAIL_COMPILER "an unknown compiler"
#endif

extern "C" __attribute__((visibility("default"))) const nd_chef_module netdumplings_chef_module;

/// Makes a module that offers these classes as chefs: NETDUMPLINGS_CHEFS(FirstChef, SecondChef). Use it once in a
/// shared library, in a source file, outside of namespaces. Classes that can't be chefs don't compile.
#define NETDUMPLINGS_CHEFS(...)                                                             \
  namespace {                                                                               \
  constexpr ::netdumplings::detail::ChefNames netdumplings_chef_names{#__VA_ARGS__};        \
  constexpr auto netdumplings_chef_entries =                                                \
      ::netdumplings::detail::chef_entries<__VA_ARGS__>(netdumplings_chef_names);           \
  static_assert(::netdumplings::detail::all_differ(netdumplings_chef_entries),              \
                "NETDUMPLINGS_CHEFS: two chefs of one name; give one of them a chef_name"); \
  }                                                                                         \
  constexpr nd_chef_module netdumplings_chef_module = ::netdumplings::detail::chef_module(  \
      netdumplings_chef_entries, "netdumplings " NETDUMPLINGS_VERSION ", " NETDUMPLINGS_DETAIL_COMPILER);
