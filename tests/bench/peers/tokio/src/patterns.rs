//! The patterns that items flow through, as tutorials write them; `_well_made`: as a careful program does.
use crate::rows::{join_all, time_beside};
use futures::stream::{self, StreamExt};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, Mutex, Notify};
use tokio::time::MissedTickBehavior;

const AT_ONCE: usize = 64;
const QUEUE: usize = 64;
const WORKERS: usize = 2;

async fn work(item: usize) -> usize {
    black_box(item)
}

/// Operations run in parallel, results come as they end. Tutorials also leave out the spawn: then one task interleaves
/// all operations and none runs beside another, which is not the job: this one is there to use more than one worker.
pub async fn fan_out(count: usize) -> Duration {
    let start = Instant::now();
    stream::iter(0..count)
        .map(|item| tokio::spawn(work(item)))
        .buffer_unordered(AT_ONCE)
        .for_each(|result| async move {
            black_box(result.expect("an item to be worked on"));
        })
        .await;
    start.elapsed()
}

/// Operations run in parallel, results come in input order.
pub async fn fan_out_well_made(count: usize) -> Duration {
    let start = Instant::now();
    stream::iter(0..count)
        .map(|item| tokio::spawn(work(item)))
        .buffered(AT_ONCE)
        .for_each(|result| async move {
            black_box(result.expect("an item to be worked on"));
        })
        .await;
    start.elapsed()
}

/// A stage: a task between two channels.
fn stage(mut input: mpsc::Receiver<usize>) -> mpsc::Receiver<usize> {
    let (sender, output) = mpsc::channel(QUEUE);
    tokio::spawn(async move {
        while let Some(item) = input.recv().await {
            if sender.send(work(item).await).await.is_err() {
                break;
            }
        }
    });
    output
}

pub async fn pipeline(count: usize) -> Duration {
    let start = Instant::now();
    let (sender, input) = mpsc::channel(QUEUE);
    let mut last = stage(stage(input));
    let sink = tokio::spawn(async move {
        while let Some(item) = last.recv().await {
            black_box(work(item).await);
        }
    });
    for item in 0..count {
        sender.send(item).await.expect("an open channel");
    }
    drop(sender);
    sink.await.expect("the last stage to finish");
    start.elapsed()
}

/// A bucket that is filled by the clock whenever somebody asks, behind a mutex. The other form tutorials have, a
/// semaphore that a task refills once a period, looks at no clock, and lets twice the burst through around a refill: it
/// does not keep what a limiter is there to keep.
struct TokenBucket {
    capacity: f64,
    per_second: f64,
    tokens: f64,
    filled_at: Instant,
}

impl TokenBucket {
    /// How long to wait, if it is too soon.
    fn try_take(&mut self) -> Result<(), Duration> {
        let now = Instant::now();
        let filled = now.duration_since(self.filled_at).as_secs_f64() * self.per_second;
        self.tokens = (self.tokens + filled).min(self.capacity);
        self.filled_at = now;
        if self.tokens < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - self.tokens) / self.per_second));
        }
        self.tokens -= 1.0;
        Ok(())
    }
}

async fn take_token(bucket: &Mutex<TokenBucket>) {
    loop {
        let taken = bucket.lock().await.try_take();
        match taken {
            Ok(()) => return,
            Err(wait) => tokio::time::sleep(wait).await,
        }
    }
}

pub async fn limiter(count: usize, tasks: usize) -> Duration {
    let bucket = Arc::new(Mutex::new(TokenBucket {
        capacity: 100_000.0,
        per_second: 1e9,
        tokens: 100_000.0,
        filled_at: Instant::now(),
    }));
    time_beside(tasks, |_| {
        let bucket = bucket.clone();
        async move {
            for _ in 0..count / tasks {
                take_token(&bucket).await;
            }
        }
    })
    .await
}

/// What an acquire of a well-made limiter may be told instead of being granted.
#[derive(Debug)]
enum Refusal {
    TooMany,
    LineFull,
}

/// The generic cell rate algorithm, exact as ours, by the clock, under the contract that ours has: first come first
/// served, nobody overtakes one who waits, one who is cancelled has taken nothing, and a line has an end. When the next
/// permit is due is one atomic, so who finds permits and nobody waiting takes them with one exchange; who has to wait
/// stands in the line that tokio's fair mutex is, and the first there sleeps until its permits are due.
struct Gcra {
    start: Instant,
    next: AtomicU64, // nanoseconds since `start`
    interval: u64,
    burst: u64,
    waiting: AtomicUsize,
    max_waiting: usize,
    front: Mutex<()>,
}

