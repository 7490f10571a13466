#include "network/dns/dns_questions.hpp"

#include <algorithm>

namespace netdumplings::chefs::network {

bool DnsSubject::operator==(const DnsSubject& other) const {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return type == other.type && std::ranges::equal(name, other.name, {}, lower, lower);
}

DnsQuestions::Index::iterator DnsQuestions::find(std::uint64_t key, const std::optional<DnsSubject>& subject,
                                                 std::size_t& same) {
  auto best = index_.end();
  const auto [begin, end] = index_.equal_range(key);
  for (auto entry = begin; entry != end; ++entry, ++same) {
    const DnsAsked& asked = *entry->second;
    if (subject != asked.subject) continue;
    if (best == index_.end() || asked.time_ns < best->second->time_ns) best = entry;
  }
  return best;
}

DnsQuestions::List::iterator DnsQuestions::oldest(std::uint64_t key) {
  const auto [begin, end] = index_.equal_range(key);
  const auto is_older = [](const auto& one, const auto& other) { return one.second->time_ns < other.second->time_ns; };
  return std::min_element(begin, end, is_older)->second;
}

std::optional<DnsAsked> DnsQuestions::take(std::uint64_t key, const std::optional<DnsSubject>& subject) {
  std::size_t same = 0;
  const auto found = subject ? find(key, subject, same) : index_.end();
  if (found == index_.end() && (subject || !index_.contains(key))) return std::nullopt;
  return remove(subject ? found->second : oldest(key));
}

void DnsQuestions::push(DnsAsked asked) {
  cost_ += cost_of(asked);
  questions_.push_back(std::move(asked));
  const auto last = std::prev(questions_.end());
  if (waiting_ == questions_.end()) waiting_ = last;
  index_.emplace(last->key, last);
}

DnsAsked DnsQuestions::remove(List::iterator question) {
  const auto [begin, end] = index_.equal_range(question->key);
  index_.erase(std::find_if(begin, end, [&](const auto& entry) { return entry.second == question; }));
  cost_ -= cost_of(*question);
  if (waiting_ == question) ++waiting_;
  DnsAsked removed = std::move(*question);
  questions_.erase(question);
  return removed;
}

}  // namespace netdumplings::chefs::network
