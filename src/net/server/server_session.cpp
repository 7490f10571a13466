#include "net/server/server_session_impl.hpp"

#include <system_error>
#include <utility>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"
#include "net/server/leaving_client_impl.hpp"

namespace netdumplings::net {
namespace {

std::string in_seconds(std::chrono::milliseconds time) { return std::to_string(time.count() / 1000) + " s"; }

std::string words_of_peer(const PeerClose& close) {
  if (close.reason.sent != 0) return "sent " + close_code_and_text(close.reason.sent, close.fault);
  return CloseReason{close.reason.code, terminal::harmless(close.reason.text), 0}.to_string();
}

KeepaliveLimits limits_of(const ServerTimeouts& timeouts) {
  return {.ping = timeouts.ping, .silent = timeouts.silent, .stalled = timeouts.progress, .may_read_slowly = true};
}

}  // namespace

ServerSession::ServerSession(ServerContext& context, Guest guest, std::string subprotocol,
                             Clock::time_point hello_deadline)
    : context_(context),
      guest_(std::move(guest)),
      subprotocol_(std::move(subprotocol)),
      hello_deadline_(hello_deadline),
      session_(std::make_shared<Session>(std::move(guest_.wire), Peer(context.options.max_hello), context.read_buffer,
                                         *this, limits_of(context.options.timeouts))),
      unfinished_(context.unfinished, [this](const std::string& why) { close(protocol::close_policy, why); }),
      too_large_("a hello has at most " + std::to_string(context.options.max_hello) + " bytes"),
      too_large_code_(protocol::close_policy) {}

void ServerSession::enter(std::span<char> input) {
  enter_stage(guest_, shared_from_this());
  handler_ = context_.on_connection(*this);
  session_->start(input);
}

// The handler isn't told that there is no place: it sees the end, as always.
void ServerSession::welcome() {
  welcome_ = true;
  if (context_.options.admission) {
    auto place = context_.options.admission->admit(guest_.peer.host);
    if (!place) return close(protocol::close_try_again_later, place.error());
    guest_.admitted = std::move(*place);
  }
  guest_.stranger = {};
}

void ServerSession::limit_messages(std::size_t bytes, std::uint16_t code, std::string why) {
  session_->set_max_message(bytes);
  too_large_code_ = code;
  too_large_ = std::move(why);
}

// ---- what the clock says

void ServerSession::look_at_clock(Clock::time_point now) {
  if (guest_.stranger.lost()) {
    close(protocol::close_try_again_later, too_many_strangers);
    return cut(words_of({}), false);
  }
  if (session_->open() && !welcome_ && now >= hello_deadline_) {
    return close(protocol::close_policy, "no hello in time");
  }
  session_->look_at_clock(now);
}

void ServerSession::on_silent() {
  if (!welcome_) return;  // it has a deadline of its own
  cut("nothing was heard of it for " + in_seconds(context_.options.timeouts.silent), true);
}

void ServerSession::on_stalled() {
  close(protocol::close_no_progress, "took nothing for " + in_seconds(context_.options.timeouts.progress));
}

// ---- how it ends

void ServerSession::cut(const std::string& why, bool reset) {
  session_->abandon();
  guest_.wire = session_->release_wire();
  tell_handler(why);
  see_off(context_, guest_, reset);
}

void ServerSession::close(std::uint16_t code, std::string_view why) {
  if (!session_->open()) return;
  said_close_ = code;
  said_why_ = why;
  session_->close(code, why, context_.options.timeouts.close);
}

void ServerSession::on_end(const SessionEnd& end) {
  guest_.wire = session_->release_wire();
  tell_handler(words_of(end));
  if (end.left != SessionEnd::Left::last_words) {
    return see_off(context_, guest_, end.left == SessionEnd::Left::deaf_peer);
  }
  const auto deadline = std::min(session_->deadline(), Clock::now() + context_.options.timeouts.close);
  std::make_shared<LeavingClient>(context_, std::move(guest_), deadline)->enter();
}

// The handler goes, and what it would have sent with it.
void ServerSession::tell_handler(const std::string& why) {
  guest_.wire->sender.set_source(nullptr);
  if (const auto handler = std::exchange(handler_, nullptr)) handler->on_closed(why);
}

std::string ServerSession::words_of(const SessionEnd& end) const {
  std::string words = CloseReason().to_string();
  if (said_close_ != 0) {
    words = "sent " + close_code_and_text(said_close_, said_why_);
  } else if (end.peer) {
    words = words_of_peer(*end.peer);
  }
  return end.error == 0 ? words : words + ": " + std::generic_category().message(end.error);
}

}  // namespace netdumplings::net
