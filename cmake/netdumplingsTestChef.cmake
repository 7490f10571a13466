# Run by the tests of netdumplings_test_chef(): runs a module on a capture file and compares what it makes with a golden
# file. With NETDUMPLINGS_UPDATE_GOLDEN=1 in the environment it writes the golden file instead.
execute_process(
  COMMAND "${SNIFF}" --strict -r "${CAPTURE}" -m "${MODULE}" ${OPTIONS} -o -
  OUTPUT_VARIABLE made ERROR_VARIABLE log RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "nd-sniff ended with status ${status}:\n${log}")
endif()
if("$ENV{NETDUMPLINGS_UPDATE_GOLDEN}")
  file(WRITE "${GOLDEN}" "${made}")
  message(STATUS "wrote ${GOLDEN}")
  return()
endif()
file(READ "${GOLDEN}" golden)
if(NOT made STREQUAL golden)
  message(FATAL_ERROR "The dumplings of ${CAPTURE} aren't those of ${GOLDEN}, but:\n${made}"
    "If these are right, set NETDUMPLINGS_UPDATE_GOLDEN=1 and run the test again.")
endif()
