// Every limit, interval and default of the tools. Sizes are in bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace netdumplings::defaults {

using namespace std::chrono_literals;

// The wire (CONTRACT: transport, ports, message size).
inline constexpr const char* hub_address = "localhost";
inline constexpr std::uint16_t hub_in_port = 11347;
inline constexpr std::uint16_t hub_out_port = 11348;
inline constexpr std::size_t max_message = std::size_t{1} << 20;
inline constexpr std::size_t max_hello = std::size_t{4} << 10;  // an eater's
inline constexpr std::size_t max_card = std::size_t{64} << 10;  // a kitchen's hello, with its filter and chefs
inline constexpr std::size_t most_hello_keys = 64;              // of a kitchen's or an eater's hello
inline constexpr std::size_t smallest_max_message = std::size_t{4} << 10;
inline constexpr std::size_t max_json_depth = 64;

// Kitchen.
inline constexpr const char* kitchen_name = "default_kitchen";
inline constexpr const char* interface = "all";
inline constexpr const char* filter = "tcp or udp or arp";
inline constexpr double poke_interval_seconds = 5.0;
inline constexpr int packets_until_clock_goes_back = 1000;  // in a row, of a file, that are behind its clock
inline constexpr double stats_interval_seconds = 60.0;
inline constexpr int failures_until_retired = 10000;
inline constexpr std::size_t chef_timers = 100'000;     // that one chef may wait for
inline constexpr std::size_t longest_chef_line = 2000;  // of what a chef says, in the log
inline constexpr std::size_t outbox_size = std::size_t{64} << 20;
inline constexpr std::size_t smallest_outbox_size = std::size_t{64} << 10;
inline constexpr std::size_t spool_size = std::size_t{1} << 30;
inline constexpr std::size_t spool_segment = std::size_t{2} << 20;
inline constexpr std::size_t smallest_spool_size = 4 * spool_segment;
inline constexpr auto spool_retry_pause = 1s;   // after a disk took nothing
inline constexpr auto spool_news_pause = 1min;  // between two log lines about the same trouble with a spool
inline constexpr std::size_t send_batch = std::size_t{64} << 10;
inline constexpr std::size_t most_in_flight = 4 * send_batch;  // the next go when the kernel has these
inline constexpr std::size_t outbox_segment = 4 * send_batch;  // in memory
inline constexpr std::size_t spare_outbox_segments = 2;        // empty ones that are kept to be filled again
inline constexpr auto send_pause = 1ms;
inline constexpr std::size_t longest_hub_message = std::size_t{4} << 10;  // to a kitchen; longer ones mean nothing
inline constexpr auto reconnect_first = 250ms;
inline constexpr auto reconnect_longest = 10s;
inline constexpr auto flush_at_stop = 500ms;
inline constexpr auto stop_grace = 100ms;  // for the packet thread to see a stop by itself
inline constexpr int snapshot_length = 262144;
inline constexpr std::size_t capture_buffer = std::size_t{8} << 20;          // the kernel's, for each interface
inline constexpr std::size_t capture_buffers = std::size_t{128} << 20;       // of all interfaces, unless -B is given
inline constexpr std::size_t capture_buffer_block = std::size_t{256} << 10;  // of libpcap; a buffer has two or more
inline constexpr std::size_t interface_threads = 32;                         // that open and close interfaces
inline constexpr unsigned interface_lines = 10;                              // a second, about interfaces that change
inline constexpr std::uint64_t few_pass_part = 10;  // a filter that lets less than a 10th of a file pass is reported
inline constexpr auto capture_batching = 100ms;     // the longest time that the kernel keeps a packet
inline constexpr int packets_per_read = 256;        // until the sniffer looks for pokes and a stop again
inline constexpr std::size_t capture_read_ahead = std::size_t{256} << 10;
inline constexpr std::size_t compressed_read_ahead = std::size_t{64} << 10;
inline constexpr std::size_t decompression_memory = std::size_t{128} << 20;  // the most for what a file looks back on
inline constexpr int link_type_warnings = 8;  // of one file, which can have 65536 link types
inline constexpr std::size_t max_pcapng_block = std::size_t{16} << 20;
inline constexpr std::size_t max_pcapng_interfaces = 65536;
inline constexpr std::size_t longest_interface_name = 255;
inline constexpr std::size_t json_lines_buffer = std::size_t{64} << 10;
inline constexpr auto fifo_retry_pause = 50ms;  // until an output that is a FIFO and has no reader is tried again
inline constexpr auto progress_pause = 200ms;   // between two lines that show how far a file was read

