weir_tests(tests_theory TESTS bounds breaker_theory calls queues LINKS weir_theory rapidcheck)
