package witness

import "strings"

// Name is how a person names a function or symbol whose key has an import path:
// without the folders of that. What is no key, such as a route, stays as it is.
func Name(key string) string {
	if strings.Contains(key, " ") {
		return key
	}
	prefix := ""
	rest := key
	for _, p := range []string{"(*", "("} {
		if r, ok := strings.CutPrefix(key, p); ok {
			prefix, rest = p, r
			break
		}
	}
	head, tail := rest, ""
	if i := strings.Index(rest, ")"); i >= 0 {
		head, tail = rest[:i], rest[i:]
	}
	if i := strings.LastIndex(head, "/"); i >= 0 {
		parent := head[:i]
		head = head[i+1:]
		if isMajor(head) { // v5.Tx: the element before names the package
			head = parent[strings.LastIndex(parent, "/")+1:] + head[strings.Index(head, "."):]
		}
	}
	return prefix + withoutGo(head) + tail
}

// withoutGo leaves out what an import path says and the package's name does
// not: "go-redis.NewClient" is written redis.NewClient, and "yaml.v3.Unmarshal"
// yaml.Unmarshal.
func withoutGo(s string) string {
	for _, prefix := range []string{"golang-", "go-"} {
		s = strings.TrimPrefix(s, prefix)
	}
	i := strings.LastIndex(s, ".")
	if i <= 0 {
		return s
	}
	name, symbol := s[:i], s[i:]
	if j := strings.LastIndex(name, "."); j > 0 && isMajor(name[j+1:]+".") {
		name = name[:j]
	}
	for _, suffix := range []string{"-go", ".go", "-golang", ".golang"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name + symbol
}

// isMajor reports whether an element such as "v5.Tx" begins with a version.
func isMajor(s string) bool {
	v, _, ok := strings.Cut(s, ".")
	return ok && len(v) > 1 && v[0] == 'v' && strings.Trim(v[1:], "0123456789") == ""
}
