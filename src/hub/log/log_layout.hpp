// The bytes of a chunk of the log, the same in memory and on disk, where a chunk is a file. Numbers have the machine's
// byte order, so a log can't be moved to a machine with another one.
//
//   header | the sessions' marks, with room for more | frames, one after the other -->   free   <-- index entries
//
// An entry counts from the moment when the header's count includes it; the entry and its frame are written before. A
// header counts from the moment when its magic is there. So a hub that is killed between any two steps leaves a chunk
// as it was before, or as it is after, or, while the chunk is made ready to be used again, without a header. The
// checksums are for a machine that goes down: it may lose some pages of a file but not others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/defaults.hpp"
#include "hub/log/origin_hash.hpp"

namespace netdumplings::hub {

/// The version of the folder and of all that is in it.
inline constexpr std::uint32_t log_version = 2;
inline constexpr std::uint64_t chunk_magic = 0x6b6e7568632d646e;  // "nd-chunk"

struct ChunkHeader {
  std::uint64_t magic = 0;  // written last; with any other value, this isn't a chunk
  std::uint32_t version = log_version;
  std::uint32_t marks_room = 0;  // marks that fit between this header and the frames
  std::uint64_t capacity = 0;    // bytes in all: the file's size
  std::uint64_t serial = 0;      // grows from chunk to chunk over the log's life
  std::uint64_t first = 0;       // the number of its first entry
  std::uint32_t crc = 0;         // CRC-32C of the log's key and of the fields before it, except the magic
  std::uint32_t marks = 0;       // how many there are
  std::uint32_t count = 0;       // how many entries there are
  std::uint32_t unused = 0;
};
static_assert(sizeof(ChunkHeader) == 56);

/// Says that the hub has all dumplings of a kitchen's session up to `number`.
struct SessionMark {
  std::uint64_t number = 0;
  std::int64_t last_seen_ms = 0;  // since the epoch
  std::uint32_t name_size = 0;
  std::uint32_t crc = 0;  // of the chunk's serial and of the other fields
  std::array<char, defaults::longest_session_name> name{};
};
static_assert(sizeof(SessionMark) == 88);

/// Entry `i` begins `i + 2` times its own size before the chunk's end; the last bytes, as many as an entry has, are
/// unused.
struct IndexEntry {
  std::uint32_t end = 0;             // where the frame ends, in bytes from the chunk's begin
  std::uint32_t session_mark = 0;    // 1 + the index of the session's mark in this chunk; 0 without one
  std::int64_t arrival_ms = 0;       // since the epoch; never less than that of the entry before
  std::uint64_t session_number = 0;  // the dumpling's number in its session, from 1; 0 without one
  std::uint64_t chef = 0;            // these three are an OriginHash, under the log's key
  std::uint64_t kitchen = 0;
  std::uint32_t driver = 0;
  std::uint32_t crc = 0;  // CRC-32C of the frame, of the entry's number, and of these fields

  [[nodiscard]] OriginHash origin() const { return {chef, kitchen, driver}; }
};
static_assert(sizeof(IndexEntry) == 48);

}  // namespace netdumplings::hub
