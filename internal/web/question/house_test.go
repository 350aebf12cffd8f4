package question_test

import (
	"testing"

	"genomlys/internal/web/webtest"
)

type house struct{ *webtest.House }

func newHouse(t testing.TB) *house { return &house{webtest.New(t)} }
