#include "network/http/http_talk.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <string_view>
#include <utility>

#include "network/common/connections.hpp"

namespace netdumplings::chefs::network {
namespace {

// The longest texts that are reported.
constexpr std::size_t longest_http_target = 2048, longest_http_field = 512;
// So many responses wait for requests that didn't come yet.
constexpr std::size_t most_orphans = 8;

// What a message is, its first bytes say. The whole head is read once, when it is all here.
Bytes first_bytes(Bytes head) {
  constexpr std::size_t enough = 256;
  return head.first(std::min(head.size(), enough));
}

bool may_be_request(Bytes head) { return layers::HttpRequest::of(first_bytes(head)).has_value(); }

bool may_be_response(Bytes head) { return layers::HttpResponse::of(first_bytes(head)).has_value(); }

template <typename Head>
std::optional<std::string> http_field(const Head& head, std::string_view name) {
  const auto value = head.field(name);
  return value ? std::optional(std::string(value->substr(0, longest_http_field))) : std::nullopt;
}

HttpRequestFacts facts_of(const layers::HttpRequest& head) {
  HttpRequestFacts facts;
  facts.method = head.method();
  facts.target = head.target().substr(0, longest_http_target);
  facts.host = http_field(head, "host");
  facts.user_agent = http_field(head, "user-agent");
  return facts;
}

HttpResponseFacts facts_of(const layers::HttpResponse& head) {
  HttpResponseFacts facts;
  facts.status = head.status();
  facts.content_type = http_field(head, "content-type");
  return facts;
}

}  // namespace

bool HttpTalk::is_http(Bytes first) { return may_be_request(first) || may_be_response(first); }

bool HttpTalk::begins_message(Bytes bytes) {
  constexpr std::size_t enough_to_be_sure = 16;
  return bytes.size() >= enough_to_be_sure && is_http(bytes);
}

HttpTalk::HttpTalk(bool is_in_the_middle) {
  if (!is_in_the_middle) return;
  for (Direction& direction : directions_) lose(direction, Phase::lost);
}

bool HttpTalk::take(const HttpPiece& piece) {
  Direction& direction = of(piece.from);
  if (piece.missing > 0) miss(direction, piece);
  Bytes left = piece.bytes;
  while (!left.empty() && !is_over_ && direction.phase != Phase::over)
    left = left.subspan(step(direction, left, piece));
  if (direction.role == Role::responses) is_requester_silent_ = piece.is_other_side_silent;
  if (exchanges_.orphans() > most_orphans) lose(of(requester_), Phase::over);
  return !is_over_ && direction.phase != Phase::over;
}

void HttpTalk::end() {
  const Direction& responder = of(other_side(requester_));
  const bool is_complete = responder.phase == Phase::body && responder.framing.kind == layers::HttpBody::until_close;
  close_response(is_complete ? HttpResponseFacts::State::whole : HttpResponseFacts::State::cut);
  for (Direction& direction : directions_) lose(direction, Phase::over);
  is_over_ = true;
}

std::optional<HttpExchange> HttpTalk::take_finished() {
  const Direction& requests = of(requester_);
  const bool is_request_missing = is_requester_silent_ || requests.phase == Phase::over || !requests.is_aligned;
  return exchanges_.take_finished(is_request_missing, is_over_);
}

// Takes some of the bytes, at least one. Returns how many.
std::size_t HttpTalk::step(Direction& direction, Bytes bytes, const HttpPiece& piece) {
  if (direction.phase != Phase::body) return collect_head(direction, bytes, piece);
  const std::size_t taken = direction.body.take(bytes);
  count_body(direction, piece.time_ns);
  return taken;
}

std::size_t HttpTalk::collect_head(Direction& direction, Bytes bytes, const HttpPiece& piece) {
  if (direction.phase == Phase::lost) {
    if (!begins_message(bytes)) return bytes.size();
    direction.phase = Phase::head;
  }
  const std::size_t before = direction.kept.size();
  if (before == 0) direction.begin_ns = piece.time_ns;
  if (before > 0) direction.kept.insert(direction.kept.end(), bytes.begin(), bytes.end());
  const Bytes head = before > 0 ? Bytes(direction.kept) : bytes;
  const auto size = find_role(piece.from, head) ? read_head(direction, head, before, piece.time_ns) : std::nullopt;
  if (!size) {
    lose(direction, direction.is_aligned ? Phase::over : Phase::lost);
    return bytes.size();
  }
  if (*size == 0) {
    if (before == 0) direction.kept.assign(bytes.begin(), bytes.end());
    return bytes.size();
  }
  assert(*size > before);  // otherwise it would have been whole before
  const std::size_t taken = *size - before;
  direction.kept = {};
  return taken;
}

// Returns false if the bytes are neither a request nor a response, or if both sides send the same.
bool HttpTalk::find_role(Side from, Bytes head) {
  Direction& direction = of(from);
  if (direction.role != Role::unknown) return true;
  const bool is_request = may_be_request(head);
  const bool is_response = may_be_response(head);
  if (is_request == is_response) return is_request;  // both: "H" may be "HEAD" or "HTTP"
  direction.role = is_request ? Role::requests : Role::responses;
  requester_ = is_request ? from : other_side(from);
  return of(other_side(from)).role != direction.role;
}

// Returns the size of the head, 0 if it isn't all here, or nothing if it isn't one.
std::optional<std::size_t> HttpTalk::read_head(Direction& direction, Bytes bytes, std::size_t searched,
                                               std::int64_t time_ns) {
  const auto read = [&](const auto& head) -> std::optional<std::size_t> {
    if (!head) return std::nullopt;
    if (!head->is_whole()) return 0;
    return begin(direction, *head, time_ns) ? std::optional(head->size()) : std::nullopt;
  };
  if (direction.role == Role::unknown) return 0;
  return direction.role == Role::requests ? read(layers::HttpRequest::of(bytes, searched))
                                          : read(layers::HttpResponse::of(bytes, searched));
}

// Returns false if it is one too many.
bool HttpTalk::begin(Direction& direction, const layers::HttpRequest& head, std::int64_t time_ns) {
  if (!direction.is_aligned) exchanges_.realign_request();
  direction.is_aligned = true;
  HttpRequestFacts facts = facts_of(head);
  facts.begin_ns = direction.begin_ns;
  facts.end_ns = time_ns;
  if (!exchanges_.add(std::move(facts))) return false;
  begin_body(direction, *head.body());
  return true;
}

bool HttpTalk::begin(Direction& direction, const layers::HttpResponse& head, std::int64_t time_ns) {
  if (head.is_interim()) return true;
  if (!direction.is_aligned) exchanges_.realign_response();
  direction.is_aligned = true;
  const HttpRequestFacts* const request = exchanges_.awaited_request();
  const layers::HttpBody framing = *head.body(request != nullptr ? request->method : "");
  HttpResponseFacts facts = facts_of(head);
  facts.begin_ns = direction.begin_ns;
  facts.end_ns = time_ns;
  if (!exchanges_.add(std::move(facts))) return false;
  begin_body(direction, framing);
  return true;
}

void HttpTalk::begin_body(Direction& direction, const layers::HttpBody& framing) {
  direction.framing = framing;
  direction.body = layers::HttpBodyReader(framing);
  direction.phase = Phase::body;
  if (framing.kind == layers::HttpBody::tunnel) {
    close_response(HttpResponseFacts::State::whole);
    end();
  } else if (direction.body.is_faulty()) {
    lose(direction, Phase::over);
  } else if (direction.body.is_whole()) {
    if (direction.role == Role::responses) close_response(HttpResponseFacts::State::whole);
    direction.phase = Phase::head;
  }
}

// The newest message of this direction got more of its body.
void HttpTalk::count_body(Direction& direction, std::int64_t time_ns) {
  const auto count = [&](auto* facts) {
    if (facts == nullptr) return;
    facts->bytes = direction.body.size();
    facts->end_ns = time_ns;
  };
  const bool is_response = direction.role == Role::responses;
  is_response ? count(exchanges_.newest_response()) : count(exchanges_.newest_request());
  if (direction.body.is_faulty()) return lose(direction, Phase::over);
  if (!direction.body.is_whole()) return;
  if (is_response) close_response(HttpResponseFacts::State::whole);
  direction.phase = Phase::head;
}

// Bytes of a body may be missing.
void HttpTalk::miss(Direction& direction, const HttpPiece& piece) {
  if (direction.phase == Phase::over) return;
  if (direction.phase == Phase::body && direction.body.skip(piece.missing)) {
    count_body(direction, piece.time_ns);
  } else {
    lose(direction, exchanges_.was_pipelined() ? Phase::over : Phase::lost);
  }
}

void HttpTalk::lose(Direction& direction, Phase phase) {
  if (direction.role == Role::responses && direction.phase == Phase::body)
    close_response(HttpResponseFacts::State::cut);
  direction.phase = phase;
  direction.is_aligned = false;
  direction.kept = {};
}

void HttpTalk::close_response(HttpResponseFacts::State state) {
  HttpResponseFacts* const response = exchanges_.newest_response();
  if (response != nullptr && response->state == HttpResponseFacts::State::open) response->state = state;
}

std::size_t HttpTalk::memory() const {
  std::size_t bytes = exchanges_.memory();
  for (const Direction& direction : directions_) bytes += direction.kept.capacity();
  return bytes;
}

}  // namespace netdumplings::chefs::network
