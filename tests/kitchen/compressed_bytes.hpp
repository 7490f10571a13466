// Compresses bytes in a test, in each format that this build can read.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <ostream>
#include <vector>

#ifdef ND_HAS_ZSTD
#include <zstd.h>
#endif
#ifdef ND_HAS_LZ4
#include <lz4frame.h>
#endif
#ifdef ND_HAS_XZ
#include <lzma.h>
#endif
#ifdef ND_HAS_BZIP2
#include <bzlib.h>
#endif

#include "kitchen/capture_bytes.hpp"

namespace netdumplings::kitchen::testing {

inline Bytes gzip_compressed(const Bytes& bytes) {
  z_stream zlib{};
  deflateInit2(&zlib, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  Bytes out(deflateBound(&zlib, bytes.size()) + 64);
  zlib.next_in = const_cast<Bytef*>(bytes.data());
  zlib.avail_in = static_cast<uInt>(bytes.size());
  zlib.next_out = out.data();
  zlib.avail_out = static_cast<uInt>(out.size());
  deflate(&zlib, Z_FINISH);
  out.resize(zlib.total_out);
  deflateEnd(&zlib);
  return out;
}

#ifdef ND_HAS_ZSTD
inline Bytes zstd_compressed(const Bytes& bytes) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  Bytes out(ZSTD_compressBound(bytes.size()));
  out.resize(ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size()));
  ZSTD_freeCCtx(context);
  return out;
}
#endif

#ifdef ND_HAS_LZ4
inline Bytes lz4_compressed(const Bytes& bytes) {
  LZ4F_preferences_t preferences{};
  preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
  Bytes out(LZ4F_compressFrameBound(bytes.size(), &preferences));
  out.resize(LZ4F_compressFrame(out.data(), out.size(), bytes.data(), bytes.size(), &preferences));
  return out;
}
#endif

#ifdef ND_HAS_XZ
inline Bytes xz_compressed(const Bytes& bytes) {
  Bytes out(lzma_stream_buffer_bound(bytes.size()));
  std::size_t size = 0;
  lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, bytes.data(), bytes.size(), out.data(), &size, out.size());
  out.resize(size);
  return out;
}
#endif

#ifdef ND_HAS_BZIP2
inline Bytes bzip2_compressed(const Bytes& bytes) {
  Bytes out(bytes.size() + bytes.size() / 100 + 600);
  auto size = static_cast<unsigned>(out.size());
  auto* const from = const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
  BZ2_bzBuffToBuffCompress(reinterpret_cast<char*>(out.data()), &size, from, static_cast<unsigned>(bytes.size()), 1, 0,
                           0);
  out.resize(size);
  return out;
}
#endif

struct Compressed {
  const char* name;  // as messages have it
  Bytes (*compress)(const Bytes& bytes);

  friend std::ostream& operator<<(std::ostream& out, const Compressed& format) { return out << format.name; }
};

inline std::vector<Compressed> compressions() {
  return {
      {"gzip", gzip_compressed},
#ifdef ND_HAS_ZSTD
      {"zstd", zstd_compressed},
#endif
#ifdef ND_HAS_LZ4
      {"lz4", lz4_compressed},
#endif
#ifdef ND_HAS_XZ
      {"xz", xz_compressed},
#endif
#ifdef ND_HAS_BZIP2
      {"bzip2", bzip2_compressed},
#endif
  };
}

}  // namespace netdumplings::kitchen::testing
