package protocol

// SampleType is one of the values that each sample of a profile carries, such as cpu in nanoseconds.
type SampleType struct {
	// Type is the value's name in the profile, such as "cpu" or "alloc_space".
	Type string `json:"type"`
	// Unit is the value's unit in the profile, such as "nanoseconds", "bytes" or "count".
	Unit string `json:"unit"`
}

// Profile describes a profile that is open in the backend.
type Profile struct {
	// ID names the profile in later requests, until it is closed or the backend ends.
	ID string `json:"id"`
	// Path is the file that it was read from.
	Path string `json:"path"`
	// SampleTypes are in the file's order.
	SampleTypes []SampleType `json:"sampleTypes"`
	// DefaultSampleType is the type that pprof would show: the file's own default, else its last type.
	DefaultSampleType string `json:"defaultSampleType"`
	// TimeMillis is when the profile was taken, in milliseconds since the Unix epoch; 0 if the file does not say.
	TimeMillis int64 `json:"timeMillis"`
	// DurationNanos is how long it was taken for, in nanoseconds; 0 if the file does not say.
	DurationNanos int64 `json:"durationNanos"`
	// PeriodType is what triggers a sample; both fields are empty if the file does not say.
	PeriodType SampleType `json:"periodType"`
	// Period is the distance between two samples, in PeriodType's unit; 0 if the file does not say.
	Period int64 `json:"period"`
	// Comments are free text that the file carries.
	Comments []string `json:"comments"`
	// Samples is the number of sample records (distinct stacks, as a rule), not a sum of their values.
	Samples int64 `json:"samples"`
	// Functions is the number of distinct function names.
	Functions int64 `json:"functions"`
	// Problems says, in sentences, what of the file could not be read. Empty for a sound file.
	Problems []string `json:"problems"`
}

// ProfileOpenParams asks for a profile file to be read: gzipped or raw protobuf of any language, or a legacy format.
type ProfileOpenParams struct {
	// Path is the file's absolute path.
	Path string `json:"path"`
}

// ProfileOpenResult answers [ProfileOpen].
type ProfileOpenResult struct {
	Profile Profile `json:"profile"`
}

// ProfileCloseParams lets the backend forget a profile. Closing one that is not open is no error.
type ProfileCloseParams struct {
	// Profile is the profile's id.
	Profile string `json:"profile"`
}

// ProfileCloseResult answers [ProfileClose].
type ProfileCloseResult struct{}

// ProfileLinesParams asks what each line of one file costs.
type ProfileLinesParams struct {
	// Profile is the profile's id.
	Profile string `json:"profile"`
	// SampleType is the name of one of the profile's sample types; empty for the default one.
	SampleType string `json:"sampleType"`
	// File is an absolute path, or the profile's own name for the file.
	File string `json:"file"`
}

// ProfileLinesResult answers [ProfileLines].
type ProfileLinesResult struct {
	// Unit is the unit of every value here.
	Unit string `json:"unit"`
	// Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of every share.
	Total int64 `json:"total"`
	// Lines holds each line of the file that has a value, by ascending line; empty if the profile doesn't name the file.
	Lines []LineCost `json:"lines"`
}

// LineCost is what one line of source costs.
type LineCost struct {
	// Line counts from 1.
	Line int64 `json:"line"`
	// Flat is the sum over the samples whose innermost frame is on this line.
	Flat int64 `json:"flat"`
	// Cum is the sum over the samples with any frame on this line; each sample counts once.
	Cum int64 `json:"cum"`
}

// ProfileLineParams asks for all that the profile says of one line.
type ProfileLineParams struct {
	// Profile is the profile's id.
	Profile string `json:"profile"`
	// File is an absolute path, or the profile's own name for the file.
	File string `json:"file"`
	// Line counts from 1.
	Line int64 `json:"line"`
}

// ProfileLineResult answers [ProfileLine].
type ProfileLineResult struct {
	// Figures holds one entry for each sample type, in the profile's order, zero values included.
	Figures []Figure `json:"figures"`
}

