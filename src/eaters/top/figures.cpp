#include "eaters/top/figures.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace netdumplings::eaters::top {
namespace {

constexpr const char* unknown = "-";

std::string with_decimals(double number, int decimals) {
  std::array<char, 400> text;
  const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, number);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

std::string count_text(Figure count) {
  if (!count || !std::isfinite(*count)) return unknown;
  if (std::fabs(*count) < 99999.5) return with_decimals(*count, 0);
  double number = *count;
  for (const char* unit : {"k", "M", "G", "T", "P"}) {
    number /= 1000;
    const double size = std::fabs(number);
    if (size < 9.995) return with_decimals(number, 2) + unit;
    if (size < 99.95) return with_decimals(number, 1) + unit;
    if (size < 999.5) return with_decimals(number, 0) + unit;
  }
  return "lots";
}

std::string count_text(std::size_t count) { return count_text(Figure(static_cast<double>(count))); }

std::string rate_text(Figure rate) {
  if (!rate || !std::isfinite(*rate) || *rate >= 999.5) return count_text(rate);
  if (*rate == 0) return "0";
  return with_decimals(*rate, *rate < 99.95 ? 1 : 0);
}

std::string age_text(Figure seconds) {
  if (!seconds || !(*seconds >= 0) || !std::isfinite(*seconds)) return unknown;
  const double minute = 60;
  const double hour = 60 * minute;
  const double day = 24 * hour;
  if (*seconds < minute) return with_decimals(std::floor(*seconds), 0) + " s";
  if (*seconds < hour) return with_decimals(std::floor(*seconds / minute), 0) + " min";
  if (*seconds < day) return with_decimals(std::floor(*seconds / hour), 0) + " h";
  return with_decimals(std::floor(*seconds / day), 0) + " d";
}

std::string duration_text(Figure seconds) {
  if (!seconds || !(*seconds >= 0) || *seconds >= 9.95) return age_text(seconds);
  return *seconds < 0.9995 ? with_decimals(*seconds * 1000, 0) + " ms" : with_decimals(*seconds, 1) + " s";
}

}  // namespace netdumplings::eaters::top
