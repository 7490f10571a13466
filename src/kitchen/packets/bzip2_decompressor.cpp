#include <bzlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include "kitchen/packets/decompressor.hpp"

namespace netdumplings::kitchen {
namespace {

// A block has 900 kB at most, so that the memory is bounded by the format.
class Bzip2Decompressor final : public Decompressor {
 public:
  Bzip2Decompressor() { start(); }
  ~Bzip2Decompressor() override { BZ2_bzDecompressEnd(&bzip2_); }

  Result<Progress> step(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) override {
    const auto in_size = static_cast<unsigned>(std::min<std::size_t>(in.size(), std::numeric_limits<unsigned>::max()));
    const auto room = static_cast<unsigned>(std::min<std::size_t>(out.size(), std::numeric_limits<unsigned>::max()));
    bzip2_.next_in = const_cast<char*>(reinterpret_cast<const char*>(in.data()));
    bzip2_.avail_in = in_size;
    bzip2_.next_out = reinterpret_cast<char*>(out.data());
    bzip2_.avail_out = room;
    const int code = BZ2_bzDecompress(&bzip2_);
    if (code == BZ_MEM_ERROR) throw std::bad_alloc();
    if (code != BZ_OK && code != BZ_STREAM_END) {
      return damaged(code == BZ_DATA_ERROR_MAGIC ? "not bzip2's format" : "a checksum or a block is wrong");
    }
    const Progress progress{in_size - bzip2_.avail_in, room - bzip2_.avail_out, code == BZ_STREAM_END};
    if (progress.has_ended) {
      BZ2_bzDecompressEnd(&bzip2_);
      bzip2_ = {};
      start();
    }
    return progress;
  }

 private:
  void start() {
    if (BZ2_bzDecompressInit(&bzip2_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }

  bz_stream bzip2_{};
};

}  // namespace

std::unique_ptr<Decompressor> make_bzip2_decompressor() { return std::make_unique<Bzip2Decompressor>(); }

}  // namespace netdumplings::kitchen