// Figure is one line's cost in one sample type.
type Figure struct {
	// Type is the sample type's name.
	Type string `json:"type"`
	// Unit is the unit of the values.
	Unit string `json:"unit"`
	// Flat and Cum are as in [LineCost].
	Flat int64 `json:"flat"`
	Cum  int64 `json:"cum"`
	// Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of both shares.
	Total int64 `json:"total"`
}

// FunctionSort is an order of functions.
type FunctionSort string

const (
	// SortFlat: largest flat first (by magnitude), then cum, then name. This is pprof's -top.
	SortFlat FunctionSort = "flat"
	// SortCum: largest cum first (by magnitude), then flat, then name. This is pprof's -top -cum.
	SortCum FunctionSort = "cum"
	// SortName: by name, ascending.
	SortName FunctionSort = "name"
)

// ProfileFunctionsParams asks for functions and what they cost.
type ProfileFunctionsParams struct {
	// Profile is the profile's id.
	Profile string `json:"profile"`
	// SampleType is the name of one of the profile's sample types; empty for the default one.
	SampleType string `json:"sampleType"`
	// Sort is the order; empty for flat.
	Sort FunctionSort `json:"sort"`
	// Filter keeps the functions whose name contains it, or matches it as a regular expression (RE2). Letter case
	// counts only where the filter has a capital. Empty keeps all.
	Filter string `json:"filter"`
	// Offset is how many functions of the order to pass over.
	Offset int64 `json:"offset,omitempty"`
	// Limit is how many functions to answer at most; 0 for all.
	Limit int64 `json:"limit"`
}

// ProfileFunctionsResult answers [ProfileFunctions].
type ProfileFunctionsResult struct {
	// Unit is the unit of every value here.
	Unit string `json:"unit"`
	// Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of every share.
	Total int64 `json:"total"`
	// Count is how many functions the filter keeps, of which Functions is a page.
	Count int64 `json:"count"`
	// Functions are those with a value, in the order asked for.
	Functions []FunctionCost `json:"functions"`
}

// FunctionCost is what one function costs. Functions are told apart by name, as pprof's -top does.
type FunctionCost struct {
	// Name is the function's full name, such as "encoding/json.(*decodeState).object".
	Name string `json:"name"`
	// File is the profile's name of the file that holds Line; empty if the profile does not say.
	File string `json:"file"`
	// Line is the function's hottest line: by cum where that is the order asked for, else by flat, then cum. 0 if the
	// profile does not say.
	Line int64 `json:"line"`
	// Flat is the sum over the samples whose innermost frame is this function.
	Flat int64 `json:"flat"`
	// Cum is the sum over the samples with any frame of this function; each sample counts once, so recursion does not
	// count twice.
	Cum int64 `json:"cum"`
}

// ProfileFilesParams asks for source files and what they cost.
type ProfileFilesParams struct {
	// Profile is the profile's id.
	Profile string `json:"profile"`
	// SampleType is the name of one of the profile's sample types; empty for the default one.
	SampleType string `json:"sampleType"`
}

// ProfileFilesResult answers [ProfileFiles].
type ProfileFilesResult struct {
	// Unit is the unit of every value here.
	Unit string `json:"unit"`
	// Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of every share.
	Total int64 `json:"total"`
	// Files are those with a value, largest flat first (by magnitude), then cum, then name.
	Files []FileCost `json:"files"`
}

// FileCost is what one source file costs.
type FileCost struct {
	// File is the profile's name for the file.
	File string `json:"file"`
	// Line is the file's hottest line, by cum, then flat, as the editor colours it; 0 if the profile does not say.
	Line int64 `json:"line"`
	// Flat is the sum over the samples whose innermost frame is in this file.
	Flat int64 `json:"flat"`
	// Cum is the sum over the samples with any frame in this file; each sample counts once.
	Cum int64 `json:"cum"`
}
