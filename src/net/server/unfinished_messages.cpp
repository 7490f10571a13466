#include "net/server/unfinished_messages.hpp"

namespace netdumplings::net {

void UnfinishedMessages::OfConnection::holds(std::size_t bytes, bool another, Clock::time_point now) {
  if (another || bytes == 0) finished();
  if (bytes == 0) return;
  if (bytes_ == 0) {
    since_ = now;
    all_.oldest_first_.splice(all_.oldest_first_.end(), own_);
  }
  all_.held_ += bytes - bytes_;
  bytes_ = bytes;
  while (all_.held_ > all_.most_bytes_) {
    all_.give_up_oldest("too many messages are under way, and this one has been for the longest time");
  }
}

void UnfinishedMessages::OfConnection::finished() {
  if (bytes_ == 0) return;
  all_.held_ -= std::exchange(bytes_, 0);
  own_.splice(own_.end(), all_.oldest_first_, node_);
}

void UnfinishedMessages::look_at_clock(Clock::time_point now) {
  while (!oldest_first_.empty() && now - oldest_first_.front()->since_ >= longest_) {
    give_up_oldest("a message took longer than " + std::to_string(longest_.count() / 1000) + " s");
  }
}

void UnfinishedMessages::give_up_oldest(const std::string& why) {
  OfConnection& oldest = *oldest_first_.front();
  oldest.finished();
  oldest.give_up_(why);
}

}  // namespace netdumplings::net
