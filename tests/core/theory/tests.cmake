weir_test(test_breaker_theory SOURCES test_breaker_theory.cpp LINKS weir_theory rapidcheck)
weir_test(test_queues SOURCES test_queues.cpp LINKS weir_theory rapidcheck)
weir_test(test_bounds SOURCES test_bounds.cpp LINKS weir_theory rapidcheck)
weir_test(test_calls SOURCES test_calls.cpp LINKS weir_theory rapidcheck)
