// A pool in a system that has no room for its threads. (A sanitizer's own memory is larger than any limit.)
#include <sys/resource.h>
#include <unistd.h>

#include <QTest>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>

#include "core/runtime/thread_pool.h"
#include "tests/program.h"

namespace test_thread_refused {

class TestThreadRefused : public QObject {
    Q_OBJECT

private slots:
    void a_pool_says_that_it_gets_no_thread() {
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
        std::size_t pages = 0;
        std::ifstream{"/proc/self/statm"} >> pages;
        auto tight = before;
        tight.rlim_cur = pages * static_cast<std::size_t>(getpagesize()) + (std::size_t{100} << 20);
        QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
        std::string said;
        try {
            weir::ThreadPoolOptions options;
            options.workers = 1000;
            const weir::ThreadPool pool{options};
        } catch (const std::runtime_error& refused) {
            said = refused.what();
        }
        QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
        QVERIFY2(said.starts_with("cannot start worker "), said.c_str());
        QVERIFY2(said.find(" of 1000: ") != std::string::npos, said.c_str());
    }
};

}  // namespace test_thread_refused

WEIR_TEST(test_thread_refused, TestThreadRefused)
#include "test_thread_refused.moc"
