weir_tests(tests_metrics TESTS counter event_ring histogram LINKS weir_metrics rapidcheck)
