// What retries and hedges cost when calls fail or take long independently of each other.
// Sources: W. Feller, "An Introduction to Probability Theory and Its Applications", volume 1, VI.8 (the geometric
// distribution); B. Beyer et al., "Site Reliability Engineering", O'Reilly 2016, chapter 22 (amplification by layers);
// J. Dean and L. A. Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013 (hedged requests).
#pragma once

#include <span>

namespace weir::theory {

/// Mean number of attempts of a call that is tried at most `most` times and fails each time with probability p: the
/// mean of a geometric distribution cut at `most`, (1 - p^most) / (1 - p). @pre 0 <= p <= 1, most >= 1
double mean_attempts(double p, int most);

/// Probability that all attempts fail: p^most.
double all_fail(double p, int most);

/// Mean number of calls that reach the innermost service for one call, through layers that each retry: layer by layer
/// from the inside, each sees the layer below fail when all of that one's attempts do.
/// @param most attempts of each retrying layer, innermost first; each >= 1
double amplification(double p, std::span<const int> most);

/// Mean number of calls a hedge makes for one call, 1 + P(X > delay), when X is exponential with this mean and the
/// second call is sent after `delay`. Both in the same unit. @pre mean > 0, delay >= 0
double hedged_calls(double mean, double delay);

}  // namespace weir::theory
