//go:build !configured

package main

const tag = "untagged"
