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
      open_.splice(open_.end(), away_, session);
    }
  } else {
    if (by_name_.size() >= most_ && away_.empty()) return nullptr;
    if (by_name_.size() >= most_) forget(away_.begin());
    session = open_.insert(open_.end(), Session{std::string(name)});
    by_name_.emplace(session->name, session);
  }
  session->last_seen_ms = now_ms;
  session->on_taken_over = std::move(on_taken_over);
  return &*session;
}

void Sessions::close(Session& session, std::int64_t now_ms) {
  session.last_seen_ms = std::max(session.last_seen_ms, now_ms);
  session.on_taken_over = nullptr;
  away_.splice(away_.end(), open_, by_name_.at(session.name));
}

void Sessions::recall(std::string_view name, std::uint64_t number, std::int64_t last_seen_ms) {
  const auto known = by_name_.find(name);
  List::iterator session;
  if (known != by_name_.end()) {
    session = known->second;
    away_.splice(away_.end(), away_, session);
  } else {
    if (by_name_.size() >= most_) forget(away_.begin());
    session = away_.insert(away_.end(), Session{std::string(name)});
    by_name_.emplace(session->name, session);
  }
  session->number = std::max(session->number, number);
  session->last_seen_ms = std::max(session->last_seen_ms, last_seen_ms);
}

void Sessions::forget_old(std::int64_t now_ms) {
  constexpr auto memory = std::chrono::duration_cast<std::chrono::milliseconds>(defaults::session_memory).count();
  while (!away_.empty() && away_.front().last_seen_ms < now_ms - memory) forget(away_.begin());
}

void Sessions::for_each(const std::function<void(Session&)>& visit) {
  for (Session& session : open_) visit(session);
  for (auto session = away_.rbegin(); session != away_.rend(); ++session) visit(*session);
}

void Sessions::forget(List::iterator session) {
  by_name_.erase(session->name);
  away_.erase(session);
}

}  // namespace netdumplings::hub
