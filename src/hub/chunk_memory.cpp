#include "hub/chunk_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

}  // namespace

ChunkMemory ChunkMemory::anonymous(std::size_t bytes) {
  void* const data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) throw std::bad_alloc();
  return {data, bytes, {}};
}

Result<ChunkMemory> ChunkMemory::new_file(const std::string& path, std::size_t bytes) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return failure(errno);
  int error = allocate(file, bytes);
  void* const data = error == 0 ? map(file, bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = errno;
  ::close(file);
  if (error == 0) return ChunkMemory(data, bytes, path);
  ::unlink(path.c_str());
  return failure(error);
}

Result<ChunkMemory> ChunkMemory::old_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return failure(errno);
  struct stat facts {};
  int error = ::fstat(file, &facts) == 0 ? 0 : errno;
  const auto bytes = static_cast<std::size_t>(facts.st_size);
  // A file with holes, such as a copy that saves space, is filled; one without stays as it is.
  if (error == 0 && !S_ISREG(facts.st_mode)) error = EINVAL;
  if (error == 0 && bytes > 0) error = allocate(file, bytes);
  void* const data = error == 0 && bytes > 0 ? map(file, bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = bytes == 0 ? ENODATA : errno;
  ::close(file);
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
