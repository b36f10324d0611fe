// The places in the code under test that name a memory order, found by running it; and weakening one of them at a time.
//
// That shows two things at once: that the checker can see a bug there, and that the order is needed.
#pragma once

#include <atomic>
#include <cstddef>
#include <source_location>
#include <string>
#include <vector>

namespace weir::model {

enum class Operation { load, store, exchange, barrier };

/// Every place an order stronger than relaxed was asked for since the program began, in the order of first use. A place
/// is named by its function, operation and order, "WorkQueue::push store release"; a second one of the same name by its
/// number as well.
std::vector<std::string> sites();

/// From now on the place of this name gets the next weaker order: seq_cst becomes acquire, release or acq_rel, those
/// become relaxed, and a barrier does nothing. "" weakens none.
void weaken(const std::string& site);

/// The order that the place is to have, after noting that it was reached.
std::memory_order order_at(std::memory_order asked, Operation operation, const std::source_location& place);

}  // namespace weir::model
