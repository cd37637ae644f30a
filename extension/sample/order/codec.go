package order

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"time"
)

// Encode writes one JSON object per line, the slow way.
func Encode(w io.Writer, orders []Order) error {
	for i := range orders {
		// Each call looks at the type by reflection, and returns a slice that is used once.
		data, err := json.Marshal(&orders[i])
		if err != nil {
			return err
		}
		if _, err := w.Write(append(data, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// EncodeAppending writes the same bytes: no reflection, and one buffer for all the orders.
func EncodeAppending(w io.Writer, orders []Order) error {
	var buffer []byte
	for i := range orders {
		buffer = append(orders[i].AppendJSON(buffer[:0]), '\n')
		if _, err := w.Write(buffer); err != nil {
			return err
		}
	}
	return nil
}

// AppendJSON appends what json.Marshal returns for the order.
func (o *Order) AppendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"id":`...), int64(o.ID), 10)
	b = appendString(append(b, `,"customer":`...), o.Customer)
	b = appendString(append(b, `,"region":`...), o.Region)
	b = o.Placed.AppendFormat(append(b, `,"placed":"`...), time.RFC3339Nano)
	b = append(b, `","lines":[`...)
	for i := range o.Lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = o.Lines[i].appendJSON(b)
	}
	return append(b, "]}"...)
}

func (l *Line) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"product":`...), l.Product)
	b = strconv.AppendInt(append(b, `,"quantity":`...), l.Quantity, 10)
	b = strconv.AppendInt(append(b, `,"price":`...), l.Price, 10)
	b = strconv.AppendInt(append(b, `,"discount":`...), l.Discount, 10)
	return append(b, '}')
}

// appendString quotes plain ASCII by itself and leaves all else to encoding/json.
func appendString(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			quoted, _ := json.Marshal(s)
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// Decode calls visit for each line of data, the slow way.
func Decode(data []byte, visit func(*Order)) error {
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		data = rest
		o := new(Order)
		// Reads each byte twice, to check and to decode, and grows Lines from nothing.
		if err := json.Unmarshal(line, o); err != nil {
			return err
		}
		visit(o)
	}
	return nil
}