// Hub.
inline constexpr double status_freq_seconds = 5.0;
inline constexpr std::size_t log_size = std::size_t{64} << 20;
inline constexpr std::size_t log_size_on_disk = std::size_t{1} << 30;
inline constexpr std::size_t log_chunk = std::size_t{4} << 20;
inline constexpr std::size_t fewest_log_chunks = 2;
inline constexpr std::size_t most_chunks_off_disk = 16;  // in memory, while the log's disk can't be written
inline constexpr auto disk_check_pause = 10ms;           // between two looks at it, unless something is acknowledged
inline constexpr std::size_t most_log_file_lines = 10;   // of files that are no part of the log, at the start
inline constexpr auto log_progress_pause = 1s;           // between two lines while the log's files are looked at
inline constexpr std::size_t smallest_log_size = fewest_log_chunks * log_chunk;
inline constexpr std::size_t largest_log_size = std::size_t{1} << 40;
inline constexpr std::size_t read_batch = std::size_t{256} << 10;
// To one eater, before the others have their turn. The log gives no longer runs, unless one frame is longer.
inline constexpr std::size_t sent_at_once = std::size_t{1} << 20;
// Frames next to each other are sent from the log itself from this size on; copying fewer costs less than another send.
inline constexpr std::size_t least_run_in_place = std::size_t{16} << 10;
inline constexpr std::size_t gathered_at_once = std::size_t{128} << 10;  // of scattered frames
inline constexpr std::size_t cut_frames_budget = std::size_t{16} << 20;
inline constexpr std::size_t longest_name = 256;      // of a kitchen, an eater or a chef
inline constexpr std::size_t most_new_origins = 256;  // that a thread tells apart between two looks at the log
inline constexpr unsigned bad_client_lines = 10;      // a second, of each kind
inline constexpr std::size_t max_http_head = std::size_t{16} << 10;
inline constexpr std::size_t longest_proxy_header = std::size_t{4} << 10;  // of the PROXY protocol, with extensions
inline constexpr std::chrono::seconds https_only = 30 * 24h;               // that browsers are to come by TLS alone
// What the connections of a port hold of messages whose end has not come yet. Its threads share it evenly.
inline constexpr std::size_t unfinished_messages_budget = std::size_t{64} << 20;
inline constexpr auto message_timeout = 120s;  // from a message's first bytes to its last: 1 MiB at 70 kbit/s
inline constexpr std::size_t ordinary_dumpling = std::size_t{64} << 10;  // there is always memory to check one
inline constexpr std::size_t pongs_kept = std::size_t{16} << 10;         // of one connection, while its peer takes none
inline constexpr auto hello_timeout = 5s;
inline constexpr auto eater_timeout = 30s;
inline constexpr auto position_interval = 100ms;  // an eater of ours is told its position at most once in this time
inline constexpr unsigned most_threads = 4;       // unless more are asked for
inline constexpr std::size_t largest_threads = 64;
inline constexpr std::size_t max_connections = 20000;
inline constexpr std::size_t largest_max_connections = 10'000'000;
inline constexpr std::size_t max_per_address = 1000;
// Strangers: clients of one port that have shown no token yet, or said no hello. Beyond these, the oldest goes.
inline constexpr std::size_t max_strangers = 2048;
inline constexpr std::size_t max_strangers_per_address = 16;  // of another machine
inline constexpr auto stranger_grace = 500ms;                 // a stranger keeps its place for so long at least
inline constexpr auto full_of_strangers_pause = 10ms;         // until there may be room for another
inline constexpr auto accept_pause = 100ms;                   // when there are no descriptors left
inline constexpr int free_port_tries = 16;                    // for a port that is free on all addresses
inline constexpr auto close_timeout = 2s;
inline constexpr long self_signed_days = 825;  // the longest that Apple's systems accept
inline constexpr auto ping_interval = 20s;
inline constexpr auto silent_peer_timeout = 60s;
inline constexpr std::size_t sessions_remembered = 10000;
inline constexpr std::size_t longest_session_name = 64;
inline constexpr auto session_memory = 24h;
inline constexpr std::size_t spare_session_marks = 256;  // in a chunk, for sessions that come while it is written
inline constexpr std::size_t session_marks_part = 4;     // at most the fourth part of a chunk is for marks
inline constexpr std::size_t longest_v1_word = 128;      // longer messages of a kitchen are always dumplings
inline constexpr auto ack_interval = 50ms;  // half of what the contract allows, because a busy hub is late at times
inline constexpr std::size_t status_max_entries = 1000;
inline constexpr std::size_t status_max_bytes = std::size_t{512} << 10;
inline constexpr std::size_t metrics_max_bytes = std::size_t{1} << 20;  // of series of kitchens and eaters
inline constexpr std::size_t most_unread_metrics = 4;  // replies; beyond that, a new one only every metrics_pause
inline constexpr auto metrics_pause = 1s;
inline constexpr auto remembered_clients = 24h;                         // of kitchens and eaters that have gone
inline constexpr std::size_t most_remembered = 200;                     // kitchens, and as many eaters
inline constexpr std::size_t absent_max_bytes = std::size_t{64} << 10;  // of each list of them in the status
inline constexpr std::size_t most_shared_names = 100;                   // that kitchens of several hosts have
inline constexpr unsigned coming_and_going_lines = 10;                  // a second, of kitchens and of eaters
inline constexpr unsigned coming_and_going_burst = 1000;                // lines at once, after a silence
inline constexpr std::size_t longest_shown_name = 256;                  // bytes in a log line, escapes included
inline constexpr std::size_t longest_shown_card = 1000;                 // likewise
inline constexpr std::size_t longest_shown_refusal = 600;               // likewise
inline constexpr std::size_t longest_shown_help = 1000;                 // likewise, of a text in a chef's module

