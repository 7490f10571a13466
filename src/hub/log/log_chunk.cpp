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

constexpr std::uint64_t highest_position = std::uint64_t{1} << 62U;  // no log gets that far

template <class Fields>
std::string_view bytes_of(const Fields& fields) {
  return {reinterpret_cast<const char*>(&fields), sizeof fields};
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
  head.crc = header_crc();
  checked_.store(true, std::memory_order_relaxed);
  synced_ = false;
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
  entry.arrival_ms = arrival_ms;
  entry.chef = record.origin.chef;
  entry.kitchen = record.origin.kitchen;
  entry.driver = record.origin.driver;
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

bool LogChunk::read_header() {
  if (!header_is_whole()) return false;
  const ChunkHeader& head = *header();
  first_ = head.first;
  frames_begin_ = sizeof head + std::size_t{head.marks_room} * sizeof(SessionMark);
  checked_.store(false, std::memory_order_relaxed);
  synced_ = true;
  count_.store(head.count, std::memory_order_relaxed);
  return true;
}

bool LogChunk::is_unused() const { return memory_.size() >= sizeof(ChunkHeader) && header()->magic == 0; }

bool LogChunk::header_is_whole() const {
  if (memory_.size() < sizeof(ChunkHeader) + unused_end || memory_.size() % alignof(IndexEntry) != 0) return false;
  const ChunkHeader& head = *header();
  return head.magic == chunk_magic && head.version == log_version && head.capacity == memory_.size() &&
         head.marks_room <= most_marks(memory_.size()) && head.first <= highest_position &&
         head.serial <= highest_position && head.crc == header_crc();
}

std::uint32_t LogChunk::header_crc() const {
  const std::string_view fields = bytes_of(*header()).substr(0, offsetof(ChunkHeader, crc));
  return crc32c(fields.substr(sizeof(ChunkHeader::magic)), crc32c(bytes_of(key_)));
}

void LogChunk::take_over(std::uint64_t number) {
  assert(ready_ && number != no_number);
  ready_ = false;
  number_.store(number, std::memory_order_relaxed);
}

bool LogChunk::check() {
  const std::uint32_t claimed = count();
  const std::uint32_t whole = whole_entries();
  if (whole != claimed) cut(whole);
  checked_.store(true, std::memory_order_release);
  return whole == claimed;
}

// The hub may have been killed when an entry was whole but didn't count yet. After other damage there may be old
// entries behind the new end, which an entry of the right size would bring back: the free part is cleared.
Result<bool> LogChunk::check_newest() {
  if (const auto allocated = memory_.allocate(); !allocated) return Error{allocated.error()};
  synced_ = false;
  header()->marks = std::min(header()->marks, header()->marks_room);
  const std::uint32_t claimed = count();
  std::uint32_t whole = whole_entries();
  const bool as_expected = whole == claimed || whole == claimed + 1;
  if (as_expected) whole = claimed;
  cut(whole);
  frames_end_ = begin_of(whole);
  char* const free_end = reinterpret_cast<char*>(index_at(whole) + 1);
  if (!as_expected) std::fill(memory_.data() + frames_end_, free_end, '\0');
  checked_.store(true, std::memory_order_release);
  return as_expected;
}

void LogChunk::cut(std::uint32_t whole) {
  count_.store(whole, std::memory_order_relaxed);
  publish(header()->count, whole);
}

std::uint32_t LogChunk::most_entries() const {
  const std::size_t room = (memory_.size() - unused_end - frames_begin_) / sizeof(IndexEntry);
  return static_cast<std::uint32_t>(std::min<Position>(room, end_ - first_));
}

std::uint32_t LogChunk::whole_entries() const {
  memory_.expect_all_to_be_read();
  const std::uint32_t most = most_entries();
  std::uint32_t whole = 0;
  while (whole < most && entry_is_whole(whole)) ++whole;
  return whole;
}

bool LogChunk::entry_is_whole(std::uint32_t i) const {
  const IndexEntry found = entry(i);
  const std::size_t index_begin = memory_.size() - unused_end - (std::size_t{i} + 1) * sizeof(IndexEntry);
  const std::size_t begin = begin_of(i);
  return found.end > begin + 1 && found.end <= index_begin && found.crc == checksum(found, i);
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
  const Position number = first_ + i;
  const std::string_view fields = bytes_of(entry).substr(0, offsetof(IndexEntry, crc));
  return crc32c(bytes(begin_of(i), entry.end), crc32c(fields, crc32c(bytes_of(number))));
}

std::uint32_t LogChunk::checksum(const SessionMark& mark) const {
  SessionMark without = mark;
  without.crc = 0;
  return crc32c(bytes_of(without), crc32c(bytes_of(header()->serial)));
}

}  // namespace netdumplings::hub
