package kinds

import (
	"os"
	"strings"
	"testing"
)

func BenchmarkTogether(b *testing.B) {
	texts := []string{strings.Repeat("One two three. ", 50), strings.Repeat("Four five six. ", 50)}
	for i := 0; i < b.N; i++ {
		Together(texts)
	}
}

func TestWords(t *testing.T) {
	cases := []struct {
		name, text string
		want       int
	}{
		{name: "no word", text: "", want: 0},
		{name: "one word", text: "One", want: 1},
		{name: "in either case", text: "One one", want: 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran(t)
			if got := len(Words(strings.Repeat(c.text+" ", 100_000))); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add(strings.Repeat("seed and corn ", 100_000))
	f.Fuzz(func(t *testing.T, text string) {
		ran(t)
		Words(text)
	})
}

// ran notes the name of a test beside it, for whoever wants to know what was run.
func ran(t *testing.T) {
	file, err := os.OpenFile("ran.txt", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(t.Name() + "\n"); err != nil {
		t.Fatal(err)
	}
}
