//! The circuit breaker of the tutorials: shared state behind a lock, a count of consecutive failures.
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::RwLock;

#[derive(Debug)]
pub enum BreakerError<E> {
    Open,
    Inner(E),
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Closed,
    Open,
    HalfOpen,
}

struct Inner {
    state: State,
    failures: u32,
    opened_at: Option<Instant>,
}

#[derive(Clone)]
pub struct CircuitBreaker {
    inner: Arc<RwLock<Inner>>,
    failure_threshold: u32,
    open_for: Duration,
}

impl CircuitBreaker {
    pub fn new(failure_threshold: u32, open_for: Duration) -> Self {
        let inner = Inner {
            state: State::Closed,
            failures: 0,
            opened_at: None,
        };
        Self {
            inner: Arc::new(RwLock::new(inner)),
            failure_threshold,
            open_for,
        }
    }

    pub async fn call<T, E, F>(&self, operation: F) -> Result<T, BreakerError<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        if !self.may_call().await {
            return Err(BreakerError::Open);
        }
        match operation.await {
            Ok(value) => {
                self.on_success().await;
                Ok(value)
            }
            Err(error) => {
                self.on_failure().await;
                Err(BreakerError::Inner(error))
            }
        }
    }

    async fn may_call(&self) -> bool {
        {
            let inner = self.inner.read().await;
            match inner.state {
                State::Closed | State::HalfOpen => return true,
                State::Open
                    if inner
                        .opened_at
                        .map_or(true, |at| at.elapsed() < self.open_for) =>
                {
                    return false
                }
                State::Open => {}
            }
        }
        self.inner.write().await.state = State::HalfOpen;
        true
    }

    async fn on_success(&self) {
        let mut inner = self.inner.write().await;
        inner.failures = 0;
        inner.state = State::Closed;
    }

    async fn on_failure(&self) {
        let mut inner = self.inner.write().await;
        inner.failures += 1;
        if inner.failures >= self.failure_threshold {
            inner.state = State::Open;
            inner.opened_at = Some(Instant::now());
        }
    }
}
