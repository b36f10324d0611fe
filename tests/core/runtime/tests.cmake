set(tests exploring frame_pool group one_task outside pacer pausable_clock random schedule_choice scope select
    select_explore simulation task thread_pool thread_priority timers work_queue)
if(NOT WEIR_SANITIZE)
  list(APPEND tests thread_refused)
endif()
weir_tests(tests_runtime TESTS ${tests} LINKS weir_explore weir_runtime weir_sync rapidcheck)
