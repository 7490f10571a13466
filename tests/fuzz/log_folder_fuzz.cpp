// Reads any bytes as changes to the files of a log's folder: the hub opens it or says why not, and serves only
// dumplings that were written, each at its place.
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include <spdlog/logger.h>
#include <spdlog/sinks/null_sink.h>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/log_crc.hpp"
#include "hub/log/log_layout.hpp"
#include "require.hpp"

namespace {

using namespace netdumplings;
using fuzz::require;
namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = 1024;
constexpr std::size_t chunks = 16;
constexpr std::uint64_t written = 60;

using Files = std::map<std::string, std::string>;  // names and contents

std::string dumpling(std::uint64_t i) { return "dumpling " + std::to_string(i); }

// A folder, which is removed at the end, and the files of a log that was in it once.
class Folder {
 public:
  Folder() : path_((fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) + "/nd-log-fuzz-XXXXXX") {
    require(::mkdtemp(path_.data()) != nullptr, "a folder can be made");
    {
      const auto log = open();
      require(static_cast<bool>(log), "a new log can be opened");
      key_ = (*log)->key();
      for (std::uint64_t i = 0; i < written; ++i) (*log)->append({dumpling(i)});
    }
    for (const auto& file : fs::directory_iterator(path_)) {
      std::ifstream in(file.path(), std::ios::binary);
      files_[file.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
    }
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] Result<std::unique_ptr<hub::DumplingLog>> open() const {
    return hub::DumplingLog::open(path_, chunks * chunk_bytes, chunk_bytes, log_);
  }
  void fill(const Files& files) const {
    for (const auto& file : fs::directory_iterator(path_)) fs::remove(file.path());
    for (const auto& [name, bytes] : files) {
      std::ofstream(path_ + '/' + name, std::ios::binary) << bytes;
      ::chmod((path_ + '/' + name).c_str(), 0600);
    }
  }
  [[nodiscard]] const Files& files() const { return files_; }
  [[nodiscard]] const SipKey& key() const { return key_; }

 private:
  std::string path_;
  SipKey key_;
  Files files_;
  Log log_ = std::make_shared<spdlog::logger>("fuzz", std::make_shared<spdlog::sinks::null_sink_mt>());
};

// Takes numbers from the input; 0 when there are no more.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  [[nodiscard]] bool empty() const { return size_ == 0; }
  std::uint8_t byte() {
    if (size_ == 0) return 0;
    --size_;
    return *data_++;
  }
  std::size_t number() { return byte() | std::size_t{byte()} << 8U; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

// Makes the header's checksum right again, as only damage that the checksum doesn't see would leave it.
void seal(std::string& bytes, const SipKey& key) {
  if (bytes.size() < sizeof(hub::ChunkHeader)) return;
  const auto as_text = [](const auto& value) {
    return std::string_view(reinterpret_cast<const char*>(&value), sizeof value);
  };
  const std::size_t begin = sizeof(hub::ChunkHeader::magic);
  const std::size_t end = offsetof(hub::ChunkHeader, crc);
  const std::uint32_t crc = hub::crc32c(std::string_view(bytes).substr(begin, end - begin), hub::crc32c(as_text(key)));
  bytes.replace(end, sizeof crc, as_text(crc));
}

void change(Files& files, Input& input, const SipKey& key) {
  const std::uint8_t what = input.byte();
  auto file = files.begin();
  std::advance(file, input.byte() % files.size());
  std::string& bytes = file->second;
  const std::size_t at = bytes.empty() ? 0 : input.number() % bytes.size();
  switch (what % 8) {
    case 0:
      return bytes.resize(input.number() % (2 * chunk_bytes), static_cast<char>(input.byte()));
    case 1:
      files["chunk-" + std::to_string(1000 + input.number() % 9000)] = std::string(bytes);
      return;
    case 2:
      if (files.size() > 1) files.erase(file);
      return;
    case 3:
      return seal(bytes, key);
    default:
      for (std::size_t i = at; i < bytes.size() && i < at + what / 8; ++i) bytes[i] = static_cast<char>(input.byte());
  }
}

// Reads all that the log has, and appends to it.
void use(hub::DumplingLog& log) {
  std::uint64_t next = 0;
  for (auto number = log.oldest_chunk(); number <= log.newest_chunk(); ++number) {
    const auto pin = log.pin(number);
    require(static_cast<bool>(pin), "every chunk is there");
    for (std::uint32_t i = 0; i < pin->count(); ++i, ++next) {
      require(pin->first() + i >= next, "positions rise");
      next = pin->first() + i;
      require(next < written && pin->message(i) == dumpling(next), "what is served was written at this place");
    }
  }
  const auto head = log.head();
  require(log.append({"more"}), "the log goes on");
  require(log.head() == head + 1, "by one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  Files files = folder.files();
  Input input(data, size);
  while (!input.empty()) change(files, input, folder.key());
  folder.fill(files);
  const auto log = folder.open();
  if (!log) {
    require(!log.error().empty(), "a refusal says why");
    return 0;
  }
  use(**log);
  return 0;
}
