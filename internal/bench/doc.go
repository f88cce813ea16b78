// Package bench measures the public lookup on a register of the size of the nation
// and holds every figure against its limit. `make bench` runs it; the result is
// docs/benchmarks.md.
//
// Both sides of a ratio are measured in turn, five times or more, on the same
// machine and data, so that what else the machine does troubles both alike. The
// median of the ratios counts; absolute figures are only shown.
package bench
