#include "net/loop/loop.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "net/loop/loop_impl.hpp"

namespace netdumplings::net {

namespace {

void wait_for_signal(boost::asio::signal_set& set, std::function<void(int)> handler) {
  set.async_wait([&set, handler = std::move(handler)](boost::system::error_code ec, int signal) mutable {
    if (ec) return;
    handler(signal);
    wait_for_signal(set, std::move(handler));
  });
}

}  // namespace

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

void Loop::run() {
  auto work = boost::asio::make_work_guard(impl_->io);
  impl_->io.run();
}

void Loop::stop() { impl_->io.stop(); }

void Loop::post(std::function<void()> task) { boost::asio::post(impl_->io, std::move(task)); }

void Loop::on_signal(std::initializer_list<int> signals, std::function<void(int)> handler) {
  auto& set = impl_->signals.emplace_back(impl_->io);
  for (const int signal : signals) set.add(signal);
  wait_for_signal(set, std::move(handler));
}

struct Timer::Impl {
  explicit Impl(boost::asio::io_context& io) : timer(io) {}

  boost::asio::steady_timer timer;
  std::uint64_t round = 0;  // an expiry that was already queued when the timer was cancelled belongs to an older round
};

Timer::Timer(Loop& loop) : impl_(std::make_shared<Impl>(loop.impl().io)) {}

Timer::~Timer() { cancel(); }

void Timer::start(std::chrono::nanoseconds after, std::function<void()> on_expiry) {
  const auto round = ++impl_->round;
  impl_->timer.expires_after(std::chrono::duration_cast<boost::asio::steady_timer::duration>(after));
  impl_->timer.async_wait([impl = impl_, round, on_expiry = std::move(on_expiry)](boost::system::error_code ec) {
    if (!ec && impl->round == round) on_expiry();
  });
}

void Timer::cancel() {
  ++impl_->round;
  impl_->timer.cancel();
}

}  // namespace netdumplings::net
