#include "common/os/token.hpp"

#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace netdumplings {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string good = "0123456789abcdef";

class TokenFileTest : public ::testing::Test {
 protected:
  TokenFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "nd-token-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    path_ = folder_ + "/token";
  }
  ~TokenFileTest() override {
    ::unsetenv("CREDENTIALS_DIRECTORY");
    std::filesystem::remove_all(folder_);
  }

  const std::string& write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path_, std::ios::binary) << text;
    ::chmod(path_.c_str(), mode);
    return path_;
  }
  std::string error_of(const std::string& text, mode_t mode = 0600) {
    const auto read = read_token_file(write(text, mode));
    EXPECT_FALSE(read) << text;
    return read ? "" : read.error();
  }

  std::string folder_;
  std::string path_;
};

TEST_F(TokenFileTest, HasOneTokenALineBetweenCommentsAndEmptyLines) {
  const auto read = read_token_file(write("# the old one\n" + good + "\n\n  \n  # the new one\n!" + good + "~"));
  ASSERT_TRUE(read) << read.error();
  EXPECT_THAT(*read, ElementsAre(good, "!" + good + "~"));
}

TEST_F(TokenFileTest, LeavesNoCoreDumpOfTheProcessThatHasReadIt) {
  ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  ASSERT_TRUE(read_token_file(write(good)));
  EXPECT_EQ(::prctl(PR_GET_DUMPABLE), 0);
  ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

TEST_F(TokenFileTest, ThatOthersCanReadIsRefusedWithItsModeAndTheWayOut) {
  for (const auto& [mode, shown, can] :
       {std::tuple{0644, "0644", "read"}, std::tuple{0640, "0640", "read"}, std::tuple{0604, "0604", "read"},
        std::tuple{0620, "0620", "change"}, std::tuple{0602, "0602", "change"}}) {
    EXPECT_EQ(error_of(good, static_cast<mode_t>(mode)), "no token can be read from " + path_ + ": it has mode " +
                                                             shown + ", so that others can " + can + " it: chmod 600 " +
                                                             path_);
  }
  EXPECT_TRUE(read_token_file(write(good, 0400)));
}

TEST_F(TokenFileTest, OfSystemdsCredentialsMayShowAnAccessListAsItsGroupsRights) {
  write(good, 0440);
  EXPECT_FALSE(read_token_file(path_));
  ::setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
  EXPECT_TRUE(read_token_file(path_));
  ::chmod(path_.c_str(), 0444);
  EXPECT_FALSE(read_token_file(path_));
}

TEST_F(TokenFileTest, SaysWhatIsWrongWithATokenAndWhereButNeverTheToken) {
  const struct {
    std::string token;
    std::string why;
  } cases[] = {
      {"0123456789abcde", "a token has at least 16 characters, such as 'openssl rand -hex 32' makes"},
      {"0123456789 abcdef", "a token has no blanks"},
      {"0123456789abcdef ", "a token has no blanks"},
      {"\t0123456789abcdef", "a token has no blanks"},
      {"0123456789abcdef\r", "a token has no control characters, such as Windows puts at the end of a line"},
      {"0123456789abcdef\x7f", "a token has no control characters, such as Windows puts at the end of a line"},
      {std::string("0123456789abcdef\0", 17),
       "a token has no control characters, such as Windows puts at the end of a line"},
      {"0123456789abcdefé", "a token is made of ASCII characters"},
      {std::string(513, 'x'), "a token has at most 512 characters"},
  };
  for (const auto& c : cases) {
    const std::string error = error_of("# comment\n" + good + '\n' + c.token + '\n');
    EXPECT_THAT(error, EndsWith(path_ + ": in line 3, " + c.why));
    EXPECT_THAT(error, Not(HasSubstr("abcde")));
  }
}

TEST_F(TokenFileTest, WithoutATokenIsAnError) {
  for (const char* text : {"", "\n\n", "# nothing yet\n"}) {
    EXPECT_THAT(error_of(text), EndsWith(": there is none in it: put one there, such as 'openssl rand -hex 32' makes"));
  }
  EXPECT_THAT(error_of(std::string(70000, '\n')), EndsWith(": it has more than 65536 bytes"));
}

TEST_F(TokenFileTest, ThatIsNoFileIsAnErrorAndHoldsNobodyUp) {
  EXPECT_THAT(read_token_file(path_).error(), EndsWith(path_ + ": No such file or directory"));
  EXPECT_THAT(read_token_file(folder_).error(), EndsWith(": it is no regular file"));
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(read_token_file(path_).error(), EndsWith(": it is no regular file"));
}

TEST_F(TokenFileTest, AClientShowsItsFirstTokenAndTheVariableWithoutAFile) {
  write(good + "\n" + good + "2\n");
  EXPECT_EQ(*client_token(path_, good + "3"), good);
  EXPECT_EQ(*client_token("", good + "3"), good + "3");
  EXPECT_EQ(*client_token("", ""), "");
  EXPECT_EQ(client_token("", "too short").error(), "NETDUMPLINGS_TOKEN holds no token: a token has no blanks");
  EXPECT_FALSE(client_token("/nowhere/token", good)) << "a file that was named is meant";
}

TEST(TokenVariable, IsGoneWhenItWasTaken) {
  // /proc/PID/environ reads this memory if a program was started with the variable.
  ::setenv("NETDUMPLINGS_TOKEN", "a secret that is one", 1);
  const char* const value = ::getenv("NETDUMPLINGS_TOKEN");
  EXPECT_EQ(take_token_variable(), "a secret that is one");
  EXPECT_EQ(value[0], '\0');
  EXPECT_EQ(std::string(value + 1, 5), std::string(5, '\0'));
  EXPECT_EQ(::getenv("NETDUMPLINGS_TOKEN"), nullptr);
  EXPECT_EQ(take_token_variable(), "");
}

}  // namespace
}  // namespace netdumplings
