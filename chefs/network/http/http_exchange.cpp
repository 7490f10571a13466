#include "network/http/http_exchange.hpp"

#include <algorithm>
#include <utility>

namespace netdumplings::chefs::network {
namespace {

std::size_t memory_of_text(const std::optional<std::string>& text) { return text ? text->capacity() : 0; }

}  // namespace

HttpExchange* HttpExchanges::at(std::uint64_t number) {
  return number >= first_ && number - first_ < open_.size() ? &open_[number - first_] : nullptr;
}

HttpExchange* HttpExchanges::make(std::uint64_t number) {
  if (number - first_ >= most) return nullptr;
  if (open_.size() <= number - first_) open_.resize(number - first_ + 1);
  return at(number);
}

bool HttpExchanges::add(HttpRequestFacts request) {
  constexpr std::int64_t most_disorder_ns = 100'000'000;  // of packets in a capture
  next_request_ = std::max(next_request_, first_);        // responses may have been reported without their requests
  const HttpExchange* const waiting = at(next_request_);
  const bool has_response = waiting != nullptr && waiting->response;
  if (has_response && waiting->response->begin_ns + most_disorder_ns < request.begin_ns) realign_request();
  const HttpRequestFacts* const before = newest_request();
  was_pipelined_ = was_pipelined_ || (before != nullptr && before->end_ns == request.begin_ns);
  HttpExchange* const exchange = make(next_request_);
  if (exchange == nullptr) return false;
  exchange->request = std::move(request);
  ++next_request_;
  return true;
}

bool HttpExchanges::add(HttpResponseFacts response) {
  was_pipelined_ = was_pipelined_ || next_request_ > next_response_ + 1;
  HttpExchange* const exchange = make(next_response_);
  if (exchange == nullptr) return false;
  exchange->response = std::move(response);
  ++next_response_;
  return true;
}

HttpRequestFacts* HttpExchanges::newest_request() {
  HttpExchange* const exchange = at(next_request_ - 1);
  return exchange != nullptr && exchange->request ? &*exchange->request : nullptr;
}

HttpResponseFacts* HttpExchanges::newest_response() {
  HttpExchange* const exchange = at(next_response_ - 1);
  return exchange != nullptr && exchange->response ? &*exchange->response : nullptr;
}

const HttpRequestFacts* HttpExchanges::awaited_request() const {
  const std::uint64_t place = next_response_ - first_;
  return place < open_.size() && open_[place].request ? &*open_[place].request : nullptr;
}

std::optional<HttpExchange> HttpExchanges::take_finished(bool may_lack_request, bool is_over) {
  if (open_.empty()) return std::nullopt;
  const auto& [request, response] = open_.front();
  const bool is_passed_over = !response && first_ < next_response_;
  const bool is_answered = response && response->state != HttpResponseFacts::State::open;
  const bool has_its_request = request || may_lack_request || first_ < next_request_;
  const bool is_finished = is_passed_over || (is_answered && has_its_request);
  if (!is_finished && !is_over) return std::nullopt;
  HttpExchange finished = std::move(open_.front());
  open_.erase(open_.begin());
  ++first_;
  return finished;
}

std::size_t HttpExchanges::orphans() const {
  const auto is_orphan = [](const HttpExchange& exchange) { return exchange.response && !exchange.request; };
  return static_cast<std::size_t>(std::ranges::count_if(open_, is_orphan));
}

std::size_t HttpExchanges::memory() const {
  std::size_t bytes = open_.capacity() * sizeof(HttpExchange);
  for (const auto& [request, response] : open_) {
    if (request) bytes += request->method.capacity() + request->target.capacity();
    if (request) bytes += memory_of_text(request->host) + memory_of_text(request->user_agent);
    if (response) bytes += memory_of_text(response->content_type);
  }
  return bytes;
}

}  // namespace netdumplings::chefs::network
