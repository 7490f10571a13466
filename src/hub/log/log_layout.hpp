// What stands in a chunk of the log, in memory and on disk alike; on disk a chunk is a file. Numbers are the machine's
// own (little-endian on all that Debian 12 runs the hub on): a log doesn't travel between machines.
//
//   header | the sessions' marks, with room for more | frames, one behind the other -->   free   <-- index entries
//
// What counts is what the header says is there: an entry is written, with its frame, before the header's count goes up,
// and a header is whole when its magic is there, so that a hub killed between any two steps leaves a chunk as it was
// before, or as it is after, or, while one is made ready to be used again, without a header. The checksums are for
// machines that go down, and lose some pages of a file but not others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/defaults.hpp"

namespace netdumplings::hub {

/// The version of the folder and of all that is in it.
inline constexpr std::uint32_t log_version = 1;
inline constexpr std::uint64_t chunk_magic = 0x6b6e7568632d646e;  // "nd-chunk"

struct ChunkHeader {
  std::uint64_t magic = 0;  // written last: what has another one is no chunk, or no longer, or not yet
  std::uint32_t version = log_version;
  std::uint32_t marks_room = 0;  // marks that fit between this header and the frames
  std::uint64_t capacity = 0;    // bytes in all: the file's size
  std::uint64_t serial = 0;      // grows from chunk to chunk over the log's life
  std::uint64_t first = 0;       // the number of its first entry
  std::uint32_t crc = 0;         // CRC-32C of what stands before it; not a whole header when it doesn't match
  std::uint32_t marks = 0;       // there so far
  std::uint32_t count = 0;       // entries there so far
  std::uint32_t unused = 0;
};
static_assert(sizeof(ChunkHeader) == 56);

/// What the hub has of a kitchen's session: all up to `number`.
struct SessionMark {
  std::uint64_t number = 0;
  std::int64_t last_seen_ms = 0;  // since the epoch
  std::uint32_t name_size = 0;
  std::uint32_t crc = 0;  // of the chunk's serial and all the rest
  std::array<char, defaults::longest_session_name> name{};
};
static_assert(sizeof(SessionMark) == 88);

/// The `i`-th stands `i + 1` times its size before the chunk's end.
struct IndexEntry {
  std::uint32_t end = 0;        // where the frame ends, from the chunk's begin; it begins where the one before it ends
  std::uint32_t topic = 0;      // means something to the running hub only
  std::int64_t arrival_ms = 0;  // since the epoch, never falling
  std::uint64_t session_number = 0;  // of the kitchen's session, from 1; 0 without one
  std::uint32_t session_mark = 0;    // 1 + which of the chunk's marks; 0 without one
  std::uint32_t crc = 0;             // of the frame, the entry's number, and what stands here except the topic
};
static_assert(sizeof(IndexEntry) == 32);

}  // namespace netdumplings::hub
