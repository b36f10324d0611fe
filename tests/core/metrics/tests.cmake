weir_test(test_histogram SOURCES test_histogram.cpp LINKS weir_metrics rapidcheck)
weir_test(test_counter SOURCES test_counter.cpp LINKS weir_metrics)
weir_test(test_event_ring SOURCES test_event_ring.cpp LINKS weir_metrics rapidcheck)
