package order

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"testing"
)

func TestTotal(t *testing.T) {
	o := Order{Lines: []Line{
		{Quantity: 4, Price: 250, Discount: 5},
		{Quantity: 10, Price: 100, Discount: 5},
	}}
	if got, want := o.Total(), int64(1190+952); got != want {
		t.Errorf("Total() = %d, want %d", got, want)
	}
}

func TestGenerateIsDeterministic(t *testing.T) {
	if !reflect.DeepEqual(Generate(100, 1), Generate(100, 1)) {
		t.Error("the same seed gave other orders")
	}
	if reflect.DeepEqual(Generate(100, 1), Generate(100, 2)) {
		t.Error("another seed gave the same orders")
	}
}

func TestRoundTrip(t *testing.T) {
	orders := Generate(200, 1)
	var slow, fast bytes.Buffer
	if err := Encode(&slow, orders); err != nil {
		t.Fatal(err)
	}
	if err := EncodeAppending(&fast, orders); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(slow.Bytes(), fast.Bytes()) {
		t.Error("Encode and EncodeAppending differ")
	}
	var decoded []Order
	keep := func(o *Order) { decoded = append(decoded, *o) }
	if err := Decode(slow.Bytes(), keep); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(decoded, orders) {
		t.Error("decoding does not give back what was encoded")
	}
}

func TestDecodeError(t *testing.T) {
	if err := Decode([]byte("{\"id\":1}\n{"), func(*Order) {}); err == nil {
		t.Error("a line cut short was accepted")
	}
}

func FuzzAppendJSON(f *testing.F) {
	f.Add("Berg Ada 0001", "kitchen/pans/wok", int64(3))
	f.Add("O\"Hara\n<b>&", "caf\u00e9\xff", int64(-1))
	f.Fuzz(func(t *testing.T, customer, product string, quantity int64) {
		o := Order{Customer: customer, Lines: []Line{{Product: product, Quantity: quantity}}}
		want, err := json.Marshal(&o)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.AppendJSON(nil); !bytes.Equal(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// The inlined helper: see Cents and the line in Total that calls it.
func BenchmarkTotal(b *testing.B) {
	orders := Generate(50, 1)
	b.ResetTimer()
	var sum int64
	for i := 0; i < b.N; i++ {
		for k := range orders {
			sum += orders[k].Total()
		}
	}
	if sum == 0 {
		b.Fatal("the orders cost nothing")
	}
}

// JSON, item by item.
func BenchmarkEncode(b *testing.B)          { benchmarkEncode(b, Encode) }
func BenchmarkEncodeAppending(b *testing.B) { benchmarkEncode(b, EncodeAppending) }

func benchmarkEncode(b *testing.B, encode func(io.Writer, []Order) error) {
	orders := Generate(250, 1)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := encode(io.Discard, orders); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	var log bytes.Buffer
	if err := EncodeAppending(&log, Generate(100, 1)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(log.Len()))
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := Decode(log.Bytes(), func(*Order) {}); err != nil {
			b.Fatal(err)
		}
	}
}
