//! One function a row: does its thing `count` times and returns the time that took.
use crate::breaker::CircuitBreaker;
use async_trait::async_trait;
use futures::future::BoxFuture;
use std::convert::Infallible;
use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, RwLock, Semaphore};
use tokio::task::{JoinHandle, JoinSet};

const YIELDERS: usize = 16;
const PERMITS: usize = 8;
const SEMAPHORE_TASKS: usize = 32;
const READERS: usize = 4;

pub async fn join_all<T>(handles: Vec<JoinHandle<T>>) {
    for handle in handles {
        handle.await.expect("a child to finish");
    }
}

/// Runs make(0), make(1), ... make(tasks - 1) as tasks beside each other and says how long until all have ended.
pub async fn time_beside<F, T>(tasks: usize, make: F) -> Duration
where
    F: Fn(usize) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let start = Instant::now();
    join_all((0..tasks).map(|i| tokio::spawn(make(i))).collect()).await;
    start.elapsed()
}

pub async fn spawn_join(count: usize) -> Duration {
    let start = Instant::now();
    let mut handles = Vec::with_capacity(count);
    for _ in 0..count {
        handles.push(tokio::spawn(async {}));
    }
    join_all(handles).await;
    start.elapsed()
}

fn fib(n: usize) -> BoxFuture<'static, usize> {
    Box::pin(async move {
        if n < 2 {
            return n;
        }
        let forked = tokio::spawn(fib(n - 1));
        let called = fib(n - 2).await;
        forked.await.expect("a child to finish") + called
    })
}

pub async fn fork_join(n: usize) -> Duration {
    let start = Instant::now();
    black_box(fib(black_box(n)).await);
    start.elapsed()
}

pub async fn yielding(count: usize) -> Duration {
    time_beside(YIELDERS, |_| async move {
        for _ in 0..count / YIELDERS {
            tokio::task::yield_now().await;
        }
    })
    .await
}

pub async fn ping_pong(count: usize) -> Duration {
    let (ping, mut pings) = mpsc::channel::<usize>(1);
    let (pong, mut pongs) = mpsc::channel::<usize>(1);
    let start = Instant::now();
    let echo = tokio::spawn(async move {
        while let Some(value) = pings.recv().await {
            pong.send(value).await.expect("an open channel");
        }
    });
    for i in 0..count {
        ping.send(i).await.expect("an open channel");
        black_box(pongs.recv().await);
    }
    drop(ping);
    echo.await.expect("the echo to finish");
    start.elapsed()
}

pub async fn channel(count: usize, producers: usize) -> Duration {
    let (sender, mut receiver) = mpsc::channel::<usize>(100);
    let start = Instant::now();
    for _ in 0..producers {
        let sender = sender.clone();
        tokio::spawn(async move {
            for i in 0..count / producers {
                sender.send(i).await.expect("an open channel");
            }
        });
    }
    drop(sender);
    let consumer = tokio::spawn(async move {
        while let Some(value) = receiver.recv().await {
            black_box(value);
        }
    });
    consumer.await.expect("the consumer to finish");
    start.elapsed()
}

pub async fn semaphore(count: usize) -> Duration {
    let permits = Arc::new(Semaphore::new(PERMITS));
    time_beside(SEMAPHORE_TASKS, |_| {
        let permits = permits.clone();
        async move {
            for _ in 0..count / SEMAPHORE_TASKS {
                let _permit = permits.acquire().await.expect("an open semaphore");
                tokio::task::yield_now().await;
            }
        }
    })
    .await
}

pub async fn rw_lock_read(count: usize) -> Duration {
    let shared = Arc::new(RwLock::new(1usize));
    time_beside(READERS, |_| {
        let shared = shared.clone();
        async move {
            for _ in 0..count / READERS {
                black_box(*shared.read().await);
            }
        }
    })
    .await
}

pub async fn timers(count: usize) -> Duration {
    time_beside(count, |i| async move {
        tokio::time::sleep(Duration::from_millis(i as u64 % 10)).await
    })
    .await
}

/// The faster of tokio's two ways, measured here: aborting a JoinSet beats a CancellationToken the children select on.
pub async fn cancel(count: usize) -> Duration {
    let mut children = JoinSet::new();
    for _ in 0..count {
        children.spawn(tokio::time::sleep(Duration::from_secs(3600)));
    }
    // Every child must be asleep before the clock starts.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let start = Instant::now();
    children.shutdown().await;
    start.elapsed()
}

async fn service(value: usize) -> Result<usize, Infallible> {
    Ok(black_box(value))
}

pub async fn breaker(count: usize) -> Duration {
    let breaker = CircuitBreaker::new(5, Duration::from_secs(2));
    let start = Instant::now();
    for i in 0..count {
        black_box(breaker.call(service(i)).await.is_ok());
    }
    start.elapsed()
}

#[async_trait]
trait Child: Send + Sync {
    async fn run(&self, value: usize) -> usize;
}

struct Echo;

#[async_trait]
impl Child for Echo {
    async fn run(&self, value: usize) -> usize {
        black_box(value)
    }
}

/// A child whose body the caller does not know, as ours is: behind async_trait. A child known when compiling becomes
/// part of its parent in Rust and costs nothing that could be measured.
pub async fn await_child(count: usize) -> Duration {
    let child: Box<dyn Child> = black_box(Box::new(Echo));
    let start = Instant::now();
    for i in 0..count {
        black_box(child.run(i).await);
    }
    start.elapsed()
}
