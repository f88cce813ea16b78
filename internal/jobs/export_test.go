package jobs

// Reachable is reachable, for tests from outside.
var Reachable = reachable
