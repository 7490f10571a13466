#include "kitchen/packets/file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/gzip_stream.hpp"
#include "kitchen/packets/pcap_file_source.hpp"
#include "kitchen/packets/pcapng_source.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t pcap_header_size = 24;
using Head = std::array<std::uint8_t, pcap_header_size>;

constexpr std::array<std::uint8_t, 4> pcapng_magic{0x0a, 0x0d, 0x0d, 0x0a};

// Returns the first bytes of the stream, with zeros after the end of a shorter one. The stream can still be read from
// its beginning.
Result<Head> peek(std::unique_ptr<ByteStream>& stream) {
  Head head{};
  auto got = read_fully(*stream, head);
  if (!got) return Error{got.error()};
  if (*got == 0) return Error{"is empty"};
  stream = make_chained_stream(std::span(head).first(*got), std::move(stream));
  return head;
}

bool begins_with(const Head& head, std::span<const std::uint8_t> magic) {
  return std::equal(magic.begin(), magic.end(), head.begin());
}

std::uint32_t number(const Head& head, std::size_t at, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8U | head[at + (big_endian ? i : 3 - i)];
  return value;
}

PcapHeader pcap_header(const Head& head) {
  const bool big_endian = head[0] == 0xa1;
  return {.nanoseconds = number(head, 0, big_endian) == 0xa1b23c4d, .link_type_word = number(head, 20, big_endian)};
}

// Puts the file's name before the errors of its packets' source, and knows how much of the file was read.
class NamedSource final : public PacketSource {
 public:
  // `file` shares its position with the descriptor that is read.
  NamedSource(std::unique_ptr<PacketSource> source, std::string name, FileDescriptor file)
      : source_(std::move(source)), name_(std::move(name)), file_(std::move(file)) {}

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds longest) override {
    auto status = source_->read(handler, longest);
    if (!status) return Error{name_ + ": " + status.error()};
    return status;
  }
  CaptureCounts counts() override { return source_->counts(); }
  [[nodiscard]] std::optional<double> share_read() const override {
    struct stat about {};
    if (fstat(file_.get(), &about) != 0 || !S_ISREG(about.st_mode) || about.st_size == 0) return std::nullopt;
    const off_t position = lseek(file_.get(), 0, SEEK_CUR);
    if (position < 0) return std::nullopt;
    return std::min(1.0, static_cast<double>(position) / static_cast<double>(about.st_size));
  }
  [[nodiscard]] bool live() const override { return false; }

 private:
  std::unique_ptr<PacketSource> source_;
  std::string name_;
  FileDescriptor file_;
};

Result<std::unique_ptr<PacketSource>> open_stream(std::unique_ptr<ByteStream> stream, const FileSourceOptions& options,
                                                  Log log) {
  auto head = peek(stream);
  if (head && begins_with(*head, gzip_magic)) {
    stream = make_gzip_stream(std::move(stream));
    head = peek(stream);
  }
  if (!head) return Error{head.error()};
  if (begins_with(*head, pcapng_magic)) {
    return make_pcapng_source(std::move(stream), options.filter, std::move(log), options.log_name);
  }
  return make_pcap_file_source(std::move(stream), pcap_header(*head), options.filter);
}

}  // namespace

Result<CaptureFile> open_capture_file(const std::string& path) {
  if (path == "-") return CaptureFile{FileDescriptor(::dup(STDIN_FILENO)), "standard input"};
  // O_NONBLOCK: the writer of a FIFO is waited for later, together with its bytes. A stop ends that wait.
  CaptureFile file{FileDescriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)), path};
  if (!file.fd.valid()) return Error{path + ": can't be read: " + std::strerror(errno)};
  struct stat about {};
  if (fstat(file.fd.get(), &about) == 0 && S_ISDIR(about.st_mode))
    return Error{path + ": is a folder, not a capture file"};
  return file;
}

Result<std::unique_ptr<PacketSource>> make_file_source(CaptureFile file, FileSourceOptions options, Log log) {
  const std::string name = file.name;
  FileDescriptor same_file(fcntl(file.fd.get(), F_DUPFD_CLOEXEC, 0));
  auto source =
      open_stream(make_fd_stream(std::move(file.fd), options.stop_fd, options.before_wait), options, std::move(log));
  if (!source) return Error{name + ": " + source.error()};
  return std::unique_ptr<PacketSource>(std::make_unique<NamedSource>(std::move(*source), name, std::move(same_file)));
}

}  // namespace netdumplings::kitchen
