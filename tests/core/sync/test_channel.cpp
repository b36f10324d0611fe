// The channel on both engines, one behaviour a test.
#include <QTest>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/channel.h"
#include "tests/core/engines.h"
#include "tests/core/sync/message.h"
#include "tests/program.h"

namespace test_channel {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using sync_test::Message;
using weir::Executor;
using weir::Receiver;
using weir::Sender;
using weir::SendPermit;
using weir::SendResult;
using weir::Task;
using weir::TaskGroup;

Task<void> send_numbers(Sender<int> sender, int first, int last) {
    for (int i = first; i <= last; ++i) CHECK(co_await sender.send(std::move(i)));
}

Task<std::vector<int>> receive_all(Receiver<int>& receiver) {
    std::vector<int> got;
    while (const auto message = co_await receiver.receive()) got.push_back(*message);
    co_return got;
}

Task<std::vector<int>> through(Executor& engine, std::size_t capacity, int count) {
    auto [sender, receiver] = weir::channel<int>(capacity);
    TaskGroup group{engine};
    group.spawn(send_numbers(std::move(sender), 1, count));
    auto got = co_await receive_all(receiver);
    co_await group.join();
    co_return got;
}

Task<void> bounded(Sender<int>& sender, Receiver<int>& receiver) {
    CHECK(sender.capacity() == 2);
    int message = 1;
    CHECK(sender.try_send(std::move(message)) == SendResult::sent);
    CHECK(co_await sender.send(2));
    CHECK(sender.try_send(3) == SendResult::full);
    CHECK(sender.size() == 2 && receiver.size() == 2);
    CHECK(receiver.try_receive() == 1);
    CHECK(co_await receiver.receive() == 2);
    CHECK(!receiver.try_receive());
}

Task<void> send_one(Sender<int>& sender, int message, int& result) {
    result = co_await sender.send(std::move(message)) ? 1 : 0;
}

Task<std::optional<int>> receive_one(Receiver<int>& receiver) { co_return co_await receiver.receive(); }

Task<void> closing_wakes_senders(Executor& engine, Sender<int> sender, Receiver<int> receiver) {
    std::vector<int> results(3, -1);
    CHECK(co_await sender.send(0));
    TaskGroup group{engine};
    for (auto& result : results) group.spawn(send_one(sender, 1, result));
    // They wait in line: the channel holds one message.
    co_await engine.sleep(2ms);
    receiver.close();
    co_await group.join();
    CHECK(results == std::vector(3, 0));
    CHECK(sender.try_send(1) == SendResult::closed);
    CHECK(!co_await sender.send(1));
    CHECK(!co_await sender.reserve());
    CHECK(co_await receiver.receive() == 0);  // what was in it can still be received
    CHECK(!co_await receiver.receive());
}

Task<void> leaving_wakes_the_receiver(Executor& engine, Sender<int> sender, Receiver<int> receiver) {
    std::optional<Sender<int>> first{sender};
    std::optional<Sender<int>> last{std::move(sender)};
    auto waiting = engine.spawn(receive_one(receiver));
    co_await engine.sleep(1ms);
    first.reset();
    co_await engine.sleep(1ms);
    CHECK(!waiting.done());  // one sender is left
    last.reset();
    CHECK(!co_await std::move(waiting));
}

Task<void> reservations(Executor& engine, Sender<int>& sender, Receiver<int>& receiver) {
    auto permit = co_await sender.reserve();
    CHECK(permit.has_value());
    CHECK(sender.try_send(1) == SendResult::full);
    const auto second = co_await weir::timeout(
        engine, 1ms, [](Sender<int>& s) -> Task<bool> { co_return (co_await s.reserve()).has_value(); }(sender));
    CHECK(!second);
    CHECK(receiver.size() == 0);
    CHECK(std::move(*permit).send(5));
    permit.reset();  // used up: gives nothing back
    CHECK(sender.try_send(1) == SendResult::full);
    CHECK(co_await receiver.receive() == 5);
    {
        const auto unused = co_await sender.reserve();
        CHECK(sender.try_send(1) == SendResult::full);
    }
    CHECK(sender.try_send(1) == SendResult::sent);
    CHECK(receiver.try_receive() == 1);
}

/// The slot of a reserved message that went straight to the receiver is free for the next in line.
Task<void> reserved_straight_through(Executor& engine, Sender<int>& sender, Receiver<int>& receiver) {
    auto permit = co_await sender.reserve();
    auto first = engine.spawn(receive_one(receiver));
    int sent = -1;
    TaskGroup group{engine};
    group.spawn(send_one(sender, 2, sent));
    co_await engine.sleep(2ms);  // the receiver waits, and a sender in line
    CHECK(std::move(*permit).send(1));
    CHECK(co_await std::move(first) == 1);
    CHECK(co_await receiver.receive() == 2);
    co_await group.join();
    CHECK(sent == 1);
}

Task<void> permit_outlives_the_sender(Executor& engine, Sender<int> sender, Receiver<int>& receiver) {
    std::optional<Sender<int>> last{std::move(sender)};
    auto permit = co_await last->reserve();
    last.reset();
    auto waiting = engine.spawn(receive_one(receiver));
    co_await engine.sleep(1ms);
    CHECK(!waiting.done());  // a message may still come
    CHECK(std::move(*permit).send(3));
    CHECK(co_await std::move(waiting) == 3);
    CHECK(!co_await receiver.receive());
}

Task<void> permit_on_a_closed_channel(Sender<int>& sender, Receiver<int>& receiver) {
    auto permit = co_await sender.reserve();
    receiver.close();
    int message = 4;
    CHECK(!std::move(*permit).send(std::move(message)));
    CHECK(message == 4);
    CHECK(!co_await receiver.receive());
}

Task<void> send_message(Sender<Message>& sender, Message& message) {
    static_cast<void>(co_await sender.send(std::move(message)));
}

Task<void> cancelled_sends(Executor& engine, Sender<Message>& sender, Receiver<Message>& receiver, int& alive) {
    Message first{alive, 0, 0};
    Message second{alive, 0, 1};
    CHECK(co_await sender.send(std::move(first)));
    const auto in_time = co_await weir::timeout(engine, 1ms, send_message(sender, second));
    CHECK(!in_time);
    CHECK(second.intact());
    CHECK(receiver.size() == 1);
    CHECK((co_await receiver.receive())->number() == 0);
    CHECK(!receiver.try_receive());
    CHECK(alive == 1);
}

Task<void> received_before_cancelled(Executor& engine) {
    auto [sender, receiver] = weir::channel<int>(1);
    TaskGroup group{engine};
    std::optional<int> got;
    group.spawn(
        [](Receiver<int>& r, std::optional<int>& out) -> Task<void> { out = co_await r.receive(); }(receiver, got));
    co_await engine.sleep(1ms);  // it waits
    CHECK(sender.try_send(9) == SendResult::sent);
    group.cancel();
    co_await group.join();
    if (!got) got = receiver.try_receive();  // had it not waited yet, the message is still there
    CHECK(got == 9);
}

/// g++ 12 destroys some temporaries of a full expression with co_await twice; a count of messages would tell.
Task<void> temporaries(Sender<Message>& sender, Receiver<Message>& receiver, int& alive) {
    CHECK(co_await sender.send(Message{alive, 0, 0}));
    CHECK(alive == 1);
    CHECK((co_await receiver.receive())->number() == 0);
    CHECK(alive == 0);
    CHECK(co_await sender.send(Message{alive, 0, 1}));
    CHECK(co_await sender.send(Message{alive, 0, 2}));
}

Task<std::vector<int>> in_the_order_of_asking(Executor& engine) {
    auto [sender, receiver] = weir::channel<int>(1);
    std::vector<int> sent(4, -1);
    CHECK(co_await sender.send(0));
    TaskGroup group{engine};
    for (int i = 1; i < 4; ++i) {
        group.spawn(send_one(sender, i, sent[static_cast<std::size_t>(i)]));
        co_await engine.yield();  // the only worker takes it into the line now
    }
    {
        const Sender<int> last{std::move(sender)};
        std::vector<int> got;
        for (int i = 0; i < 4; ++i) got.push_back(*co_await receiver.receive());
        co_await group.join();
        co_return got;
    }
}

Task<void> sender_without_end(Sender<int> sender) {
    int i = 0;
    while (co_await sender.send(std::move(i))) ++i;
}
Task<void> drain_some(Receiver<int> receiver) {
    for (int i = 0; i < 1000; ++i) CHECK(co_await receiver.receive() == i);
}
Task<void> endless(Executor& engine, std::size_t capacity) {
    auto [sender, receiver] = weir::channel<int>(capacity);
    TaskGroup group{engine};
    group.spawn(sender_without_end(std::move(sender)));
    group.spawn(drain_some(std::move(receiver)));
    co_await group.join();
}

class TestChannel : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void messages_arrive_in_the_order_sent_data() { engines::rows(); }
    void messages_arrive_in_the_order_sent() {
        Engine engine;
        for (const std::size_t capacity : {1U, 2U, 7U, 100U}) {
            const auto got = engine.run(through(*engine, capacity, 500));
            QCOMPARE(got.size(), std::size_t{500});
            for (std::size_t i = 0; i < got.size(); ++i) QCOMPARE(got[i], static_cast<int>(i) + 1);
        }
    }