// Pages that many eaters are sent (net/send/page_pipe.hpp).
inline constexpr std::size_t shared_pages_limit = std::size_t{64} << 20;  // in pipes and sockets, of all threads
inline constexpr std::size_t fewest_page_sharers = 8;                     // eaters of one thread; fewer get copies
inline constexpr std::size_t least_shared_run = std::size_t{16} << 10;    // shorter ones are copied
inline constexpr std::size_t page_batch = std::size_t{1} << 20;           // counted, and given back, as one

// Clients.
inline constexpr auto connect_timeout = 10s;
inline constexpr std::size_t client_max_message = std::size_t{16} << 20;
inline constexpr std::size_t client_buffer_kept = std::size_t{1} << 20;   // of one that is empty again
inline constexpr std::size_t message_buffer_kept = std::size_t{4} << 10;  // of a message that came in parts
inline constexpr std::size_t client_read_batch = std::size_t{64} << 10;
inline constexpr std::size_t client_max_json_depth = 256;
inline constexpr std::size_t deepest_indented_json = 10;         // deeper values are shown on one line
inline constexpr std::size_t text_part = std::size_t{64} << 10;  // of a text that is printed in parts
inline constexpr auto top_redraw = 500ms;
inline constexpr auto shortest_client_timer = 10ms;
inline constexpr double top_past_seconds = 180.0;  // kitchens send their counts once a minute
inline constexpr double top_silent_pokes = 3;      // poke intervals without a word, after which a kitchen is silent
inline constexpr std::size_t top_most_kitchens = 1000;
inline constexpr double top_remembered_seconds = 900;  // of a kitchen that has left, and a connection that has ended
inline constexpr std::size_t top_most_connections = 5000;
inline constexpr std::size_t top_connection_bytes = std::size_t{8} << 20;
inline constexpr double top_quiet_connection_seconds = 4000;  // a kitchen ends what is idle for an hour
inline constexpr double top_many_resent = 0.01;               // of a connection's packets
inline constexpr double top_many_behind = 10000;              // dumplings that an eater has still to get
inline constexpr std::size_t top_longest_name = 200;

// Tokens.
inline constexpr std::size_t shortest_token = 16;
inline constexpr std::size_t longest_token = 512;

// Small files that a user names.
inline constexpr std::size_t largest_token_file = std::size_t{64} << 10;
inline constexpr std::size_t largest_pem_file = std::size_t{4} << 20;  // the system's own collection has a tenth of it
inline constexpr std::size_t largest_chef_options_file = std::size_t{1} << 20;
inline constexpr std::size_t largest_log_configuration = std::size_t{1} << 20;
inline constexpr auto small_file_wait = 5s;  // until a FIFO's writer has to be done

// Logs.
inline constexpr std::size_t log_file_size = std::size_t{10} << 20;
inline constexpr std::size_t old_log_files = 5;
inline constexpr std::size_t most_old_log_files = 1000;
inline constexpr std::size_t most_early_log_lines = 1000;  // kept until the log file is open
inline constexpr std::size_t longest_shown_names = 200;    // bytes of a certificate's names in a message

// Services.
inline constexpr auto longest_restart_pause = 30s;      // before a service exits that fails again and again
inline constexpr auto failures_in_a_row_within = 100s;  // of each other, with the pause and some work between them

}  // namespace netdumplings::defaults
