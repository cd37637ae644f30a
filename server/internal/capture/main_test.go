package capture

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets the test binary stand for the backend's: it is the guard of the runs, and the processes of the trees
// that the tests of process.go grow.
func TestMain(m *testing.M) {
	// The race detector makes a process that ends well sleep for a second first.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0 "+os.Getenv("GORACE")); err != nil {
		panic(err)
	}
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case guardCommand:
			os.Exit(Guard(os.Args[2:]))
		case launchCommand:
			os.Exit(Launch(os.Args[2:]))
		case "role":
			os.Exit(playRole(os.Args[2:]))
		}
	}
	os.Exit(m.Run())
}

// playRole is the life of a process of a test's tree: role MARK ROLE ARGUMENT…. MARK is there to be found in the
// process table.
func playRole(args []string) int {
	mark, role, rest := args[0], args[1], args[2:]
	child := func(attributes *syscall.SysProcAttr, roleOfChild ...string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], append([]string{"role", mark}, roleOfChild...)...)
		cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = os.Stdout, os.Stderr, attributes
		if err := cmd.Start(); err != nil {
			panic(err)
		}
		return cmd
	}
	switch role {
	case "exit": // with a status
		var code int
		if _, err := fmt.Sscan(rest[0], &code); err != nil {
			panic(err)
		}
		return code
	case "kill": // itself
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		panic(fmt.Sprint("still alive: ", err))
	case "say":
		fmt.Print(strings.Join(rest, " "))
		return 0
	case "stay": // for ever, deaf to polite signals, like a test that catches them
		signal.Ignore(os.Interrupt, syscall.SIGTERM)
		fmt.Println("ready")
		select {}
	case "answer": // each line of standard input
		fmt.Println("ready")
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			fmt.Println("heard", lines.Text())
		}
		return 0
	case "secret": // of the environment
		fmt.Println(os.Getenv("SECRET"))
		return 0
	case "wait": // for a signal
		fmt.Println("ready")
		select {}
	case "deaf": // for ever, even when the terminal is closed
		signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		fmt.Println("ready")
		select {}
	case "tree": // a child, a grandchild and a process of a session of its own; then stay
		child(nil, "parent")
		child(ownSession(), "stay")
		return playRole([]string{mark, "stay"})
	case "parent":
		child(nil, "stay")
		return playRole([]string{mark, "stay"})
	case "compiler": // in place of the compiler: tell that it runs, through a named pipe, then stay
		pipe, err := os.OpenFile(rest[0], os.O_WRONLY, 0)
		if err != nil {
			panic(err)
		}
		if err := pipe.Close(); err != nil {
			panic(err)
		}
		return playRole([]string{mark, "stay"})
	case "leave": // end, and leave a tree behind that holds the output open
		child(nil, "parent")
		return 7
	case "capturer": // capture a program as the backend does, and tell what to start in a terminal
		spec := ProgramSpec{Dir: rest[0], Output: rest[1], Args: []string{mark, "children"}}
		program, err := NewProgram(neverDone{}, spec, ProgramEvents{Launch: func(command TerminalCommand) {
			_ = json.NewEncoder(os.Stdout).Encode(command)
		}})
		if err == nil {
			_, err = program.Run(neverDone{})
		}
		panic(fmt.Sprint("the backend was to be killed: ", err))
	case "backend": // run a tree as the backend does, below a guard, with a scratch folder
		err := process{path: os.Args[0], args: []string{"role", mark, "tree"}, dir: ".", scratch: rest[0],
			stdout: os.Stdout, stderr: os.Stderr}.run(neverDone{})
		panic(fmt.Sprint("the backend was to be killed: ", err))
	}
	panic("no such role: " + role)
}
