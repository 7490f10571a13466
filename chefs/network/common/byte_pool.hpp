// Bounds the bytes that a chef collects in many connections.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace netdumplings::chefs::network {

class PooledBytes;

/// Counts the memory of all PooledBytes that grow in it. When that is more than `most`, those that grew the longest
/// time ago lose their bytes. It must outlive them. Not for several threads.
class BytePool {
 public:
  explicit BytePool(std::size_t most) : most_(most) {}
  BytePool(const BytePool&) = delete;
  BytePool& operator=(const BytePool&) = delete;

  /// Returns how many bytes of memory they have now.
  std::size_t used() const { return used_; }

 private:
  friend class PooledBytes;
  void link(PooledBytes& bytes);
  void unlink(PooledBytes& bytes);
  void make_room(const PooledBytes& keep);

  std::size_t most_;
  std::size_t used_ = 0;
  PooledBytes* oldest_ = nullptr;  // a list of all that have bytes, in the order in which they grew
  PooledBytes* newest_ = nullptr;
};

/// Some bytes in a pool.
class PooledBytes {
 public:
  PooledBytes() = default;
  ~PooledBytes() { clear(); }
  PooledBytes(const PooledBytes&) = delete;
  PooledBytes& operator=(const PooledBytes&) = delete;

  /// Makes it `size` bytes long; new bytes are 0. `pool` must be the same each time. Returns false if the bytes are
  /// lost, as the pool needed the room for others.
  bool resize(BytePool& pool, std::size_t size);
  /// Appends bytes, which must not be its own. Returns the same.
  bool append(BytePool& pool, Bytes bytes);
  /// Removes the first `size` bytes.
  void drop_first(std::size_t size);
  /// Removes all bytes and gives their memory back. If they were lost, that is forgotten.
  void clear();

  Bytes bytes() const { return bytes_; }
  std::uint8_t* data() { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  friend class BytePool;
  void give_back();

  std::vector<std::uint8_t> bytes_;
  BytePool* pool_ = nullptr;  // while it is in the pool's list
  PooledBytes* older_ = nullptr;
  PooledBytes* newer_ = nullptr;
  bool is_lost_ = false;
};

}  // namespace netdumplings::chefs::network
