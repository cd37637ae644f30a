package wrong

import "testing"

// TestWrong fails.
func TestWrong(t *testing.T) {
	if got, want := 2+2, 5; got != want {
		t.Errorf("2 + 2 = %d, want %d", got, want)
	}
}
