#include "packet/dissector.hpp"

#include <new>
#include <string_view>

#include "packet/bindings.hpp"
#include "packet/parsers.hpp"
#include "packet/step.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::array layer_names = std::to_array<std::string_view>({"",
#define ND_LAYER_NAME(suffix, name) name,
                                                                    ND_LAYER_KINDS(ND_LAYER_NAME)
#undef ND_LAYER_NAME
});

nd_layer make_layer(LayerKind kind, std::size_t offset, std::size_t header, std::size_t length) {
  const std::string_view name = layer_names[kind];
  return {.name = name.data(),
          .name_size = static_cast<std::uint32_t>(name.size()),
          .kind = kind,
          .offset = static_cast<std::uint32_t>(offset),
          .header_length = static_cast<std::uint32_t>(header),
          .length = static_cast<std::uint32_t>(length),
          .reserved = 0};
}

// The layers found so far, and the padding that comes after them: the innermost layer's padding first.
class Layers {
 public:
  explicit Layers(std::span<nd_layer> room) : room_(room) {}

  bool full() const { return count_ == room_.size(); }
  bool has_padding() const { return padding_count_ > 0; }

  void add(const Step& step, std::size_t at) {
    const std::size_t length = step.sibling ? step.own : step.own + step.carried;
    put(make_layer(step.kind, at + step.lead, step.header, length));
  }
  // The step is the one that made the last layer Raw, at `at`.
  void replace_last(const Step& step, std::size_t at) {
    room_[count_ - 1] = make_layer(step.kind_if_cut, at + step.lead, step.header, step.own);
  }
  void add_raw(std::size_t begin, std::size_t end) { put(make_layer(ND_LAYER_RAW, begin, 0, end - begin)); }

  void leave_padding(std::size_t begin, std::size_t end) {
    if (padding_count_ == paddings_.size()) return;
    paddings_[padding_count_++] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  std::span<const nd_layer> finish() {
    while (padding_count_ > 0) {
      const Stretch padding = paddings_[--padding_count_];
      put(make_layer(ND_LAYER_PADDING, padding.begin, 0, padding.end - padding.begin));
    }
    return room_.first(count_);
  }

 private:
  struct Stretch {
    std::uint32_t begin;
    std::uint32_t end;
  };

  void put(const nd_layer& layer) {
    if (!full()) room_[count_++] = layer;
  }

  std::span<nd_layer> room_;
  std::size_t count_ = 0;
  std::array<Stretch, max_layers> paddings_;
  std::size_t padding_count_ = 0;
};

// Reads what `around` carries and writes it over `around`, so that nothing is copied. Returns false if it is Raw.
bool step_in(Step& around, Bytes bytes) {
  if (around.next != nullptr) {
    new (&around) Step(around.next(bytes));
  } else if (around.next_told != nullptr) {
    new (&around) Step(around.next_told(bytes, around.told));
  } else {
    return false;
  }
  return around.kind != ND_LAYER_NONE;
}

}  // namespace

Step padding(Bytes bytes) { return keeps_rest(ND_LAYER_PADDING, bytes, 0); }

std::span<const nd_layer> Dissector::dissect(std::span<const std::uint8_t> captured, int link_type, bool is_cut_off) {
  Layers layers(layers_);
  Step step{.next = after_link_type(link_type)};
  std::size_t begin = 0;
  std::size_t end = captured.size();
  while (begin < end && !layers.full()) {
    if (!step_in(step, {captured.data() + begin, end - begin})) {
      layers.add_raw(begin, end);
      break;
    }
    layers.add(step, begin);
    begin += step.lead + step.own;
    end -= step.trailer;
    if (begin + step.carried < end) {
      layers.leave_padding(begin + step.carried, end);
      end = begin + step.carried;
    }
  }
  // Padding means that the end of what a layer carries was captured, so what came last isn't what the capture cut off.
  if (is_cut_off && step.kind_if_cut != ND_LAYER_NONE && !layers.has_padding()) layers.replace_last(step, begin);
  if (step.pads_nothing) layers.leave_padding(end, end);
  return layers.finish();
}

}  // namespace netdumplings::packet
