#include "hub/log/chunk_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <new>
#include <system_error>

namespace netdumplings::hub {
namespace {

Error failure(int error) { return {std::generic_category().message(error)}; }

// Returns 0 or why not.
int allocate(int file, std::size_t bytes) {
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
  return error;
}

void* map(int file, std::size_t bytes) { return ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0); }

// A file on disk that is allocated has no pages yet. To write them costs a sixth of a page fault for each; where it
// fails, the faults do it. The kernel may give out pages in pieces as large as a write, and whoever was lent one keeps
// its piece.
void make_pages(int file, std::size_t bytes) {
  static const std::array<char, std::size_t{64} << 10> zeros{};
  std::size_t done = 0;
  while (done < bytes) {
    const ssize_t written =
        ::pwrite(file, zeros.data(), std::min(zeros.size(), bytes - done), static_cast<off_t>(done));
    if (written <= 0) return;
    done += static_cast<std::size_t>(written);
  }
}

bool zero_pages(int file, std::size_t bytes) {
  return ::fallocate(file, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes)) == 0;
}

std::size_t page_size() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

// Large pages are had only where the memory begins at one; they make lending cheap, since what is noted of a page that
// many eaters are sent is noted in one place for all of it.
void* map_aligned(std::size_t bytes) {
  constexpr std::size_t large = std::size_t{2} << 20;
  const std::size_t spare = bytes < large ? 0 : large;
  void* const data = ::mmap(nullptr, bytes + spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED || spare == 0) return data;
  const std::size_t before = (large - reinterpret_cast<std::uintptr_t>(data) % large) % large;
  char* const begin = static_cast<char*>(data) + before;
  const std::size_t whole_pages = (bytes + page_size() - 1) / page_size() * page_size();
  if (before > 0) ::munmap(data, before);
  if (before < spare) ::munmap(begin + whole_pages, spare - before);
  return begin;
}

// What is sent from needs a descriptor, of which connections need the most; and only whole pages can be exchanged.
FileDescriptor kept_for_sending(FileDescriptor file, std::size_t bytes) {
  rlimit limit{};
  const bool enough = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && static_cast<rlim_t>(file.get()) < limit.rlim_cur / 2;
  return enough && bytes % page_size() == 0 ? std::move(file) : FileDescriptor();
}

}  // namespace

ChunkMemory ChunkMemory::in_memory(std::size_t bytes) {
  void* const data = map_aligned(bytes);
  if (data == MAP_FAILED) throw std::bad_alloc();
  ::madvise(data, bytes, MADV_HUGEPAGE);
  ::madvise(data, bytes, MADV_POPULATE_WRITE);  // where it fails, the first writes bring them
  return {data, bytes, {}, FileDescriptor()};
}

Result<ChunkMemory> ChunkMemory::new_file(const std::string& path, std::size_t bytes) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return failure(errno);
  int error = allocate(file.get(), bytes);
  void* const data = error == 0 ? map(file.get(), bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = errno;
  if (error == 0) {
    make_pages(file.get(), bytes);
    return ChunkMemory(data, bytes, path, kept_for_sending(std::move(file), bytes));
  }
  ::unlink(path.c_str());
  return failure(error);
}

Result<ChunkMemory> ChunkMemory::old_file(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid()) return failure(errno);
  struct stat facts {};
  int error = ::fstat(file.get(), &facts) == 0 ? 0 : errno;
  const auto bytes = static_cast<std::size_t>(facts.st_size);
  // A file with holes, such as a copy that saves space, is filled; one without stays as it is.
  if (error == 0 && !S_ISREG(facts.st_mode)) error = EINVAL;
  if (error == 0 && bytes > 0) error = allocate(file.get(), bytes);
  void* const data = error == 0 && bytes > 0 ? map(file.get(), bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = bytes == 0 ? ENODATA : errno;
  if (error != 0) return failure(error);
  return ChunkMemory(data, bytes, path, kept_for_sending(std::move(file), bytes));
}

bool ChunkMemory::renewable(const std::string& folder) {
  const FileDescriptor file(::open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
  return file.valid() && allocate(file.get(), page_size()) == 0 && zero_pages(file.get(), page_size());
}

// The pages are taken out of the file, not changed. Some file systems write them to the disk first, or give the room
// back and take it anew: that may take its time, and may fail.
bool ChunkMemory::renew() {
  if (on_disk()) {
    if (!zero_pages(file(), size_)) return false;
    make_pages(file(), size_);
    return true;
  }
  if (::madvise(data_, size_, MADV_DONTNEED) != 0) return false;  // locked memory stays
  ::madvise(data_, size_, MADV_POPULATE_WRITE);
  return true;
}

bool ChunkMemory::renewable() const { return on_disk() ? file_.valid() : size_ % page_size() == 0; }

ChunkMemory::~ChunkMemory() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

bool ChunkMemory::sync() const { return !on_disk() || ::msync(data_, size_, MS_SYNC) == 0; }

void ChunkMemory::remove_file() {
  if (on_disk()) ::unlink(path_.c_str());
}

}  // namespace netdumplings::hub
