package capture

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"time"
)

// gitPatience is how long git may think. Which commit it was is worth less than the figures, and a repository on a slow
// disk must not hold them up.
const gitPatience = 5 * time.Second

// Commit is the git commit that a folder has checked out, in full, and whether files that git knows have changed since.
// Both are empty outside of git, without git, and where git takes too long.
func Commit(ctx context.Context, dir string) (commit string, dirty bool) {
	ctx, cancel := context.WithTimeout(ctx, gitPatience)
	defer cancel()
	head, err := git(ctx, dir, "rev-parse", "--verify", "HEAD")
	if err != nil {
		return "", false
	}
	changes, err := git(ctx, dir, "status", "--porcelain", "--untracked-files=no", "--ignore-submodules")
	return strings.TrimSpace(head), err == nil && changes != ""
}

// git runs git to be read only: no lock is taken, and no program that the repository names is started.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "-c", "core.fsmonitor=false"}, args...)...)
	command.Env = append(command.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	command.WaitDelay = time.Second
	var out bytes.Buffer
	command.Stdout = &out
	err := command.Run()
	return out.String(), err
}
