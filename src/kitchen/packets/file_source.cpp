#include "kitchen/packets/file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/compressed_stream.hpp"
#include "kitchen/packets/compression.hpp"
#include "kitchen/packets/pcap_file_source.hpp"
#include "kitchen/packets/pcap_header.hpp"
#include "kitchen/packets/pcapng_source.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::array<std::uint8_t, 4> pcapng_magic{0x0a, 0x0d, 0x0d, 0x0a};

// The first bytes of a stream, and those that come after them.
struct Opened {
  PcapHead head{};       // with zeros after the end of a shorter stream
  std::size_t size = 0;  // of the head
  std::unique_ptr<ByteStream> rest;

  [[nodiscard]] bool is_pcapng() const { return std::equal(pcapng_magic.begin(), pcapng_magic.end(), head.begin()); }
  /// Returns all of it as one stream. Call it once.
  std::unique_ptr<ByteStream> whole() { return make_chained_stream(std::span(head).first(size), std::move(rest)); }
};

Result<Opened> open_head(std::unique_ptr<ByteStream> stream) {
  Opened opened;
  auto got = read_fully(*stream, opened.head);
  if (!got) return Error{got.error()};
  if (*got == 0) return Error{"is empty"};
  opened.size = *got;
  opened.rest = std::move(stream);
  return opened;
}

Result<Opened> open_decompressed(std::unique_ptr<ByteStream> stream) {
  auto opened = open_head(std::move(stream));
  if (!opened) return opened;
  const Compression* const compression = find_compression(opened->head);
  if (compression == nullptr) return opened;
  auto decompressed = make_compressed_stream(opened->whole(), *compression);
  if (!decompressed) return Error{decompressed.error()};
  return open_head(std::move(*decompressed));
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
  auto opened = open_decompressed(std::move(stream));
  if (!opened) return Error{opened.error()};
  if (opened->is_pcapng()) {
    return make_pcapng_source(opened->whole(), options.filter, std::move(log), options.log_name);
  }
  if (auto prepared = prepare_for_libpcap(opened->head); !prepared) return Error{prepared.error()};
  const PcapHeader header = read_pcap_header(opened->head);
  return make_pcap_file_source(opened->whole(), header, options.filter);
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
