#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include "kitchen/packets/decompressor.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr int only_gzip = 16 + MAX_WBITS;

class GzipDecompressor final : public Decompressor {
 public:
  GzipDecompressor() {
    if (inflateInit2(&zlib_, only_gzip) != Z_OK) throw std::bad_alloc();
  }
  ~GzipDecompressor() override { inflateEnd(&zlib_); }

  Result<Progress> step(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) override {
    const auto in_size = static_cast<uInt>(std::min<std::size_t>(in.size(), std::numeric_limits<uInt>::max()));
    const auto room = static_cast<uInt>(std::min<std::size_t>(out.size(), std::numeric_limits<uInt>::max()));
    zlib_.next_in = const_cast<Bytef*>(in.data());
    zlib_.avail_in = in_size;
    zlib_.next_out = out.data();
    zlib_.avail_out = room;
    const int code = inflate(&zlib_, Z_NO_FLUSH);
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END) {
      return damaged(zlib_.msg != nullptr ? zlib_.msg : "not gzip's format");
    }
    const Progress progress{in_size - zlib_.avail_in, room - zlib_.avail_out, code == Z_STREAM_END};
    if (progress.has_ended) inflateReset(&zlib_);
    return progress;
  }

 private:
  z_stream zlib_{};
};

}  // namespace

std::unique_ptr<Decompressor> make_gzip_decompressor() { return std::make_unique<GzipDecompressor>(); }

}  // namespace netdumplings::kitchen