/// A place in the line, left however the wait ends.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Gcra {
    fn new(per_second: u64, burst: u64, max_waiting: usize) -> Self {
        Self {
            start: Instant::now(),
            next: AtomicU64::new(0),
            interval: 1_000_000_000 / per_second,
            burst,
            waiting: AtomicUsize::new(0),
            max_waiting,
            front: Mutex::new(()),
        }
    }

    /// When they went out, or how long until they are due.
    fn try_take(&self, permits: u64) -> Result<Instant, Duration> {
        let at = Instant::now();
        let now = at.duration_since(self.start).as_nanos() as u64;
        let mut next = self.next.load(Ordering::Relaxed);
        loop {
            let due = next.saturating_sub((self.burst - permits) * self.interval);
            if due > now {
                return Err(Duration::from_nanos(due - now));
            }
            let after = next.max(now) + permits * self.interval;
            let swapped =
                self.next
                    .compare_exchange_weak(next, after, Ordering::AcqRel, Ordering::Relaxed);
            match swapped {
                Ok(_) => return Ok(at),
                Err(seen) => next = seen,
            }
        }
    }

    async fn acquire(&self, permits: u64) -> Result<Instant, Refusal> {
        if permits > self.burst {
            return Err(Refusal::TooMany);
        }
        if self.waiting.load(Ordering::Acquire) == 0 {
            if let Ok(at) = self.try_take(permits) {
                return Ok(at);
            }
        }
        self.acquire_in_line(permits).await
    }

    async fn acquire_in_line(&self, permits: u64) -> Result<Instant, Refusal> {
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let _place = Place(&self.waiting);
        if before >= self.max_waiting {
            return Err(Refusal::LineFull);
        }
        let _first = self.front.lock().await;
        loop {
            match self.try_take(permits) {
                Ok(at) => return Ok(at),
                Err(wait) => tokio::time::sleep(wait).await,
            }
        }
    }
}

pub async fn limiter_well_made(count: usize, tasks: usize) -> Duration {
    let limiter = Arc::new(Gcra::new(1_000_000_000, 100_000, usize::MAX));
    time_beside(tasks, |_| {
        let limiter = limiter.clone();
        async move {
            for _ in 0..count / tasks {
                black_box(limiter.acquire(1).await.expect("a permit"));
            }
        }
    })
    .await
}

type Submitted = (usize, oneshot::Sender<usize>);

const CALLERS: usize = 250;
const BATCH: usize = 64;
const LINGER: Duration = Duration::from_millis(1);

async fn handle(items: Vec<usize>) -> Vec<usize> {
    items
}

async fn flush(batch: &mut Vec<Submitted>) {
    let (items, replies): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
    for (result, reply) in handle(items).await.into_iter().zip(replies) {
        let _ = reply.send(result);
    }
}

/// One loop reads a mailbox; a batch is handled when it is full and when the timer ticks. The callers share the items, so
/// all are there until the end.
pub async fn batcher(count: usize) -> Duration {
    let (sender, mut mailbox) = mpsc::channel::<Submitted>(CALLERS);
    let batching = tokio::spawn(async move {
        let mut batch = Vec::with_capacity(BATCH);
        let mut ticks = tokio::time::interval(LINGER);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                submitted = mailbox.recv() => match submitted {
                    Some(submitted) => {
                        batch.push(submitted);
                        if batch.len() >= BATCH {
                            flush(&mut batch).await;
                        }
                    }
                    None => break,
                },
                _ = ticks.tick() => flush(&mut batch).await,
            }
        }
        flush(&mut batch).await;
    });
    let next = Arc::new(AtomicUsize::new(0));
    let time = time_beside(CALLERS, |_| {
        let sender = sender.clone();
        let next = next.clone();
        async move {
            loop {
                let item = next.fetch_add(1, Ordering::Relaxed);
                if item >= count {
                    break;
                }
                let (reply, result) = oneshot::channel();
                sender
                    .send((item, reply))
                    .await
                    .expect("an open mailbox");
                black_box(result.await.expect("a result"));
            }
        }
    })
    .await;
    drop(sender);
    batching.await.expect("the loop to end");
    time
}

/// As `compute` in row_program.h.
fn compute(rounds: usize) {
    let mut x: u64 = 88_172_645_463_325_252;
    for _ in 0..rounds {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    black_box(x);
}

/// As `skewed::rounds` in rows.h.
fn rounds(number: usize) -> usize {
    10_000 + number * 7_919 % 80_001
}

/// A private queue for each worker task; all jobs are for the first.
pub async fn skewed_queue(count: usize) -> Duration {
    let start = Instant::now();
    let (queues, tasks): (Vec<_>, Vec<_>) = (0..WORKERS)
        .map(|_| {
            let (queue, mut jobs) = mpsc::channel::<usize>(count);
            let worker = tokio::spawn(async move {
                while let Some(job) = jobs.recv().await {
                    compute(rounds(job));
                }
            });
            (queue, worker)
        })
        .unzip();
    for job in 0..count {
        queues[0].send(job).await.expect("an open queue");
    }
    drop(queues);
    join_all(tasks).await;
    start.elapsed()
}

/// A task for each job, and tokio's own workers, who steal.
pub async fn skewed_queue_well_made(count: usize) -> Duration {
    let left = Arc::new(AtomicUsize::new(count));
    let done = Arc::new(Notify::new());
    let start = Instant::now();
    for job in 0..count {
        let (left, done) = (left.clone(), done.clone());
        tokio::spawn(async move {
            compute(rounds(job));
            if left.fetch_sub(1, Ordering::AcqRel) == 1 {
                done.notify_one();
            }
        });
    }
    done.notified().await;
    start.elapsed()
}
