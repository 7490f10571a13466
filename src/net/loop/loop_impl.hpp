// The parts of a Loop, for the other rooms of net.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <list>

#include "net/loop/loop.hpp"

namespace netdumplings::net {

struct Loop::Impl {
  boost::asio::io_context io{1};  // one thread runs it
  std::list<boost::asio::signal_set> signals;
};

}  // namespace netdumplings::net
