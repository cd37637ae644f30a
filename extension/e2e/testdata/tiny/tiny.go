package tiny

// Add is here to be opened.
func Add(a, b int) int {
	return a + b
}
