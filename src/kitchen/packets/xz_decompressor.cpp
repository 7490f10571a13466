#include <lzma.h>

#include <new>
#include <string>

#include "common/defaults.hpp"
#include "kitchen/packets/decompressor.hpp"

namespace netdumplings::kitchen {
namespace {

Error wrong(lzma_ret code) {
  switch (code) {
    case LZMA_MEM_ERROR:
      throw std::bad_alloc();
    case LZMA_MEMLIMIT_ERROR:
      return needs_more_memory("xz -dc");
    case LZMA_FORMAT_ERROR:
      return damaged("not xz's format");
    case LZMA_OPTIONS_ERROR:
      return damaged("it has options that aren't known");
    case LZMA_DATA_ERROR:
      return damaged("a checksum or a block is wrong");
    default:
      return damaged("error " + std::to_string(code) + " of liblzma");
  }
}

class XzDecompressor final : public Decompressor {
 public:
  XzDecompressor() { restart(); }
  ~XzDecompressor() override { lzma_end(&lzma_); }

  Result<Progress> step(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) override {
    lzma_.next_in = in.data();
    lzma_.avail_in = in.size();
    lzma_.next_out = out.data();
    lzma_.avail_out = out.size();
    const lzma_ret code = lzma_code(&lzma_, LZMA_RUN);
    if (code != LZMA_OK && code != LZMA_BUF_ERROR && code != LZMA_STREAM_END) return wrong(code);
    const Progress progress{in.size() - lzma_.avail_in, out.size() - lzma_.avail_out, code == LZMA_STREAM_END};
    if (progress.has_ended) restart();
    return progress;
  }

 private:
  void restart() {
    if (lzma_stream_decoder(&lzma_, defaults::decompression_memory, 0) != LZMA_OK) throw std::bad_alloc();
  }

  lzma_stream lzma_ = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<Decompressor> make_xz_decompressor() { return std::make_unique<XzDecompressor>(); }

}  // namespace netdumplings::kitchen
