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
#include "common/os/file_trust.hpp"

namespace netdumplings::hub {
namespace {

Error failure(int error) { return {std::generic_category().message(error)}; }

// Returns 0 or why not.
int allocate_all(int file, std::size_t bytes) {
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
  return {data, bytes};
}

Result<ChunkMemory> ChunkMemory::new_file(const std::string& path, std::size_t bytes) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return failure(errno);
  int error = allocate_all(file.get(), bytes);
  void* const data = error == 0 ? map(file.get(), bytes) : MAP_FAILED;
  if (error == 0 && data == MAP_FAILED) error = errno;
  if (error == 0) {
    make_pages(file.get(), bytes);
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0) return failure(errno);
    return ChunkMemory(data, bytes, path, {facts.st_dev, facts.st_ino}, true);
  }
  ::unlink(path.c_str());
  return failure(error);
}

Result<ChunkMemory> ChunkMemory::old_file(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_NOFOLLOW));
  struct stat facts {};
  if (!file.valid() || ::fstat(file.get(), &facts) != 0) return failure(errno);
  if (!S_ISREG(facts.st_mode)) return Error{"it is no regular file"};
  if (facts.st_size == 0) return Error{"it is empty"};
  if (const std::string why = why_not_ours(facts, closed_to_others, path); !why.empty()) return Error{why};
  const auto bytes = static_cast<std::size_t>(facts.st_size);
  void* const data = map(file.get(), bytes);
  if (data == MAP_FAILED) return failure(errno);
  ::madvise(data, bytes, MADV_RANDOM);  // at first only its header is read
  return ChunkMemory(data, bytes, path, {facts.st_dev, facts.st_ino}, false);
}

Result<void> ChunkMemory::allocate() {
  if (allocated_) return {};
  const FileDescriptor file(::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  const int error = file.valid() ? allocate_all(file.get(), size_) : errno;
  if (error != 0) return failure(error);
  allocated_ = true;
  return {};
}

void ChunkMemory::expect_all_to_be_read() const { ::madvise(data_, size_, MADV_NORMAL); }

ChunkMemory::~ChunkMemory() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

bool ChunkMemory::sync() const { return !on_disk() || ::msync(data_, size_, MS_SYNC) == 0; }

bool ChunkMemory::file_is_in_place() const {
  struct stat facts {};
  return ::lstat(path_.c_str(), &facts) == 0 && facts.st_dev == file_.device && facts.st_ino == file_.number &&
         static_cast<std::size_t>(facts.st_size) == size_;
}

void ChunkMemory::remove_file() {
  if (on_disk() && file_is_in_place()) ::unlink(path_.c_str());
}

}  // namespace netdumplings::hub
