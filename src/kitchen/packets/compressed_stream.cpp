#include "kitchen/packets/compressed_stream.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

class CompressedStream final : public ByteStream {
 public:
  CompressedStream(std::unique_ptr<ByteStream> compressed, const Compression& compression)
      : compressed_(std::move(compressed)), decompressor_(compression.make()), name_(compression.name) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    std::size_t made = 0;
    while (made == 0 && !has_ended_) {
      if (input_.empty() && !holds_back_) {
        if (auto more = refill(); !more) return Error{more.error()};
      }
      skip_padding();
      if (input_.empty() && !holds_back_) continue;
      auto step = decompressor_->step(input_, out);
      if (!step) return wrong(step.error());
      input_ = input_.subspan(step->taken);
      made = step->made;
      in_member_ = !step->has_ended;
      first_done_ = first_done_ || step->has_ended;
      holds_back_ = in_member_ && made == out.size();
    }
    return made;
  }

 private:
  Result<void> refill() {
    auto got = compressed_->read(buffer_);
    if (!got) return Error{got.error()};
    has_ended_ = *got == 0;
    if (has_ended_ && in_member_) return wrong("is cut off");
    input_ = std::span(buffer_).first(*got);
    return {};
  }

  void skip_padding() {
    if (in_member_ || !first_done_) return;
    while (!input_.empty() && input_.front() == 0) input_ = input_.subspan(1);
  }

  [[nodiscard]] Error wrong(const std::string& what) const {
    return Error{"its " + std::string(name_) + " data " + what + "; what came before it was cooked"};
  }

  std::unique_ptr<ByteStream> compressed_;
  std::unique_ptr<Decompressor> decompressor_;
  std::string_view name_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(defaults::compressed_read_ahead);
  std::span<const std::uint8_t> input_;  // what wasn't taken yet of buffer_
  bool in_member_ = false;
  bool first_done_ = false;
  bool holds_back_ = false;  // the decompressor may give more without any input, since its last output filled the room
  bool has_ended_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> make_compressed_stream(std::unique_ptr<ByteStream> compressed,
                                                           const Compression& compression) {
  if (compression.make == nullptr) {
    return Error{"is compressed with " + std::string(compression.name) +
                 ", which isn't read here; instead: " + std::string(compression.command) + " FILE | nd-sniff -r -"};
  }
  return std::unique_ptr<ByteStream>(std::make_unique<CompressedStream>(std::move(compressed), compression));
}

}  // namespace netdumplings::kitchen
