//go:build integration

package integration

const nogoArg = "nogo"

func nogo([]string) {}
