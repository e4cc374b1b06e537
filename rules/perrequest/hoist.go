package perrequest

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// hoist moves what is compiled from constants to a variable of the package.
//
// Considered, and refused:
//   - clients, pools and providers: what else they should be given, who closes
//     them and what to do when that fails is for their owner to say;
//   - regexp.Compile and the like, which return an error that somebody handles;
//   - sync.OnceValue around the call: it keeps an error for ever;
//   - what is used otherwise than here: templates and patterns have methods
//     that change them, such as Funcs and Longest.
func hoist(pass *rule.Pass, symbol string, call *ast.CallExpr, names map[string]bool) []analysis.SuggestedFix {
	switch symbol {
	case "regexp.MustCompile", "regexp.MustCompilePOSIX":
		return pass.Hoist(call, "Regexp", readsRegexp, names)
	case "(*html/template.Template).Parse", "(*text/template.Template).Parse":
		return pass.Hoist(call, "Template", []string{"Execute", "ExecuteTemplate"}, names)
	}
	return nil
}

// readsRegexp are the methods of a Regexp that do not change it.
var readsRegexp = []string{
	"Match", "MatchString", "MatchReader", "Find", "FindString", "FindIndex", "FindStringIndex", "FindSubmatch", "FindStringSubmatch",
	"FindSubmatchIndex", "FindStringSubmatchIndex", "FindAll", "FindAllString", "FindAllIndex", "FindAllStringIndex",
	"FindAllSubmatch", "FindAllStringSubmatch", "ReplaceAll", "ReplaceAllString", "ReplaceAllFunc", "ReplaceAllStringFunc",
	"ReplaceAllLiteral", "ReplaceAllLiteralString", "Split", "String", "SubexpNames", "SubexpIndex", "NumSubexp",
}
