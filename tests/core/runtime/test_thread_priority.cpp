// A pool may be given a lower priority than the rest of the program, so that a window stays smooth beside it.
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <QTest>
#include <algorithm>

#include "core/runtime/thread_pool.h"
#include "tests/program.h"

namespace test_thread_priority {

using weir::Task;
using weir::ThreadPool;
using weir::ThreadPoolOptions;

/// Of the calling thread.
int niceness() { return getpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid))); }

Task<void> look(int& seen) {
    seen = niceness();
    co_return;
}

class TestThreadPriority : public QObject {
    Q_OBJECT
private slots:
    void workers_have_the_priority_asked_for_and_nobody_else() {
        const int own = niceness();
        for (const int asked : {0, std::min(19, own + 3)}) {  // to higher ones not everybody has a right
            ThreadPoolOptions options;
            options.workers = 2;
            options.niceness = asked;
            ThreadPool pool{options};
            int seen = -1;
            pool.run(look(seen));
            QCOMPARE(seen, asked == 0 ? own : asked);
            QCOMPARE(niceness(), own);
        }
    }
};

}  // namespace test_thread_priority

WEIR_TEST(test_thread_priority, TestThreadPriority)
#include "test_thread_priority.moc"
