// Greet asks for a name: its terminal takes input.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	fmt.Printf("Started with %q.\n", os.Args[1:])
	fmt.Println("What is your name?")
	name, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Printf("Hello, %s!\n", strings.ToUpper(strings.TrimSpace(name)))
}
