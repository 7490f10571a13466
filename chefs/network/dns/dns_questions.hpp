// The questions that DnsChef has seen, until they are answered.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/random_hash.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace netdumplings::chefs::network {

/// How a message came.
enum class DnsTransport : std::uint8_t { udp, tcp, mdns, llmnr };

/// Who asks whom, and how.
struct DnsEnds {
  DnsTransport transport = DnsTransport::udp;
  IpAddress client;
  IpAddress server;
  std::uint16_t client_port = 0;
  std::uint16_t server_port = 0;
};

/// A name and a type that were asked for. A message can be without.
struct DnsSubject {
  std::string name;
  std::uint16_t type = 0;

  /// Returns whether both are the same. Ignores the name's case, since a server may answer in another.
  bool operator==(const DnsSubject& other) const;
};

/// A question and who asked it.
struct DnsAsked {
  std::uint64_t key = 0;      ///< a number for the connection, the side that asks, and the message's id
  std::int64_t time_ns = 0;   ///< of its packet
  std::int64_t clock_ns = 0;  ///< the kitchen's, which differs when packets' clocks do
  DnsEnds ends;
  std::uint16_t id = 0;
  std::optional<DnsSubject> subject;
  bool is_overdue = false;  ///< it was given up, and is kept since an answer may still come
};

/// Keeps questions for `longest_kept`. Bounded: when they are too many, or too many with the same key, the oldest is
/// forgotten.
class DnsQuestions {
 public:
  /// How long a question may wait. One that comes again within this time is the same question, as in tshark.
  static constexpr std::int64_t patience = 5'000'000'000;
  static constexpr std::int64_t longest_kept = 60'000'000'000;

  /// Takes a question, unless it is one that waits already. Calls `give_up` with each question that is forgotten before
  /// its time and isn't overdue.
  template <typename GiveUp>
  void add(DnsAsked asked, const GiveUp& give_up) {
    std::size_t same = 0;
    const auto found = find(asked.key, asked.subject, same);
    if (found != index_.end()) {
      if (!found->second->is_overdue) return;
      remove(found->second);
    } else if (same == most_of_a_key) {
      forget(oldest(asked.key), give_up);
    }
    push(std::move(asked));
    while (cost_ > most_cost) forget(questions_.begin(), give_up);
  }

  /// Removes and returns the oldest question with this key that is about `subject`, or about anything if the answer
  /// doesn't say.
  std::optional<DnsAsked> take(std::uint64_t key, const std::optional<DnsSubject>& subject);

  /// Calls `give_up` with each question that has waited for `patience`, and forgets those that are much older.
  template <typename GiveUp>
  void advance(std::int64_t clock_ns, const GiveUp& give_up) {
    for (; waiting_ != questions_.end() && has_passed(waiting_->clock_ns, clock_ns, patience); ++waiting_) {
      waiting_->is_overdue = true;
      give_up(*waiting_);
    }
    while (questions_.begin() != waiting_ && has_passed(questions_.front().clock_ns, clock_ns, longest_kept)) {
      remove(questions_.begin());
    }
  }
  /// Returns when advance() has something to do next, or nothing if no question waits.
  std::optional<std::int64_t> due_ns() const {
    return waiting_ == questions_.end() ? std::nullopt : std::optional(waiting_->clock_ns + patience);
  }

  /// Calls `give_up` with each question that waits.
  template <typename GiveUp>
  void end(const GiveUp& give_up) {
    for (; waiting_ != questions_.end(); ++waiting_) give_up(*waiting_);
  }

 private:
  using List = std::list<DnsAsked>;
  using Index = std::unordered_multimap<std::uint64_t, List::iterator, RandomHash>;

  static constexpr std::size_t most_cost = std::size_t{16} << 20;  // about 50,000 questions
  static constexpr std::size_t most_of_a_key = 16;

  // A clock that goes back counts as one that begins again.
  static bool has_passed(std::int64_t& since_ns, std::int64_t clock_ns, std::int64_t time_ns) {
    since_ns = std::min(since_ns, clock_ns);
    return clock_ns - since_ns >= time_ns;
  }

  static std::size_t cost_of(const DnsAsked& asked) {
    constexpr std::size_t index_entry = 64;
    return sizeof(asked) + index_entry + (asked.subject ? asked.subject->name.size() : 0);
  }

  /// Returns the oldest question with this key and about this, or the index's end; counts those with the key.
  Index::iterator find(std::uint64_t key, const std::optional<DnsSubject>& subject, std::size_t& same);
  List::iterator oldest(std::uint64_t key);
  void push(DnsAsked asked);
  DnsAsked remove(List::iterator question);

  template <typename GiveUp>
  void forget(List::iterator question, const GiveUp& give_up) {
    if (!question->is_overdue) give_up(*question);
    remove(question);
  }

  List questions_;                             // in the order in which they came; first those that are overdue
  List::iterator waiting_ = questions_.end();  // the first that isn't overdue
  Index index_;
  std::size_t cost_ = 0;
};

}  // namespace netdumplings::chefs::network
