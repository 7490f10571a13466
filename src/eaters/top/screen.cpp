#include "eaters/top/screen.hpp"

// Without this, ncurses defines macros with common names.
#define NCURSES_NOMACROS
#include <langinfo.h>
#include <ncurses.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "eaters/top/cell_text.hpp"
#include "eaters/top/terminal_kind.hpp"

namespace netdumplings::eaters::top {
namespace {

constexpr int control_l = 'L' & 0x1F;

enum Pair : short { pair_none, pair_good, pair_warn, pair_bad, pair_title };

// Sets the user's locale, and returns whether it is UTF-8. Where no locale is set, the terminal most likely knows UTF-8
// all the same.
bool set_utf8_locale() {
  const char* const set = std::setlocale(LC_CTYPE, "");
  const std::string_view name = set != nullptr ? set : "C";
  if (name == "C" || name == "POSIX") std::setlocale(LC_CTYPE, "C.UTF-8");
  return std::string_view(nl_langinfo(CODESET)) == "UTF-8";
}

// What is wrong stands out without colour too.
attr_t attributes(Tone tone, bool colour) {
  switch (tone) {
    case Tone::plain:
      return A_NORMAL;
    case Tone::dim:
      return A_DIM;
    case Tone::strong:
      return A_BOLD;
    case Tone::good:
      return colour ? COLOR_PAIR(pair_good) : A_NORMAL;
    case Tone::warn:
      return colour ? COLOR_PAIR(pair_warn) | A_BOLD : A_UNDERLINE | A_BOLD;
    case Tone::bad:
      return colour ? COLOR_PAIR(pair_bad) | A_BOLD : A_REVERSE | A_BOLD;
    case Tone::title:
      return (colour ? COLOR_PAIR(pair_title) : A_NORMAL) | A_BOLD;
    case Tone::heading:
      return A_UNDERLINE;
    case Tone::chosen_heading:
      return A_UNDERLINE | A_BOLD;
  }
  return A_NORMAL;
}

Key key_of(int code) {
  static constexpr std::pair<int, Key> keys[] = {
      {'\t', Key::next_pane}, {KEY_BTAB, Key::last_pane}, {'1', Key::kitchens},      {'2', Key::chefs},
      {'3', Key::eaters},     {'4', Key::connections},    {'s', Key::sort},          {'r', Key::reverse},
      {KEY_UP, Key::up},      {KEY_DOWN, Key::down},      {KEY_PPAGE, Key::page_up}, {KEY_NPAGE, Key::page_down},
      {KEY_HOME, Key::home},  {KEY_END, Key::end},        {KEY_LEFT, Key::left},     {KEY_RIGHT, Key::right},
      {'p', Key::pause},      {'?', Key::help},           {'q', Key::quit},
  };
  const auto* const found =
      std::find_if(std::begin(keys), std::end(keys), [code](const auto& each) { return each.first == code; });
  return found != std::end(keys) ? found->second : Key::other;
}

}  // namespace

struct Screen::Impl {
  SCREEN* terminal = nullptr;
  bool colour = false;
  bool utf8 = false;
};

Screen::Screen(bool colour) : impl_(std::make_unique<Impl>()) {
  impl_->utf8 = set_utf8_locale();
  if (terminal_kind_is_known()) impl_->terminal = newterm(nullptr, stdout, stdin);
  if (impl_->terminal == nullptr) {
    const char* const name = std::getenv("TERM");
    throw std::runtime_error(std::string("Cannot draw on a terminal of the kind '") + (name != nullptr ? name : "") +
                             "': set TERM to what it is, like TERM=xterm.");
  }
  cbreak();
  noecho();
  nodelay(stdscr, TRUE);
  keypad(stdscr, TRUE);
  set_escdelay(25);
  curs_set(0);
  impl_->colour = colour && has_colors() && start_color() == OK && use_default_colors() == OK;
  if (!impl_->colour) return;
  init_pair(pair_good, COLOR_GREEN, -1);
  init_pair(pair_warn, COLOR_YELLOW, -1);
  init_pair(pair_bad, COLOR_RED, -1);
  init_pair(pair_title, COLOR_CYAN, -1);
}

Screen::~Screen() {
  endwin();
  delscreen(impl_->terminal);
}

Size Screen::size() const { return {getmaxy(stdscr), getmaxx(stdscr)}; }

void Screen::resize() {
  winsize now{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &now) == 0 && now.ws_row > 0 && now.ws_col > 0) {
    resizeterm(now.ws_row, now.ws_col);
  }
}

Key Screen::key() {
  const int code = wgetch(stdscr);
  if (code == control_l) clearok(curscr, TRUE);
  return code == ERR ? Key::none : key_of(code);
}

void Screen::paint(const Picture& picture) {
  werase(stdscr);
  for (std::size_t y = 0; y < picture.size(); ++y) {
    for (const Span& span : picture[y]) {
      wattrset(stdscr, static_cast<int>(attributes(span.tone, impl_->colour)));
      mvwaddstr(stdscr, static_cast<int>(y), span.column, (impl_->utf8 ? span.text : ascii(span.text)).c_str());
    }
  }
  wattrset(stdscr, A_NORMAL);
  wrefresh(stdscr);
}

}  // namespace netdumplings::eaters::top
