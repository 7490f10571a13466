#include <zstd.h>
#include <zstd_errors.h>

#include <bit>
#include <new>

#include "common/defaults.hpp"
#include "kitchen/packets/decompressor.hpp"

namespace netdumplings::kitchen {
namespace {

class ZstdDecompressor final : public Decompressor {
 public:
  ZstdDecompressor() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    // A frame with a larger window is an error.
    constexpr int window = std::bit_width(defaults::decompression_memory) - 1;
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, window);
  }

  Result<Progress> step(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) override {
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context_.get(), &output, &input);
    if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge) {
      return needs_more_memory("zstd -dc --long=31");
    }
    if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (ZSTD_isError(code) != 0) return damaged(ZSTD_getErrorName(code));
    return Progress{input.pos, output.pos, code == 0};
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
};

}  // namespace

std::unique_ptr<Decompressor> make_zstd_decompressor() { return std::make_unique<ZstdDecompressor>(); }

}  // namespace netdumplings::kitchen
