#include "network/common/byte_pool.hpp"

#include <algorithm>

namespace netdumplings::chefs::network {

void BytePool::link(PooledBytes& bytes) {
  bytes.pool_ = this;
  bytes.older_ = newest_;
  bytes.newer_ = nullptr;
  (newest_ != nullptr ? newest_->newer_ : oldest_) = &bytes;
  newest_ = &bytes;
}

void BytePool::unlink(PooledBytes& bytes) {
  (bytes.older_ != nullptr ? bytes.older_->newer_ : oldest_) = bytes.newer_;
  (bytes.newer_ != nullptr ? bytes.newer_->older_ : newest_) = bytes.older_;
  bytes.pool_ = nullptr;
}

void BytePool::make_room(const PooledBytes& keep) {
  while (used_ > most_ && oldest_ != &keep) {
    oldest_->is_lost_ = true;
    oldest_->give_back();
  }
}

bool PooledBytes::resize(BytePool& pool, std::size_t size) {
  if (is_lost_) return false;
  const std::size_t before = bytes_.capacity();
  bytes_.resize(size);
  pool.used_ += bytes_.capacity() - before;
  if (pool_ != nullptr) pool.unlink(*this);
  pool.link(*this);
  pool.make_room(*this);
  return true;
}

bool PooledBytes::append(BytePool& pool, Bytes bytes) {
  const std::size_t at = size();
  if (!resize(pool, at + bytes.size())) return false;
  std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at));
  return true;
}

void PooledBytes::drop_first(std::size_t size) {
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(std::min(size, bytes_.size())));
}

void PooledBytes::clear() {
  give_back();
  is_lost_ = false;
}

void PooledBytes::give_back() {
  if (pool_ == nullptr) return;
  pool_->used_ -= bytes_.capacity();
  pool_->unlink(*this);
  std::vector<std::uint8_t>().swap(bytes_);
}

}  // namespace netdumplings::chefs::network
