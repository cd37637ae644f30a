// Package capture gets profiles, with no change to the user's code.
//
// It is the only room of the house that starts processes. It finds what a file holds that could be run ([Targets]), and
// runs tests, benchmarks and the seeds of fuzz targets of one package under the profile flags of go test ([Run]). What a
// run leaves are standard files, in a folder that the caller owns; package library keeps them, package profile reads
// them.
//
// What go test has no flag for, a hook does that an overlay adds to package testing (testhook.go.txt): it counts the
// rounds of benchmarks, without which a profile can't tell the cost of one operation, and writes the goroutine profiles.
// It is compiled once for each toolchain, which takes a second or two, and comes from the build cache after that.
//
// Every command runs below a guard, a second process of this same binary (see [Guard]): whatever way a run ends
// (cancelled, failed, or with the backend killed), the guard ends all that the run started and removes its temporary
// folder. The cost is some 5 ms for each command. The alternative, ending the process group from the backend, leaves a
// benchmark running for ever when the backend is killed. A program ([Program]) runs in a terminal that is the editor's,
// so what the editor starts there is a guard as well, the launcher (see [Launch]): it asks the backend what to run, gives
// the program the terminal, and ends with its status.
//
// Errors that mean something to the user are types with a sentence: [NoGoError], [InvalidError], [NotWritableError]. A
// cancelled run returns its context's error. A package that does not compile or a test that fails is no error but a
// [Result] with its failures.
package capture