    void it_holds_no_more_than_its_capacity_data() { engines::rows(); }
    void it_holds_no_more_than_its_capacity() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(2);
        engine.run(bounded(sender, receiver));
    }

    void waiting_senders_are_served_in_the_order_of_asking_data() { engines::rows(); }
    void waiting_senders_are_served_in_the_order_of_asking() {
        Engine engine{1};
        QCOMPARE(engine.run(in_the_order_of_asking(*engine)), (std::vector{0, 1, 2, 3}));
    }

    void closing_tells_senders_and_leaves_what_was_sent_data() { engines::rows(); }
    void closing_tells_senders_and_leaves_what_was_sent() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(1);
        engine.run(closing_wakes_senders(*engine, std::move(sender), std::move(receiver)));
    }

    void the_last_sender_that_leaves_tells_the_receiver_data() { engines::rows(); }
    void the_last_sender_that_leaves_tells_the_receiver() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(1);
        engine.run(leaving_wakes_the_receiver(*engine, std::move(sender), std::move(receiver)));
    }

    void a_reservation_keeps_a_slot_until_it_is_used_or_dropped_data() { engines::rows(); }
    void a_reservation_keeps_a_slot_until_it_is_used_or_dropped() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(1);
        engine.run(reservations(*engine, sender, receiver));
    }

    void a_reserved_message_that_is_received_at_once_frees_its_slot_data() { engines::rows(); }
    void a_reserved_message_that_is_received_at_once_frees_its_slot() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(1);
        engine.run(reserved_straight_through(*engine, sender, receiver));
    }

    void a_permit_outlives_the_last_sender_data() { engines::rows(); }
    void a_permit_outlives_the_last_sender() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(1);
        engine.run(permit_outlives_the_sender(*engine, std::move(sender), receiver));
    }

    void a_permit_on_a_closed_channel_sends_nothing_data() { engines::rows(); }
    void a_permit_on_a_closed_channel_sends_nothing() {
        Engine engine;
        auto [sender, receiver] = weir::channel<int>(1);
        engine.run(permit_on_a_closed_channel(sender, receiver));
    }

    void a_cancelled_send_has_not_sent_data() { engines::rows(); }
    void a_cancelled_send_has_not_sent() {
        Engine engine;
        int alive = 0;
        {
            auto [sender, receiver] = weir::channel<Message>(1);
            engine.run(cancelled_sends(*engine, sender, receiver, alive));
        }
        QCOMPARE(alive, 0);
    }

    void a_message_that_reached_the_receiver_is_not_lost_when_it_is_cancelled_data() { engines::rows(); }
    void a_message_that_reached_the_receiver_is_not_lost_when_it_is_cancelled() {
        Engine engine;
        for (int i = 0; i < 20; ++i) engine.run(received_before_cancelled(*engine));
    }

    void messages_are_destroyed_exactly_once_data() { engines::rows(); }
    void messages_are_destroyed_exactly_once() {
        Engine engine;
        int alive = 0;
        {
            auto [sender, receiver] = weir::channel<Message>(2);
            engine.run(temporaries(sender, receiver, alive));
            QCOMPARE(alive, 2);
        }
        QCOMPARE(alive, 0);  // what was never received goes with the channel
    }

    void neither_side_starves_the_other_on_one_worker_data() { engines::rows(); }
    void neither_side_starves_the_other_on_one_worker() {
        Engine engine{1};
        for (const std::size_t capacity : {1U, 3U, 5000U}) engine.run(endless(*engine, capacity));
    }
};

}  // namespace test_channel

WEIR_TEST(test_channel, TestChannel)
#include "test_channel.moc"
