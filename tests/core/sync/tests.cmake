foreach(test semaphore mutex rw_lock notify channel)
  weir_test(test_${test}_explore SOURCES test_${test}_explore.cpp LINKS weir_sync)
endforeach()
foreach(test semaphore locks notify channel late_cancellation unless_cancelled sync_threads)
  weir_test(test_${test} SOURCES test_${test}.cpp LINKS weir_sync)
endforeach()
weir_test(test_semaphore_theory SOURCES test_semaphore_theory.cpp LINKS weir_sync weir_theory)
if(NOT WEIR_SANITIZE)  # which allocates with its own operator new
  weir_test(test_waiting_allocates_nothing SOURCES test_waiting_allocates_nothing.cpp LINKS weir_sync)
if(NOT WEIR_SANITIZE)  # which has an operator new of its own
  weir_test(test_waiting_allocates_nothing SOURCES test_waiting_allocates_nothing.cpp LINKS weir_sync weir_allocations)
endif()
