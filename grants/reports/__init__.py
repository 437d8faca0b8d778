"""Reports: pure functions from a ledger to a `Table` or a `Document`, which renderers draw."""
