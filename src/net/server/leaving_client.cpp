#include "net/server/leaving_client_impl.hpp"

namespace netdumplings::net {

void LeavingClient::enter() {
  enter_stage(guest_, shared_from_this());
  last_words_ = std::make_shared<LastWords>(*guest_.wire, context_.read_buffer, LastWords::Then::wait_for_leave,
                                            [this] { see_off(context_, guest_, false); });
  last_words_->start();
}

void LeavingClient::look_at_clock(Clock::time_point now) {
  if (now >= deadline_ || guest_.stranger.lost()) see_off(context_, guest_, true);
}

void LeavingClient::dismiss(std::uint16_t /*code*/, std::string_view /*text*/) {}

}  // namespace netdumplings::net
