#include "network/http/http_chef.hpp"

#include <optional>
#include <string_view>

#include "network/common/connections.hpp"
#include "network/common/json_parts.hpp"

namespace netdumplings::chefs::network {
namespace {

// So many bytes of a side are searched for the beginning of a message, if the first of them is none.
constexpr std::uint64_t patience = std::uint64_t{256} * 1024;

void append_http_side(std::string& out, const FollowedHttp& followed, Side side) {
  const auto index = static_cast<std::size_t>(side);
  append_end(out, followed.addresses[index], followed.ports[index]);
}

void append_http_request(std::string& out, const HttpRequestFacts* request) {
  if (request == nullptr) {
    out += R"("method":null,"host":null,"target":null,"user_agent":null)";
    return;
  }
  out += "\"method\":";
  append_json_string(out, request->method);
  out += ",\"host\":";
  append_text_or_null(out, request->host);
  out += ",\"target\":";
  append_json_string(out, request->target);
  out += ",\"user_agent\":";
  append_text_or_null(out, request->user_agent);
}

void append_http_response(std::string& out, const HttpResponseFacts* response) {
  if (response == nullptr) {
    out += R"("status":null,"content_type":null)";
    return;
  }
  out += "\"status\":";
  append_json_number(out, response->status);
  out += ",\"content_type\":";
  append_text_or_null(out, response->content_type);
}

template <typename Facts>
std::optional<std::uint64_t> body_bytes(const std::optional<Facts>& facts) {
  return facts ? std::optional(facts->bytes) : std::nullopt;
}

// As tshark's http.time: from the request's last byte to the response's last byte.
std::optional<std::int64_t> http_latency(const HttpExchange& exchange) {
  const auto& [request, response] = exchange;
  const bool is_known = request && response && response->state == HttpResponseFacts::State::whole;
  return is_known ? std::optional(response->end_ns - request->end_ns) : std::nullopt;
}

}  // namespace

StreamAnswer HttpChef::stream_handler(const Connection& connection, const StreamData& data) {
  bool may_begin_later = false;
  FollowedHttp* const followed = find(connection, data, may_begin_later);
  if (followed == nullptr) return may_begin_later ? StreamAnswer::more : StreamAnswer::enough;
  const bool is_more_needed =
      followed->talk.take({.from = data.from(),
                           .bytes = data.bytes(),
                           .missing = data.missing(),
                           .time_ns = now(),
                           .is_other_side_silent = connection.packets(other_side(data.from())) == 0});
  report_finished(*followed);
  if (followed->talk.is_over()) {
    talks_.end(*followed->place);
  } else {
    talks_.touch(*followed->place);
  }
  while (FollowedHttp* const oldest = talks_.one_too_many()) end(*oldest);
  return is_more_needed ? StreamAnswer::more : StreamAnswer::enough;
}

// Returns null if no HTTP is followed on the connection.
FollowedHttp* HttpChef::find(const Connection& connection, const StreamData& data, bool& may_begin_later) {
  if (has_state(connection)) {
    const auto& place = connection.state<HttpPlace>();
    return place.talks != nullptr ? &*place.followed : nullptr;
  }
  // The capture may lack what came before. Then a message may begin with a later piece.
  const bool is_in_the_middle = connection.was_under_way() || data.offset() > 0;
  const bool begins = is_in_the_middle ? HttpTalk::begins_message(data.bytes()) : HttpTalk::is_http(data.bytes());
  may_begin_later = is_in_the_middle && data.offset() < patience;
  return begins ? &talks_.begin(connection.state<HttpPlace>(), connection, is_in_the_middle) : nullptr;
}

Payload HttpChef::connection_handler(const Connection& connection, ConnectionEvent event) {
  if (event != ConnectionEvent::ended || !has_state(connection)) return {};
  const auto& place = connection.state<HttpPlace>();
  if (place.talks != nullptr) end(*place.followed);
  return {};
}

void HttpChef::end(FollowedHttp& followed) {
  followed.talk.end();
  report_finished(followed);
  talks_.end(*followed.place);
}

void HttpChef::report_finished(FollowedHttp& followed) {
  while (const auto exchange = followed.talk.take_finished()) report(followed, *exchange);
}

void HttpChef::report(const FollowedHttp& followed, const HttpExchange& exchange) {
  const auto& [request, response] = exchange;
  json_ = "{\"http\":{\"when\":";
  append_json_seconds(json_, request ? request->begin_ns : response->begin_ns);
  json_ += ",\"client\":";
  append_http_side(json_, followed, followed.talk.requester());
  json_ += ",\"server\":";
  append_http_side(json_, followed, other_side(followed.talk.requester()));
  json_ += ',';
  append_http_request(json_, request ? &*request : nullptr);
  json_ += ',';
  append_http_response(json_, response ? &*response : nullptr);
  json_ += ",\"request_bytes\":";
  append_number_or_null(json_, body_bytes(request));
  json_ += ",\"response_bytes\":";
  append_number_or_null(json_, body_bytes(response));
  json_ += ",\"latency\":";
  append_seconds_or_null(json_, http_latency(exchange));
  json_ += "}}";
  emit_json_text(json_);
}

}  // namespace netdumplings::chefs::network
