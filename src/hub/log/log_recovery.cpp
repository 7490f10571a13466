#include "hub/log/log_recovery.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings::hub {
namespace {

using Chunks = std::vector<std::unique_ptr<LogChunk>>;

// Reads the headers of all files in a folder.
class Recovery {
 public:
  Recovery(const LogFolder& folder, const Log& log) : folder_(folder), log_(log) {}

  Chunks find(const std::function<void()>& on_wait);
  // Leaves out the chunks whose entries are in others as well.
  void put_in_order(Chunks& chunks);
  // Checks the chunks of which something may be wrong, and the newest one.
  void check(Chunks& chunks);
  void say_what_was_found(const Chunks& chunks) const;
  [[nodiscard]] bool end_is_whole() const { return end_is_whole_; }

 private:
  void add(const std::string& path, Chunks& chunks);
  void lose(const std::string& path, const std::string& why);
  void leave_alone(const std::string& path, const std::string& why);
  void say_progress(std::size_t done, std::size_t files, const std::function<void()>& on_wait);

  const LogFolder& folder_;
  const Log& log_;
  std::size_t left_alone_ = 0;
  bool end_is_whole_ = true;
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

Chunks Recovery::find(const std::function<void()>& on_wait) {
  Chunks chunks;
  const std::vector<std::string> paths = folder_.chunk_paths();
  for (std::size_t i = 0; i < paths.size(); ++i) {
    add(paths[i], chunks);
    say_progress(i + 1, paths.size(), on_wait);
  }
  return chunks;
}

void Recovery::add(const std::string& path, Chunks& chunks) {
  auto memory = ChunkMemory::old_file(path);
  if (!memory) return lose(path, memory.error());
  auto chunk = std::make_unique<LogChunk>(std::move(*memory), folder_.key());
  if (chunk->read_header()) {
    chunks.push_back(std::move(chunk));
  } else if (chunk->is_unused()) {
    chunk->drop_memory();
  } else {
    lose(path, "it is damaged, or of another log");
  }
}

// Of two copies of a chunk, the one that has more entries is the newer one.
void Recovery::put_in_order(Chunks& chunks) {
  std::sort(chunks.begin(), chunks.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(a->serial(), b->count()) < std::make_tuple(b->serial(), a->count());
  });
  Chunks in_order;
  for (auto& chunk : chunks) {
    if (!in_order.empty()) {
      const LogChunk& before = *in_order.back();
      if (chunk->serial() == before.serial() || chunk->first() < before.first()) {
        leave_alone(chunk->path(), "its dumplings are in other files of the log");
        continue;
      }
    }
    in_order.push_back(std::move(chunk));
  }
  chunks = std::move(in_order);
}

// A chunk whose entries don't reach to the next chunk's lost some, or claims too many.
void Recovery::check(Chunks& chunks) {
  for (std::size_t i = 0; i + 1 < chunks.size(); ++i) {
    LogChunk& chunk = *chunks[i];
    chunk.end_at(chunks[i + 1]->first());
    if (chunk.count() == chunks[i + 1]->first() - chunk.first()) continue;
    if (!chunk.check()) log_damage(log_, chunk);
  }
  while (!chunks.empty()) {
    const auto as_expected = chunks.back()->check_newest();
    if (as_expected) {
      if (*as_expected) return;
      end_is_whole_ = false;
      return log_damage(log_, *chunks.back());
    }
    lose(chunks.back()->path(), as_expected.error());
    chunks.pop_back();
  }
}

// What is in the file may be the end of the log.
void Recovery::lose(const std::string& path, const std::string& why) {
  end_is_whole_ = false;
  leave_alone(path, why);
}

void Recovery::leave_alone(const std::string& path, const std::string& why) {
  if (++left_alone_ > defaults::most_log_file_lines) return;
  log_->warn("{} is left alone: {}", terminal::harmless(path), why);
}

void Recovery::say_progress(std::size_t done, std::size_t files, const std::function<void()>& on_wait) {
  const auto now = std::chrono::steady_clock::now();
  if (now - said_ < defaults::log_progress_pause || done == files) return;
  said_ = now;
  log_->info("{} of {} files of the log have been looked at", done, files);
  if (on_wait) on_wait();
}

void Recovery::say_what_was_found(const Chunks& chunks) const {
  if (left_alone_ > defaults::most_log_file_lines) {
    log_->warn("{} more files in {} are left alone", left_alone_ - defaults::most_log_file_lines,
               terminal::harmless(folder_.path()));
  }
  std::size_t entries = 0;
  for (const auto& chunk : chunks) entries += chunk->count();
  if (entries == 0) return;
  log_->info("The log in {} goes on after {} dumplings", terminal::harmless(folder_.path()), entries);
}

}  // namespace

Recovered recover_chunks(const LogFolder& folder, std::size_t most, const Log& log,
                         const std::function<void()>& on_wait) {
  Recovery recovery(folder, log);
  Chunks found = recovery.find(on_wait);
  recovery.put_in_order(found);
  const std::size_t too_many = found.size() > most ? found.size() - most : 0;
  for (std::size_t i = 0; i < too_many; ++i) found[i]->drop_memory();
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(too_many));
  recovery.check(found);
  recovery.say_what_was_found(found);
  return {std::move(found), recovery.end_is_whole()};
}

void log_damage(const Log& log, const LogChunk& chunk) {
  log->warn("{} is damaged: {} dumplings of it are whole, the rest is left out", terminal::harmless(chunk.path()),
            chunk.count());
}

}  // namespace netdumplings::hub
