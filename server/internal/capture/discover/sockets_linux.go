package discover

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
)

// listening is the state of a TCP socket that waits for connections, as the kernel's tables write it.
const listening = "0A"

// listener is a socket that waits for connections, by the inode that a process's descriptors name.
type listener struct {
	inode   string
	address netip.AddrPort
}

// parseListeners reads a table of TCP sockets, net/tcp or net/tcp6 of /proc. Lines that it can't make out are left out.
func parseListeners(table io.Reader) ([]listener, error) {
	var found []listener
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 10 || fields[3] != listening {
			continue // the heading, or a connection
		}
		if address, err := parseAddress(fields[1]); err == nil {
			found = append(found, listener{inode: fields[9], address: address})
		}
	}
	return found, lines.Err()
}

// parseAddress reads an address like 0100007F:17AC: 32-bit words in the machine's own byte order, and a port.
func parseAddress(text string) (netip.AddrPort, error) {
	words, portDigits, _ := strings.Cut(text, ":")
	bytes, err := hex.DecodeString(words)
	if err != nil {
		return netip.AddrPort{}, err
	}
	port, err := strconv.ParseUint(portDigits, 16, 16)
	if err != nil {
		return netip.AddrPort{}, err
	}
	if len(bytes)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("%d bytes are no address", len(bytes))
	}
	for word := range len(bytes) / 4 {
		digits := bytes[word*4:]
		binary.NativeEndian.PutUint32(digits, binary.BigEndian.Uint32(digits))
	}
	address, ok := netip.AddrFromSlice(bytes)
	if !ok {
		return netip.AddrPort{}, fmt.Errorf("%d bytes are no address", len(bytes))
	}
	return netip.AddrPortFrom(address.Unmap(), uint16(port)), nil
}

// viaLoopback are the addresses at which loopback may lead to a listener. One for all IPv6 addresses usually is for
// IPv4 as well.
func viaLoopback(address netip.AddrPort) []netip.AddrPort {
	at := func(text string) netip.AddrPort { return netip.AddrPortFrom(netip.MustParseAddr(text), address.Port()) }
	switch ip := address.Addr(); {
	case ip.IsLoopback():
		return []netip.AddrPort{address}
	case ip.IsUnspecified() && ip.Is4():
		return []netip.AddrPort{at("127.0.0.1")}
	case ip.IsUnspecified():
		return []netip.AddrPort{at("127.0.0.1"), at("::1")}
	}
	return nil
}
