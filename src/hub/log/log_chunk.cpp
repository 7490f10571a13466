#include "hub/log/log_chunk.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "common/defaults.hpp"
#include "hub/log/log_crc.hpp"

namespace netdumplings::hub {
namespace {

std::size_t most_marks(std::size_t bytes) { return bytes / defaults::session_marks_part / sizeof(SessionMark); }

template <class Fields>
std::string_view bytes_of(const Fields& fields) {
  return {reinterpret_cast<const char*>(&fields), sizeof fields};
}

std::string_view checked_part(const ChunkHeader& header) {
  return bytes_of(header).substr(0, offsetof(ChunkHeader, crc));
}

// A hub that is killed leaves all that it stored before, in the order in which it stored it.
template <class Number>
void publish(Number& place, Number value) {
  std::atomic_ref(place).store(value, std::memory_order_seq_cst);
}

}  // namespace

ChunkPin LogChunk::try_pin(std::uint64_t number) {
  assert(number != no_number);
  pins_.fetch_add(1, std::memory_order_seq_cst);
  ChunkPin pin(this);
  return number_.load(std::memory_order_seq_cst) == number ? std::move(pin) : ChunkPin();
}

std::uint32_t LogChunk::entry_at(std::size_t offset) const {
  std::uint32_t low = 0;
  std::uint32_t high = count();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (end_of(middle) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t LogChunk::largest_message(std::size_t bytes) {
  return bytes - unused_end - sizeof(ChunkHeader) - most_marks(bytes) * sizeof(SessionMark) - sizeof(IndexEntry) -
         net::max_server_header;
}

// ---- for the writer

void LogChunk::begin(std::uint64_t number, std::uint64_t serial, Position first, Sessions& sessions) {
  assert(ready_ && number != no_number);
  ready_ = false;
  count_.store(0, std::memory_order_relaxed);
  ChunkHeader& head = *header();
  publish(head.magic, std::uint64_t{0});
  const std::size_t room = std::min(most_marks(memory_.size()), sessions.size() + defaults::spare_session_marks);
  head.version = log_version;
  head.marks_room = static_cast<std::uint32_t>(room);
  head.capacity = memory_.size();
  head.serial = serial;
  head.first = first;
  head.marks = 0;
  head.count = 0;
  head.unused = 0;
  head.crc = crc32c(checked_part(head).substr(sizeof head.magic));
  first_ = first;
  frames_begin_ = sizeof head + room * sizeof(SessionMark);
  frames_end_ = frames_begin_;
  number_.store(number, std::memory_order_seq_cst);
  sessions.for_each([this](Session& session) { mark(session); });
  publish(head.magic, chunk_magic);
}

bool LogChunk::mark(Session& session) {
  const std::uint64_t number = number_.load(std::memory_order_relaxed);
  if (session.marked_in == number) return true;
  ChunkHeader& head = *header();
  if (head.marks == head.marks_room) return false;
  SessionMark mark;
  mark.number = session.number;
  mark.last_seen_ms = session.last_seen_ms;
  mark.name_size = static_cast<std::uint32_t>(session.name.size());
  std::memcpy(mark.name.data(), session.name.data(), session.name.size());
  mark.crc = checksum(mark);
  std::memcpy(mark_at(head.marks), &mark, sizeof mark);
  session.marked_in = number;
  session.mark = head.marks;
  publish(head.marks, head.marks + 1);
  return true;
}

void LogChunk::append(const LogRecord& record, std::int64_t arrival_ms) {
  assert(number_.load(std::memory_order_relaxed) != no_number && fits(record.message.size()));
  const std::uint32_t i = count_.load(std::memory_order_relaxed);
  char* const frame = memory_.data() + frames_end_;
  const std::size_t head = net::write_server_header(record.opcode, record.message.size(), frame);
  std::memcpy(frame + head, record.message.data(), record.message.size());
  // In place: copying it would wait for its fields.
  IndexEntry& entry = *std::construct_at(index_at(i));
  frames_end_ += head + record.message.size();
  entry.end = static_cast<std::uint32_t>(frames_end_);
  entry.topic = record.topic;
  entry.arrival_ms = arrival_ms;
  if (record.session != nullptr) {
    entry.session_number = record.session_number;
    entry.session_mark =
        record.session->marked_in == number_.load(std::memory_order_relaxed) ? record.session->mark + 1 : 0;
  }
  if (memory_.on_disk()) entry.crc = checksum(entry, i);
  std::atomic_ref(header()->count).store(i + 1, std::memory_order_release);  // see publish(); but nothing follows it
  count_.store(i + 1, std::memory_order_release);
}

void LogChunk::retire() {
  assert(number_.load(std::memory_order_relaxed) != no_number);
  number_.store(no_number, std::memory_order_seq_cst);
}

// A pin that is seen here may be one of a reader that is about to give it back, since it found no number.
bool LogChunk::try_reuse() {
  assert(number_.load(std::memory_order_relaxed) == no_number);
  ready_ = pins_.load(std::memory_order_seq_cst) == 0;
  return ready_;
}

void LogChunk::drop_memory() {
  assert(ready_);
  memory_.remove_file();
  memory_ = ChunkMemory::none();
}

void LogChunk::set_memory(ChunkMemory memory) {
  assert(ready_ && memory_.size() == 0);
  memory_ = std::move(memory);
}

// ---- for a chunk that was found in a folder

LogChunk::Found LogChunk::recover() {
  if (!header_is_whole()) return Found::nothing;
  ChunkHeader& head = *header();
  first_ = head.first;
  frames_begin_ = sizeof head + std::size_t{head.marks_room} * sizeof(SessionMark);
  const std::size_t most_entries = (memory_.size() - unused_end - frames_begin_) / sizeof(IndexEntry);
  const std::uint32_t claimed = head.count;
  head.marks = std::min(head.marks, head.marks_room);
  std::uint32_t whole = 0;
  while (whole < claimed && whole < most_entries && entry_is_whole(whole)) ++whole;
  count_.store(whole, std::memory_order_relaxed);
  frames_end_ = begin_of(whole);
  publish(head.count, whole);
  return whole == claimed ? Found::whole : Found::cut;
}

bool LogChunk::is_unused() const { return memory_.size() >= sizeof(ChunkHeader) && header()->magic == 0; }

bool LogChunk::header_is_whole() const {
  if (memory_.size() < sizeof(ChunkHeader) + unused_end || memory_.size() % alignof(IndexEntry) != 0) return false;
  const ChunkHeader& head = *header();
  return head.magic == chunk_magic && head.version == log_version && head.capacity == memory_.size() &&
         head.marks_room <= most_marks(memory_.size()) &&
         head.crc == crc32c(checked_part(head).substr(sizeof head.magic));
}

bool LogChunk::entry_is_whole(std::uint32_t i) const {
  const IndexEntry found = entry(i);
  const std::size_t index_begin = memory_.size() - unused_end - (std::size_t{i} + 1) * sizeof(IndexEntry);
  const std::size_t begin = begin_of(i);
  return found.end > begin + 1 && found.end <= index_begin && found.crc == checksum(found, i);
}

void LogChunk::take_over(std::uint64_t number) {
  assert(ready_ && number != no_number);
  ready_ = false;
  number_.store(number, std::memory_order_relaxed);
}

void LogChunk::recall(Sessions& sessions) const {
  std::vector<SessionMark> marks;
  for (std::uint32_t i = 0; i < header()->marks; ++i) {
    marks.push_back(read_mark(i));
    if (marks.back().crc != checksum(marks.back())) marks.back().name_size = 0;
  }
  const std::uint32_t entries = count();
  for (std::uint32_t i = 0; i < entries; ++i) {
    const IndexEntry entry = this->entry(i);
    if (entry.session_mark == 0 || entry.session_mark > marks.size()) continue;
    SessionMark& mark = marks[entry.session_mark - 1];
    mark.number = std::max(mark.number, entry.session_number);
    mark.last_seen_ms = std::max(mark.last_seen_ms, entry.arrival_ms);
  }
  std::sort(marks.begin(), marks.end(),
            [](const SessionMark& a, const SessionMark& b) { return a.last_seen_ms < b.last_seen_ms; });
  for (const SessionMark& mark : marks) {
    if (mark.name_size > 0) sessions.recall({mark.name.data(), mark.name_size}, mark.number, mark.last_seen_ms);
  }
}

void LogChunk::set_topic(std::uint32_t i, std::uint32_t topic) { index_at(i)->topic = topic; }

std::string_view LogChunk::message(std::uint32_t i) const { return net::payload_of(bytes(begin_of(i), end_of(i))); }

char* LogChunk::mark_at(std::uint32_t i) const {
  return memory_.data() + sizeof(ChunkHeader) + std::size_t{i} * sizeof(SessionMark);
}

SessionMark LogChunk::read_mark(std::uint32_t i) const {
  SessionMark mark;
  std::memcpy(&mark, mark_at(i), sizeof mark);
  mark.name_size = std::min<std::uint32_t>(mark.name_size, mark.name.size());
  return mark;
}

std::uint32_t LogChunk::checksum(const IndexEntry& entry, std::uint32_t i) const {
  struct Facts {
    Position number;
    std::int64_t arrival_ms;
    std::uint64_t session_number;
    std::uint32_t session_mark;
    std::uint32_t end;
  };
  const Facts facts{first_ + i, entry.arrival_ms, entry.session_number, entry.session_mark, entry.end};
  return crc32c(bytes(begin_of(i), entry.end), crc32c(bytes_of(facts)));
}

std::uint32_t LogChunk::checksum(const SessionMark& mark) const {
  SessionMark without = mark;
  without.crc = 0;
  return crc32c(bytes_of(without), crc32c(bytes_of(header()->serial)));
}

}  // namespace netdumplings::hub
