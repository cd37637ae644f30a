// Configured tells what it was run with.
package main

import (
	"fmt"
	"os"
)

func main() {
	dir, _ := os.Getwd()
	fmt.Printf("args %q\n", os.Args[1:])
	fmt.Println("dir", dir)
	fmt.Println("env", os.Getenv("FROM_FILE"), os.Getenv("FROM_LAUNCH"), tag)
}
