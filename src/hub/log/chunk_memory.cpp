#include "hub/log/chunk_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <system_error>

#include "common/os/file_descriptor.hpp"

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

// A new file has no pages in the kernel's memory yet. Writing them costs a sixth of faulting them in; where it fails,
// the faults bring them.
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

}  // namespace

ChunkMemory ChunkMemory::in_memory(std::size_t bytes) {
  void* const data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) throw std::bad_alloc();
  ::madvise(data, bytes, MADV_HUGEPAGE);
  ::madvise(data, bytes, MADV_POPULATE_WRITE);  // where it fails, the first writes bring them
  return {data, bytes, {}};
}

Result<ChunkMemory> ChunkMemory::new_file(const std::string& path, std::size_t bytes) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return failure(errno);
  int error = allocate(file.get(), bytes);
  void* const data = error == 0 ? map(file.get(), bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = errno;
  if (error == 0) {
    make_pages(file.get(), bytes);
    return ChunkMemory(data, bytes, path);
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
  // Fills the holes of a file, such as a copy that saves space may have.
  if (error == 0 && !S_ISREG(facts.st_mode)) error = EINVAL;
  if (error == 0 && bytes > 0) error = allocate(file.get(), bytes);
  void* const data = error == 0 && bytes > 0 ? map(file.get(), bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = bytes == 0 ? ENODATA : errno;
  if (error != 0) return failure(error);
  return ChunkMemory(data, bytes, path);
}

ChunkMemory::~ChunkMemory() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

bool ChunkMemory::sync() const { return !on_disk() || ::msync(data_, size_, MS_SYNC) == 0; }

void ChunkMemory::remove_file() {
  if (on_disk()) ::unlink(path_.c_str());
}

}  // namespace netdumplings::hub
