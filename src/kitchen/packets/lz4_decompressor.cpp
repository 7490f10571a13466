#include <lz4frame.h>

#include <new>

#include "kitchen/packets/decompressor.hpp"

namespace netdumplings::kitchen {
namespace {

// A frame's blocks have 4 MiB at most, so that the memory is bounded by the format.
class Lz4Decompressor final : public Decompressor {
 public:
  Lz4Decompressor() {
    LZ4F_dctx* context = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) != 0) throw std::bad_alloc();
    context_.reset(context);
  }

  Result<Progress> step(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) override {
    std::size_t taken = in.size();
    std::size_t made = out.size();
    const std::size_t code = LZ4F_decompress(context_.get(), out.data(), &made, in.data(), &taken, nullptr);
    if (LZ4F_isError(code) != 0) return damaged(LZ4F_getErrorName(code));
    return Progress{taken, made, code == 0};
  }

 private:
  struct Free {
    void operator()(LZ4F_dctx* context) const { LZ4F_freeDecompressionContext(context); }
  };
  std::unique_ptr<LZ4F_dctx, Free> context_;
};

}  // namespace

std::unique_ptr<Decompressor> make_lz4_decompressor() { return std::make_unique<Lz4Decompressor>(); }

}  // namespace netdumplings::kitchen
