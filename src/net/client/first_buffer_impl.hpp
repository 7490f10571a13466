// Of a buffer sequence of asio's, the first buffer that has room.
#pragma once

#include <boost/asio/buffer.hpp>

namespace netdumplings::net {

template <class Buffers>
boost::asio::mutable_buffer first_buffer(const Buffers& buffers) {
  for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
    const boost::asio::mutable_buffer buffer = *it;
    if (buffer.size() > 0) return buffer;
  }
  return {};
}

}  // namespace netdumplings::net
