#include "kitchen/delivery/spool.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "common/defaults.hpp"
#include "common/json/json_text.hpp"
#include "common/os/file_trust.hpp"
#include "common/os/rights.hpp"
#include "kitchen/delivery/session_name.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::string_view file_ending = ".spool";

Error failure(const std::string& what, int error) { return Error{what + ": " + std::strerror(error)}; }

Error unusable(const std::string& what, const std::string& user, int error) {
  return Error{what + " can't be used as user " + user + ": " + std::strerror(error) +
               rights_remedy(error, "give a --spool where the user " + user + " may write")};
}

Error untrusted(const std::string& what, const std::string& why) { return Error{what + " can't be used: " + why}; }

char* map(int fd, std::size_t size) {
  void* const bytes = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  return bytes == MAP_FAILED ? nullptr : static_cast<char*>(bytes);
}

// A segment's file is called by the number of its first dumpling.
constexpr std::size_t name_digits = 20;

std::string file_name(std::uint64_t number) {
  auto digits = std::to_string(number);
  digits.insert(0, name_digits - digits.size(), '0');
  return digits + std::string(file_ending);
}

bool is_file_name(std::string_view name) {
  return name.size() == name_digits + file_ending.size() && name.ends_with(file_ending) &&
         name.find_first_not_of("0123456789") == name_digits;
}

std::vector<std::string> spool_files(const std::string& folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), ::closedir);
  if (!listing) return names;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string name = entry->d_name;
    if (is_file_name(name)) names.emplace_back(folder).append(1, '/').append(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Returns how many dumplings, counted from the first, are whole. After a crash of the machine some may not be. Those
// that are done are not looked at.
std::uint32_t count_whole(const DumplingBlock& block, std::uint32_t sound) {
  std::uint32_t whole = std::min(block.header().done, sound);
  while (whole < sound && json_text::check(block.at(whole)).empty()) ++whole;
  return whole;
}

}  // namespace

class Spool::File final : public Segment {
 public:
  // `bytes` is the file mapped into memory, or null if it can't be mapped.
  File(Spool& spool, std::string path, FileDescriptor fd, std::size_t size, char* bytes)
      : spool_(spool), path_(std::move(path)), fd_(std::move(fd)), size_(size), bytes_(bytes) {
    spool_.bytes_ += size_;
    if (bytes_ != nullptr) done_ = DumplingBlock(bytes_).header().done;
  }
  ~File() override { File::rest(); }

  DumplingBlock block() override {
    if (bytes_ == nullptr) bytes_ = map(fd_.get(), size_);
    if (bytes_ == nullptr) throw std::system_error(errno, std::generic_category(), path_);
    return DumplingBlock(bytes_);
  }
  void rest() override {
    if (bytes_ != nullptr) ::munmap(std::exchange(bytes_, nullptr), size_);
  }
  void done(std::uint32_t first, std::uint32_t end) override {
    if (first > done_) return;
    done_ = std::max(done_, end);
    // Written to the file whether it is mapped or not: a mapping shows the same bytes.
    [[maybe_unused]] const auto written = ::pwrite(fd_.get(), &done_, sizeof done_, offsetof(BlockHeader, done));
  }
  void note_session(const std::string& session) override {
    [[maybe_unused]] const auto written =
        ::pwrite(fd_.get(), session.data(), sizeof BlockHeader::session, offsetof(BlockHeader, session));
  }
  void remove() override {
    rest();
    ::unlink(path_.c_str());
    spool_.bytes_ -= size_;
  }
  [[nodiscard]] bool outlives_process() const override { return true; }

 private:
  Spool& spool_;
  std::string path_;
  FileDescriptor fd_;
  std::size_t size_;
  char* bytes_;
  std::uint32_t done_ = 0;
};

Result<std::unique_ptr<Spool>> Spool::open(const std::string& folder, std::size_t most_bytes, const std::string& user) {
  std::unique_ptr<Spool> spool(new Spool(folder, most_bytes));
  const std::string what = "the spool " + folder;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return unusable(what, user, errno);
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0) return unusable(what, user, errno);
  if (const auto why = why_not_ours(about, closed_to_writers, folder); !why.empty()) return untrusted(what, why);
  spool->lock_ = FileDescriptor(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!spool->lock_.valid()) return unusable(what, user, errno);
  if (::flock(spool->lock_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return unusable(what, user, errno);
    return Error{what + " is used by another kitchen; give each kitchen a --spool of its own"};
  }
  for (const auto& path : spool_files(folder)) {
    if (auto examined = spool->examine(path, user); !examined) return Error{examined.error()};
  }
  if (spool->found_.empty()) spool->session_ = new_session();
  return spool;
}

// Adds a file of the earlier run to found_, or removes the file if nothing in it is of use.
Result<void> Spool::examine(const std::string& path, const std::string& user) {
  FileDescriptor fd(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_NOFOLLOW));
  struct stat about {};
  if (!fd.valid() || ::fstat(fd.get(), &about) != 0) return unusable(path, user, errno);
  if (const auto why = why_not_ours(about, closed_to_others, path); !why.empty()) return untrusted(path, why);
  const auto size = static_cast<std::size_t>(about.st_size);
  char* const bytes = size > sizeof(BlockHeader) ? map(fd.get(), size) : nullptr;
  const DumplingBlock block(bytes);
  const auto sound = bytes != nullptr ? block.count_sound(size) : 0;
  const auto whole = sound > 0 ? count_whole(block, sound) : 0;
  if (sound > 0) damaged_ += block.count() - whole;
  auto file = std::make_unique<File>(*this, path, std::move(fd), bytes != nullptr ? size : 0, bytes);
  if (whole == 0 || whole == block.header().done) {
    file->remove();
    return {};
  }
  auto& header = block.header();
  if (!path.ends_with('/' + file_name(header.number))) {
    return untrusted(path, "it isn't the file of this name, but a copy of another; take it away");
  }
  header.count = whole;
  session_.assign(header.session.data(), header.session.size());
  Found found{nullptr, header.number, header.done, whole};
  file->rest();
  found.segment = std::move(file);
  found_.push_back(std::move(found));
  return {};
}

bool Spool::is_full(std::size_t dumpling) const { return bytes_ + size_for(dumpling) > most_bytes_; }

std::size_t Spool::size_for(std::size_t dumpling) {
  const auto needed = DumplingBlock::size_for(dumpling) + sizeof(std::uint64_t);
  return std::max(defaults::spool_segment, needed - needed % sizeof(std::uint64_t));
}

Result<std::unique_ptr<Segment>> Spool::create(std::uint64_t number, std::size_t dumpling) {
  if (is_full(dumpling)) return Error{"the spool " + folder_ + " is full"};
  const std::string path = folder_ + '/' + file_name(number);
  const auto size = size_for(dumpling);
  FileDescriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return failure("the spool " + folder_ + " takes no more", errno);
  // The space is taken now, so that a full disk is an error here and not a signal later.
  int error = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(size));
  char* const bytes = error == 0 ? map(fd.get(), size) : nullptr;
  if (error == 0 && bytes == nullptr) error = errno;
  if (error != 0) {
    ::unlink(path.c_str());
    return failure("the spool " + folder_ + " takes no more", error);
  }
  const auto block = DumplingBlock::make(bytes, size);
  std::copy_n(session_.begin(), block.header().session.size(), block.header().session.begin());
  block.header().number = number;
  return std::unique_ptr<Segment>(std::make_unique<File>(*this, path, std::move(fd), size, bytes));
}

}  // namespace netdumplings::kitchen
