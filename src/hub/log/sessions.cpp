#include "hub/log/sessions.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace netdumplings::hub {

Session* Sessions::open(std::string_view name, std::int64_t now_ms, std::function<void()> on_taken_over) {
  forget_old(now_ms);
  const auto known = by_name_.find(name);
  List::iterator session;
  if (known != by_name_.end()) {
    session = known->second;
    if (const auto first = std::exchange(session->on_taken_over, nullptr)) {
      first();
    } else {
      open_.splice(open_.end(), away(session->number), session);
      session->acknowledged = session->number;
    }
  } else {
    if (by_name_.size() >= most_ && !forget_one()) return nullptr;
    session = open_.insert(open_.end(), Session{std::string(name)});
    by_name_.emplace(session->name, session);
  }
  session->last_seen_ms = now_ms;
  session->on_taken_over = std::move(on_taken_over);
  return &*session;
}

void Sessions::set_back() {
  for (Session& session : open_) {
    session.number = session.acknowledged;
    if (session.on_set_back) session.on_set_back();
  }
}

void Sessions::close(Session& session, std::int64_t now_ms) {
  session.last_seen_ms = std::max(session.last_seen_ms, now_ms);
  session.on_taken_over = nullptr;
  session.on_set_back = nullptr;
  List& list = away(session.number);
  list.splice(list.end(), open_, by_name_.at(session.name));
}

void Sessions::recall(std::string_view name, std::uint64_t number, std::int64_t last_seen_ms) {
  const auto known = by_name_.find(name);
  if (known == by_name_.end()) {
    if (by_name_.size() >= most_) forget_one();
    List& list = away(number);
    const auto session = list.insert(list.end(), Session{std::string(name), number, last_seen_ms});
    by_name_.emplace(session->name, session);
    return;
  }
  const List::iterator session = known->second;
  List& from = away(session->number);
  session->number = std::max(session->number, number);
  session->last_seen_ms = std::max(session->last_seen_ms, last_seen_ms);
  List& to = away(session->number);
  to.splice(to.end(), from, session);
}

void Sessions::forget_old(std::int64_t now_ms) {
  constexpr auto memory = std::chrono::duration_cast<std::chrono::milliseconds>(defaults::session_memory).count();
  for (List& list : away_) {
    while (!list.empty() && list.front().last_seen_ms < now_ms - memory) forget_first(list);
  }
}

void Sessions::for_each(const std::function<void(Session&)>& visit) {
  for (Session& session : open_) visit(session);
  for (auto list = away_.rbegin(); list != away_.rend(); ++list) {
    for (auto session = list->rbegin(); session != list->rend(); ++session) visit(*session);
  }
}

// Returns false if all sessions are open.
bool Sessions::forget_one() {
  for (List& list : away_) {
    if (list.empty()) continue;
    forget_first(list);
    return true;
  }
  return false;
}

void Sessions::forget_first(List& list) {
  by_name_.erase(list.front().name);
  list.pop_front();
}

}  // namespace netdumplings::hub
