set(tests channel channel_explore late_cancellation locks mutex_explore notify notify_explore rw_lock_explore semaphore
    semaphore_explore semaphore_theory sync_threads unless_cancelled)
if(NOT WEIR_SANITIZE)  # which has an operator new of its own
  list(APPEND tests waiting_allocates_nothing)
endif()
weir_tests(tests_sync TESTS ${tests} LINKS weir_explore weir_sync weir_theory weir_allocations)
