#include "kitchen/packets/gzip_stream.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr int only_gzip = 16 + MAX_WBITS;

class GzipStream final : public ByteStream {
 public:
  explicit GzipStream(std::unique_ptr<ByteStream> compressed)
      : compressed_(std::move(compressed)), input_(defaults::gzip_read_ahead) {
    if (inflateInit2(&zlib_, only_gzip) != Z_OK) throw std::bad_alloc();
  }
  ~GzipStream() override { inflateEnd(&zlib_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const auto room = static_cast<uInt>(std::min<std::size_t>(out.size(), std::numeric_limits<uInt>::max()));
    zlib_.next_out = out.data();
    zlib_.avail_out = room;
    while (zlib_.avail_out == room && !ended_) {
      if (zlib_.avail_in == 0) {
        if (auto more = refill(); !more) return Error{more.error()};
      }
      if (ended_) break;
      if (auto step = unpack(); !step) return Error{step.error()};
    }
    return std::size_t{room - zlib_.avail_out};
  }

 private:
  Result<void> refill() {
    auto got = compressed_->read(input_);
    if (!got) return Error{got.error()};
    if (*got == 0) {
      if (in_member_) return Error{"its gzip data is cut off"};
      ended_ = true;
    }
    zlib_.next_in = input_.data();
    zlib_.avail_in = static_cast<uInt>(*got);
    return {};
  }

  Result<void> unpack() {
    if (!in_member_ && first_done_) {
      while (zlib_.avail_in > 0 && *zlib_.next_in == 0) ++zlib_.next_in, --zlib_.avail_in;
      if (zlib_.avail_in == 0) return {};
    }
    in_member_ = true;
    const int code = inflate(&zlib_, Z_NO_FLUSH);
    if (code == Z_STREAM_END) {
      in_member_ = false;
      first_done_ = true;
      inflateReset(&zlib_);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return Error{std::string("its gzip data is damaged: ") + (zlib_.msg ? zlib_.msg : "not gzip's format")};
    }
    return {};
  }

  std::unique_ptr<ByteStream> compressed_;
  std::vector<std::uint8_t> input_;
  z_stream zlib_{};
  bool in_member_ = false;
  bool first_done_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> make_gzip_stream(std::unique_ptr<ByteStream> compressed) {
  return std::make_unique<GzipStream>(std::move(compressed));
}

}  // namespace netdumplings::kitchen
