package profile

// ids resolves the ids by which a profile's records refer to each other into indices of columns.
//
// An id may be any uint64 but 0; nearly every writer counts from 1, in order. So a reference is kept in 32 bits: as the
// id itself below aliasBase, else as an alias that stands for it. Rejected: a map for all ids, which took longer than
// all other decoding.
type ids struct {
	defined []uint32 // the reference of each record, in the order of the records
	dense   bool     // all records so far have the ids 1, 2, 3 …
	aliases map[uint64]uint32
}

const (
	aliasBase = 1 << 31
	// noReference is what id 0 is kept as.
	noReference = 0
)

// alias returns the reference for an id.
func (s *ids) alias(id uint64) uint32 {
	if id < aliasBase {
		return uint32(id)
	}
	if alias, ok := s.aliases[id]; ok {
		return alias
	}
	if s.aliases == nil {
		s.aliases = map[uint64]uint32{}
	}
	alias := aliasBase + uint32(len(s.aliases))
	s.aliases[id] = alias
	return alias
}

// define records that the next record has this id.
func (s *ids) define(id uint64) {
	s.dense = (s.dense || len(s.defined) == 0) && id == uint64(len(s.defined))+1
	s.defined = append(s.defined, s.alias(id))
}

// A resolver maps references to indices.
type resolver struct {
	count  uint32   // for dense ids: reference r is index r-1
	table  []uint32 // else for small references, None where there is no such record
	sparse map[uint32]uint32
}

// resolver is made once all records are known. Of several records with one id the first one counts.
func (s *ids) resolver() resolver {
	if s.dense || len(s.defined) == 0 {
		return resolver{count: uint32(len(s.defined))}
	}
	r := resolver{table: make([]uint32, 8*len(s.defined)), sparse: map[uint32]uint32{}}
	for i := range r.table {
		r.table[i] = None
	}
	for index, reference := range s.defined {
		switch {
		case reference == noReference:
		case int(reference) < len(r.table):
			if r.table[reference] == None {
				r.table[reference] = uint32(index)
			}
		default:
			if _, ok := r.sparse[reference]; !ok {
				r.sparse[reference] = uint32(index)
			}
		}
	}
	return r
}

// index returns what a reference leads to, or None.
func (r *resolver) index(reference uint32) uint32 {
	if r.table == nil {
		if reference-1 < r.count { // 0 wraps around and is none
			return reference - 1
		}
		return None
	}
	if int(reference) < len(r.table) {
		return r.table[reference]
	}
	if index, ok := r.sparse[reference]; ok {
		return index
	}
	return None
}
