package server

import (
	"context"
	"regexp"
	"strings"

	"github.com/linecost/linecost/server/internal/cost"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/profile"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

func (s *Server) profileFunctions(ctx context.Context, params *protocol.ProfileFunctionsParams) (*protocol.ProfileFunctionsResult, error) {
	sort, err := sortOf(params.Sort)
	if err != nil {
		return nil, err
	}
	if params.Offset < 0 || params.Limit < 0 {
		return nil, rpc.Errorf(protocol.CodeInvalidParams, "Offset and limit can't be negative.")
	}
	p, sampleType, err := s.lookupType(ctx, params.Profile, params.SampleType)
	if err != nil {
		return nil, err
	}
	costs, err := p.FunctionCosts(ctx, sampleType, sort)
	if err != nil {
		return nil, err
	}
	result := &protocol.ProfileFunctionsResult{Unit: p.SampleTypes[sampleType].Unit, Total: costs.Lines.Total}
	matches := matcher(params.Filter)
	for _, key := range costs.Order {
		if !matches(costs.Names[key]) {
			continue
		}
		if result.Count >= params.Offset && (params.Limit == 0 || int64(len(result.Functions)) < params.Limit) {
			result.Functions = append(result.Functions, functionCost(costs, key, sort == cost.ByCum))
		}
		result.Count++
	}
	return result, nil
}

func sortOf(sort protocol.FunctionSort) (cost.Sort, error) {
	switch sort {
	case protocol.SortFlat, "":
		return cost.ByFlat, nil
	case protocol.SortCum:
		return cost.ByCum, nil
	case protocol.SortName:
		return cost.ByName, nil
	}
	return 0, rpc.Errorf(protocol.CodeInvalidParams, "Functions can't be sorted by %q, only by flat, cum or name.", sort)
}

func functionCost(costs library.FunctionCosts, key uint32, byCum bool) protocol.FunctionCost {
	function := protocol.FunctionCost{Name: costs.Names[key], Flat: costs.Flat[key], Cum: costs.Cum[key]}
	if line := costs.HottestLine(key, costs.Lines.Figures, byCum); line != profile.None {
		file, number := costs.Lines.At(line)
		function.File, function.Line = file, int64(number)
	}
	return function
}

// matcher keeps names that contain the filter or match it as a regular expression: a function's name, pasted, is
// found although its brackets and dots mean something else in an expression. An expression that is not one (yet: the
// user is typing) is only looked for as text. Case counts where the filter has a capital.
func matcher(filter string) func(name string) bool {
	if filter == "" {
		return func(string) bool { return true }
	}
	fold := filter == strings.ToLower(filter)
	expression := filter
	if fold {
		expression = "(?i)" + filter
	}
	compiled, err := regexp.Compile(expression)
	return func(name string) bool {
		if err == nil && compiled.MatchString(name) {
			return true
		}
		if fold {
			name = strings.ToLower(name)
		}
		return strings.Contains(name, filter)
	}
}
