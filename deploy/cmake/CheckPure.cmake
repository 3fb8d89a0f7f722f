# Fails if a C++ file in FOLDER could touch the world: files, network, clock,
# randomness, threads, messages. Run by ctest as pure_<module>.
set(not_pure
  [=[#include <(chrono|cstdio|filesystem|fstream|iostream|mutex|random|thread|unistd\.h|sys/.*)>]=]
  [=[#include ".*\.pb\.h"]=]
  [=[#include "absl/(flags|random|synchronization)/]=]
  [=[#include "absl/time/clock\.h"]=]
  [=[getenv]=])
# Headers of libraries: only the modules named in TogunaModule.cmake.
if(NOT MODULE MATCHES "^(digest|disclosure)$")
  list(APPEND not_pure [=[#include <.*[/.]]=])
endif()

file(GLOB files "${FOLDER}/*.h" "${FOLDER}/*.cc")
set(found FALSE)
foreach(file IN LISTS files)
  foreach(pattern IN LISTS not_pure)
    file(STRINGS "${file}" lines REGEX "${pattern}")
    foreach(line IN LISTS lines)
      message("${file}: not pure: ${line}")
      set(found TRUE)
    endforeach()
  endforeach()
endforeach()
if(found)
  message(FATAL_ERROR "Pass it in as an argument or move it to an adapter.")
endif()
